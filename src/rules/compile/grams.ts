import { CLASS_BITS, type ClassMasks, classOf, GRAM_MASK } from "../compiled/char-class.ts";
import type { AnchorLiteral, AnchorPattern } from "../compiled/grams.ts";
import { toLines } from "../compiled/lines.ts";
import { firstSets } from "./linear.ts";
import type { LoadedRule } from "./load.ts";
import { parsePattern } from "./pattern.ts";
import { anchorPatterns, type Literal, literally, literalsOf } from "./prefilter.ts";

/** What `src/detectors/anchor-walk.ts` walks through a short text with. */
export interface Grams {
  /** A bit for each gram: whether an anchor may begin with it. Four bits to a character, from `@` on. */
  readonly bits: string;
  /** A line for each first two characters of a literal (lower case): these, then its literals as JSON. */
  readonly literals: string;
  /** Regex sources of what must follow a literal. */
  readonly tails: readonly string[];
  readonly patterns: readonly AnchorPattern[];
}

/** The same anchors as in the prefilter, and what must follow them. */
export function gramsOf(rules: readonly LoadedRule[], uncovered: readonly string[] = []): Grams {
  const literals = literalsOf(rules, uncovered);
  const patterns = anchorPatterns(rules);
  const bits = new Uint8Array(GRAM_MASK + 1);
  for (const { text, insensitive, tail } of literals) {
    mark(bits, firstClasses(literally(text) + tail, insensitive ? "i" : ""));
  }
  for (const pattern of patterns) mark(bits, firstClasses(pattern, ""));
  const tails = [...new Set(literals.map(({ tail }) => tail).filter((tail) => tail !== ""))];
  return {
    bits: packed(bits),
    literals: linesOf(literals, tails),
    tails,
    patterns: patterns.map((pattern) => [pattern, masksOf(pattern)]),
  };
}

type Triple<T> = readonly [T, T, T];

/** Classes that the first three characters of a match, or of what may follow it, can have. */
function firstClasses(source: string, flags: string): Triple<readonly number[]> {
  const sets = firstSets(parsePattern(source, flags), 3);
  const classes = sets.map((set) => {
    const codes = [...set.keys()].filter((code) => set[code] === 1);
    // The last index stands for all characters beyond ASCII, and those may be of any class.
    const all = codes.includes(set.length - 1) ? [...Array(1 << CLASS_BITS).keys()] : codes.map(classOf);
    return [...new Set(all)];
  });
  return classes as unknown as Triple<readonly number[]>;
}

function mark(bits: Uint8Array, [first, second, third]: Triple<readonly number[]>): void {
  for (const a of first) {
    for (const b of second) {
      for (const c of third) bits[(((a << CLASS_BITS) | b) << CLASS_BITS) | c] = 1;
    }
  }
}

function packed(bits: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bits.length; at += 4) {
    const four = [0, 1, 2, 3].reduce((sum, bit) => sum | ((bits[at + bit] ?? 0) << bit), 0);
    text += String.fromCharCode(0x40 | four);
  }
  return text;
}

/** The classes that the first three characters of a pattern can have. */
export function masksOf(pattern: string): ClassMasks {
  const masks = firstClasses(pattern, "").map((list) => list.reduce((mask, one) => mask | (1 << one), 0));
  return masks as unknown as ClassMasks;
}

function linesOf(literals: readonly Literal[], tails: readonly string[]): string {
  const lines = new Map<string, AnchorLiteral[]>();
  for (const { text, insensitive, tail } of literals) {
    const begin = text.slice(0, 2).toLowerCase();
    const written = insensitive ? text.toLowerCase() : text;
    const line = lines.get(begin) ?? [];
    lines.set(begin, line);
    const anchor = [written, insensitive, tails.indexOf(tail)] as const;
    if (!line.some((other) => String(other) === String(anchor))) line.push(anchor);
  }
  return toLines(lines);
}
