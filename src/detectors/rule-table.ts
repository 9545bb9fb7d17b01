import type { Span } from "../core/finding.ts";
import { RULES, UNCOVERED } from "../rules/compiled/table.generated.ts";
import type { CompiledRule } from "../rules/compiled/table.ts";
import { type RankedMatch, resolveOverlaps } from "./overlaps.ts";
import { compileRule, type RunnableRule } from "./rule-run.ts";
import type { Budget, TextContext, TextScan } from "./text.ts";

/** Everything that is needed once an anchor was found, and not before: a bundle of its own. */
export interface RuleTable {
  open(text: string, context: TextContext, budget: Budget): Search;
}

/** The search of one text. */
export interface Search {
  /** Tries the rules whose anchors stand at `at`. */
  visit(at: number): void;
  finish(): TextScan;
}

/** A literal anchor and the rules that it belongs to; none of them where only secretlint knows it. */
interface Anchor {
  readonly literal: string;
  readonly insensitive: boolean;
  readonly rules: RunnableRule[];
}

interface AnchorPattern {
  readonly regex: RegExp;
  readonly rule: RunnableRule;
}

/** Hits of one rule in one event, beside one for every so many characters of text. */
const MAX_HITS = 20_000;
const CHARACTERS_PER_HIT = 64;
/** Characters around an uncovered anchor that secretlint sees. */
const UNCOVERED_REACH = 4096;

export function makeRuleTable(rules: readonly CompiledRule[], uncovered: readonly string[] = []): RuleTable {
  const anchors = new Map<string, Anchor[]>();
  const patterns: AnchorPattern[] = [];
  for (const rule of rules) {
    const runnable = compileRule(rule);
    for (const literal of rule.anchors.literals) addAnchor(anchors, literal, rule.anchors.insensitive, runnable);
    if (rule.anchors.pattern !== null) patterns.push({ regex: new RegExp(rule.anchors.pattern, "y"), rule: runnable });
  }
  for (const literal of uncovered) addAnchor(anchors, literal, false, null);
  return { open: (text, context, budget) => openSearch(text, context, budget, anchors, patterns) };
}

function addAnchor(
  anchors: Map<string, Anchor[]>,
  literal: string,
  insensitive: boolean,
  rule: RunnableRule | null,
): void {
  const key = literal.slice(0, 2).toLowerCase();
  const bucket = anchors.get(key) ?? [];
  anchors.set(key, bucket);
  const written = insensitive ? literal.toLowerCase() : literal;
  let anchor = bucket.find((other) => other.literal === written && other.insensitive === insensitive);
  if (anchor === undefined) {
    anchor = { literal: written, insensitive, rules: [] };
    bucket.push(anchor);
  }
  if (rule !== null) anchor.rules.push(rule);
}

function openSearch(
  text: string,
  context: TextContext,
  budget: Budget,
  anchors: ReadonlyMap<string, readonly Anchor[]>,
  patterns: readonly AnchorPattern[],
): Search {
  const found: RankedMatch[] = [];
  const uncovered: Span[] = [];
  const spent = new Set<string>();
  const maxHits = MAX_HITS + text.length / CHARACTERS_PER_HIT;

  const run = (rule: RunnableRule, at: number, end: number): void => {
    const hits = (budget.hits.get(rule.info.id) ?? 0) + 1;
    budget.hits.set(rule.info.id, hits);
    if (hits > maxHits) {
      spent.add(rule.info.id);
      return;
    }
    const match = rule.run(text, at, end, context);
    if (match !== null) found.push(match);
  };

  return {
    visit(at) {
      for (const anchor of anchors.get(text.slice(at, at + 2).toLowerCase()) ?? []) {
        if (!standsAt(text, at, anchor)) continue;
        const end = at + anchor.literal.length;
        if (anchor.rules.length === 0) addWindow(uncovered, at, text.length);
        for (const rule of anchor.rules) run(rule, at, end);
      }
      for (const { regex, rule } of patterns) {
        regex.lastIndex = at;
        if (regex.test(text)) run(rule, at, regex.lastIndex);
      }
    },
    finish() {
      const degraded = [...spent].sort().map((id) => `budget of ${id} spent`);
      return { matches: resolveOverlaps(found), degraded, uncovered };
    },
  };
}

function standsAt(text: string, at: number, anchor: Anchor): boolean {
  if (!anchor.insensitive) return text.startsWith(anchor.literal, at);
  return text.slice(at, at + anchor.literal.length).toLowerCase() === anchor.literal;
}

function addWindow(windows: Span[], at: number, length: number): void {
  const window = { start: Math.max(0, at - UNCOVERED_REACH), end: Math.min(length, at + UNCOVERED_REACH) };
  const last = windows.at(-1);
  if (last !== undefined && last.end >= window.start)
    windows[windows.length - 1] = { start: last.start, end: window.end };
  else windows.push(window);
}

export const TABLE: RuleTable = makeRuleTable(RULES, UNCOVERED);
