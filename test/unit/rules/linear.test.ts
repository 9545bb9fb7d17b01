import { checkSync } from "recheck";
import { describe, expect, it } from "vitest";
import { loadOwnRules } from "../../../src/rules/compile/generate.ts";
import { assertLinear } from "../../../src/rules/compile/linear.ts";
import { makePrefilter } from "../../../src/rules/compiled/prefilter.generated.ts";
import { expectLinear } from "../../support/growth.ts";
import { scanText } from "../../support/scan.ts";

describe("assertLinear", () => {
  it.each([
    "(a+)+",
    "(a*)*b",
    "(?:a|a)*b",
    "(?:a|ab)+c",
    "(\\w+\\s?)*$",
    "(?:[a-z]{1,30}){1,30}b",
    "a*a*b",
    "\\s*.*\\s*x",
    "\\d+\\w+\\d+x",
    ".*.*=.*",
    "[a-z]+[a-y]+!",
    "(?:a?){30}a{30}",
    "a?a?a?a?a?a?a?a?a?a?a?a?a?a?b",
    "(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)(?:a|b|ab)c",
    "(.)\\1",
    "(?<x>a)\\k<x>",
    "(?<=a+)b",
    "([a-z]+,?)+;",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y",
    "(",
    "[z-a]",
  ])("refuses %s", (source) => {
    expect(() => assertLinear(source, "")).toThrow(expect.objectContaining({ code: "PATTERN_UNSAFE" }));
  });

  it.each([
    "EXT-[0-9]{6}",
    "[A-Za-z0-9_-]{20,300}(?:\\.[0-9a-z]{2,9}){0,2}",
    "(?:[a-z]{2,5}-){2,4}[0-9]+",
    "key\\s{0,8}=\\s{0,8}(\\w{8,64})",
    '"(?:[^"\\\\]|\\\\.)*"',
    "(?<![0-9])[0-9]{8,10}:AA",
    "a+b+c+",
    "(?:foo|bar)+",
    "\\w+@",
  ])("accepts %s", (source) => {
    expect(() => assertLinear(source, "")).not.toThrow();
  });
});

const patterns = loadOwnRules().flatMap(({ compiled, tail, source }) => [
  ...(compiled.pattern === null ? [] : [[`${source.id} pattern`, compiled.pattern, compiled.flags] as const]),
  ...(tail === null ? [] : [[`${source.id} anchorTail`, tail, ""] as const]),
  ...(compiled.anchors.pattern === null ? [] : [[`${source.id} anchorPattern`, compiled.anchors.pattern, ""] as const]),
]);

describe("recheck", () => {
  process.env["RECHECK_BACKEND"] = "pure";

  it("knows what is vulnerable", () => {
    expect(checkSync("^(?:(a+)+b)", "", { checker: "automaton" }).status).toBe("vulnerable");
  });

  it.each(patterns)("calls %s safe", (_, source, flags) => {
    // Sticky: a rule starts at its anchor. recheck judges a search from every start, so the start is pinned here.
    const result = checkSync(`^(?:${source})`, flags, { timeout: 20_000, checker: "automaton" });
    expect(result.status, result.status === "vulnerable" ? result.attack.pattern : "").toBe("safe");
  });
});

/** What hurts patterns: long runs of what they repeat, and anchors in a row. */
const HOSTILE = [
  ...loadOwnRules().flatMap(({ compiled }) => compiled.anchors.literals.slice(0, 1)),
  "a",
  "0",
  "=",
  " ",
  '"',
  "-",
  ".",
  "key=",
  "password: ",
  "token\t=",
  "://a:",
  "ab-",
  "A1",
  "4111 ",
  "eyJ",
];

describe("growth", () => {
  it.each(HOSTILE)("of a scan of %j in a row is linear", (unit) => expectLinear(scanText, unit));

  it("the prefilter has no flag but g: it is searched from where it stopped", () => {
    expect(makePrefilter().flags).toBe("g");
  });
});
