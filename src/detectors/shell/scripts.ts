import { linesOf, setOptions } from "./builtins.ts";
import { execute } from "./command.ts";
import type { Invocation, Outcome } from "./machine.ts";
import { cloneState, DONE } from "./machine.ts";
import { positional } from "./positional.ts";
import { deletesBelow } from "./programs/delete.ts";
import { endOfCommand, findRoots, findWords } from "./programs/find.ts";
import { judgeProgram } from "./programs/judge.ts";
import { fileFlow } from "./redirects.ts";
import { runText } from "./run.ts";
import type { Flow, Value } from "./value.ts";
import { joinFlows, literal, loadedFlow, NOTHING, UNKNOWN_OUTPUT } from "./value.ts";

const SHELLS = /^(?:ba|z|da|k|a|mk|fi|tc|c)?sh$/;

/** Programs that run a script or another program with words that they were given: shells, eval, xargs, find -exec. */
export function runScriptHost(invocation: Invocation): Outcome | null {
  const { name, args } = invocation;
  if (name.endsWith("sh") && SHELLS.test(name)) return runShell(invocation);
  switch (name) {
    case "eval":
      return runEval(invocation);
    case "source":
    case ".":
      return runSourced(invocation);
    case "trap":
      // It runs when all else is over, with what the variables hold then.
      if (args.length > 1)
        invocation.shell.machine.deferred.push(() => runGiven(args[0]?.text ?? "", invocation, true));
      return { ...DONE, out: NOTHING };
    case "su":
    case "runuser":
    case "script":
      return runOption(invocation);
    case "tmux":
    case "screen":
      return runTerminal(invocation);
    case "pwsh":
    case "powershell":
      return runPowerShell(invocation);
    case "xargs":
    case "parallel":
      return runXargs(invocation);
    case "find":
    case "fd":
      return runFind(invocation);
    default:
      return null;
  }
}

/** `eval "$(cat .env)"` sets the variables that the file names. */
function runEval(invocation: Invocation): Outcome {
  const { args } = invocation;
  const outcome = runGiven(args.map((arg) => arg.text).join(" "), invocation, false);
  const sources = args.flatMap((arg) => arg.sources);
  return sources.length === 0
    ? outcome
    : { ...outcome, out: joinFlows(outcome.out, loadedFlow({ sources, lines: [] })) };
}

/** `apart`: in a shell of its own, which leaves folder and variables as they were. */
function runGiven(text: string, invocation: Invocation, apart: boolean, params: readonly Value[] = []): Outcome {
  const { shell, stdin, span } = invocation;
  const state = apart ? cloneState(shell.state) : shell.state;
  for (const [name, variable] of params.length === 0 ? [] : positional(params)) state.variables.set(name, variable);
  return runText(text, { machine: shell.machine, state }, stdin, span);
}

function runShell(invocation: Invocation): Outcome {
  const { args, stdin, shell } = invocation;
  let at = 0;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (/^-[a-zA-Z]{0,12}c[a-zA-Z]{0,12}$/.test(text)) {
      const script = args.slice(at + 1).find((arg) => !/^[-+]/.test(arg.text));
      const rest = script === undefined ? [] : args.slice(args.indexOf(script) + 2);
      const state = { ...cloneState(shell.state), stopsAtFailure: false, pipesFail: false };
      setOptions(args.slice(0, at + 1), state);
      const inner = { ...invocation, shell: { ...shell, state } };
      return { ...runGiven(script?.text ?? "", inner, true, rest), exits: false };
    }
    if (/^[-+][a-zA-Z]{0,12}[oO]$/.test(text) || text === "--rcfile" || text === "--init-file") at++;
    else if (!/^[-+]/.test(text) || text === "-") break;
  }
  const file = args[at];
  if (file !== undefined && file.text !== "-" && file.text !== "/dev/stdin") {
    const flow = fileFlow(file, shell);
    // `sh -x FILE` prints each line as it runs.
    const traces = args.slice(0, at).some((arg) => /^-[a-zA-Z]{0,9}[xv]/.test(arg.text));
    if (flow.lines === null)
      return { ...judgeProgram(invocation), out: { sources: traces ? flow.sources : [], lines: null } };
    return { ...runLines(flow, { ...invocation, stdin: NOTHING }, args.slice(at + 1)), exits: false };
  }
  return stdin.lines === null || stdin.lines.length === 0
    ? DONE
    : { ...runLines(stdin, { ...invocation, stdin: NOTHING }, []), exits: false };
}

function runLines(flow: Flow, invocation: Invocation, params: readonly Value[]): Outcome {
  return runGiven((flow.lines ?? []).map((line) => line.text).join("\n"), invocation, true, params);
}

function runSourced(invocation: Invocation): Outcome {
  const [file] = invocation.args;
  if (file === undefined) return DONE;
  const flow = fileFlow(file, invocation.shell);
  if (flow.lines !== null) return runGiven(flow.lines.map((line) => line.text).join("\n"), invocation, false);
  return judgeProgram(invocation);
}

