import type { RuleInfo, Span } from "../core/finding.ts";
import { type CompiledRule, type Lead, RANKS } from "../rules/compiled/table.ts";
import { CHECKS, isPlaceholder, isPlausible, isPublic } from "./checks.ts";
import type { Matcher, RawMatch } from "./matchers/matcher.ts";
import { MATCHERS } from "./matchers/registry.ts";
import type { RankedMatch } from "./overlaps.ts";
import type { TextContext } from "./text.ts";

/** A rule that is ready to be tried at an anchor. */
export interface RunnableRule {
  readonly info: RuleInfo;
  /** A match of it leaves no room for another one within. */
  readonly isExact: boolean;
  /** @returns the match at the anchor `text.slice(at, end)`, or null */
  run(text: string, at: number, end: number, context: TextContext): RankedMatch | null;
}

export function compileRule(rule: CompiledRule): RunnableRule {
  const rank = RANKS.indexOf(rule.rank);
  const { info } = rule;
  const find = rule.pattern === null ? matcherOf(rule) : patternMatcher(rule);
  return {
    info,
    isExact: rule.rank === "exact",
    run(text, at, end, context) {
      const match = find(text, at, end, context);
      if (match === null) return null;
      const value = text.slice(match.span.start, match.span.end);
      if (isPlaceholder(value) || isPublic(value)) return null;
      if (rule.rank === "exact" && !isPlausible(value)) return null;
      if (!rule.checks.every((name) => CHECKS[name](value))) return null;
      const ranked = (one: RawMatch) => toRanked(rule, rank, { ...one, span: inFull(text, one.span) });
      const also = match.also?.map(ranked);
      return { ...ranked(match), ...(also !== undefined && { also }) };
    },
  };
}

function toRanked({ info }: CompiledRule, rank: number, match: RawMatch): RankedMatch {
  const weak = match.weak === true ? { weak: true } : {};
  const bareNumber = match.bareNumber === true ? { bareNumber: true } : {};
  const confidence = match.confidence ?? info.confidence;
  return { rank, match: { rule: info, span: match.span, confidence, ...weak, ...bareNumber } };
}

/** Characters from which on a bound of a rule may have cut a value. */
const LONG = 200;
const TAIL = /(?<=[\w+/=%])[\w+/=%][\w+/=%-]{0,65535}/y;

/** What was found, with what follows of the same run: the end of a value is as secret as its beginning. */
function inFull(text: string, span: Span): Span {
  if (span.end - span.start < LONG) return span;
  TAIL.lastIndex = span.end;
  const tail = TAIL.exec(text)?.[0].length ?? 0;
  return tail === 0 ? span : { start: span.start, end: span.end + tail };
}

function matcherOf(rule: CompiledRule): Matcher {
  const matcher = MATCHERS[rule.matcher ?? ""];
  if (matcher === undefined) throw new Error(`${rule.info.id} names a matcher that does not exist`);
  return matcher;
}

/** The regex is made when the rule is first tried: most rules never are. */
function patternMatcher(rule: CompiledRule): Matcher {
  let regex: RegExp | null = null;
  let leadChars: RegExp | null = null;
  return (text, at) => {
    regex ??= new RegExp(rule.pattern ?? "", `dy${rule.flags}`);
    let start = at;
    const last = at - (rule.lead?.min ?? 0);
    if (rule.lead !== null) {
      leadChars ??= new RegExp(rule.lead.chars);
      start = startOfLead(text, at, rule.lead, leadChars);
    }
    // What stands before the anchor may be more than belongs to the match: the leftmost that fits counts.
    for (; start <= last; start++) {
      if (rule.edge && followsWord(text, start)) continue;
      regex.lastIndex = start;
      const indices = regex.exec(text)?.indices;
      const span = indices?.[1] ?? indices?.[0];
      if (span !== undefined) return { span: { start: span[0], end: span[1] } };
    }
    return null;
  };
}

function startOfLead(text: string, at: number, lead: Lead, chars: RegExp): number {
  let start = at;
  while (start > 0 && at - start < lead.max && chars.test(text.charAt(start - 1))) start--;
  return start;
}

const WORD = /[A-Za-z0-9_]/;
/** An escape whose last letter is no part of a word: `\n`, `\x0a`, `\u001b`, `%3D`, a colour such as `ESC[32m`. */
const ESCAPE_END = /(?:\\[nrtbfve0]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}|\[[0-9;]{0,12}[A-Za-z])$/;

/** True where a letter, digit or _ stands right before `at`; the end of an escape does not count as one. */
export function followsWord(text: string, at: number): boolean {
  if (at === 0 || !WORD.test(text.charAt(at - 1))) return false;
  return !ESCAPE_END.test(text.slice(Math.max(0, at - 16), at));
}
