import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/core/json.ts";
import { redactValue, sameShape } from "../../../src/redact/output.ts";
import { findPlaceholders, placeholderFor } from "../../../src/redact/placeholder.ts";
import { editsFor, originalsOf } from "../../../src/redact/redact.ts";
import { restorePlaceholders } from "../../../src/redact/restore.ts";
import { applyEdits } from "../../../src/redact/rewrite.ts";
import { expand } from "../../support/templates.ts";
import { foundIn, newDigest } from "./digest.ts";

describe("placeholders", () => {
  test("have the documented form, are stable and keyed", () => {
    const digest = newDigest();
    const token = expand("ghp_{{alnum:36}}");
    const placeholder = placeholderFor("GITHUB_TOKEN", token, false, digest);
    expect(placeholder).toMatch(/^DEFENTER_GITHUB_TOKEN_[a-z2-7]{10}$/);
    expect(placeholderFor("GITHUB_TOKEN", token, false, digest)).toBe(placeholder);
    expect(placeholderFor("GITHUB_TOKEN", `${token}x`, false, digest)).not.toBe(placeholder);
    expect(placeholderFor("GITHUB_TOKEN", token, false, newDigest())).not.toBe(placeholder);
  });

  test("differ for values that differ in a lone surrogate only", () => {
    const digest = newDigest();
    expect(placeholderFor("T", "a\ud800", false, digest)).not.toBe(placeholderFor("T", "a\udfff", false, digest));
  });

  test("do not tell the digits that a fingerprint is made of", () => {
    const tail = "0123456789abcdef".repeat(3);
    const one = placeholderFor("T", "x", false, () => "0".repeat(16) + tail);
    const two = placeholderFor("T", "x", false, () => "f".repeat(16) + tail);
    expect(one).toBe(two);
  });

  test("a digest that is too short is a bug", () => {
    expect(() => placeholderFor("T", "x", false, () => "abc")).toThrow(RangeError);
  });

  test("are found anywhere, also glued to other text", () => {
    const one = placeholderFor("CARD", "1", false, newDigest());
    const two = placeholderFor("API_KEY", "2", false, newDigest());
    const text = `x${one}y "${two}"${one} DEFENTER_CARD_short DEFENTER__aaaaaaaaaa`;
    expect(findPlaceholders(text).map(({ text: found, type }) => [found, type])).toEqual([
      [one, "CARD"],
      [two, "API_KEY"],
      [one, "CARD"],
    ]);
  });
});

describe("rewriting a text", () => {
  test("every other code unit stays", () => {
    const value = expand("{{alnum:20}}");
    const text = `\ufeffA=\u0000${value}\r\nB=\ud800 ${value}\n\n`;
    const digest = newDigest();
    const placeholder = placeholderFor("TOKEN", value, false, digest);
    expect(applyEdits(text, editsFor(text, foundIn(text, [value]), digest))).toBe(text.split(value).join(placeholder));
  });

  test("overlapping values leave nothing of either, and come back whole", () => {
    const text = "key=abcdefghij;";
    const found = [
      { span: { start: 8, end: 14 }, type: "B", bareNumber: false },
      { span: { start: 4, end: 10 }, type: "A", bareNumber: false },
    ];
    const digest = newDigest();
    const redacted = applyEdits(text, editsFor(text, found, digest));
    expect(redacted).toMatch(/^key=DEFENTER_A_[a-z2-7]{10};$/);
    expect(restorePlaceholders(redacted, originalsOf(text, found, digest)).text).toBe(text);
  });

  test("overlapping edits are a bug", () => {
    const edit = (start: number, end: number) => ({ span: { start, end }, replacement: "x" });
    expect(() => applyEdits("abcdef", [edit(0, 3), edit(2, 4)])).toThrow(RangeError);
    expect(() => applyEdits("abc", [edit(2, 9)])).toThrow(RangeError);
  });

  test("a bare number becomes a quoted string, in JSON inside a string too", () => {
    const card = expand("{{luhn:16:4}}");
    const digest = newDigest();
    for (const depth of [0, 1, 2]) {
      const original: Json = { n: 1, card: Number(card), list: [Number(card)], tail: "t" };
      let text = JSON.stringify(original);
      for (let at = 0; at < depth; at++) text = JSON.stringify({ body: text });
      const found = foundIn(text, [card], "CARD", true);
      const redacted = applyEdits(text, editsFor(text, found, digest));
      let read = JSON.parse(redacted) as { body: string; card: string; list: string[] };
      for (let at = 0; at < depth; at++) read = JSON.parse(read.body) as typeof read;
      const placeholder = placeholderFor("CARD", card, true, digest);
      expect(read).toEqual({ n: 1, card: placeholder, list: [placeholder], tail: "t" });
      expect(restorePlaceholders(redacted, originalsOf(text, found, digest)).text).toBe(text);
    }
  });

  test("the same digits as a number and as a string come back as each was", () => {
    const card = expand("{{luhn:16:5}}");
    const text = `{"a":${card},"b":"${card}"}`;
    const [bare, quoted] = foundIn(text, [card], "CARD");
    if (bare === undefined || quoted === undefined) throw new Error("not found");
    const found = [{ ...bare, bareNumber: true }, quoted];
    const digest = newDigest();
    const redacted = applyEdits(text, editsFor(text, found, digest));
    expect(redacted).not.toContain(card);
    expect(JSON.parse(redacted)).toMatchObject({ a: expect.any(String), b: expect.any(String) });
    expect(restorePlaceholders(redacted, originalsOf(text, found, digest)).text).toBe(text);
  });

  test("a hundred thousand edits in a large text", () => {
    const text = "value-0123456 ".repeat(100_000);
    const digest = newDigest();
    const edits = editsFor(text, foundIn(text, ["value-0123456"]), (value) => digest(value));
    expect(edits).toHaveLength(100_000);
    expect(applyEdits(text, edits)).not.toContain("value");
  });
});

