import { describe, expect, it } from "vitest";
import { walkAnchors } from "../../src/detectors/anchor-walk.ts";
import { compileRule, followsWord } from "../../src/detectors/rule-run.ts";
import { makeRuleTable } from "../../src/detectors/rule-table.ts";
import { createScanner } from "../../src/detectors/text.ts";
import { loadOwnRules } from "../../src/rules/compile/generate.ts";
import { parsePattern } from "../../src/rules/compile/pattern.ts";
import { makePrefilter } from "../../src/rules/compiled/prefilter.generated.ts";
import type { CompiledRule } from "../../src/rules/compiled/table.ts";
import { pick, textOf } from "../support/from-pattern.ts";

/** Texts made from each rule's own syntax. */
const ROUNDS = 40;
const BEFORE = ["", " ", '"', "\n", "\\n", "=", "\x1b[32m", "\\u001b[0m", "%3D", ">", "lorem ipsum "];
const AFTER = ["", " ", '"', "\n", "\\n", "\x1b[0m", "&x=1", "<", ", dolor"];

const rules = loadOwnRules();

describe.each(rules.filter((rule) => rule.compiled.pattern !== null))("$source.id", ({ compiled }) => {
  it("is found exactly as by its pattern over the whole text", () => {
    const scan = createScanner({ loadTable: () => makeRuleTable([compiled]), overdue: () => false });
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const text = pick(BEFORE) + textOf(parsePattern(compiled.pattern ?? "", compiled.flags)) + pick(AFTER);
      const expected = spansByPattern(compiled, text);
      const spans = scan(text, { channel: "file", path: null }).matches.map(({ span }) => span);
      expect(spans, JSON.stringify(text)).toEqual(expected);
      found += expected.length;
    }
    expect(found, "no text made from the pattern is found by it").toBeGreaterThan(0);
  });
});

describe.each(rules)("anchors of $source.id", ({ compiled, tail }) => {
  it("are hit by the prefilter", () => {
    const { literals, pattern, insensitive } = compiled.anchors;
    for (let round = 0; round < ROUNDS; round++) {
      for (const literal of pattern === null ? literals : [textOf(parsePattern(pattern, ""))]) {
        const anchor = insensitive ? [...literal].map(anyCase).join("") : literal;
        const text = anchor + (tail === null ? "" : textOf(parsePattern(tail, "")));
        const stands = new RegExp(pattern ?? `${quoted(anchor)}(?=${tail ?? ""})`, "y");
        if (!stands.test(text)) continue;
        expect(makePrefilter().exec(text)?.index, JSON.stringify(text)).toBe(0);
        expect(walkedPlaces(text), JSON.stringify(text)).toContain(0);
      }
    }
  });
});

/** The rule by brute force: its regex over the whole text, then what else the rule asks of a match. */
function spansByPattern(rule: CompiledRule, text: string): readonly { start: number; end: number }[] {
  const regex = new RegExp(rule.pattern ?? "", `dg${rule.flags}`);
  const runnable = compileRule({ ...rule, anchors: { literals: [""], insensitive: false, pattern: null } });
  return [...text.matchAll(regex)].flatMap((match) => {
    if (rule.edge && followsWord(text, match.index)) return [];
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0];
    const alone = { ...rule, lead: null, edge: false, pattern: "[^]{1,8192}", flags: "" };
    const passes = compileRule(alone).run(text.slice(start, end), 0, 0, { channel: "file", path: null }) !== null;
    return passes && runnable.info.id === rule.info.id ? [{ start, end }] : [];
  });
}

function walkedPlaces(text: string): readonly number[] {
  const places: number[] = [];
  walkAnchors(text, (at) => places.push(at) > 0);
  return places;
}

function anyCase(letter: string): string {
  return Math.random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase();
}

function quoted(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
