import { readFileSync } from "node:fs";
import type { Confidence } from "../../../../src/core/finding.ts";
import { MATCHERS } from "../../../../src/detectors/matchers/registry.ts";
import type { TextContext } from "../../../../src/detectors/text.ts";

interface Rule {
  readonly id: string;
  readonly confidence: Confidence;
  readonly anchors?: readonly string[];
  readonly anchorCase?: string;
  readonly anchorTail?: string;
  readonly anchorPattern?: string;
  readonly matcher?: string;
}

export interface Found {
  readonly rule: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: Confidence;
  readonly weak: boolean;
  readonly bareNumber: boolean;
}

/** The rules that name a matcher; the others are patterns, which the engine proves. */
const RULES: readonly Rule[] = ["generic", "pii"].flatMap((name) => {
  const file = new URL(`../../../../rules/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { rules: Rule[] }).rules.filter(
    ({ matcher }) => matcher !== undefined,
  );
});

/** The matchers at the anchors of their own rules, without the engine: every rule by itself, overlaps kept. */
export function find(text: string, path: string | null = null): readonly Found[] {
  const context: TextContext = { channel: "file", path };
  return RULES.flatMap((rule) => findRule(rule, text, context));
}

/** The values of the text that some rule finds, each once. */
export function values(text: string, path: string | null = null): readonly string[] {
  return [...new Set(find(text, path).map((found) => found.value))];
}

function findRule(rule: Rule, text: string, context: TextContext): readonly Found[] {
  const matcher = MATCHERS[rule.matcher ?? ""];
  if (matcher === undefined) throw new Error(`${rule.id} names no matcher`);
  return [...text.matchAll(anchorOf(rule))].flatMap((hit) => {
    const end = hit.index + (hit[1] as string).length;
    const first = matcher(text, hit.index, end, context);
    return [first ?? [], first?.also ?? []].flat().map((raw) => {
      const { span, confidence = rule.confidence, weak = false, bareNumber = false } = raw;
      return { rule: rule.id, value: text.slice(span.start, span.end), ...span, confidence, weak, bareNumber };
    });
  });
}

function anchorOf(rule: Rule): RegExp {
  if (rule.anchorPattern !== undefined) return new RegExp(`(?=(${rule.anchorPattern}))`, "g");
  const literals = (rule.anchors ?? []).map((literal) => literal.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  const anyCase = (literal: string) => literal.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const sources = rule.anchorCase === "insensitive" ? literals.map(anyCase) : literals;
  return new RegExp(`(?=(${sources.join("|")})${rule.anchorTail ?? ""})`, "g");
}

/** A text whose secret stands between ⟨ and ⟩: the text without the marks, and the secret. */
export function marked(text: string): { readonly text: string; readonly value: string } {
  const start = text.indexOf("⟨");
  const end = text.indexOf("⟩");
  return { text: text.replace(/[⟨⟩]/g, ""), value: text.slice(start + 1, end) };
}
