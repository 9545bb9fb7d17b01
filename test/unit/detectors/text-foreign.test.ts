import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type Interruptible, scanForeign } from "../../../src/detectors/foreign.ts";
import type { TextContext } from "../../../src/detectors/text.ts";
import { loadRules } from "../../../src/rules/compile/load.ts";
import type { CompiledRule } from "../../../src/rules/compiled/table.ts";

const CONTEXT: TextContext = { channel: "file", path: null };

/** What the runtime does: a script in a context of its own can be interrupted, also within a regular expression. */
const exec: Interruptible = <T>(work: () => T): T | null => {
  try {
    return runInNewContext("work()", { work }, { timeout: 200 }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return null;
    throw error;
  }
};

function rule(fields: object): CompiledRule {
  const source = {
    id: "secret/acme-key",
    title: "Acme key",
    category: "secret",
    severity: "high",
    confidence: "high",
    placeholder: "ACME_KEY",
    why: "Opens the Acme service.",
    anchors: ["ACME-"],
    pattern: "ACME-[0-9]{6}",
    examples: { match: ["ACME-483920"], ignore: ["ACME-1"] },
    ...fields,
  };
  const { rules, problems } = loadRules("own.json", JSON.stringify({ rules: [source] }), {
    taken: new Set(),
    isOwn: false,
  });
  expect(problems).toEqual([]);
  const [loaded] = rules;
  if (loaded === undefined) throw new Error("no rule");
  return loaded.compiled;
}

describe("scanForeign", () => {
  it("finds what a project's rule describes, wherever it stands", () => {
    for (const at of [0, 10, 65_530, 65_536, 65_541, 200_000]) {
      const text = `${" ".repeat(at)}ACME-483920 and more`;
      const scan = scanForeign(text, [rule({})], exec, CONTEXT);
      expect(scan.matches.map(({ span }) => span)).toEqual([{ start: at, end: at + 11 }]);
      expect(scan.degraded).toEqual([]);
    }
  });

  it("knows leads, groups, cases, edges and anchor patterns as our own rules do", () => {
    const rules = [
      rule({
        id: "secret/lead",
        anchors: ["@acme"],
        lead: { chars: "[0-9]", min: 4, max: 4 },
        pattern: "[0-9]{4}@acme",
      }),
      rule({
        id: "secret/group",
        anchors: ["acme_key"],
        anchorCase: "insensitive",
        flags: "i",
        pattern: "acme_key(?&assign)([0-9]{5})(?&end)",
      }),
      rule({ id: "secret/edge", anchors: ["zz"], edge: true, pattern: "zz[0-9]{5}" }),
      rule({
        id: "secret/form",
        anchors: undefined,
        anchorPattern: "[0-9]{3}-[0-9]{3}",
        pattern: "[0-9]{3}-[0-9]{3}-[0-9]{3}",
      }),
    ];
    const text = "992718@acme\nACME_KEY: '48392'\nazz83920 zz83921\n183-920-471";
    const scan = scanForeign(text, rules, exec, CONTEXT);
    expect(scan.matches.map(({ rule: { id }, span }) => [id, text.slice(span.start, span.end)])).toEqual([
      ["secret/lead", "2718@acme"],
      ["secret/group", "48392"],
      ["secret/edge", "zz83921"],
      ["secret/form", "183-920-471"],
    ]);
  });

  it("drops and names a rule that hangs, and goes on with the others", () => {
    const hanging: CompiledRule = { ...rule({ id: "secret/hangs" }), pattern: "ACME-(?:[0-9]+)+x" };
    const text = `ACME-${"1".repeat(64)} ACME-483921`;
    const start = performance.now();
    const scan = scanForeign(text, [hanging, rule({})], exec, CONTEXT);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(scan.degraded).toEqual(["time of secret/hangs spent"]);
    expect(scan.matches.map(({ rule: { id } }) => id)).toEqual(["secret/acme-key"]);
  });
});
