import type { Span } from "../core/finding.ts";
import { type AnchorIndex, indexAnchors, type LiteralAnchor } from "../rules/compiled/anchor-index.ts";
import { INDEX, ROWS } from "../rules/compiled/table.generated.ts";
import { type CompiledRule, fromRow } from "../rules/compiled/table.ts";
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

/** Hits of one rule in one event, beside one for every so many characters of text. */
const MAX_HITS = 20_000;
const CHARACTERS_PER_HIT = 64;
/** Characters around an uncovered anchor that secretlint sees. */
const UNCOVERED_REACH = 4096;

/** A table of other rules than the package's own. */
export function makeRuleTable(rules: readonly CompiledRule[], uncovered: readonly string[] = []): RuleTable {
  return openTable(indexAnchors(rules, uncovered), rules.length, (at) => rules[at]);
}

/** Rules are made ready when they are first tried: most never are. */
function openTable(index: AnchorIndex, count: number, ruleAt: (at: number) => CompiledRule | undefined): RuleTable {
  const ready: (RunnableRule | undefined)[] = new Array(count);
  const prepare = (at: number): RunnableRule => {
    const rule = ready[at] ?? compileRule(ruleAt(at) as CompiledRule);
    ready[at] = rule;
    return rule;
  };
  const patterns = index.patterns.map(([source, rule]) => ({ regex: new RegExp(source, "y"), rule }));
  return { open: (text, context, budget) => openSearch(text, context, budget, index.literals, patterns, prepare) };
}

function openSearch(
  text: string,
  context: TextContext,
  budget: Budget,
  literals: AnchorIndex["literals"],
  patterns: readonly { readonly regex: RegExp; readonly rule: number }[],
  prepare: (rule: number) => RunnableRule,
): Search {
  const found: RankedMatch[] = [];
  const uncovered: Span[] = [];
  const spent = new Set<string>();
  const maxHits = MAX_HITS + text.length / CHARACTERS_PER_HIT;

  /** Where the last match of a rule ends: anchors within it are part of it. */
  const doneUntil = new Map<RunnableRule, number>();

  const run = (index: number, at: number, end: number): void => {
    const rule = prepare(index);
    if (at < (doneUntil.get(rule) ?? 0)) return;
    const hits = (budget.hits.get(rule.info.id) ?? 0) + 1;
    budget.hits.set(rule.info.id, hits);
    if (hits > maxHits) {
      spent.add(rule.info.id);
      return;
    }
    const match = rule.run(text, at, end, context);
    if (match === null) return;
    found.push(match);
    if (rule.isExact) doneUntil.set(rule, match.match.span.end);
  };

  return {
    visit(at) {
      for (const anchor of literals[text.slice(at, at + 2).toLowerCase()] ?? []) {
        if (!standsAt(text, at, anchor)) continue;
        const [literal, , rules] = anchor;
        if (rules.length === 0) addWindow(uncovered, at, text.length);
        for (const rule of rules) run(rule, at, at + literal.length);
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

function standsAt(text: string, at: number, [literal, insensitive]: LiteralAnchor): boolean {
  if (!insensitive) return text.startsWith(literal, at);
  return text.slice(at, at + literal.length).toLowerCase() === literal;
}

function addWindow(windows: Span[], at: number, length: number): void {
  const window = { start: Math.max(0, at - UNCOVERED_REACH), end: Math.min(length, at + UNCOVERED_REACH) };
  const last = windows.at(-1);
  if (last !== undefined && last.end >= window.start)
    windows[windows.length - 1] = { start: last.start, end: window.end };
  else windows.push(window);
}

export const TABLE: RuleTable = openTable(INDEX, ROWS.length, (at) => {
  const row = ROWS[at];
  return row === undefined ? undefined : fromRow(row);
});
