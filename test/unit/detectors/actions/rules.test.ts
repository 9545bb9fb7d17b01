import { describe, expect, it } from "vitest";
import type { ActionRule } from "../../../../src/detectors/actions/action.ts";
import * as OWN_RULES from "../../../../src/flow/own-rules.ts";
import { actionSources, flowSources, generateRules } from "./generate.ts";
import { rulesOf } from "./support.ts";

const RULES = actionSources();

describe("rules/actions.json", () => {
  it("is what the generated module holds", async () => {
    await expect(generateRules(RULES)).toMatchFileSnapshot("../../../../src/detectors/actions/rules.generated.ts");
  });

  it("lists the rules of the flow as they are", () => {
    const listed = flowSources().map(({ id, title, severity, confidence, response }) => ({
      id,
      title,
      severity,
      confidence,
      response,
    }));
    const own = Object.values(OWN_RULES)
      .filter((value): value is ActionRule => typeof value === "object")
      .map(({ id, title, severity, confidence, response }) => ({ id, title, severity, confidence, response }));
    expect(listed).toEqual(
      own.sort((a, b) => listed.findIndex(({ id }) => id === a.id) - listed.findIndex(({ id }) => id === b.id)),
    );
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
