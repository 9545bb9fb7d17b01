import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import type * as z from "zod";
import { DefenterError } from "../../core/error.ts";
import { nearest } from "../../core/nearest.ts";
import type { CompiledRule } from "../compiled/table.ts";
import { assertLinear, maxLength } from "./linear.ts";
import { expandMacros, MACRO_NAMES, unknownMacro } from "./macros.ts";
import { parsePattern } from "./pattern.ts";
import { RuleFile, RuleSource } from "./schema.ts";

/** Characters of the longest match that a rule may have: it is run at every hit, so it must not run away. */
const MAX_MATCH = 8192;
/** Characters that an anchor and what must follow it may span: the overlap of the scanner's windows. */
const MAX_ANCHOR = 250;
/** Rules in one file that did not come with the package. */
const MAX_RULES = 500;

/** What a rule may refer to. */
export interface RuleScope {
  /** Ids that are in use; grows with each rule that is loaded. */
  readonly taken: Set<string>;
  /** Whether the file came with the package: only its rules may name a matcher. */
  readonly isOwn: boolean;
}

export interface LoadedRules {
  readonly rules: readonly LoadedRule[];
  /** One for each rule that is left out, or one for the whole file. The other rules of the file are in force. */
  readonly problems: readonly DefenterError[];
}

export interface LoadedRule {
  readonly source: RuleSource;
  /** Regex source of what must follow an anchor, or null; the prefilter's concern. */
  readonly tail: string | null;
  readonly compiled: CompiledRule;
}

/**
 * Reads one rule file.
 * @param file how people know the file, for messages: `.defenter/rules/own.json`
 * @param text its contents: JSON, comments allowed
 * @returns what is valid; nothing is thrown
 */
export function loadRules(file: string, text: string, scope: RuleScope): LoadedRules {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  const [syntax] = errors;
  if (syntax !== undefined) {
    const line = text.slice(0, syntax.offset).split("\n").length;
    return failed(`${file} is not valid JSON: ${printParseErrorCode(syntax.error)} in line ${line}`);
  }
  const list = (value as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(list)) return failed(`${file} is no rule file: it needs the form {"rules": […]}`);
  if (list.length > MAX_RULES) return failed(`${file} has more than ${MAX_RULES} rules`);
  const shape = RuleFile.safeParse({ ...(value as object), rules: [] });
  if (!shape.success) return failed(`${file} is not valid: ${describeIssues(shape.error, ["$schema", "rules"])}`);

  const rules: LoadedRule[] = [];
  const problems: DefenterError[] = [];
  list.forEach((item: unknown, index) => {
    try {
      rules.push(loadRule(item, scope));
    } catch (error) {
      if (!(error instanceof DefenterError)) throw error;
      problems.push(inFile(error, file, nameOf(item, index)));
    }
  });
  return { rules, problems };
}

function failed(message: string): LoadedRules {
  return { rules: [], problems: [invalid(message, "none of its rules is in force")] };
}

function invalid(message: string, ...hints: readonly string[]): DefenterError {
  return new DefenterError("CONFIG_INVALID", message, { hints });
}

function nameOf(item: unknown, index: number): string {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === "string" && /^[a-z0-9/-]{1,80}$/.test(id) ? id : `rules[${index}]`;
}

function inFile(error: DefenterError, file: string, name: string): DefenterError {
  const hints = [...error.hints, "this rule is not in force; the others in the file are"];
  return new DefenterError(error.code, `${file}: ${name}: ${error.message}`, { hints });
}

function loadRule(item: unknown, scope: RuleScope): LoadedRule {
  const parsed = RuleSource.safeParse(item);
  if (!parsed.success) throw invalid(describeIssues(parsed.error, Object.keys(RuleSource.shape)));
  const source = parsed.data;
  assertConsistent(source, scope);
  const pattern = source.pattern === undefined ? null : expandMacros(source.pattern);
  assertSafe(source, pattern, scope);
  scope.taken.add(source.id);
  return { source, tail: source.anchorTail ?? null, compiled: compile(source, pattern) };
}

function compile(source: RuleSource, pattern: string | null): CompiledRule {
  const { id, title, category, severity, confidence, placeholder } = source;
  return {
    info: { id, title, category, severity, confidence, placeholder },
    anchors: {
      literals: source.anchors ?? [],
      insensitive: source.anchorCase === "insensitive",
      pattern: source.anchorPattern ?? null,
    },
    lead: source.lead ?? null,
    edge: source.edge ?? false,
    pattern,
    flags: source.flags ?? "",
    matcher: source.matcher ?? null,
    checks: source.checks ?? [],
    rank: source.rank ?? (source.matcher === undefined ? "exact" : "shape"),
  };
}

