import { expect, it } from "vitest";
import { loadRules } from "../../../src/rules/compile/load.ts";
import { createForeignScanner } from "../../../src/system/foreign.ts";

const NOTHING = { matches: [], degraded: [], uncovered: [] };
const CONTEXT = { channel: "tool_output", path: null } as const;

function rulesOf(count: number) {
  const rules = Array.from({ length: count }, (_, at) => ({
    id: `secret/slow-${at}`,
    title: "slow rule",
    category: "secret",
    severity: "low",
    confidence: "low",
    placeholder: "SLOW",
    why: "It takes its time on purpose.",
    anchors: ["aa"],
    pattern: `aa[a-z]{1,400}X${at}`,
    examples: { match: [`aabX${at}`], ignore: ["b"] },
  }));
  const loaded = loadRules("own.json", JSON.stringify({ rules }), { taken: new Set(), isOwn: false });
  expect(loaded.problems).toEqual([]);
  return loaded.rules.map(({ compiled }) => compiled);
}

it("finds what a rule of the project says", () => {
  const scan = createForeignScanner(rulesOf(1), () => false);
  expect(scan("x aabcX0 y", CONTEXT, NOTHING).matches.map(({ span }) => span)).toEqual([{ start: 2, end: 8 }]);
});

it("gives many slow rules one budget, and says that it is spent", () => {
  const scan = createForeignScanner(rulesOf(200), () => false);
  const { degraded } = scan("a".repeat(40_000), CONTEXT, NOTHING);
  expect(degraded.length).toBeGreaterThan(0);
});

it("is over when the event's time is", () => {
  const scan = createForeignScanner(rulesOf(1), () => true);
  expect(scan("aabX0", CONTEXT, NOTHING).degraded).toEqual(["time of secret/slow-0 spent"]);
});
