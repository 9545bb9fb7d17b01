import type { RuleInfo } from "../../core/finding.ts";

/** Where rules of the same text disagree, the earlier rank stays; see `RuleSource.rank`. */
export const RANKS = ["exact", "shape", "generic"] as const;
export type Rank = (typeof RANKS)[number];

/** What a rule's `checks` may name; `src/detectors/checks.ts` holds them. */
export const CHECK_NAMES = ["mixed"] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** Where a rule looks: at one of these literals, or at what the pattern matches. One of the two is empty. */
export interface Anchors {
  readonly literals: readonly string[];
  readonly insensitive: boolean;
  /** Regex source, or null. */
  readonly pattern: string | null;
}

/** What may stand before the anchor and belongs to the match. */
export interface Lead {
  /** One character class, e.g. `[0-9]`. */
  readonly chars: string;
  /** Characters: at least so many, at most so many (256 or fewer). */
  readonly min: number;
  readonly max: number;
}

/** A rule as the hooks use it: plain data. It is tried at the hits of its anchors, never over the whole text. */
export interface CompiledRule {
  readonly info: RuleInfo;
  readonly anchors: Anchors;
  readonly lead: Lead | null;
  /** No word character may stand right before the match. */
  readonly edge: boolean;
  /**
   * Run sticky (`y`) at an anchor (at the start of its lead); the value is group 1, or the whole match where there is
   * no group. Null where `matcher` does the work.
   */
  readonly pattern: string | null;
  readonly flags: string;
  /** Key of `MATCHERS` in `src/detectors/matchers/registry.ts`, for what no single pattern can say. */
  readonly matcher: string | null;
  /** What the value must pass. */
  readonly checks: readonly CheckName[];
  readonly rank: Rank;
}

/** A rule as the generated table holds it: the values alone. */
export type RuleRow = ReturnType<typeof toRow>;

export function toRow(rule: CompiledRule) {
  const { id, title, category, severity, confidence, placeholder } = rule.info;
  const info = [id, title, category, severity, confidence, placeholder] as const;
  const place = [rule.anchors.literals, rule.anchors.insensitive, rule.anchors.pattern, rule.lead, rule.edge] as const;
  return [...info, ...place, rule.pattern, rule.flags, rule.matcher, rule.checks, rule.rank] as const;
}

/** A rule from its line in the generated table. */
export function readRow(line: string): CompiledRule {
  return fromRow(JSON.parse(line) as RuleRow);
}

function fromRow(row: RuleRow): CompiledRule {
  const [id, title, category, severity, confidence, placeholder, literals, insensitive, anchorPattern, ...rest] = row;
  const [lead, edge, pattern, flags, matcher, checks, rank] = rest;
  const info = { id, title, category, severity, confidence, placeholder };
  return {
    info,
    anchors: { literals, insensitive, pattern: anchorPattern },
    lead,
    edge,
    pattern,
    flags,
    matcher,
    checks,
    rank,
  };
}
