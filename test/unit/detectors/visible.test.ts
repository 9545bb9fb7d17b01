import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewThrough } from "../../../src/detectors/text-view.ts";
import { unescapedView } from "../../../src/detectors/unescaped.ts";
import { visibleView } from "../../../src/detectors/visible.ts";
import { expectLinear } from "../../support/growth.ts";

const ESC = "\u001b";

describe("what a terminal does not show", () => {
  it.each([
    [`DB_${ESC}[01;31m${ESC}[KPASSWORD${ESC}[m${ESC}[K=x`, "DB_PASSWORD=x"],
    [`${ESC}[1;39m{${ESC}[0m ${ESC}[34;1m"a"${ESC}[0m`, '{ "a"'],
    [`${ESC}[38:2::1:2:3mx${ESC}[?25hy`, "xy"],
    [`${ESC}]8;;https://a.example${ESC}\\link${ESC}]8;;${ESC}\\ and ${ESC}]0;title\u0007text`, "link and text"],
    [`${ESC}(Bx${ESC}7y`, "xy"],
    ["\\u001b[1;31mghp_\\u001B[m1", "ghp_1"],
    ["\\x1b[31ma\\033[0mb\\e[1mc", "abc"],
    ["\\\\u001b[31ma\\\\u001b[0mb", "ab"],
    ["\\u001b]0;t\\u0007x", "x"],
    ["a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg", "abcdefg"],
    ["a\\u200bb\\u00ADc", "abc"],
    ["N\bNA\bAM\bM _\bx_\by", "NAM xy"],
  ])("%j shows %j", (text, shown) => {
    expect(visibleView(text)?.text).toBe(shown);
  });

  it.each([
    "plain",
    "a\nb",
    "\ufefftext",
    "caf\u00e9 \u{1f468}\u200d\u{1f469} end",
    `cut ${ESC}`,
    `${ESC}]0;no end`,
    "C:\\e\\x1\\u00e4",
  ])("%j shows as it is", (text) => {
    expect(visibleView(text)).toBeNull();
  });

  it.each([`${ESC}[`, `${ESC}]`, "\\u001b]", "a\u200b", "x\b", `${ESC}[31m`, "\\", "\u00ad"])(
    "takes linear time where %j stands over and over",
    (unit) => expectLinear(visibleView, unit),
  );
});

it("every part of a view of a view leads back to what it stands for, and to nothing at its edges", () => {
  const codes = [`${ESC}[31m`, `${ESC}[0m`, `${ESC}[K`];
  const piece = fc.constantFrom(...codes, "\\/", "\\u0067", "x", "y z", "\\n", "\n");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(40), fc.nat(40), (pieces, from, to) => {
      const text = pieces.join("");
      const visible = visibleView(text);
      if (visible === null) return;
      const inner = unescapedView(visible.text);
      const view = inner === null ? visible : viewThrough(visible, inner);
      const [start = 0, end = 0] = [from, to].map((at) => Math.min(at, view.text.length)).sort((a, b) => a - b);
      if (start === end) return;
      const span = view.toOriginal({ start, end });
      const original = text.slice(span.start, span.end);
      const shown = visibleView(original)?.text ?? original;
      expect(unescapedView(shown)?.text ?? shown).toBe(view.text.slice(start, end));
      expect(codes.some((code) => original.startsWith(code) || original.endsWith(code))).toBe(false);
    }),
  );
});