function runOption(invocation: Invocation): Outcome {
  const { args } = invocation;
  const at = args.findIndex((arg) => /^(?:-[a-z]{0,4}c|--command|--call)$/.test(arg.text));
  const joined = args.find((arg) => arg.text.startsWith("--command="))?.text.slice("--command=".length);
  const script = at < 0 ? joined : args[at + 1]?.text;
  if (script !== undefined) return { ...runGiven(script, invocation, true), exits: false };
  // `script -q FILE PROGRAM …`, as on macOS.
  const program = args.findIndex((arg, index) => index > 0 && SHELLS.test(arg.text));
  if (program < 0) return DONE;
  return execute({ ...invocation, name: args[program]?.text ?? "", args: args.slice(program + 1) });
}

/** `tmux new-session -d 'SCRIPT'`, `screen -dm PROGRAM …` */
function runTerminal(invocation: Invocation): Outcome {
  const { args, name } = invocation;
  if (name === "tmux") {
    if (
      !/^(?:new|new-session|neww|new-window|splitw|split-window|respawn-\w{1,8}|run|run-shell)$/.test(
        args[0]?.text ?? "",
      )
    )
      return DONE;
    const script = args.slice(1).find((arg) => arg.text.includes(" "))?.text ?? "";
    return { ...runGiven(script, invocation, true), exits: false };
  }
  const at = args.findIndex(
    (arg, index) => !arg.text.startsWith("-") && !/^-[cehpstST]$/.test(args[index - 1]?.text ?? ""),
  );
  return at < 0 ? DONE : execute({ ...invocation, name: args[at]?.text ?? "", args: args.slice(at + 1) });
}

function runPowerShell(invocation: Invocation): Outcome {
  const { args } = invocation;
  const at = args.findIndex((arg) => /^-c(?:ommand)?$/i.test(arg.text));
  const text = args
    .slice(at + 1)
    .map((arg) => arg.text)
    .join(" ");
  return { ...runGiven(text.replaceAll("\\", "/"), invocation, true), exits: false };
}

const XARGS_VALUES = /^-(?:[adEeIiLlnPsS]|-(?:arg-file|delimiter|max-args|max-procs|max-chars|process-slot-var))$/;

function runXargs(invocation: Invocation): Outcome {
  const { args, stdin } = invocation;
  let at = 0;
  let placeholder: string | null = invocation.name === "parallel" ? "{}" : null;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (!text.startsWith("-")) break;
    if (text === "-I" || text === "-J") placeholder = args[at + 1]?.text ?? "{}";
    else if (text.startsWith("--replace=")) placeholder = text.slice("--replace=".length);
    else if (text === "--replace") placeholder = "{}";
    else if (text.startsWith("-I")) placeholder = text.slice(2);
    else if (text === "-i") placeholder = "{}";
    if (XARGS_VALUES.test(text) && text !== "-i" && text !== "-e" && text !== "-l") at++;
  }
  const [program, ...fixed] = args.slice(at);
  const input = argumentFile(args.slice(0, at), invocation) ?? stdin;
  if (program === undefined) return { ...DONE, out: input };
  const given = linesOf(input).flatMap((line) => (placeholder === null ? words(line) : [line]));
  const mark = placeholder;
  const used = mark !== null && fixed.some((arg) => arg.text.includes(mark));
  const all =
    used && mark !== null
      ? given.flatMap((line) => fixed.map((arg) => substituted(arg, mark, line)))
      : [...fixed, ...given];
  return execute({ ...invocation, name: program.text, args: all, stdin: NOTHING });
}

/** `xargs -a FILE` */
function argumentFile(options: readonly Value[], { shell }: Invocation): Flow | null {
  const at = options.findIndex((arg) => /^(?:-a|--arg-file(?:=|$))/.test(arg.text));
  const option = options[at];
  if (option === undefined) return null;
  const joined = option.text.replace(/^(?:-a|--arg-file=?)/, "");
  const file = joined === "" ? options[at + 1] : { ...option, text: joined };
  return file === undefined ? UNKNOWN_OUTPUT : fileFlow(file, shell);
}

function words(line: Value): Value[] {
  return line.text
    .split(/\s+/, 4_096)
    .filter((text) => text !== "")
    .map((text) => ({ text, sources: line.sources }));
}

function substituted(arg: Value, mark: string, line: Value): Value {
  if (!arg.text.includes(mark)) return arg;
  return { text: arg.text.replaceAll(mark, () => line.text), sources: [...arg.sources, ...line.sources] };
}

function runFind(invocation: Invocation): Outcome {
  const { args, shell, span } = invocation;
  const found = findRoots(invocation);
  const own = findWords(args);
  if (own.some((word) => word.text === "-delete")) deletesBelow(found.roots, found.filtered, shell, span);
  let out: Flow = { sources: [], lines: found.lines.map(literal) };
  let network = false;
  for (const { text, at } of own) {
    if (!/^-(?:exec|execdir|ok|okdir|x|X|-exec|-exec-batch)$/.test(text)) continue;
    const [program, ...rest] = args.slice(at + 1, endOfCommand(args, at));
    if (program === undefined) continue;
    // `-exec rm -rf {}` deletes what was found: the folder that the search starts in only if nothing is told of it.
    const lines = found.lines.map(literal);
    const inner = rest.flatMap((word) =>
      word.text.includes("{}") ? lines.map((line) => substituted(word, "{}", line)) : [word],
    );
    const outcome = execute({ ...invocation, name: program.text, args: inner, stdin: NOTHING });
    network ||= outcome.network;
    out = outcome.out;
  }
  return { ...DONE, out, network };
}
