import { locate } from "./locate.ts";
import type { Invocation, Outcome, Shell, State } from "./machine.ts";
import { DONE } from "./machine.ts";
import { isMissing, isRemoved } from "./missing.ts";
import { positional } from "./positional.ts";
import type { Flow, Value } from "./value.ts";
import { BREAK, bounded, literal, loadedFlow, NOTHING, OWN_PROCESS, SOME, UNKNOWN, uniqueSources } from "./value.ts";

/** What the shell itself does, or null where the name is a program's. */
export function runBuiltin(invocation: Invocation): Outcome | null {
  const { name, args, shell } = invocation;
  const { state } = shell;
  const first = args[0]?.text;
  switch (name) {
    case "cd":
    case "chdir":
    case "pushd": {
      const target = folderWord(args);
      const isPlain = target !== undefined && !invocation.isGuess && /^[^-+]/.test(target);
      // It stays where it is.
      if (isPlain && (isMissing(target, shell) || isRemoved(target, shell)))
        return { ...DONE, out: NOTHING, fails: "yes" };
      const next = changeFolder(target, shell);
      state.left = name === "pushd" ? [...state.left.slice(-16), state.cwd] : [...state.left.slice(0, -1), state.cwd];
      state.cwd = next;
      return { ...DONE, out: NOTHING };
    }
    case "popd":
      state.cwd = state.left.at(-1) ?? null;
      state.left = state.left.slice(0, -1);
      return { ...DONE, out: NOTHING };
    case "true":
    case ":":
      return { ...DONE, out: NOTHING, fails: "no" };
    case "false":
      return { ...DONE, out: NOTHING, fails: "yes" };
    case "exit":
    case "return":
      return { ...DONE, out: NOTHING, fails: exitFails(first), exits: name === "exit" };
    case "kill": {
      const own = args.some((arg) => arg.text === OWN_PROCESS);
      return { ...DONE, out: NOTHING, fails: own ? "yes" : "unknown", exits: own };
    }
    case "pwd":
      return { ...DONE, out: said([literal(state.cwd ?? UNKNOWN)]), fails: "no" };
    case "echo":
      return { ...DONE, out: echo(args), fails: "no" };
    case "printf":
      return { ...DONE, out: printf(args, invocation), fails: "no" };
    case "export":
    case "declare":
    case "typeset":
    case "local":
    case "readonly":
      // `export $(cat .env)`
      return { ...DONE, out: loadedFlow(said(args)), fails: "no" };
    case "unset":
      // Unset is not unknown: `"$X/"` is the root then.
      for (const arg of args) state.variables.set(arg.text, { values: [literal("")], spans: [] });
      return { ...DONE, out: NOTHING };
    case "read":
      return read(invocation);
    case "mapfile":
    case "readarray":
      state.variables.set(args.at(-1)?.text ?? "MAPFILE", { values: linesOf(invocation.stdin), spans: [] });
      return { ...DONE, out: NOTHING };
    case "set":
      return set(invocation);
    case "shift":
      return { ...DONE, out: NOTHING };
    default:
      return null;
  }
}

function said(lines: readonly Value[]): Flow {
  return { lines, sources: uniqueSources(lines.flatMap((line) => line.sources)) };
}

function folderWord(args: readonly Value[]): string | undefined {
  return args.find((arg) => !/^-[LPe@]$/.test(arg.text) && arg.text !== "--")?.text;
}

function changeFolder(target: string | undefined, shell: Shell): string | null {
  if (target === undefined) return shell.machine.places.home;
  if (target === "-") return shell.state.left.at(-1) ?? null;
  return locate(target, shell);
}

function exitFails(code: string | undefined): Outcome["fails"] {
  if (code === undefined || !/^-?\d{1,9}$/.test(code)) return "unknown";
  return Number(code) % 256 === 0 ? "no" : "yes";
}

function echo(args: readonly Value[]): Flow {
  let from = 0;
  while (/^-[neE]+$/.test(args[from]?.text ?? "")) from++;
  const text = args
    .slice(from)
    .map((arg) => arg.text)
    .join(" ");
  return said([{ text, sources: args.flatMap((arg) => arg.sources) }]);
}

