import { describe, expect, it } from "vitest";
import { actionSources, generateRules } from "./generate.ts";
import { rulesOf } from "./support.ts";

const RULES = actionSources();

describe("rules/actions.json", () => {
  it("is what the generated module holds", async () => {
    await expect(generateRules(RULES)).toMatchFileSnapshot("../../../../src/detectors/actions/rules.generated.ts");
  });

  it("names each rule once", () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
  });

  for (const rule of RULES) {
    const id = rule.id.slice("action/".length);
    describe(rule.id, () => {
      it.each(rule.match)("matches %j", (example) => {
        expect(rulesOf(example)).toContain(id);
      });
      it.each(rule.ignore)("ignores %j", (example) => {
        expect(rulesOf(example)).not.toContain(id);
      });
    });
  }
});