function assertConsistent(source: RuleSource, scope: RuleScope): void {
  if (!source.id.startsWith(`${source.category}/`)) {
    throw invalid(`id and category disagree`, `an id of this category starts with ${source.category}/`);
  }
  if (scope.taken.has(source.id)) throw invalid("id is in use by another rule");
  if ((source.anchors === undefined) === (source.anchorPattern === undefined)) {
    throw invalid(
      "needs either anchors or anchorPattern; without one it would never be tried, with both one is ignored",
    );
  }
  if ((source.pattern === undefined) === (source.matcher === undefined)) {
    throw invalid("needs either pattern or matcher; without one it finds nothing, with both one is ignored");
  }
  assertMatcher(source, scope);
  const macro = source.pattern === undefined ? null : unknownMacro(source.pattern);
  if (macro !== null)
    throw invalid(`pattern names (?&${macro}), which does not exist`, ...didYouMean(macro, MACRO_NAMES));
}

function assertMatcher(source: RuleSource, scope: RuleScope): void {
  if (source.matcher === undefined) return;
  if (!scope.isOwn) throw invalid("matcher is for rules that come with the package", "use pattern");
  if (source.lead !== undefined || source.flags !== undefined || source.edge !== undefined) {
    throw invalid("lead, flags and edge belong to a pattern; a matcher looks around by itself");
  }
}

/** Anchors that came with the package may be intricate: they keep the hits few, and tests time every one of them. */
function assertSafe(source: RuleSource, pattern: string | null, scope: RuleScope): void {
  const anchorWays = scope.isOwn ? Number.POSITIVE_INFINITY : undefined;
  checkRegex("pattern", pattern, source.flags ?? "", MAX_MATCH);
  checkRegex("anchorPattern", source.anchorPattern ?? null, "", MAX_ANCHOR, anchorWays);
  checkRegex("anchorTail", source.anchorTail ?? null, "", MAX_ANCHOR, anchorWays);
  if (source.lead === undefined) return;
  if (!/^\[.*\]$/s.test(source.lead.chars)) throw invalid("lead.chars must be one character class such as [0-9]");
  checkRegex("lead.chars", source.lead.chars, "", 1);
}

function checkRegex(field: string, regex: string | null, flags: string, longest: number, maxWays?: number): void {
  if (regex === null) return;
  try {
    assertLinear(regex, flags, maxWays);
  } catch (error) {
    if (!(error instanceof DefenterError)) throw error;
    throw new DefenterError(error.code, `${field} ${error.message}`, {
      hints: ["bound every repetition, as in [a-z]{1,64}, and let no two of them take the same characters in a row"],
    });
  }
  const length = maxLength(parsePattern(regex, flags));
  if (length > longest) {
    const much = Number.isFinite(length) ? `${length} characters` : "text of any length";
    throw new DefenterError("PATTERN_UNSAFE", `${field} matches ${much}; at most ${longest} are allowed`, {
      hints: ["give every + and * a bound, as in {1,256}"],
    });
  }
}

function didYouMean(typed: string, words: readonly string[]): readonly string[] {
  const word = nearest(typed, words);
  return word === null ? [`these exist: ${words.join(", ")}`] : [`did you mean ${word}?`];
}

function describeIssues(error: z.ZodError, keys: readonly string[]): string {
  return error.issues.map((issue) => describeIssue(issue, keys)).join("; ");
}

function describeIssue(issue: z.core.$ZodIssue, keys: readonly string[]): string {
  const place = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const told = issue.keys.map((key) => {
      const near = place === "" ? nearest(key, keys) : null;
      return near === null ? `"${key}"` : `"${key}" (did you mean ${near}?)`;
    });
    return `${place === "" ? "" : `${place}: `}unknown key ${told.join(", ")}`;
  }
  if (issue.code === "invalid_value") return `${place} must be ${issue.values.map(String).join(", ")}`;
  const isMissing = issue.code === "invalid_type" && issue.message.includes("undefined");
  return isMissing ? `${place} is missing` : `${place} ${lowerFirst(issue.message)}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
