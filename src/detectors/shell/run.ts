import type {
  AndOr,
  CommandNode,
  CompoundList,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Statement,
  SyntaxNode,
} from "unbash";
import { forEachChild, parse } from "unbash";
import { DefenterError } from "../../core/error.ts";
import type { Span } from "../../core/finding.ts";
import { MAX_USED, mergeSpans, runBranches } from "./branches.ts";
import { runCommand } from "./command.ts";
import { runFor, runLoop, runTest } from "./loops.ts";
import type { FunctionBody, Outcome, Shell, State } from "./machine.ts";
import { cloneState, DONE, opposite, spend } from "./machine.ts";
import { applyRedirects, finishRedirects } from "./redirects.ts";
import { spansOf } from "./spans.ts";
import type { Flow } from "./value.ts";
import { joinFlows, NOTHING, UNKNOWN_OUTPUT } from "./value.ts";

const MAX_DEPTH = 48;

/** Parses and runs a script; `within`: the part of the command that it stands in as a string (`bash -c`, `eval`). */
export function runText(text: string, shell: Shell, stdin: Flow, within: Span | null): Outcome {
  const { machine } = shell;
  const outer = machine.within;
  machine.within = outer ?? within;
  try {
    spend(machine, 8 + text.length / 64);
    return runScript(parse(text), shell, stdin);
  } finally {
    machine.within = outer;
  }
}

function runScript(script: ParsedScript, shell: Shell, stdin: Flow): Outcome {
  if (script.errors !== undefined && script.errors.length > 0)
    shell.machine.degraded.add("the command could not be parsed in full");
  return deeper(shell, () => runList(script.commands, shell, stdin));
}

/** A command substitution: a shell of its own. */
export function substitute(script: ParsedScript | undefined, shell: Shell, stdin: Flow): Outcome {
  if (script === undefined) return { ...DONE, out: UNKNOWN_OUTPUT };
  // The parser reads a nested script again at every level.
  spend(shell.machine, (script.end - script.pos) / 16);
  const outer = shell.machine.within;
  // Positions within an escaped backtick script are those of its decoded text.
  if (script.source !== undefined) shell.machine.within = outer ?? { start: 0, end: shell.machine.source.length };
  try {
    return runScript(script, { machine: shell.machine, state: cloneState(shell.state) }, stdin);
  } finally {
    shell.machine.within = outer;
  }
}

function deeper<T>(shell: Shell, run: () => T): T {
  if (++shell.machine.depth > MAX_DEPTH) throw new DefenterError("DEADLINE", "the command is nested too deeply");
  try {
    return run();
  } finally {
    shell.machine.depth--;
  }
}

function runList(statements: readonly Statement[], shell: Shell, stdin: Flow): Outcome {
  let all: Outcome = { ...DONE, out: NOTHING };
  for (const statement of statements) {
    const next = runStatement(statement, shell, stdin);
    const stops = next.exits || (shell.state.stopsAtFailure && next.fails === "yes");
    all = {
      out: joinFlows(all.out, next.out),
      network: all.network || next.network,
      // What stands behind an `exit` is judged all the same: it costs nothing to be careful.
      fails: all.exits ? all.fails : next.fails,
      exits: all.exits || stops,
    };
  }
  return all;
}

function runStatement(statement: Statement, shell: Shell, stdin: Flow): Outcome {
  const { command } = statement;
  const outcome = command.type === "AndOr" ? runAndOr(command, shell, stdin) : runPipeline(command, shell, stdin);
  return statement.background === true ? { ...outcome, fails: "no", exits: false } : outcome;
}

function runAndOr(list: AndOr, shell: Shell, stdin: Flow): Outcome {
  const [first, ...rest] = list.commands;
  if (first === undefined) return DONE;
  let left = runPipeline(first, shell, stdin);
  rest.forEach((node, at) => {
    const and = list.operators[at] === "&&";
    const isSkipped = and && left.fails === "yes";
    const isOwn = and && !isSkipped;
    const right = runPipeline(node, isOwn ? shell : { ...shell, state: cloneState(shell.state) }, stdin);
    const runs = left.fails === (and ? "no" : "yes");
    left = {
      out: isSkipped ? left.out : joinFlows(left.out, right.out),
      network: left.network || right.network,
      fails: and ? failsAnd(left.fails, right.fails) : failsOr(left.fails, right.fails),
      exits: left.exits || (runs && right.exits),
    };
  });
  return left;
}

type Fails = Outcome["fails"];

function failsAnd(left: Fails, right: Fails): Fails {
  if (left === "yes" || right === "yes") return "yes";
  return left === "no" ? right : "unknown";
}

function failsOr(left: Fails, right: Fails): Fails {
  if (left === "no" || right === "no") return "no";
  return left === "yes" ? right : "unknown";
}