describe("restoring", () => {
  test("placeholders without an original are told once and left", () => {
    const digest = newDigest();
    const known = placeholderFor("A", "known", false, digest);
    const unknown = placeholderFor("A", "unknown", false, digest);
    const originals = new Map([[known, { value: "$& $1", bareNumber: false }]]);
    expect(restorePlaceholders(`${unknown} ${known} ${unknown}`, originals)).toEqual({
      text: `${unknown} $& $1 ${unknown}`,
      missing: [unknown],
      restored: [known],
    });
  });

  test("a number keeps quotes that are not ours", () => {
    const placeholder = placeholderFor("CARD", "4111", true, newDigest());
    const originals = new Map([[placeholder, { value: "4111", bareNumber: true }]]);
    const restore = (text: string) => restorePlaceholders(text, originals).text;
    expect(restore(`{"a":"${placeholder}"}`)).toBe('{"a":4111}');
    expect(restore(`{"a":"no ${placeholder}"}`)).toBe('{"a":"no 4111"}');
    expect(restore(`'${placeholder}' ${placeholder}"`)).toBe(`'4111' 4111"`);
  });
});

describe("rewriting an output", () => {
  const digest = newDigest();
  const token = expand("ghp_{{alnum:36}}");
  const placeholder = placeholderFor("TOKEN", token, false, digest);

  test("strings, keys and numbers at their pointers, and nothing else", () => {
    const card = Number(expand("{{luhn:16:4}}"));
    const output: Json = { [`k ${token}`]: { "a/b": [`x ${token}`, `y ${token}`] }, n: card, ok: true, nil: null };
    const edits = (text: string) => editsFor(text, foundIn(text, [token]), digest);
    const redacted = redactValue(output, "/tool_response", [
      { pointer: `/tool_response/k ${token}`, isKey: true, edits: edits(`k ${token}`) },
      { pointer: `/tool_response/k ${token}/a~1b/0`, isKey: false, edits: edits(`x ${token}`) },
      {
        pointer: "/tool_response/n",
        isKey: false,
        edits: editsFor(String(card), foundIn(String(card), [String(card)], "CARD", true), digest),
      },
    ]);
    expect(redacted).toEqual({
      [`k ${placeholder}`]: { "a/b": [`x ${placeholder}`, `y ${token}`] },
      n: placeholderFor("CARD", String(card), true, digest),
      ok: true,
      nil: null,
    });
    expect(sameShape(output, redacted)).toBe(true);
  });

  test("JSON inside a string stays JSON", () => {
    const text = JSON.stringify({ a: token, b: 'line\nline "quoted" \u2028', c: 5 });
    const redacted = redactValue(text, "/tool_response", [
      { pointer: "/tool_response", isKey: false, edits: editsFor(text, foundIn(text, [token]), digest) },
    ]);
    expect(JSON.parse(redacted as string)).toEqual({ ...JSON.parse(text), a: placeholder });
  });

  test.each<[string, Json, Json]>([
    ["a missing field", { a: "x", b: 1 }, { a: "x" }],
    ["another type", { a: "x" }, { a: ["x"] }],
    ["another number", { a: 1 }, { a: 2 }],
    ["a number that became any text", { a: 1 }, { a: "1" }],
    ["a list for an object", [], {}],
    ["null for an object", { a: {} }, { a: null }],
    ["a shorter list", ["a", "b"], ["a"]],
    ["another key", { a: "x" }, { b: "x" }],
    ["a boolean that turned", { a: true }, { a: false }],
    ["a text for nothing", { a: null }, { a: "x" }],
  ])("%s is another shape", (_, before, after) => {
    expect(sameShape(before, after)).toBe(false);
  });
});
