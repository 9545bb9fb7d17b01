import { DefenterError } from "../../core/error.ts";

/**
 * What a word of a command stands for. What cannot be known without running it is held as a mark within the text; the
 * marks are private-use characters, and one that comes from the command itself only makes that word less known.
 */

/** Any text, the empty one too: an unset variable, a program's output. */
export const UNKNOWN = "\uE000";
/** What an unquoted `*`, `?` or `[…]` matches. */
export const GLOB = "\uE001";
/** One or more characters that cannot be known and name no other folder: a process id, a random or fresh name. */
export const SOME = "\uE002";
/** `$$`: `kill` with it ends the shell. */
export const OWN_PROCESS = `${SOME}$`;
/** White space of an unquoted expansion: the word falls apart here. */
export const BREAK = "\uE003";

export const MARK = /[\uE000-\uE002]/;

/** A file whose content is in a value or flows through a pipe. */
export interface Source {
  /** Absolute where it could be resolved; may hold marks. */
  readonly path: string;
  /** In another encoding: base64, xxd, gzip. */
  readonly encoded: boolean;
  /** Not printed but put into variables, which something later may print. */
  readonly loaded?: boolean;
}

export interface Value {
  readonly text: string;
  readonly sources: readonly Source[];
}

export function literal(text: string): Value {
  return { text, sources: [] };
}

export function isKnown(text: string): boolean {
  return !MARK.test(text);
}

export function isGlob(text: string): boolean {
  return text.includes(GLOB);
}

/** The text as a person would write it. */
export function readable(text: string): string {
  return text.replaceAll(GLOB, "*").replaceAll(SOME, "…").replaceAll(UNKNOWN, "…");
}

/** What a command writes to its standard output. */
export interface Flow {
  readonly sources: readonly Source[];
  /** Its lines where they are known; null where they are not. */
  readonly lines: readonly Value[] | null;
}

export const NOTHING: Flow = { sources: [], lines: [] };
export const UNKNOWN_OUTPUT: Flow = { sources: [], lines: null };

const MAX_LINES = 64;
const MAX_VALUES = 64;
const MAX_SOURCES = 512;

/** The values that a variable may have; of too many nothing is known. */
export function bounded(values: readonly Value[]): readonly Value[] {
  return values.length > MAX_VALUES ? [literal(UNKNOWN)] : values;
}

/** @throws DefenterError DEADLINE where there are too many to follow */
export function uniqueSources(sources: readonly Source[]): readonly Source[] {
  if (sources.length < 2) return sources;
  const seen = new Map<string, Source>();
  for (const source of sources) seen.set(`${source.encoded}${source.loaded === true}${source.path}`, source);
  if (seen.size > MAX_SOURCES) throw new DefenterError("DEADLINE", "the command reads too many files");
  return [...seen.values()];
}

/** Two outputs, one after the other. */
export function joinFlows(a: Flow, b: Flow): Flow {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  const lines = a.lines === null || b.lines === null ? null : [...a.lines, ...b.lines];
  return {
    sources: uniqueSources([...a.sources, ...b.sources]),
    lines: lines !== null && lines.length > MAX_LINES ? null : lines,
  };
}

/** What `source` and its like do with a file: its values become variables. */
export function loadedFlow({ sources }: Flow): Flow {
  return { sources: sources.map((source) => ({ ...source, loaded: true })), lines: [] };
}

export function encodedFlow(flow: Flow): Flow {
  return { sources: flow.sources.map((source) => ({ ...source, encoded: true })), lines: null };
}
