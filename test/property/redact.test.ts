import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/core/json.ts";
import { findMasks, maskedOver } from "../../src/redact/masks.ts";
import { redactValue, sameShape } from "../../src/redact/output.ts";
import { findPlaceholders } from "../../src/redact/placeholder.ts";
import { isParticular, recurringFinder } from "../../src/redact/recurring.ts";
import type { Found } from "../../src/redact/redact.ts";
import { editsFor, originalsOf } from "../../src/redact/redact.ts";
import { restorePlaceholders } from "../../src/redact/restore.ts";
import { applyEdits } from "../../src/redact/rewrite.ts";
import { newDigest } from "../unit/redact/digest.ts";

const digest = newDigest();

/** Any text at all: lone surrogates, NUL, byte order marks, line ends, quotes. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom('"', "\\", "\r\n", "\u0000", "\ufeff", "=", ":", "DEFENTER_", "a", "1", " "), {
      maxLength: 40,
    })
    .map((parts) => parts.join("")),
);

/** A text and values in it, which may overlap. */
const textAndFound: fc.Arbitrary<{ text: string; found: Found[] }> = anyText.chain((text) =>
  fc
    .array(
      fc.record({
        from: fc.nat(text.length),
        length: fc.integer({ min: 0, max: 20 }),
        type: fc.constantFrom("A", "B_C"),
      }),
      { maxLength: 8 },
    )
    .map((marks) => ({
      text,
      found: marks.map(({ from, length, type }) => ({
        span: { start: from, end: Math.min(text.length, from + length) },
        type,
        bareNumber: false,
      })),
    })),
);

test("restoring what was redacted gives the same text, code unit by code unit", () => {
  fc.assert(
    fc.property(textAndFound, ({ text, found }) => {
      const redacted = applyEdits(text, editsFor(text, found, digest));
      const { text: restored, missing } = restorePlaceholders(redacted, originalsOf(text, found, digest));
      expect(missing).toEqual([]);
      expect(restored).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("bare numbers in JSON of any depth of escaping come back as they were, and the text stays JSON", () => {
  const card = "4000001234567899";
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Json>(Number(card), card, 'x"y\\', 5, null)), fc.nat(3), (list, depth) => {
      let text = JSON.stringify({ list });
      for (let at = 0; at < depth; at++) text = JSON.stringify({ body: text });
      const found: Found[] = [];
      for (let at = text.indexOf(card); at !== -1; at = text.indexOf(card, at + 1)) {
        const bareNumber = !/["\\]/.test(text[at - 1] ?? "");
        found.push({ span: { start: at, end: at + card.length }, type: "CARD", bareNumber });
      }
      const redacted = applyEdits(text, editsFor(text, found, digest));
      expect(redacted).not.toContain(card);
      let read = JSON.parse(redacted) as { body: string; list: Json[] };
      for (let at = 0; at < depth; at++) read = JSON.parse(read.body) as typeof read;
      expect(sameShape(list, read.list)).toBe(true);
      expect(restorePlaceholders(redacted, originalsOf(text, found, digest)).text).toBe(text);
    }),
  );
});

test("redacting an output keeps its shape, and a second time changes nothing", () => {
  const secret = "s3cr3t-Value";
  const value = fc.oneof(
    fc.constant(secret),
    fc.string().map((text) => text + secret),
    fc.string(),
  );
  const tree = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      value as fc.Arbitrary<Json>,
      fc.constantFrom<Json>(null, true, 7),
      fc.array(tie("node"), { maxLength: 4 }) as fc.Arbitrary<Json>,
      fc.dictionary(value, tie("node"), { maxKeys: 4 }) as fc.Arbitrary<Json>,
    ),
  })).node;
  const redact = (output: Json): Json =>
    redactValue(
      output,
      "",
      stringsOf(output, "").map(({ text, ...where }) => ({
        ...where,
        edits: editsFor(text, occurrences(text, secret), digest),
      })),
    );
  fc.assert(
    fc.property(tree, (output) => {
      const once = redact(output);
      expect(JSON.stringify(once)).not.toContain(secret);
      expect(sameShape(output, once)).toBe(true);
      expect(redact(once)).toEqual(once);
    }),
    { numRuns: 300 },
  );
});

test("the finder of recurring values agrees with a plain search", () => {
  const value = fc
    .array(fc.constantFrom("a", "b1", "-", "Z"), { minLength: 4, maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 6 }),
      fc.array(fc.oneof(value, fc.constantFrom("a", "b1")), { maxLength: 8 }),
      (values, parts) => {
        const text = parts.join("");
        const known = values.filter(isParticular);
        const finder = recurringFinder(values.map((each) => ({ value: each, type: "T" })));
        const hits = finder === null ? [] : finder(text);
        let free = 0;
        const expected: string[] = [];
        for (let at = 0; at < text.length; at++) {
          if (at < free) continue;
          const longest = known.filter((each) => text.startsWith(each, at)).sort((a, b) => b.length - a.length)[0];
          if (longest === undefined) continue;
          expected.push(`${at} ${longest}`);
          free = at + longest.length;
        }
        expect(hits.map(({ span }) => `${span.start} ${text.slice(span.start, span.end)}`)).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test("looking for masks and placeholders works on any text, in order and without overlaps", () => {
  const text = fc.oneof(
    anyText,
    fc
      .array(fc.constantFrom("***", "[REDACTED]", "xxxx", "…", "k=", "\n", '"', " ", "DEFENTER_A_"), { maxLength: 30 })
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (any) => {
      for (const spans of [findMasks(any), findPlaceholders(any).map(({ span }) => span)]) {
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
      }
      expect(maskedOver(any, any, [{ start: 0, end: any.length }])).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

function occurrences(text: string, value: string): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
    found.push({ span: { start: at, end: at + value.length }, type: "SECRET", bareNumber: false });
  }
  return found;
}

function stringsOf(value: Json, pointer: string): { text: string; pointer: string; isKey: boolean }[] {
  if (typeof value === "string") return [{ text: value, pointer, isKey: false }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const child = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const inside = stringsOf(item as Json, child);
    return Array.isArray(value) ? inside : [{ text: key, pointer: child, isKey: true }, ...inside];
  });
}
