import type { Span } from "../core/finding.ts";
import type { Found } from "./redact.ts";

/** A value that was found somewhere in a payload, looked for everywhere else in it. */
export interface KnownValue {
  readonly value: string;
  readonly type: string;
}

/** Shorter values occur by chance. */
export const MIN_RECURRING_CHARS = 8;

/** A longer run of letters is no word of a language. */
const MAX_WORD_CHARS = 16;

/** True where a value is so particular that it is the same secret wherever it stands: no plain word, no number. */
export function isParticular(value: string): boolean {
  if (value.length < MIN_RECURRING_CHARS) return false;
  if (/^[\d\s.,:;/_+()-]*$/.test(value)) return false;
  // No word holds a digit, and most values do: that is asked in a tenth of the time.
  return /\d/.test(value) || !value.split(/[-_. ]/).every(isWord);
}

function isWord(text: string): boolean {
  if (text === "") return true;
  if (text.length > MAX_WORD_CHARS || !isLetters(text)) return false;
  const rest = text.slice(1);
  return rest === rest.toLowerCase() || text === text.toUpperCase();
}

/** The pattern of all the world's letters takes 0.4 ms to compile, so it is asked only about what is not ASCII. */
function isLetters(text: string): boolean {
  return /^[A-Za-z]+$/.test(text) || (/[^\0-\x7f]/.test(text) && /^\p{L}+$/u.test(text));
}

/** Finds many values in a text at once. */
export type Finder = (text: string) => Found[];

/** Characters of all needles together up to which one pattern of them is the faster way. */
const MAX_PATTERN_CHARS = 8_192;

/**
 * A finder for all `values` that are particular, also as JSON escapes them inside a string and as they read unescaped.
 * It makes one pass over a text, whatever the number of values. Hits are in order and do not overlap.
 */
export function recurringFinder(values: readonly KnownValue[]): Finder | null {
  return finderOfAll(formsOf(values));
}

/**
 * A finder for exactly these texts, each of at least 8 UTF-16 code units, with the type that a hit of it has; null where
 * there are none. One pass over a text, whatever their number; of those that begin at one place the longest is found.
 */
export function finderOfAll(types: ReadonlyMap<string, string>): Finder | null {
  const needles = needlesOf(types);
  if (needles.length === 0) return null;
  const length = needles.reduce((sum, { text }) => sum + text.length, 0);
  return length <= MAX_PATTERN_CHARS ? patternFinder(needles) : hashFinder(needles);
}

/** Values up to which each is looked for by itself. */
const FEW = 32;

/** Which of the values stand somewhere in the text: one pass, whatever their number, for those of 8 code units or more. */
export function presentIn(text: string, values: Iterable<string>): ReadonlySet<string> {
  const wanted = new Set(values);
  const long = [...wanted].filter((value) => value.length >= MIN_RECURRING_CHARS);
  if (long.length <= FEW) return new Set([...wanted].filter((value) => text.includes(value)));
  const needles = needlesOf(new Map(long.map((value) => [value, ""])));
  const begun = new Set<string>();
  for (const at of beginningsIn(text, beginningsOf(needles))) {
    let needle = longestAt(needles, text, at);
    while (needle !== null && !begun.has(needle.text)) {
      begun.add(needle.text);
      needle = needles[needle.parent] ?? null;
    }
  }
  const isPresent = (value: string) => {
    if (value.length < MIN_RECURRING_CHARS) return text.includes(value);
    return begun.has(value.slice(0, MAX_NEEDLE)) && (value.length <= MAX_NEEDLE || text.includes(value));
  };
  return new Set([...wanted].filter(isPresent));
}

/** Of needles that begin alike the longest is tried first. */
function patternFinder(needles: readonly Needle[]): Finder {
  const types = new Map(needles.map(({ text, type }) => [text, type]));
  const longestFirst = [...types.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(literally).join("|"), "g");
  const wholes = new Map(needles.map(({ text, wholes }) => [text, wholes]));
  return (text) => {
    const found: Found[] = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [value] = match;
      const end = endOf(text, match.index, value, wholes.get(value) ?? []);
      found.push({ span: { start: match.index, end }, type: types.get(value) ?? "", bareNumber: false });
      pattern.lastIndex = end;
    }
    return found;
  };
}

/** Where what stands at `at` stops to be one of the values that begin with the needle; what is read counts as found. */
function endOf(text: string, at: number, needle: string, wholes: readonly string[]): number {
  let end = at + needle.length;
  for (const whole of wholes) {
    let same = needle.length;
    while (same < whole.length && whole.charCodeAt(same) === text.charCodeAt(at + same)) same++;
    end = Math.max(end, at + same);
  }
  return end;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/[\n\r\u2028\u2029]/g, lineEnd);
}

