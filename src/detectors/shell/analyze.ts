import { DefenterError } from "../../core/error.ts";
import type { Places } from "../../core/event.ts";
import type { Span } from "../../core/finding.ts";
import { resolvePath } from "../../core/path.ts";
import type { ActionScan, PrintedFile } from "../actions/action.ts";
import type { Machine, Outcome, State } from "./machine.ts";
import { DONE, report } from "./machine.ts";
import { rememberingRealPath } from "./real-path.ts";
import { runText } from "./run.ts";
import type { Source } from "./value.ts";
import { isGlob, isKnown, NOTHING, readable } from "./value.ts";

/** In UTF-16 code units. A longer command asks. */
const MAX_LENGTH = 1_000_000;
/** A step is about one word or one part of one. A megabyte of plain commands takes about as many. */
const MAX_STEPS = 60_000;

export interface AnalyzeOptions {
  /** Variables that the shell is known to have; others count as unknown, and as perhaps empty. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the symbolic links of an absolute path lead; the path itself where it does not exist. */
  readonly realPath?: (path: string) => string;
  /** Whether a file is there, or one that fits a pattern whose last step holds `*` or `?`; without it all are. */
  readonly exists?: (path: string, isPattern: boolean) => boolean;
  /** The same of folders; without it none are. */
  readonly isFolder?: (path: string, isPattern: boolean) => boolean;
}

/** Words that make a command which cannot be read one to ask about. */
const WEIGHTY =
  /(?<![\w-])(?:rm|rmdir|unlink|shred|dd|rimraf|mkfs(?:\.\w{1,8})?|remove-item|curl|wget|nc|ncat|socat|scp|rsync|defenter|disableallhooks)(?![\w-])|-delete\b|\.ssh\b|\.aws\b|\.env\b/i;

/**
 * What a shell command would do, as far as its own words tell: risky actions, the files that it plainly prints, and the
 * parts of it that leave the machine. Nothing is run or read. Never throws; what could not be judged is in `degraded`, and
 * asks where the command holds a word of weight. Time is bounded by steps, about 0.1 s at most.
 */
export function analyzeCommand(command: string, places: Places, options: AnalyzeOptions = {}): ActionScan {
  const machine = machineFor(command, places, options);
  const everything: Span = { start: 0, end: command.length };
  let outcome: Outcome = DONE;
  try {
    if (command.length > MAX_LENGTH || hasMany(command, "<<"))
      throw new DefenterError("DEADLINE", "the command is too long");
    outcome = runTop(command, machine);
    for (const run of machine.deferred.splice(0)) run();
  } catch (error) {
    // The parser is bounded as well, but a deep enough recursion ends in a RangeError.
    if (!(error instanceof DefenterError) && !(error instanceof RangeError)) throw error;
    machine.within = null;
    machine.degraded.add("the command was not analysed in full");
    machine.leaving.push(everything);
    report(machine, "action/unparsed-command", everything, "the command is too large or too deeply nested");
  }
  if (machine.degraded.size > 0 && WEIGHTY.test(command)) {
    report(machine, "action/unparsed-command", everything, "the command could not be read in full");
  }
  return {
    matches: machine.matches,
    prints: printed(outcome.out.sources, outcome.fails === "yes" && !isDifference(machine), command),
    leaving: merged(machine.leaving),
    searched: merged(machine.searched),
    degraded: [...machine.degraded],
  };
}

/** Here-documents make the parser look for each of their ends anew. */
function hasMany(command: string, mark: string): boolean {
  let at = -1;
  for (let count = 0; count < 400; count++) {
    at = command.indexOf(mark, at + mark.length);
    if (at < 0) return false;
  }
  return true;
}

function machineFor(command: string, places: Places, options: AnalyzeOptions): Machine {
  const exists = remembered((path, isPattern) => options.exists?.(readable(path), isPattern) ?? true);
  return {
    places,
    env: options.env ?? {},
    realPath: rememberingRealPath(options.realPath ?? ((path) => path), (path) => exists(path, false)),
    exists,
    isFolder: remembered((path, isPattern) => options.isFolder?.(readable(path), isPattern) ?? false),
    source: command,
    matches: [],
    leaving: [],
    searched: [],
    degraded: new Set(),
    judged: new Map(),
    written: new Map(),
    opened: new Map(),
    made: new Set(),
    guesses: 0,
    atOnce: false,
    used: [],
    pipeline: null,
    deferred: [],
    executed: 0,
    differs: false,
    hasSocket: false,
    budget: MAX_STEPS,
    depth: 0,
    within: null,
  };
}

/** A difference ends `diff` with 1, which the host takes for an answer where the command is that and nothing more. */
function isDifference({ differs, executed, source }: Machine): boolean {
  return differs && executed === 1 && /^\s*(?:diff|git\s+diff)\s/.test(source);
}

type PathTest = (path: string, isPattern: boolean) => boolean;

/** Asks the disk once about each path: to list a large folder takes 10 ms. */
function remembered(ask: PathTest): PathTest {
  const answers = new Map<string, boolean>();
  return (path, isPattern) => {
    const known = answers.get(path) ?? ask(path, isPattern);
    answers.set(path, known);
    return known;
  };
}

function runTop(command: string, machine: Machine): Outcome {
  const state: State = {
    cwd: resolvePath("/", machine.places.cwd),
    left: [],
    variables: new Map(),
    functions: new Map(),
    removed: new Set(),
    stopsAtFailure: false,
    pipesFail: false,
  };
  return runText(command, { machine, state }, NOTHING, null);
}

/** What prints variables: an expansion, `env`, the same in other languages. */
const TELLS_VARIABLES =
  /\$\{?[A-Za-z_!]|(?:^|[\s;&|(`])(?:printenv|(?:env|set|declare|typeset|export -p)(?=\s{0,9}(?:$|[;&|)`\n])))|process\.env|environ|ENV\[|(?:^|[\s;&|(])(?:set|(?:ba|z|da)?sh)\s{1,9}-[a-z]{0,6}[xv]/;

function printed(sources: readonly Source[], isFailing: boolean, command: string): PrintedFile[] {
  const found = new Map<string, PrintedFile>();
  const tells = sources.some(({ loaded }) => loaded) && TELLS_VARIABLES.test(command);
  for (const { path, encoded, loaded } of sources) {
    const glob = isGlob(path);
    if (!glob && !isKnown(path)) continue;
    const text = readable(path);
    if (text.includes("…")) continue;
    const earlier = found.get(text);
    const unseen = loaded === true && !tells && earlier?.unseen !== false;
    const failing = (isFailing && !unseen) || earlier?.failing === true;
    found.set(text, { path: text, glob, encoded: encoded || earlier?.encoded === true, failing, unseen });
  }
  return [...found.values()];
}

/** Ordered, and joined where they touch. */
function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last !== undefined && span.start <= last.end) {
      found[found.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else found.push(span);
  }
  return found;
}
