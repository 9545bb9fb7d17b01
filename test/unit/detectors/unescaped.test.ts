import fc from "fast-check";
import { expect, it } from "vitest";
import type { Span } from "../../../src/core/finding.ts";
import { unescapedView } from "../../../src/detectors/unescaped.ts";

it.each([
  ["postgres:\\/\\/app:x@db", "postgres://app:x@db"],
  ["\\u0067hp_", "ghp_"],
  ["a\\u0022b\\/c", "a\\u0022b/c"],
])("%j reads %j", (text, view) => {
  expect(unescapedView(text)?.text).toBe(view);
});

it.each(["plain", "a\\nb", "\\u00e4", '\\"', "\\\\"])("%j has no view", (text) => {
  expect(unescapedView(text)).toBeNull();
});

it("every part of the view leads back to what it stands for", () => {
  const piece = fc.constantFrom("\\/", "\\u0067", "\\u0022", "x", "y z", "\\n", "é");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(40), fc.nat(40), (pieces, from, to) => {
      const text = pieces.join("");
      const view = unescapedView(text);
      if (view === null) return;
      const [start, end] = [from, to].map((at) => Math.min(at, view.text.length)).sort((a, b) => a - b) as [
        number,
        number,
      ];
      const original = textAt(text, view.toOriginal({ start, end }));
      expect(unescapedView(original)?.text ?? original).toBe(view.text.slice(start, end));
    }),
  );
});

function textAt(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}
