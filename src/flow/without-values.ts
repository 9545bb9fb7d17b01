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
  const byStart = new Map<string, string[]>();
  for (const value of new Set(hits.map((hit) => hit.value))) {
    if (value.length < MIN_LENGTH) continue;
    const start = value.slice(0, MIN_LENGTH);
    byStart.set(start, [...(byStart.get(start) ?? []), value]);
  }
  const cleaned = new Map<string, string>();
  return (text) => {
    const known = cleaned.get(text);
    if (known !== undefined) return known;
    const result = masked(text, byStart);
    cleaned.set(text, result);
    return result;
  };
}

function masked(text: string, byStart: ReadonlyMap<string, readonly string[]>): string {
  let result = "";
  let from = 0;
  for (let at = 0; at + MIN_LENGTH <= text.length; at++) {
    const value = longestAt(text, at, byStart.get(text.slice(at, at + MIN_LENGTH)) ?? []);
    if (value === null) continue;
    result += text.slice(from, at) + MASK;
    from = at + value.length;
    at = from - 1;
  }
  return result + text.slice(from);
}

function longestAt(text: string, at: number, values: readonly string[]): string | null {
  let longest: string | null = null;
  for (const value of values) {
    if (value.length > (longest?.length ?? 0) && text.startsWith(value, at)) longest = value;
  }
  return longest;
}
