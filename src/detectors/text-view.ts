import type { Span } from "../core/finding.ts";

/** A text as it reads in another way, and the way back. */
export interface TextView {
  readonly text: string;
  /** Places in the view at which it differs from the original, in order. */
  readonly changes: readonly number[];
  /**
   * Where in the original that lies which the view shows at `span`: with what the view leaves out within it, but not
   * with what it leaves out right before or behind.
   */
  toOriginal(span: Span): Span;
}

/** What a view shows in place of `written.length` characters of the original. */
interface Change {
  readonly index: number;
  readonly written: string;
  /** One character, or empty where the view leaves it out. */
  readonly shown: string;
}

/**
 * The view of a text with the changes made; null without any.
 * @param changes in order, not overlapping
 */
export function viewOf(text: string, changes: Iterable<Change>): TextView | null {
  const pieces: string[] = [];
  /** For each change: the first start and the first end in the view that lie behind it, and how far the original is ahead. */
  const starts: number[] = [];
  const ends: number[] = [];
  const shifts: number[] = [];
  let at = 0;
  let length = 0;
  let shift = 0;
  for (const { index, written, shown } of changes) {
    pieces.push(text.slice(at, index), shown);
    length += index - at + shown.length;
    shift += written.length - shown.length;
    starts.push(length);
    ends.push(shown === "" ? length + 1 : length);
    shifts.push(shift);
    at = index + written.length;
  }
  if (shifts.length === 0) return null;
  pieces.push(text.slice(at));
  return {
    text: pieces.join(""),
    changes: starts,
    toOriginal: ({ start, end }) => ({
      start: start + shiftAt(starts, shifts, start),
      end: end + shiftAt(ends, shifts, end),
    }),
  };
}

/** A view of a view; its changes are those that the outer one does not have. */
export function viewThrough(outer: TextView, inner: TextView): TextView {
  const { text, changes } = inner;
  return { text, changes, toOriginal: (span) => outer.toOriginal(inner.toOriginal(span)) };
}

/** The shift behind the last change at or before `place`. */
function shiftAt(places: readonly number[], shifts: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (shifts[low - 1] ?? 0);
}
