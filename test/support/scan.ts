import type { Match } from "../../src/core/finding.ts";
import { TABLE } from "../../src/detectors/rule-table.ts";
import { createScanner, type TextScan } from "../../src/detectors/text.ts";

/** One text through a scanner of its own, with all rules of the package and all the time in the world. */
export function scanText(text: string, path: string | null = null): TextScan {
  return createScanner({ loadTable: () => TABLE, overdue: () => false })(text, { channel: "tool_output", path });
}

export function idsIn(text: string): readonly string[] {
  return scanText(text).matches.map(({ rule }) => rule.id);
}

export function matchedText(text: string, match: Match | undefined): string | undefined {
  return match === undefined ? undefined : text.slice(match.span.start, match.span.end);
}

/** Takes the marks out of an example: `⟨…⟩` stand around the exact value. */
export function unmark(example: string): { readonly text: string; readonly value: string | null } {
  const start = example.indexOf("⟨");
  const end = example.indexOf("⟩");
  const text = example.replaceAll(/[⟨⟩]/g, "");
  return { text, value: start < 0 ? null : example.slice(start + 1, end) };
}
