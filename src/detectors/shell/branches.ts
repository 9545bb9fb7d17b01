import type { Span } from "../../core/finding.ts";
import type { Outcome, Shell, State, Variable } from "./machine.ts";
import { spend } from "./machine.ts";
import { joinFlows, literal, UNKNOWN } from "./value.ts";

/** So many spans are kept of what a pipeline uses; with more, the whole command counts as used. */
export const MAX_USED = 64;

/** Runs the branches of an `if` or a `case`, each in a state of its own, and brings the states together again. */
export function runBranches(
  first: Outcome,
  branches: readonly (() => Outcome)[],
  states: readonly State[],
  shell: Shell,
  complete: boolean,
): Outcome {
  spend(shell.machine, branches.length * (1 + shell.state.variables.size));
  const outcomes = branches.map((branch) => branch());
  mergeStates(shell.state, states, complete);
  const network = first.network || outcomes.some((outcome) => outcome.network);
  const out = outcomes.reduce((flow, outcome) => joinFlows(flow, outcome.out), first.out);
  const [then, otherwise] = outcomes;
  if (first.fails === "no" && then !== undefined) return { ...then, out, network };
  const isPlain = complete && outcomes.length === 2;
  const fails =
    isPlain && otherwise?.fails === "yes" && (first.fails === "yes" || then?.fails === "yes") ? "yes" : "unknown";
  return { out, network, fails, exits: false };
}

/** After branches, a variable has any of the values that it has at the end of one of them. */
function mergeStates(state: State, branches: readonly State[], complete: boolean): void {
  const before = new Map(state.variables);
  for (const branch of branches) {
    if (branch.cwd !== state.cwd) state.cwd = branch.cwd;
    for (const [name, variable] of branch.variables) {
      const earlier = before.get(name);
      if (variable === earlier) continue;
      const now = state.variables.get(name);
      const base = now === earlier && complete ? undefined : now;
      state.variables.set(name, base === undefined ? variable : union(base, variable));
    }
  }
}

function union(a: Variable, b: Variable): Variable {
  const values = new Map([...a.values, ...b.values].map((value) => [value.text, value]));
  const list = [...values.values()];
  return {
    values: list.length > 64 ? [literal(UNKNOWN)] : list,
    spans: mergeSpans(a.spans, b.spans).slice(0, MAX_USED + 1),
  };
}

export function mergeSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  if (b.length === 0 || a.length > MAX_USED) return [...a];
  const all = new Map([...a, ...b].map((span) => [`${span.start}:${span.end}`, span]));
  return [...all.values()];
}
