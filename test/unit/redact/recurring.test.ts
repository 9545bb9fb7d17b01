import { describe, expect, test } from "vitest";
import { isParticular, presentIn, recurringFinder } from "../../../src/redact/recurring.ts";
import { expand } from "../../support/templates.ts";

function hits(values: readonly string[], text: string): string[] {
  const finder = recurringFinder(values.map((value) => ({ value, type: "T" })));
  return finder === null ? [] : finder(text).map(({ span }) => text.slice(span.start, span.end));
}

describe("what is looked for elsewhere", () => {
  test.each([
    expand("{{alnum:20}}"),
    expand("{{hex:40}}"),
    expand("{{lower:30}}"),
    "Tr0ub4dor",
    "correct-horse-7",
    "aB3$xYz!",
    "päßwört9",
  ])("%s", (value) => {
    expect(isParticular(value)).toBe(true);
  });

  test.each([
    "short1",
    "password",
    "Password",
    "PRODUCTION",
    "shop-database",
    "my_user.name",
    "12345678",
    "4111 1111 1111",
    "überall-hier",
  ])("not %s", (value) => {
    expect(isParticular(value)).toBe(false);
  });
});

describe("finding", () => {
  test("anywhere, at the edges, inside other text, next to itself", () => {
    const value = expand("{{alnum:24}}");
    expect(hits([value], `${value}${value} x${value}y ${value.slice(1)} ${value}`)).toEqual(Array(4).fill(value));
    expect(hits([value], value.slice(0, 7))).toEqual([]);
    expect(hits([value], "")).toEqual([]);
  });

  test("the longest of several that begin alike", () => {
    const base = expand("{{alnum:12}}");
    const values = [base, `${base}-a1`, `${base}-a1b2`, `${base}-c3`];
    expect(hits(values, `${base}-a1b2 ${base}-a1x ${base}-c ${base}-c3`)).toEqual([
      `${base}-a1b2`,
      `${base}-a1`,
      base,
      `${base}-c3`,
    ]);
  });

  test("as JSON escapes it, and unescaped again", () => {
    const value = `${expand("{{alnum:10}}")}"\\\n${expand("{{alnum:10}}")}`;
    const inJson = JSON.stringify({ a: value });
    expect(hits([value], `${inJson} ${value}`)).toEqual([JSON.stringify(value).slice(1, -1), value]);
    expect(hits([JSON.stringify(value).slice(1, -1)], value)).toEqual([value]);
  });

  test("nothing to look for", () => {
    expect(recurringFinder([])).toBeNull();
    expect(recurringFinder([{ value: "password", type: "T" }])).toBeNull();
  });

  test("agrees with a plain search for a thousand values", () => {
    const values = Array.from(
      { length: 1000 },
      (_, at) => `${at % 2 ? "sk-same-start-" : ""}${expand("{{alnum:16}}")}`,
    );
    const text = values.map((value, at) => `${at}: ${value}\n`).join("") + "sk-same-start-x".repeat(1000);
    expect(hits(values, text)).toEqual(values);
  });

  test("a long value whole, and what is the same of it; in a text that goes on like it in one pass", () => {
    for (const count of [1, 500]) {
      const long = expand("{{alnum:2000}}");
      const values = [long, ...Array.from({ length: count }, () => expand("{{alnum:20}}"))];
      expect(hits(values, `x ${long} y`)).toEqual([long]);
      expect(hits(values, `x ${long.slice(0, 900)}! y`)).toEqual([long.slice(0, 900)]);
      expect(hits(values, `x ${long.slice(0, 100)}! y`)).toEqual([]);
      const periodic = `${"k7Qz9pLw".repeat(25_000)}END`;
      const start = performance.now();
      hits([periodic, ...values], "k7Qz9pLw".repeat(130_000));
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });

  test("one pass, whatever the number of values: many that begin alike, in a text of beginnings", () => {
    const values = Array.from({ length: 5000 }, (_, at) => `${"ab1".repeat(20)}${at}`);
    const finder = recurringFinder(values.map((value) => ({ value, type: "T" })));
    const text = "ab1".repeat(50_000);
    const start = performance.now();
    expect(finder?.(text)).toEqual([]);
    // A search for each value would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("which values stand in a text", () => {
  test("few or many, one in another, at its edges", () => {
    const few = ["abcdefgh", "bcdefghi", "cdefghijk", "xyz", "gone"];
    const many = [...few, ...Array.from({ length: 200 }, () => expand("{{alnum:20}}"))];
    for (const values of [few, many]) {
      expect([...presentIn("abcdefghijk xyz", values)].sort()).toEqual([...few.slice(0, 4)].sort());
      expect(presentIn("", values).size).toBe(0);
    }
    for (const value of many) expect(presentIn(`${value}${many.at(-1)}`, many)).toContain(value);
  });

  test("one pass, whatever the number of values", () => {
    const values = Array.from({ length: 5000 }, () => expand("{{alnum:20}}"));
    const text = "ab1".repeat(1_500_000);
    const start = performance.now();
    expect(presentIn(text, values).size).toBe(0);
    // A search for each value takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
