import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { editsFor } from "../../src/redact/redact.ts";
import { applyEdits } from "../../src/redact/rewrite.ts";
import { loadOwnRules } from "../../src/rules/compile/generate.ts";
import { scanText, unmark } from "../support/scan.ts";
import { expand } from "../support/templates.ts";

/** Placeholders are keyed, and a rule may fit the form of some of them only. */
const KEYS = Array.from({ length: 20 }, (_, at) => `key ${at}`);

function redact(text: string, key: string): string {
  const digest = (value: string) => createHmac("sha256", key).update(value).digest("hex");
  const found = scanText(text).matches.map(({ span, rule, bareNumber }) => ({
    span,
    type: rule.placeholder,
    bareNumber: bareNumber ?? false,
  }));
  return applyEdits(text, editsFor(text, found, digest));
}

describe.each(loadOwnRules().map(({ source }) => source))("$id", (rule) => {
  it.each(rule.examples.match)("finds nothing in %j once it is redacted", (example) => {
    const { text } = unmark(expand(example));
    const left = KEYS.flatMap((key) => {
      const redacted = redact(text, key);
      return scanText(redacted).matches.map(
        ({ span, rule: by }) => `${by.id}: ${redacted.slice(span.start, span.end)}`,
      );
    });
    expect(left).toEqual([]);
  });
});
