import type { DecidedFinding } from "../core/decision.ts";
import type { Hit } from "./collect.ts";

/** A shorter value is a word that may stand anywhere for something else. */
const MIN_LENGTH = 6;
const MASK = "*****";

/** Findings without found values in what is shown of them. A file's name, an address or a key can hold one. */
export function withoutValues(decided: readonly DecidedFinding[], clean: Cleaner): DecidedFinding[] {
  const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));
  return decided.map((one) => {
    const { finding } = one;
    const pointer = clean(finding.pointer);
    const path = cleanOrNull(finding.path);
    const detail = cleanOrNull(finding.detail);
    const isClean = pointer === finding.pointer && path === finding.path && detail === finding.detail;
    return isClean ? one : { ...one, finding: { ...finding, pointer, path, detail } };
  });
}

/** A text with a mask in place of every value. */
export type Cleaner = (text: string) => string;

/** Thousands of findings share a few addresses, so each text is read once, and in one pass whatever the number of values. */
export function cleanerOf(hits: readonly Hit[]): Cleaner {
  const values = new Set(hits.map((hit) => hit.value).filter((value) => value.length >= MIN_LENGTH));
  const lengths = lengthsByStart(values);
  const cleaned = new Map<string, string>();
  return (text) => {
    const known = cleaned.get(text);
    if (known !== undefined) return known;
    const result = masked(text, values, lengths);
    cleaned.set(text, result);
    return result;
  };
}

/** How long the values are that begin alike, the longest first: of thousands with one prefix these are a few. */
function lengthsByStart(values: ReadonlySet<string>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, Set<number>>();
  for (const value of values) {
    const start = value.slice(0, MIN_LENGTH);
    const lengths = found.get(start) ?? new Set();
    found.set(start, lengths.add(value.length));
  }
  return new Map([...found].map(([start, lengths]) => [start, [...lengths].sort((a, b) => b - a)]));
}

function masked(text: string, values: ReadonlySet<string>, lengths: ReadonlyMap<string, readonly number[]>): string {
  let result = "";
  let from = 0;
  for (let at = 0; at + MIN_LENGTH <= text.length; at++) {
    const possible = lengths.get(text.slice(at, at + MIN_LENGTH));
    const length = possible?.find((each) => values.has(text.slice(at, at + each)));
    if (length === undefined) continue;
    result += text.slice(from, at) + MASK;
    from = at + length;
    at = from - 1;
  }
  return result + text.slice(from);
}
