import { describe, expect, it } from "vitest";
import { loadOwnRules } from "../../src/rules/compile/generate.ts";
import { matchedText, scanText, unmark } from "../support/scan.ts";
import { expand } from "../support/templates.ts";

/** Examples are made from templates, so each is tried with several values. */
const ROUNDS = 5;

describe.each(loadOwnRules().map(({ source }) => source))("$id", (rule) => {
  it.each(rule.examples.match)("finds %j", (example) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { text, value } = unmark(expand(example));
      // A generic rule gives way to a more specific one that finds the same value.
      const match = scanText(text).matches.find(
        (found) => found.rule.id === rule.id || (rule.rank === "generic" && matchedText(text, found) === value),
      );
      expect(match, text).toBeDefined();
      if (value !== null) expect(matchedText(text, match)).toBe(value);
    }
  });

  it.each(rule.examples.ignore)("ignores %j", (example) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { text } = unmark(expand(example));
      expect(
        scanText(text).matches.filter((found) => found.rule.id === rule.id),
        text,
      ).toEqual([]);
    }
  });
});
