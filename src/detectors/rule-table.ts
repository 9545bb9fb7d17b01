import type { Span } from "../core/finding.ts";
import { type AnchorIndex, indexLiterals, indexPatterns, standsAt } from "../rules/compiled/anchor-index.ts";
import { allows, gramAt } from "../rules/compiled/char-class.ts";
import { lineReader } from "../rules/compiled/lines.ts";
import { LITERALS, PATTERNS, ROWS } from "../rules/compiled/table.generated.ts";
import { type CompiledRule, readRow } from "../rules/compiled/table.ts";
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

/** Characters at the end of a value that may already be the beginning of the next one: two tokens without a gap. */
const GLUED = 8;

/** A table of other rules than the package's own. */
export function makeRuleTable(rules: readonly CompiledRule[], uncovered: readonly string[] = []): RuleTable {
  const literals = indexLiterals(rules, uncovered);
  const index = {
    literalsFrom: (begin: string) => literals.get(begin) ?? [],
    patterns: indexPatterns(rules, () => ANY),
  };
  return openTable(index, (at) => rules[at]);
}

/** Masks that allow every class. */
const ANY = [-1, -1, -1] as const;

/** Rules are made ready when they are first tried: most never are. */
function openTable(index: AnchorIndex, ruleAt: (at: number) => CompiledRule | undefined): RuleTable {
  const ready: (RunnableRule | undefined)[] = [];
  const prepare = (at: number): RunnableRule => {
    const rule = ready[at] ?? compileRule(ruleAt(at) as CompiledRule);
    ready[at] = rule;
    return rule;
  };
  return { open: (text, context, budget) => openSearch(text, context, budget, index, prepare) };
}

function openSearch(
  text: string,
  context: TextContext,
  budget: Budget,
  index: AnchorIndex,
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
    found.push(match, ...(match.also ?? []));
    if (rule.isExact) doneUntil.set(rule, match.match.span.end - GLUED);
  };

  return {
    visit(at) {
      for (const anchor of index.literalsFrom(text.slice(at, at + 2).toLowerCase())) {
        const [literal, insensitive, rules] = anchor;
        if (!standsAt(text, at, literal, insensitive)) continue;
        if (rules.length === 0) addWindow(uncovered, at, text.length);
        for (const rule of rules) run(rule, at, at + literal.length);
      }
      const gram = gramAt(text, at);
      for (const [source, rule, masks] of index.patterns) {
        if (!allows(masks, gram)) continue;
        const regex = regexOf(source);
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

function addWindow(windows: Span[], at: number, length: number): void {
  const window = { start: Math.max(0, at - UNCOVERED_REACH), end: Math.min(length, at + UNCOVERED_REACH) };
  const last = windows.at(-1);
  if (last !== undefined && last.end >= window.start)
    windows[windows.length - 1] = { start: last.start, end: window.end };
  else windows.push(window);
}

const regexes = new Map<string, RegExp>();

function regexOf(source: string): RegExp {
  const regex = regexes.get(source) ?? new RegExp(source, "y");
  regexes.set(source, regex);
  return regex;
}

const rows = ROWS.split("\n");

export const TABLE: RuleTable = openTable({ literalsFrom: lineReader(LITERALS), patterns: PATTERNS }, (at) => {
  const row = rows[at];
  return row === undefined ? undefined : readRow(row);
});
