import type { Assignment, Command, CommandArgument, Redirection } from "unbash";
import { DefenterError } from "../../core/error.ts";
import { baseName } from "../../core/path.ts";
import { runBuiltin } from "./builtins.ts";
import type { Expander } from "./expand.ts";
import { expandText, expandWord } from "./expand.ts";
import type { Invocation, Outcome, Shell, Variable } from "./machine.ts";
import { cloneState, DONE, spend } from "./machine.ts";
import { positional } from "./positional.ts";
import { environmentOf } from "./programs/environment.ts";
import { judgeProgram } from "./programs/judge.ts";
import { applyRedirects, finishRedirects } from "./redirects.ts";
import { expander, runFunction, substitute } from "./run.ts";
import { runScriptHost } from "./scripts.ts";
import type { Flow, Value } from "./value.ts";
import { bounded, joinFlows, literal, NOTHING } from "./value.ts";
import { unwrap } from "./wrappers.ts";

export function runCommand(node: Command, shell: Shell, stdin: Flow): Outcome {
  const span = { start: node.pos, end: node.end };
  const context = expander(shell);
  const { guesses } = shell.machine;
  const assignments = node.prefix.filter((entry): entry is Assignment => entry.type === "Assignment");
  const words =
    node.name === undefined
      ? []
      : [...expandWord(node.name, context), ...node.args.flatMap((arg) => expandArgument(arg, context))];
  const isGuess = shell.machine.guesses > guesses;
  const set = assignments.map((entry) => [entry.name, assigned(entry, context)] as const);
  const redirects = applyRedirects(node.redirects as readonly Redirection[], shell, stdin, node);
  const [name, ...args] = words;
  if (name === undefined) {
    for (const [key, variable] of set) shell.state.variables.set(key, variable);
    const fails = node.name === undefined && set.length > 0 ? "no" : "unknown";
    // `$(<file)` is the file's content.
    const out = node.redirects.some((redirect) => redirect.type === "Redirect" && redirect.operator === "<")
      ? redirects.stdin
      : NOTHING;
    return finishRedirects(redirects, { ...DONE, out, fails }, shell, node);
  }
  // `X=1 sh -c '…'`: the child sees X, this command's own words do not.
  const inner =
    set.length === 0
      ? shell
      : { ...shell, state: { ...shell.state, variables: new Map([...shell.state.variables, ...set]) } };
  const outcome = execute({ name: name.text, args, stdin: redirects.stdin, span, isGuess, shell: inner });
  if (inner !== shell) {
    shell.state.cwd = inner.state.cwd;
    for (const [key, variable] of inner.state.variables) {
      if (!set.some(([own]) => own === key)) shell.state.variables.set(key, variable);
    }
  }
  let network = outcome.network;
  for (const script of context.outward)
    network = substitute(script, shell, joined(outcome.out, redirects.stdin)).network || network;
  return finishRedirects(redirects, { ...outcome, network }, shell, node);
}

function joined(out: Flow, stdin: Flow): Flow {
  return { sources: [...out.sources, ...stdin.sources], lines: out.lines };
}

/** `export X=1`: an assignment in the place of an argument sets the variable and is passed on as text. */
function expandArgument(argument: CommandArgument, context: Expander): Value[] {
  if (argument.type === "Word") return expandWord(argument, context);
  const variable = assigned(argument, context);
  context.state.variables.set(argument.name, variable);
  return variable.values.map((value) => ({ text: `${argument.name}=${value.text}`, sources: value.sources }));
}

function assigned(entry: Assignment, context: Expander): Variable {
  const { machine, state } = context;
  const outer = machine.used;
  machine.used = [];
  let values: Value[];
  if (entry.value.type === "ArrayValue") values = entry.value.elements.flatMap((word) => expandWord(word, context));
  else values = expandText(entry.value, context);
  const own = machine.within === null ? [{ start: entry.pos, end: entry.end }, ...machine.used] : [];
  machine.used = [...outer, ...machine.used];
  const before = state.variables.get(entry.name);
  if (entry.append === true || entry.index !== undefined) {
    const isArray = entry.value.type === "ArrayValue" || entry.index !== undefined;
    values = isArray ? [...(before?.values ?? []), ...values] : appended(before, values);
    own.push(...(before?.spans ?? []));
  }
  if (values.length === 0) values = [literal("")];
  return { values: bounded(values), spans: own.slice(0, 16) };
}

function appended(before: Variable | undefined, values: readonly Value[]): Value[] {
  const first = before?.values[0] ?? literal("");
  return values.map((value) => ({ text: first.text + value.text, sources: [...first.sources, ...value.sources] }));
}

/** One behind the other, `sudo env nice …`. */
const MAX_WRAPPERS = 12;

/** Runs a program as it is named: through wrappers, as a function, a builtin, a shell, or a program that is judged. */
export function execute(invocation: Invocation): Outcome {
  let current = invocation;
  spend(current.shell.machine, 1 + current.args.length);
  current.shell.machine.executed++;
  for (let layer = 0; ; layer++) {
    if (layer === MAX_WRAPPERS) throw new DefenterError("DEADLINE", "the program stands behind too many others");
    const name = programName(current.name);
    current = { ...current, name };
    const body = layer === 0 ? current.shell.state.functions.get(name) : undefined;
    if (body !== undefined) return callFunction(current, body);
    const next = unwrap(current);
    if (next === null) break;
    if (next.name === "") return { ...DONE, out: NOTHING };
    current = next;
  }
  const outcome = runBuiltin(current) ?? runScriptHost(current) ?? judgeProgram(current);
  const given = environmentOf(invocation);
  return given === NOTHING ? outcome : { ...outcome, out: joinFlows(outcome.out, given) };
}

function programName(text: string): string {
  const name = baseName(text);
  return name.slice(-4).toLowerCase() === ".exe" ? name.slice(0, -4).toLowerCase() : name;
}

function callFunction(invocation: Invocation, body: Parameters<typeof runFunction>[0]): Outcome {
  const { machine, state } = invocation.shell;
  const called = cloneState(state);
  for (let at = 1; at <= 9; at++) called.variables.delete(String(at));
  for (const [name, variable] of positional(invocation.args)) called.variables.set(name, variable);
  const functions = new Map(state.functions);
  // A function of its own name within it is the program: `ls() { ls -la; }`, and no endless recursion.
  functions.delete(invocation.name);
  const outcome = runFunction(body, { machine, state: { ...called, functions } }, invocation.stdin);
  state.cwd = called.cwd;
  for (const [name, variable] of called.variables) {
    if (!/^(?:[1-9]|@|\*)$/.test(name)) state.variables.set(name, variable);
  }
  return { ...outcome, exits: false };
}
