import type { CompiledRule } from "./table.ts";

/** Which rules to try where: plain data, made when the table is generated, so that a hook only reads it. */
export interface AnchorIndex {
  /** Literal anchors by their first two characters, lower case. */
  readonly literals: Readonly<Record<string, readonly LiteralAnchor[]>>;
  /** Regex sources that stand for an anchor, and the index of the rule. */
  readonly patterns: readonly (readonly [source: string, rule: number])[];
}

/** `literal` is lower case where the case does not count; no rules: only secretlint knows it. */
export type LiteralAnchor = readonly [literal: string, insensitive: boolean, rules: readonly number[]];

export function indexAnchors(rules: readonly CompiledRule[], uncovered: readonly string[] = []): AnchorIndex {
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
  const literals: Record<string, LiteralAnchor[]> = {};
  for (const { literal, insensitive, rules: indices } of found.values()) {
    const key = literal.slice(0, 2).toLowerCase();
    literals[key] ??= [];
    literals[key].push([literal, insensitive, indices]);
  }
  const patterns = rules.flatMap(({ anchors }, rule) =>
    anchors.pattern === null ? [] : [[anchors.pattern, rule] as const],
  );
  return { literals, patterns };
}
