import { describe, expect, it } from "vitest";
import { compile } from "../../../src/config/compile/compile.ts";

const source = (kind: "config" | "rules", text: object) => ({
  layer: "project" as const,
  kind,
  path: `/p/.defenter/${kind}.json`,
  text: JSON.stringify(text),
  problem: null,
});

describe("what a repository may add is bounded, and what is left out is told", () => {
  it("alternatives of paths", () => {
    const policy = Array.from({ length: 100 }, (_, at) => ({ path: `**/x${at}/{a,b,c,d}/**`, action: "block" }));
    const { lines, problems } = compile([source("config", { policy })]);
    expect(lines).toHaveLength(75);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("more than 300 alternatives")]);
  });

  it("rules, and complaints about them", () => {
    const rule = (at: number) => ({
      id: `secret/own-${at}`,
      title: "own",
      category: "secret",
      severity: "high",
      confidence: "high",
      placeholder: "OWN",
      why: "It is one.",
      anchors: [`OWN${at}-`],
      pattern: `OWN${at}-[0-9]{6}`,
      examples: { match: [`OWN${at}-123456`], ignore: ["OWN"] },
    });
    const file = (from: number) => source("rules", { rules: Array.from({ length: 300 }, (_, at) => rule(from + at)) });
    const many = compile([file(0), file(300)]);
    expect(many.rules).toHaveLength(500);
    expect(many.problems.map(({ message }) => message)).toEqual([expect.stringContaining("first 500 of 600")]);
    const bad = compile([source("rules", { rules: Array.from({ length: 300 }, (_, at) => ({ id: `x${at}` })) })]);
    expect(bad.rules).toEqual([]);
    expect(bad.problems.length).toBeLessThanOrEqual(6);
  });
});
