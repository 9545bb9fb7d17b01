import type { Span } from "../core/finding.ts";

/** One replacement in a text. */
export interface Edit {
  readonly span: Span;
  readonly replacement: string;
  /** The span is a bare JSON or YAML number: the replacement gets quotes, so that the text stays valid. */
  readonly quoted?: boolean;
}

/** How far back a quote is looked for that tells in what depth of escaping a number stands. */
const QUOTE_REACH = 4096;

/**
 * `text` with the edits made and every other code unit as it was. Linear.
 * @param edits in order of start, without overlaps
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { span, replacement, quoted } of edits) {
    if (span.start < at || span.end < span.start || span.end > text.length) throw new RangeError("edits overlap");
    const quote = quoted ? quoteAt(text, span.start) : "";
    pieces.push(text.slice(at, span.start), quote, replacement, quote);
    at = span.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

/**
 * `"`, or `\"` and deeper where the JSON around the position is itself inside a string: what the nearest quote in front
 * shows. At depth d a quote that delimits has 2^d - 1 backslashes, plus a multiple of 2^(d+1) where the string that it
 * ends had some of its own: d is the number of one-bits at the low end of their count.
 */
function quoteAt(text: string, position: number): string {
  const from = Math.max(0, position - QUOTE_REACH);
  const before = text.slice(from, position);
  const quote = before.lastIndexOf('"');
  let start = Math.max(quote, 0);
  while (start > 0 && before[start - 1] === "\\") start--;
  const count = Math.max(quote, 0) - start;
  return `${"\\".repeat(count & ~(count + 1))}"`;
}
