/**
 * Kinds of characters as bits, and what else can be said of a word without a pattern: a pattern that runs for the first
 * time has to be compiled, which in a hook costs more than all that it is then asked.
 */
export const DIGIT = 1;
export const UPPER = 2;
export const LOWER = 4;
/** `_` and `-`. */
export const JOINT = 8;
/** `.`, `/`, `\` and `:`. */
export const PATH = 16;
/** Blanks and control characters. */
export const BLANK = 32;
/** Any other character of ASCII. */
export const SYMBOL = 64;
export const FOREIGN = 128;

const KINDS = new Uint8Array(128).map((_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER;
  if (code >= 97 && code <= 122) return LOWER;
  if (code === 95 || code === 45) return JOINT;
  if (code === 46 || code === 47 || code === 92 || code === 58) return PATH;
  return code <= 32 || code === 127 ? BLANK : SYMBOL;
});

const LETTER = UPPER | LOWER;
const ALNUM = LETTER | DIGIT;

export function kindOf(code: number): number {
  return code < 128 ? (KINDS[code] as number) : FOREIGN;
}

/** The kinds of all characters of the text, together. */
export function kindsIn(text: string): number {
  let kinds = 0;
  for (let at = 0; at < text.length; at += 1) kinds |= kindOf(text.charCodeAt(at));
  return kinds;
}

/** Nothing but letters, digits, `_` and `-`. */
export function isToken(kinds: number): boolean {
  return (kinds & ~(ALNUM | JOINT)) === 0;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isLetter(code: number): boolean {
  return (kindOf(code) & LETTER) !== 0;
}

/** A letter, a digit or `_`. */
export function isWordChar(code: number): boolean {
  return code === 95 || (kindOf(code) & ALNUM) !== 0;
}

/** Space or tab. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}

/** Where the blanks end that start at `at`. */
export function skipBlanks(text: string, at: number, max: number): number {
  let end = at;
  while (end - at < max && isSpace(text.charCodeAt(end))) end += 1;
  return end;
}

/** The runs of ASCII letters and digits. */
export function alnumRuns(text: string): string[] {
  const runs: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const inside = at < text.length && (kindOf(text.charCodeAt(at)) & ALNUM) !== 0;
    if (inside && start < 0) start = at;
    if (inside || start < 0) continue;
    runs.push(text.slice(start, at));
    start = -1;
  }
  return runs;
}

/** How many different characters the text holds, counted up to `limit` (a small number). */
export function distinct(text: string, limit: number): number {
  const seen: number[] = [];
  for (let at = 0; at < text.length && seen.length < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (!seen.includes(code)) seen.push(code);
  }
  return seen.length;
}

/** How many digits the text ends with. */
export function trailingDigits(text: string): number {
  let count = 0;
  while (count < text.length && isDigit(text.charCodeAt(text.length - 1 - count))) count += 1;
  return count;
}

export function startsWithOne(text: string, starts: readonly string[]): boolean {
  return starts.some((start) => text.startsWith(start));
}

export function endsWithOne(text: string, ends: readonly string[]): boolean {
  return ends.some((end) => text.endsWith(end));
}
