import type { Match } from "../core/finding.ts";
import type { CompiledRule } from "../rules/compiled/table.ts";
import { type RankedMatch, resolveOverlaps } from "./overlaps.ts";
import { compileRule, type RunnableRule } from "./rule-run.ts";
import type { TextContext, TextScan } from "./text.ts";

/** Runs some work that may hang, and interrupts it when its time is over: then the result is null. */
export type Interruptible = <T>(work: () => T) => T | null;

/** Characters of one window. */
const WINDOW = 65_536;
/** Characters before an anchor that a rule may need (its lead), and after it (its longest match). */
const BEFORE = 320;
const AFTER = 8_448;
/** Matches of one rule in one text. */
const MAX_MATCHES = 10_000;

interface ForeignRule {
  readonly runnable: RunnableRule;
  readonly anchor: RegExp;
}

/**
 * Runs rules that did not come with the package, with less trust: window by window, each within a time limit. A rule
 * that exceeds it is dropped for this text and named in `degraded`.
 * @param rules with a pattern; others are passed over
 * @param exec runs one rule over one window
 */
export function scanForeign(
  text: string,
  rules: readonly CompiledRule[],
  exec: Interruptible,
  context: TextContext,
): TextScan {
  const found: RankedMatch[] = [];
  const degraded: string[] = [];
  for (const rule of rules) {
    if (rule.pattern === null) continue;
    const foreign = { runnable: compileRule(rule), anchor: anchorRegex(rule) };
    const isComplete = scanWithRule(text, foreign, exec, context, found);
    if (!isComplete) degraded.push(`time of ${rule.info.id} spent`);
  }
  return { matches: resolveOverlaps(found), degraded, uncovered: [] };
}

function scanWithRule(
  text: string,
  rule: ForeignRule,
  exec: Interruptible,
  context: TextContext,
  found: RankedMatch[],
): boolean {
  let count = 0;
  for (let start = 0; start < text.length; start += WINDOW) {
    const from = Math.max(0, start - BEFORE);
    const window = text.slice(from, start + WINDOW + AFTER);
    const inWindow = exec(() => scanWindow(window, start - from, rule, context));
    if (inWindow === null) return false;
    for (const ranked of inWindow) found.push({ ...ranked, match: moved(ranked.match, from) });
    count += inWindow.length;
    if (count > MAX_MATCHES) return false;
  }
  return true;
}

/** Matches at anchors that begin in the window proper: from `first`, for `WINDOW` characters. */
function scanWindow(window: string, first: number, rule: ForeignRule, context: TextContext): readonly RankedMatch[] {
  const found: RankedMatch[] = [];
  const { anchor, runnable } = rule;
  anchor.lastIndex = first;
  for (let hit = anchor.exec(window); hit !== null; hit = anchor.exec(window)) {
    if (hit.index >= first + WINDOW) break;
    anchor.lastIndex = hit.index + 1;
    const match = runnable.run(window, hit.index, hit.index + hit[0].length, context);
    if (match === null) continue;
    found.push(match);
    anchor.lastIndex = Math.max(anchor.lastIndex, match.match.span.end);
  }
  return found;
}

function anchorRegex(rule: CompiledRule): RegExp {
  const { literals, insensitive, pattern } = rule.anchors;
  if (pattern !== null) return new RegExp(pattern, "g");
  const escaped = literals.map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(escaped.join("|"), insensitive ? "gi" : "g");
}

function moved(match: Match, by: number): Match {
  return { ...match, span: { start: match.span.start + by, end: match.span.end + by } };
}
