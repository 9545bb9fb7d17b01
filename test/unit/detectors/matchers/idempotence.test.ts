import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, marked } from "./find.ts";

interface Rule {
  readonly id: string;
  readonly placeholder: string;
  readonly matcher?: string;
  readonly examples: { readonly match: readonly string[] };
}

const EXAMPLES = ["generic", "pii"].flatMap((name) => {
  const file = new URL(`../../../../rules/${name}.json`, import.meta.url);
  const { rules } = JSON.parse(readFileSync(file, "utf8")) as { rules: readonly Rule[] };
  return rules
    .filter(({ matcher }) => matcher !== undefined)
    .flatMap((rule) => rule.examples.match.map((match) => [rule.id, rule.placeholder, match] as const));
});

describe("a redacted text", () => {
  it.each(EXAMPLES)("holds no finding of %s behind the placeholder of %s: %j", (id, placeholder, template) => {
    const { text } = marked(expand(template));
    const first = find(text).find((found) => found.rule === id);
    if (first === undefined) throw new Error("the example is not found at all");
    const redacted = `${text.slice(0, first.start)}DEFENTER_${placeholder}_${expand("{{base32:10}}")}${text.slice(first.end)}`;
    expect(find(redacted)).toEqual([]);
  });
});
