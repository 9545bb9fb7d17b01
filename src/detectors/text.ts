import type { Channel } from "../core/event.ts";
import type { Match, Span } from "../core/finding.ts";
import { makePrefilter } from "../rules/compiled/prefilter.generated.ts";
import { walkAnchors } from "./anchor-walk.ts";
import type { RuleTable, Search } from "./rule-table.ts";

export interface TextContext {
  readonly channel: Channel;
  /** Absolute path of the file the text comes from or goes to, where known: `.env`, `.netrc`, lock files. */
  readonly path: string | null;
}

export interface TextScan {
  /** Ordered by start, not overlapping: where two rules match the same value, the more specific one stays. */
  readonly matches: readonly Match[];
  /** What was not looked at in full, e.g. `budget of secret/jwt spent`. Empty means full coverage. */
  readonly degraded: readonly string[];
  /** Windows of the text with an anchor that no rule of ours covers: secretlint looks there. */
  readonly uncovered: readonly Span[];
}

const NOTHING: TextScan = { matches: [], degraded: [], uncovered: [] };
/** What is `degraded` where the time was over. */
export const DEADLINE = "deadline";
const LATE: TextScan = { ...NOTHING, degraded: [DEADLINE] };

/** Characters of all texts of an event up to which walking through them costs less than compiling the prefilter. */
const MAX_WALKED = 3072;
/** V8 interprets a regex on shorter subjects, which costs more than the padding. */
const MIN_COMPILED = 1000;
/** Characters that the prefilter reads without asking whether the time is over. */
const WINDOW = 1 << 20;
/** Characters that two windows share: the longest anchor with what must stand around it. */
const OVERLAP = 512;
/** Hits between two questions whether the time is over. */
const HITS_PER_CHECK = 64;

/** What one event may spend; shared by all its texts. */
export interface Budget {
  /** Hits that were looked at, by rule id. */
  readonly hits: Map<string, number>;
}

/**
 * Makes the scanner of one event.
 * @param loadTable called at the first hit, and at most once
 * @param overdue whether the time for this event is over
 */
export function createScanner(deps: {
  readonly loadTable: () => RuleTable;
  readonly overdue: () => boolean;
}): (text: string, context: TextContext) => TextScan {
  const budget: Budget = { hits: new Map() };
  let table: RuleTable | null = null;
  let prefilter: RegExp | null = null;
  let walked = 0;
  return (text, context) => {
    if (deps.overdue()) return LATE;
    let search: Search | null = null;
    let hits = 0;
    const visit = (at: number): boolean => {
      table ??= deps.loadTable();
      search ??= table.open(text, context, budget);
      search.visit(at);
      return ++hits % HITS_PER_CHECK !== 0 || !deps.overdue();
    };
    walked += text.length;
    if (walked > MAX_WALKED) prefilter ??= makePrefilter();
    const isOnTime = prefilter === null ? walkAnchors(text, visit) : forEachHit(prefilter, text, visit, deps.overdue);
    const scan: TextScan = search === null ? NOTHING : (search as Search).finish();
    return isOnTime ? scan : { ...scan, degraded: [...scan.degraded, DEADLINE] };
  };
}

/** Calls `visit` with every place where an anchor stands; false where it was stopped before the end. */
function forEachHit(prefilter: RegExp, text: string, visit: (at: number) => boolean, overdue: () => boolean): boolean {
  for (let start = 0; start < text.length || start === 0; start += WINDOW) {
    if (start > 0 && overdue()) return false;
    const before = Math.min(start, OVERLAP);
    const isWhole = text.length <= WINDOW + OVERLAP;
    const window = isWhole
      ? text.padEnd(text.length < MIN_COMPILED ? 1024 : 0)
      : text.slice(start - before, start + WINDOW + OVERLAP);
    prefilter.lastIndex = before;
    for (let hit = prefilter.exec(window); hit !== null; hit = prefilter.exec(window)) {
      if (!isWhole && hit.index >= before + WINDOW) break;
      if (!visit(start - before + hit.index)) return false;
      // Anchors may lie within anchors.
      prefilter.lastIndex = hit.index + 1;
    }
    if (isWhole) break;
  }
  return true;
}