/** `%s` and `\n` are enough to see what a script is fed with; any other directive makes its part unknown. */
function printf(args: readonly Value[], { shell }: Invocation): Flow {
  if (args[0]?.text === "-v") {
    shell.state.variables.set(args[1]?.text ?? "", { values: [literal(UNKNOWN)], spans: [] });
    return NOTHING;
  }
  const words = args[0]?.text === "--" ? args.slice(1) : args;
  const [format, ...values] = words;
  if (format === undefined) return NOTHING;
  let at = 0;
  const once = () =>
    format.text.replace(/%%|%[-+ #0]{0,4}\d{0,3}(?:\.\d{0,3})?[a-zA-Z]|\\[nt\\]/g, (found) => {
      if (found === "%%") return "%";
      if (found === "\\n") return "\n";
      if (found === "\\t") return "\t";
      if (found === "\\\\") return "\\";
      const value = values[at++]?.text ?? "";
      return found.endsWith("s") || found.endsWith("b") || found.endsWith("q") ? value : SOME;
    });
  let text = once();
  for (let turns = 0; at > 0 && at < values.length && turns < 64; turns++) text += once();
  return said([{ text, sources: words.flatMap((word) => word.sources) }]);
}

/** Characters. */
const MAX_CHUNK = 65_536;

/** At most 64 lines; more are one that nobody knows. */
export function linesOf(flow: Flow): Value[] {
  if (flow.lines === null) return [{ text: UNKNOWN, sources: flow.sources }];
  if (flow.lines.some((chunk) => chunk.text.length > MAX_CHUNK)) return [{ text: UNKNOWN, sources: flow.sources }];
  const lines = flow.lines.flatMap((chunk) =>
    chunk.text
      .split("\n")
      .filter((text) => text !== "")
      .map((text) => ({ text, sources: chunk.sources })),
  );
  if (lines.length > 64) return [{ text: UNKNOWN, sources: flow.sources }];
  return lines.length === 0 ? [literal("")] : lines;
}

function read({ args, stdin, shell }: Invocation): Outcome {
  const names: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (/^-[a-zA-Z]*[adinNptu]$/.test(text)) at++;
    else if (!text.startsWith("-")) names.push(text);
  }
  const unit = args.findIndex((arg) => arg.text === "-u");
  const given = linesOf(shell.machine.opened.get(unit < 0 ? "" : (args[unit + 1]?.text ?? "")) ?? stdin);
  // Nothing is fed to it here: it asks whoever started the command.
  const lines = given.length === 1 && given[0]?.text === "" ? [{ ...given[0], text: UNKNOWN }] : given;
  const single = names.length <= 1;
  for (const name of names.length === 0 ? ["REPLY"] : names) {
    const values = single ? lines : lines.flatMap((line) => fields(line));
    shell.state.variables.set(name, { values: bounded(values), spans: shell.machine.used.slice(0, 16) });
  }
  return { ...DONE, out: NOTHING };
}

/** Which of the names gets which field is not followed: each may have any. */
function fields(line: Value): Value[] {
  const texts = line.text.replaceAll(BREAK, " ").split(/[\s:,;|]+/);
  return texts.filter((text) => text !== "").map((text) => ({ text, sources: line.sources }));
}

/** `-e`, `-euo pipefail`, `+e`: of `set`, and of a shell that is started. */
export function setOptions(args: readonly Value[], state: State): void {
  args.forEach((arg, at) => {
    if (/^-[a-zA-Z]*e/.test(arg.text)) state.stopsAtFailure = true;
    else if (/^\+[a-zA-Z]*e/.test(arg.text)) state.stopsAtFailure = false;
    const isOn = args[at - 1]?.text.startsWith("-") === true;
    if (arg.text === "errexit") state.stopsAtFailure = isOn;
    if (arg.text === "pipefail") state.pipesFail = isOn;
  });
}

function set({ args, shell }: Invocation): Outcome {
  setOptions(args, shell.state);
  const rest = args.findIndex((arg) => arg.text === "--");
  if (rest >= 0) {
    const values = args.slice(rest + 1);
    for (const [name, variable] of positional(values)) shell.state.variables.set(name, variable);
  }
  return { ...DONE, out: NOTHING };
}
