import type { Span } from "../core/finding.ts";
import type { Digest } from "./placeholder.ts";
import { placeholderFor } from "./placeholder.ts";
import type { Original } from "./restore.ts";
import type { Edit } from "./rewrite.ts";

/** A value that was found in a text and is to be replaced. */
export interface Found {
  readonly span: Span;
  /** TYPE of its placeholder. */
  readonly type: string;
  readonly bareNumber: boolean;
}

/**
 * The edits that put a placeholder in place of each value, in order and without overlaps: of two that overlap the
 * union is one value, so that its placeholder stands for all that it replaces.
 */
export function editsFor(text: string, found: readonly Found[], digest: Digest): Edit[] {
  return united(found).map(({ span, type, bareNumber }) => ({
    span,
    replacement: placeholderFor(type, text.slice(span.start, span.end), bareNumber, digest),
    quoted: bareNumber,
  }));
}

/** What each placeholder that `editsFor` makes of this text stands for. */
export function originalsOf(text: string, found: readonly Found[], digest: Digest): Map<string, Original> {
  const originals = new Map<string, Original>();
  for (const { span, type, bareNumber } of united(found)) {
    const value = text.slice(span.start, span.end);
    originals.set(placeholderFor(type, value, bareNumber, digest), { value, bareNumber });
  }
  return originals;
}

/** In order of start, overlapping values joined under the type of the one that starts first (or is longer). */
export function united(found: readonly Found[]): Found[] {
  const sorted = [...found].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const kept: Found[] = [];
  for (const value of sorted) {
    if (value.span.end <= value.span.start) continue;
    const last = kept.at(-1);
    if (last === undefined || value.span.start >= last.span.end) kept.push(value);
    else if (value.span.end > last.span.end) {
      const span = { start: last.span.start, end: value.span.end };
      kept[kept.length - 1] = { ...last, span, bareNumber: false };
    }
  }
  return kept;
}
