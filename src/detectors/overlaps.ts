import type { Match, Span } from "../core/finding.ts";
import { RANKS } from "../rules/compiled/table.ts";

export interface RankedMatch {
  /** Index into `RANKS`: the lower, the more specific. */
  readonly rank: number;
  readonly match: Match;
  /** Further matches at the same anchor. */
  readonly also?: readonly RankedMatch[];
}

const EXACT = RANKS.indexOf("exact");
const GENERIC = RANKS.indexOf("generic");

/**
 * Of matches that overlap, one stays: any before a generic one, then the longest (a private key, not what its body
 * happens to hold), then the more specific. The result is ordered by start.
 */
export function resolveOverlaps(found: readonly RankedMatch[]): readonly Match[] {
  if (found.length < 2) return found.map(({ match }) => match);
  const kept: Match[] = [];
  for (const { match, rank } of [...found].sort(byPrecedence)) {
    const at = firstEndingAfter(kept, match.span.start);
    const next = kept[at];
    if (next === undefined || next.span.start >= match.span.end) kept.splice(at, 0, match);
    else if (rank === EXACT && match.span.end > next.span.end && match.rule.id === next.rule.id) {
      // Two values without a gap: what the first one does not hold of the second goes with it.
      const end = Math.min(match.span.end, kept[at + 1]?.span.start ?? match.span.end);
      kept[at] = { ...next, span: { start: next.span.start, end } };
    }
  }
  return kept;
}

function byPrecedence(a: RankedMatch, b: RankedMatch): number {
  const generic = Number(a.rank === GENERIC) - Number(b.rank === GENERIC);
  return generic || lengthOf(b.match.span) - lengthOf(a.match.span) || a.rank - b.rank || byConfidence(a, b);
}

const CONFIDENCES = ["high", "medium", "low"];

function byConfidence(a: RankedMatch, b: RankedMatch): number {
  return CONFIDENCES.indexOf(a.match.confidence) - CONFIDENCES.indexOf(b.match.confidence);
}

function lengthOf(span: Span): number {
  return span.end - span.start;
}

/** Index of the first of the ordered, disjoint matches that ends after `at`. */
function firstEndingAfter(kept: readonly Match[], at: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.span.end ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
