import type { CompoundCommand, CompoundList, PipelineNode, Redirected } from "unbash";
import { DefenterError } from "../../core/error.ts";
import type { Places } from "../../core/event.ts";
import type { Span } from "../../core/finding.ts";
import type { ActionMatch, GitStep } from "../actions/action.ts";
import type { ActionId } from "../actions/rules.generated.ts";
import { ACTION_RULES } from "../actions/rules.generated.ts";
import type { Flow, Value } from "./value.ts";

/** A variable, and the parts of the command that its value comes from. */
export interface Variable {
  readonly values: readonly Value[];
  readonly spans: readonly Span[];
}

export interface Shell {
  readonly machine: Machine;
  readonly state: State;
}

export interface State {
  /** Null where it cannot be known (`cd "$X"`). */
  cwd: string | null;
  /** Folders left by `cd` and `pushd`, the latest last. */
  left: readonly (string | null)[];
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, FunctionBody>;
  /** Folders that the command has removed and not made again. */
  readonly removed: Set<string>;
  /** `set -e` */
  stopsAtFailure: boolean;
  /** `set -o pipefail` */
  pipesFail: boolean;
}

export type FunctionBody = CompoundCommand | Redirected | CompoundList;

/** What the command has put into a file. */
export interface Written {
  readonly flow: Flow;
  readonly spans: readonly Span[];
}

/** Everything that one analysis collects and spends. */
export interface Machine {
  readonly places: Places;
  readonly env: Readonly<Record<string, string>>;
  readonly realPath: (path: string) => string;
  /** Whether a file is there, or one that fits a pattern. */
  readonly exists: (path: string, isPattern: boolean) => boolean;
  /** Whether a folder is there, or one that fits a pattern. */
  readonly isFolder: (path: string, isPattern: boolean) => boolean;
  /** The whole command, for what is told apart by its text alone. */
  readonly source: string;
  readonly matches: ActionMatch[];
  readonly leaving: Span[];
  readonly searched: Span[];
  readonly degraded: Set<string>;
  /** Paths as they are judged, made once for each. */
  readonly judged: Map<string, readonly string[]>;
  /** What the command itself has written so far, by path. */
  readonly written: Map<string, Written>;
  /** Files that were opened for reading, by descriptor. */
  readonly opened: Map<string, Flow>;
  /** Paths that the command itself may have made so far; `/`: any. */
  readonly made: Set<string>;
  /** How often a variable was used that may have one of several values. */
  guesses: number;
  /** Within the run of a loop for all its words at once. */
  atOnce: boolean;
  /** Spans of the assignments used since the innermost pipeline began. */
  used: Span[];
  /** The innermost pipeline that is running. */
  pipeline: PipelineNode | null;
  /** What `trap` has put off to the end. */
  readonly deferred: (() => void)[];
  /** Programs, builtins and functions that were run. */
  executed: number;
  /** `diff` found a difference. */
  differs: boolean;
  /** A connection was opened through `/dev/tcp`, and file descriptors may lead there. */
  hasSocket: boolean;
  /** Steps left; at 0 the analysis gives up. */
  budget: number;
  depth: number;
  /** Within a script given as a string, whose positions say nothing: its findings have the outer word's span. */
  within: Span | null;
}

/** Takes `steps` from the budget. Throws DEADLINE where it is gone. */
export function spend(machine: Machine, steps: number): void {
  machine.budget -= steps;
  if (machine.budget < 0) throw new DefenterError("DEADLINE", "the command needs more steps than the analysis has");
}

export function cloneState(state: State): State {
  return {
    cwd: state.cwd,
    left: state.left,
    variables: new Map(state.variables),
    functions: state.functions,
    removed: new Set(state.removed),
    stopsAtFailure: state.stopsAtFailure,
    pipesFail: state.pipesFail,
  };
}

/** Findings of one rule in one command. */
const MAX_SAME = 32;

export function report(machine: Machine, id: ActionId, span: Span | null, detail: string, git?: GitStep): void {
  const rule = ACTION_RULES[id];
  const told = plain(detail);
  const where = machine.within ?? span;
  const same = machine.matches.filter((match) => match.rule.id === id);
  if (same.length >= MAX_SAME || same.some((match) => match.detail === told)) return;
  machine.matches.push({ rule, pointer: "/command", span: where, detail: told, ...(git === undefined ? {} : { git }) });
}

/** A program as it is started, behind wrappers such as `sudo`. */
export interface Invocation {
  /** Without folders: `rm` for `/bin/rm`. */
  readonly name: string;
  readonly args: readonly Value[];
  readonly stdin: Flow;
  /** Of the simple command it stands in. */
  readonly span: Span;
  /** A word of it stands for one of several values, and nobody knows for which. */
  readonly isGuess: boolean;
  readonly shell: Shell;
}

export const DONE: Outcome = { out: { sources: [], lines: [] }, fails: "unknown", network: false, exits: false };

/** A path in a message: no line breaks or other control characters, and not endless. */
function plain(detail: string): string {
  const text = detail.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "?");
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** How a command ends. */
export interface Outcome {
  readonly out: Flow;
  /** `yes`: it can be seen to fail. */
  readonly fails: "yes" | "no" | "unknown";
  /** Something in it sends to another machine. */
  readonly network: boolean;
  /** The shell ends here. */
  readonly exits: boolean;
}

/** What `!` makes of it. */
export function opposite(fails: Outcome["fails"]): Outcome["fails"] {
  if (fails === "unknown") return fails;
  return fails === "yes" ? "no" : "yes";
}
