import { allChars, minLength } from "./linear.ts";
import type { LoadedRule } from "./load.ts";
import { parsePattern } from "./pattern.ts";

/** A node of the trie: a step is one character, or a class of both cases of a letter. */
interface TrieNode {
  readonly next: Map<string, TrieNode>;
  /** What must follow where an anchor ends here; "" for nothing. */
  readonly tails: Set<string>;
}

/** A literal anchor. `tail` is the regex source of what must follow it; "" for nothing. */
export interface Literal {
  readonly text: string;
  readonly insensitive: boolean;
  readonly tail: string;
}

/** A tail of this many characters and more is written once, behind all literals that share it. */
const SHARED_LENGTH = 28;
/** A literal of so many characters is rare in ordinary text. */
const RARE_LENGTH = 4;
/** Characters that tell one literal with a shared tail from another, almost always. */
const END_LENGTH = 2;
/** What stands for a tail that holds visible characters only: so many of them. */
const RUN = 12;

/**
 * One regex source that matches wherever an anchor of some rule stands: tries of all literals, each with what must
 * follow it, then the anchor patterns. It says only that there may be an anchor; which rules it concerns, the scanner
 * finds out. So it may match too often but never too seldom, and is made small: compiling it is most of what a short
 * text costs. (Measured: the regex engine runs at full speed from the first byte, a loop in JavaScript does not.)
 */
export function prefilterSource(rules: readonly LoadedRule[], uncovered: readonly string[] = []): string {
  const literals = literalsOf(rules, uncovered);
  const shared = sharedTails(literals);
  const alone = literals.filter(({ tail }) => !shared.includes(tail));
  const sharing = literals.filter(({ tail }) => shared.includes(tail));
  const parts = [...blocksOf(makeTrie(alone), true)];
  if (sharing.length > 0) {
    const tails = shared.map((tail) => `(?<=${endsOf(sharing, tail).join("|")})${tail}`);
    parts.push(grouped(blocksOf(makeTrie(sharing.map(withoutTail)), false)) + grouped(tails));
  }
  return [...parts, ...anchorPatterns(rules)].join("|");
}

/** How the literals with this tail end: by that the engine finds the right tail where a literal stands. */
function endsOf(literals: readonly Literal[], tail: string): readonly string[] {
  const ends = literals
    .filter((literal) => literal.tail === tail)
    .map(({ text, insensitive }) => {
      return [...text.slice(-END_LENGTH)].map((character) => stepOf(character, insensitive)).join("");
    });
  return [...new Set(ends)];
}

/** Regex sources of anchors that are no literals. */
export function anchorPatterns(rules: readonly LoadedRule[]): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.compiled.anchors.pattern ?? []))];
}

export function literalsOf(rules: readonly LoadedRule[], uncovered: readonly string[]): readonly Literal[] {
  return [...uncovered.map((text) => ({ text, insensitive: false, tail: "" })), ...rules.flatMap(ownLiterals)];
}

function ownLiterals(rule: LoadedRule): readonly Literal[] {
  const { literals, insensitive } = rule.compiled.anchors;
  return literals.map((text) => ({ text, insensitive, tail: tailOf(text, rule.tail) }));
}

function withoutTail(literal: Literal): Literal {
  return { ...literal, tail: "" };
}

const VISIBLE = "[!-~]";

/** Matches wherever `tail` does. Behind a rare literal, where it can be one range, it is that: a fraction of the code. */
function tailOf(literal: string, tail: string | null): string {
  if (tail === null) return "";
  if (literal.length < RARE_LENGTH) return `(?:${tail})`;
  const pattern = parsePattern(tail, "");
  const holdsVisible = allChars(pattern).every((member, code) => member === 0 || (code > 0x20 && code < 0x7f));
  return holdsVisible && minLength(pattern) >= RUN ? `${VISIBLE}{${RUN}}` : `(?:${tail})`;
}

function sharedTails(literals: readonly Literal[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { tail } of literals) counts.set(tail, (counts.get(tail) ?? 0) + 1);
  return [...counts].filter(([tail, count]) => count > 1 && tail.length >= SHARED_LENGTH).map(([tail]) => tail);
}

function makeTrie(literals: readonly Literal[]): TrieNode {
  const root: TrieNode = { next: new Map(), tails: new Set() };
  for (const { text, insensitive, tail } of literals) {
    let node = root;
    for (const [at, character] of [...text].entries()) {
      // The first letter counts in both cases: half as many branches, of which the engine tries one after the other.
      const step = stepOf(character, insensitive || at === 0);
      const next = node.next.get(step) ?? { next: new Map(), tails: new Set() };
      node.next.set(step, next);
      node = next;
    }
    node.tails.add(tail);
  }
  return root;
}

function stepOf(character: string, bothCases: boolean): string {
  const lower = character.toLowerCase();
  const upper = character.toUpperCase();
  if (bothCases && lower !== upper) return `[${upper}${lower}]`;
  return literally(character);
}

/** The regex source of a text. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/**
 * Alternatives that go on from this node: its children, then the ends of anchors here.
 * @param isLast nothing follows the trie: an anchor that needs nothing behind it covers every longer one
 */
function stepsOf(node: TrieNode, isLast = true): readonly string[] {
  if (isLast && node.tails.has("")) return [""];
  const steps = [...node.next].sort(([a], [b]) => (a < b ? -1 : 1));
  const longer = steps.map(([step, child]) => step + grouped(stepsOf(child, isLast)));
  const isOneOf = longer.length > 1 && longer.every((part) => /^[A-Za-z0-9_]$/.test(part));
  return [...(isOneOf ? [`[${longer.join("")}]`] : longer), ...[...node.tails].sort()];
}

/**
 * The alternatives of a whole trie, those together whose first characters differ in their last two bits alone. The engine
 * tries one alternative after the other, but rejects a group of such by one comparison: a third less work.
 */
function blocksOf(root: TrieNode, isLast: boolean): readonly string[] {
  const blocks = new Map<number, string[]>();
  for (const [step, child] of [...root.next].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const block = blockOf(step.replace(/^\[(.).*|^\\/, "$1").charCodeAt(0));
    const parts = blocks.get(block) ?? [];
    blocks.set(block, parts);
    parts.push(step + grouped(stepsOf(child, isLast)));
  }
  return [...blocks.values()].map(grouped);
}

/** Letters by their place in the alphabet, in both cases; the other characters as they are. */
function blockOf(code: number): number {
  const isLetter = code >= 0x40;
  return isLetter ? 0x40 | (code & 0x1c) : code & 0x7c;
}

function grouped(parts: readonly string[]): string {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : `(?:${parts.join("|")})`;
}