function runPipeline(node: PipelineNode, shell: Shell, stdin: Flow): Outcome {
  const { machine } = shell;
  const stages = node.type === "Pipeline" ? node.commands : [node];
  const outerUsed = machine.used;
  const outerPipeline = machine.pipeline;
  machine.used = [];
  machine.pipeline = node;
  let outcome: Outcome = { ...DONE, out: stdin };
  let network = false;
  let breaks = false;
  for (const stage of stages) {
    const state = stages.length > 1 ? cloneState(shell.state) : shell.state;
    outcome = runNode(stage, { machine, state }, outcome.out);
    network ||= outcome.network;
    breaks ||= outcome.fails === "yes";
  }
  if (shell.state.pipesFail && stages.length > 1) outcome = { ...outcome, fails: breaks ? "yes" : "unknown" };
  // Of a loop or a branch, the commands in it have been added; a pipeline and what is fed into a block leave as a whole.
  const [only] = stages;
  const whole = stages.length > 1 || only?.type === "Command" || only?.type === "Redirected";
  if (network && whole) addLeaving(node, shell);
  machine.pipeline = outerPipeline;
  machine.used = mergeSpans(outerUsed, machine.used);
  const negated = node.type === "Pipeline" && isNegated(node);
  const exits = stages.length === 1 && outcome.exits;
  return { out: outcome.out, network, exits, fails: negated ? opposite(outcome.fails) : outcome.fails };
}

function isNegated(node: Pipeline): boolean {
  return node.prefixes.filter((prefix) => prefix.type === "Negation").length % 2 === 1;
}

/** The whole pipeline leaves, with its here-documents and the assignments that it uses. */
function addLeaving(node: PipelineNode, { machine }: Shell): void {
  if (machine.within !== null) return;
  if (machine.used.length > MAX_USED) {
    machine.leaving.push({ start: 0, end: machine.source.length });
    return;
  }
  machine.leaving.push(...spansOf(node), ...machine.used);
}

function runNode(node: CommandNode | CompoundList, shell: Shell, stdin: Flow): Outcome {
  spend(shell.machine, 1);
  switch (node.type) {
    case "Command":
      return runCommand(node, shell, stdin);
    case "Redirected": {
      const redirects = applyRedirects(node.redirects, shell, stdin, node);
      return finishRedirects(redirects, runNode(node.command, shell, redirects.stdin), shell, node);
    }
    case "Subshell":
      return { ...runBody(node.body, { ...shell, state: cloneState(shell.state) }, stdin), exits: false };
    case "BraceGroup":
      return runBody(node.body, shell, stdin);
    case "CompoundList":
      return runBody(node, shell, stdin);
    case "If": {
      const branches: (() => Outcome)[] = [];
      const clause = runBody(node.clause, shell, stdin);
      const states: State[] = [];
      const bodies = [node.then, ...node.elif.flatMap((elif) => [elif.clause, elif.then])];
      if (node.else !== undefined) bodies.push(node.else);
      for (const body of bodies) {
        const state = cloneState(shell.state);
        states.push(state);
        branches.push(() => runBody(body, { ...shell, state }, stdin));
      }
      return runBranches(clause, branches, states, shell, node.else !== undefined);
    }
    case "Case": {
      runNested(node.word, shell);
      const states = node.items.map(() => cloneState(shell.state));
      const branches = node.items.map(
        (item, at) => () => runBody(item.body, { ...shell, state: states[at] ?? shell.state }, stdin),
      );
      return runBranches(DONE, branches, states, shell, false);
    }
    case "For":
    case "Select":
      return runFor(node, shell, stdin);
    case "While":
      return runLoop([node.clause, node.body], shell, stdin);
    case "ArithmeticFor":
      runNested(node, shell, node.body);
      return runLoop([node.body], shell, stdin);
    case "Function":
      shell.state.functions.set(node.name.value, node.body);
      return { ...DONE, fails: "no" };
    case "Coproc":
      return { ...runNode(node.body, shell, stdin), fails: "no", exits: false };
    case "TestCommand":
      return runTest(node, shell);
    case "ArithmeticCommand":
      runNested(node, shell);
      return DONE;
  }
}

export function runBody(body: CompoundList, shell: Shell, stdin: Flow): Outcome {
  return deeper(shell, () => runList(body.commands, shell, stdin));
}

/** Runs the body of a function that is called. */
export function runFunction(body: FunctionBody, shell: Shell, stdin: Flow): Outcome {
  return { ...deeper(shell, () => runNode(body, shell, stdin)) };
}

/** Runs every substitution below a node, e.g. in a test or an arithmetic expression. */
export function runNested(node: SyntaxNode, shell: Shell, but?: SyntaxNode): void {
  spend(shell.machine, 1);
  forEachChild(node, (child) => {
    if (child === but) return;
    if (child.type === "Script") substitute(child, shell, NOTHING);
    else runNested(child, shell, but);
  });
}

export function expander(shell: Shell) {
  return {
    ...shell,
    outward: [] as ParsedScript[],
    substitute: (script: ParsedScript | undefined, input: Flow) => substitute(script, shell, input).out,
    nested: (node: SyntaxNode) => runNested(node, shell),
  };
}
