import type { ClassMasks } from "./char-class.ts";
import type { CompiledRule } from "./table.ts";

/** Which rules to try where: made when the table is generated, so that a hook only reads it. */
export interface AnchorIndex {
  /** The literal anchors that begin with these two characters, lower case. */
  literalsFrom(begin: string): readonly LiteralAnchor[];
  /** Regex sources that stand for an anchor. */
  readonly patterns: readonly PatternAnchor[];
}

/** `literal` is lower case where the case does not count; no rules: only secretlint knows it. */
export type LiteralAnchor = readonly [literal: string, insensitive: boolean, rules: readonly number[]];

/** With the classes that its first three characters can have. */
export type PatternAnchor = readonly [source: string, rule: number, masks: ClassMasks];

/** @param literal lower case where `insensitive` */
export function standsAt(text: string, at: number, literal: string, insensitive: boolean): boolean {
  if (!insensitive) return text.startsWith(literal, at);
  return text.slice(at, at + literal.length).toLowerCase() === literal;
}

/** Literal anchors by their first two characters, lower case. */
export function indexLiterals(
  rules: readonly CompiledRule[],
  uncovered: readonly string[] = [],
): ReadonlyMap<string, readonly LiteralAnchor[]> {
  const found = new Map<string, { literal: string; insensitive: boolean; rules: number[] }>();
  const add = (literal: string, insensitive: boolean, rule: number | null): void => {
    const written = insensitive ? literal.toLowerCase() : literal;
    const key = `${insensitive} ${written}`;
    const anchor = found.get(key) ?? { literal: written, insensitive, rules: [] };
    found.set(key, anchor);
    if (rule !== null) anchor.rules.push(rule);
  };
  for (const literal of uncovered) add(literal, false, null);
  rules.forEach(({ anchors }, rule) => {
    for (const literal of anchors.literals) add(literal, anchors.insensitive, rule);
  });
  const literals = new Map<string, LiteralAnchor[]>();
  for (const { literal, insensitive, rules: indices } of found.values()) {
    const key = literal.slice(0, 2).toLowerCase();
    const bucket = literals.get(key) ?? [];
    literals.set(key, bucket);
    bucket.push([literal, insensitive, indices]);
  }
  return literals;
}

/** @param masksOf the classes that the first three characters of a pattern can have */
export function indexPatterns(
  rules: readonly CompiledRule[],
  masksOf: (source: string) => ClassMasks,
): readonly PatternAnchor[] {
  return rules.flatMap(({ anchors: { pattern } }, rule) =>
    pattern === null ? [] : [[pattern, rule, masksOf(pattern)] as const],
  );
}
