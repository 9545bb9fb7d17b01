import { findPlaceholders } from "./placeholder.ts";
import type { Edit } from "./rewrite.ts";
import { applyEdits } from "./rewrite.ts";

/** What a placeholder stands for. */
export interface Original {
  readonly value: string;
  /** It was a bare number: the quotes around the placeholder are ours and go with it. */
  readonly bareNumber: boolean;
}

export interface Restored {
  readonly text: string;
  /** Placeholders without an original, each once, in order of appearance. They are still in the text. */
  readonly missing: readonly string[];
  /** Placeholders that were restored, each once. */
  readonly restored: readonly string[];
}

/** `text` with each placeholder that `originals` knows replaced by its value, and every other code unit as it was. */
export function restorePlaceholders(text: string, originals: ReadonlyMap<string, Original>): Restored {
  const edits: Edit[] = [];
  const missing = new Set<string>();
  const restored = new Set<string>();
  for (const hit of findPlaceholders(text)) {
    const original = originals.get(hit.text);
    if (original === undefined) missing.add(hit.text);
    else {
      restored.add(hit.text);
      const { start, end } = hit.span;
      const quote = original.bareNumber ? quotesAround(text, start, end) : 0;
      edits.push({ span: { start: start - quote, end: end + quote }, replacement: original.value });
    }
  }
  return { text: applyEdits(text, edits), missing: [...missing], restored: [...restored] };
}

/** Length of the quote (with its backslashes) that stands the same on both sides of a span, or 0. */
function quotesAround(text: string, start: number, end: number): number {
  if (text[start - 1] !== '"') return 0;
  let length = 1;
  while (text[start - length - 1] === "\\") length++;
  return text.startsWith(text.slice(start - length, start), end) ? length : 0;
}
