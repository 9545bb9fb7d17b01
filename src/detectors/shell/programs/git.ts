import { isInside } from "../../../core/path.ts";
import type { GitStep } from "../../actions/action.ts";
import { locate } from "../locate.ts";
import type { Invocation, Shell } from "../machine.ts";
import { cloneState, report } from "../machine.ts";
import type { Options } from "../options.ts";
import { hasFlag, splitOptions } from "../options.ts";
import type { Value } from "../value.ts";
import { isKnown } from "../value.ts";
import { checkWrite } from "./guard.ts";

const GLOBAL_VALUES = new Set(["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env"]);
const VERB_VALUES: ReadonlySet<string> = new Set([
  "-b",
  "-B",
  "-c",
  "-C",
  "-m",
  "--message",
  "-e",
  "--exclude",
  "-s",
  "--source",
  "--conflict",
  "--orphan",
]);

export interface GitCall {
  readonly verb: string;
  /** What stands behind `--`. */
  readonly afterDashes: readonly Value[];
  readonly options: Options;
  readonly shell: Shell;
}

/** What a git command does to the working tree. A match stands only where git confirms it: the caller asks. */
export function judgeGit(invocation: Invocation): void {
  const call = gitCall(invocation);
  if (call === null) return;
  const { shell, span } = invocation;
  for (const path of namedPaths(call)) checkWrite(path, call.shell, span, "remove");
  const step = stepOf(call);
  if (step !== null && reachesGuard(step, shell))
    report(shell.machine, "action/guard-checkout", span, `git ${call.verb}`, step);
}

/** A step on named paths matters only where the guard's folder is among them. */
function reachesGuard({ paths }: GitStep, { machine }: Shell): boolean {
  const { project, guard } = machine.places;
  const own = guard.folders.filter((folder) => isInside(project, folder));
  return (
    paths.length === 0 || paths.some((path) => own.some((folder) => isInside(path, folder) || isInside(folder, path)))
  );
}

/** The verb and its words behind git's own options, in the folder that `-C` names. */
export function gitCall({ args, shell }: Invocation): GitCall | null {
  let at = 0;
  let folder = shell;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (!text.startsWith("-")) break;
    if (text === "-C") {
      const cwd = locate(args[at + 1]?.text ?? "", folder);
      folder = { ...shell, state: { ...cloneState(folder.state), cwd } };
    }
    if (GLOBAL_VALUES.has(text)) at++;
  }
  const verb = args[at]?.text;
  if (verb === undefined) return null;
  const words = args.slice(at + 1);
  const dashes = words.findIndex((word) => word.text === "--");
  const afterDashes = dashes < 0 ? [] : words.slice(dashes + 1);
  const options = splitOptions(dashes < 0 ? words : words.slice(0, dashes), VERB_VALUES);
  return { verb, options, afterDashes, shell: folder };
}

/** Paths that the command names outright. */
function namedPaths({ verb, options, afterDashes }: GitCall): readonly string[] {
  const texts = [...options.operands, ...afterDashes].map((value) => value.text);
  if (verb === "rm" || verb === "restore" || verb === "mv") return texts;
  if (verb === "checkout") return texts.filter((text) => text.includes("/") || text.startsWith("."));
  return [];
}

function stepOf({ verb, options, afterDashes, shell }: GitCall): GitStep | null {
  const first = options.operands[0]?.text ?? null;
  const named = absolute([...options.operands.slice(1), ...afterDashes], shell);
  const base = { revision: null, paths: [], untracked: false, ignored: false, cwd: shell.state.cwd };
  switch (verb) {
    case "checkout":
    case "switch": {
      if (hasFlag(options, "--help", "-h", "-p", "--patch")) return null;
      // A new branch at a named commit takes its files; without one, everything stays.
      const isNew = hasFlag(options, "-b", "-B", "-c", "-C") || (verb === "checkout" && hasFlag(options, "--orphan"));
      if ((isNew || named.length === 0) && first === null) return null;
      return { ...base, verb, revision: known(first), paths: named };
    }
    case "restore":
      if (hasFlag(options, "--staged", "-S") && !hasFlag(options, "--worktree", "-W")) return null;
      return {
        ...base,
        verb: "checkout",
        revision: valued(options, "-s", "--source"),
        paths: absolute([...options.operands, ...afterDashes], shell),
      };
    case "reset":
      return hasFlag(options, "--hard", "--keep", "--merge") ? { ...base, verb, revision: known(first) } : null;
    case "stash": {
      if (first !== null && first !== "push" && first !== "save") return null;
      const all = hasFlag(options, "-a", "--all");
      const untracked = all || hasFlag(options, "-u", "--include-untracked");
      return { ...base, verb, untracked, ignored: all, paths: named };
    }
    case "clean": {
      if (!hasFlag(options, "-f", "--force") || hasFlag(options, "-n", "--dry-run")) return null;
      return {
        ...base,
        verb,
        untracked: true,
        ignored: hasFlag(options, "-x", "-X"),
        paths: absolute([...options.operands, ...afterDashes], shell),
      };
    }
    default:
      return null;
  }
}

function known(text: string | null): string | null {
  return text === null || !isKnown(text) ? null : text;
}

function valued(options: Options, ...names: string[]): string | null {
  return known(options.valued.find(([name]) => names.includes(name))?.[1].text ?? null);
}

function absolute(operands: readonly Value[], shell: Shell): string[] {
  return operands.flatMap(({ text }) => locate(text, shell) ?? []);
}
