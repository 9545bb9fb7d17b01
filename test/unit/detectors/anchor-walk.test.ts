import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { walkAnchors } from "../../../src/detectors/anchor-walk.ts";
import { TABLE } from "../../../src/detectors/rule-table.ts";
import { createScanner, type TextContext, type TextScan } from "../../../src/detectors/text.ts";
import { loadOwnRules } from "../../../src/rules/compile/generate.ts";
import { expand } from "../../support/templates.ts";

const CONTEXT: TextContext = { channel: "tool_output", path: null };
const EXAMPLES = loadOwnRules().flatMap(({ source }) => [...source.examples.match, ...source.examples.ignore]);
const NOISE = ["", " ", "\n", "=", '"', "key", "token: ", "日本語", "::", "0000", ".", "ab12", "curl "];

function scanner(): (text: string, context: TextContext) => TextScan {
  return createScanner({ loadTable: () => TABLE, overdue: () => false });
}

/** The same scan with the prefilter: what came before it in the event was too long to be walked through. */
function scanFiltered(text: string): TextScan {
  const scan = scanner();
  scan(" ".repeat(5000), CONTEXT);
  return scan(text, CONTEXT);
}

describe("a short text is scanned as a long one is", () => {
  it.each(EXAMPLES)("%j", (example) => {
    const text = expand(example).replace(/[⟨⟩]/g, "");
    expect(scanner()(text, CONTEXT)).toEqual(scanFiltered(text));
  });

  it("whatever it is put together from", () => {
    // The prefilter asks for less than an anchor's tail: glued to more text, these lead it to an anchor that has none.
    const plain = EXAMPLES.filter((example) => !/=\$|=your-/.test(example));
    const part = fc.oneof(fc.constantFrom(...NOISE), fc.constantFrom(...plain), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = expand(parts.join("")).replace(/[⟨⟩]/g, "").slice(0, 4000);
        expect(scanner()(text, CONTEXT)).toEqual(scanFiltered(text));
      }),
      { numRuns: 100 },
    );
  });
});

describe("walkAnchors", () => {
  it("calls for every place once, in order, and stops when told to", () => {
    const text = `${"AKIA ghp_ ".repeat(3)}AKIA`;
    const places: number[] = [];
    expect(walkAnchors(text, (at) => places.push(at) > 0)).toBe(true);
    expect(places).toEqual([0, 5, 10, 15, 20, 25, 30]);
    const until: number[] = [];
    expect(walkAnchors(text, (at) => until.push(at) < 2)).toBe(false);
    expect(until).toEqual([0, 5]);
  });

  it.each(["", "A", "AK", "\ud800", "日本"])("finds nothing in %j", (text) => {
    expect(walkAnchors(text, () => false)).toBe(true);
  });
});