function lineEnd(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * For more values than a pattern takes: a rolling hash of 8 code units names the few places where one may begin, a
 * binary search there the longest that does.
 */
function hashFinder(needles: readonly Needle[]): Finder {
  const table = beginningsOf(needles);
  return (text) => {
    const found: Found[] = [];
    let free = 0;
    for (const at of beginningsIn(text, table)) {
      if (at < free) continue;
      const needle = longestAt(needles, text, at);
      if (needle === null) continue;
      const span: Span = { start: at, end: endOf(text, at, needle.text, needle.wholes) };
      found.push({ span, type: needle.type, bareNumber: false });
      free = span.end;
    }
    return found;
  };
}

/** Marks the hashes of the needles' first 8 units; its length is a power of two. */
function beginningsOf(needles: readonly Needle[]): Uint8Array {
  const begins = new Uint8Array(tableSize(needles.length));
  for (const needle of needles) begins[hashOf(needle.text) & (begins.length - 1)] = 1;
  return begins;
}

/** Where the rolling hash is that of some needle's beginning: few places more than there are. */
function* beginningsIn(text: string, begins: Uint8Array): Generator<number> {
  const mask = begins.length - 1;
  if (text.length < MIN_RECURRING_CHARS) return;
  let hash = hashOf(text);
  for (let at = 0; at + MIN_RECURRING_CHARS <= text.length; at++) {
    if (at > 0) hash = roll(hash, text.charCodeAt(at - 1), text.charCodeAt(at + MIN_RECURRING_CHARS - 1));
    if (begins[hash & mask] !== 0) yield at;
  }
}

interface Needle {
  /** A value up to `MAX_NEEDLE`. */
  readonly text: string;
  /** Of longer values that begin so, the first few. */
  readonly wholes: readonly string[];
  readonly type: string;
  /** Index of the longest needle that this one begins with, or -1. */
  readonly parent: number;
}

/** The ways in which each value that is particular may be written, and its type. */
function formsOf(values: readonly KnownValue[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { value, type } of values) {
    if (!isParticular(value)) continue;
    for (const form of [value, escaped(value), unescaped(value)]) {
      if (form.length >= MIN_RECURRING_CHARS && !types.has(form)) types.set(form, type);
    }
  }
  return types;
}

/**
 * UTF-16 code units of a value that are looked for; behind them what is the same is read on. So no place of a text is
 * compared with a whole megabyte, and what was read is not read again.
 */
const MAX_NEEDLE = 256;
const MAX_WHOLES = 8;

/** Sorted by code units. */
function needlesOf(types: ReadonlyMap<string, string>): Needle[] {
  const wholes = new Map<string, string[]>();
  const typeOf = new Map<string, string>();
  for (const [text, type] of types) {
    const begin = text.slice(0, MAX_NEEDLE);
    const own = wholes.get(begin) ?? [];
    if (text.length > MAX_NEEDLE && own.length < MAX_WHOLES) own.push(text);
    wholes.set(begin, own);
    if (!typeOf.has(begin)) typeOf.set(begin, type);
  }
  const texts = [...wholes.keys()].sort();
  const needles: Needle[] = [];
  for (const text of texts) {
    let parent = needles.length - 1;
    while (parent >= 0 && !text.startsWith(needles[parent]?.text ?? "")) parent = needles[parent]?.parent ?? -1;
    needles.push({ text, wholes: wholes.get(text) ?? [], type: typeOf.get(text) ?? "", parent });
  }
  return needles;
}

function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function unescaped(value: string): string {
  if (!value.includes("\\")) return value;
  try {
    const read: unknown = JSON.parse(`"${value}"`);
    return typeof read === "string" ? read : value;
  } catch {
    return value;
  }
}

function longestAt(needles: readonly Needle[], text: string, at: number): Needle | null {
  let low = 0;
  let high = needles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(needles[middle]?.text ?? "", text, at)) high = middle;
    else low = middle + 1;
  }
  let index = low - 1;
  while (index >= 0 && !text.startsWith(needles[index]?.text ?? "", at)) index = needles[index]?.parent ?? -1;
  return needles[index] ?? null;
}

/** True where `needle` sorts after what stands at `at` (and is no beginning of it). */
function isAfter(needle: string, text: string, at: number): boolean {
  for (let offset = 0; offset < needle.length; offset++) {
    const difference = needle.charCodeAt(offset) - text.charCodeAt(at + offset);
    if (difference !== 0) return !(difference < 0);
  }
  return false;
}

const BASE = 31;
/** BASE to the power of 7, the weight of the unit that leaves the window. */
const LEAVING = 27_512_614_111 | 0;

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < MIN_RECURRING_CHARS; at++) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

function roll(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash - Math.imul(LEAVING, leaving), BASE) + entering) | 0;
}

/** A power of two that keeps false hits rare. */
function tableSize(count: number): number {
  let size = 4096;
  while (size < count * 16 && size < 1 << 22) size *= 2;
  return size;
}
