/** A text as it reads once JSON's escapes of ordinary characters are taken out, and the way back. */
export interface UnescapedView {
  readonly text: string;
  /** Index in the original of what stands at `at` in the view; for `at` = length, the original's length. */
  toOriginal(at: number): number;
}

/** `\/` as PHP writes a slash, and `\uXXXX` of a printable ASCII character, which nobody needs to write so. */
const ESCAPE = /\\\/|\\u00([2-7][0-9a-fA-F])/g;

/**
 * Null where the text holds no such escape. Escapes that mean something in the text's own form (`\"`, `\\`, `\n`) stay:
 * the detectors know them.
 */
export function unescapedView(text: string): UnescapedView | null {
  if (!text.includes("\\/") && !text.includes("\\u00")) return null;
  const pieces: string[] = [];
  /** Where each replaced escape ends up in the view, and by how much the original is ahead behind it. */
  const places: number[] = [];
  const shifts: number[] = [];
  let at = 0;
  let length = 0;
  let shift = 0;
  for (const { index, 0: written, 1: hex } of text.matchAll(ESCAPE)) {
    const char = hex === undefined ? "/" : String.fromCharCode(Number.parseInt(hex, 16));
    if (char === '"' || char === "\\" || char === "\x7f") continue;
    pieces.push(text.slice(at, index), char);
    length += index - at + 1;
    shift += written.length - 1;
    places.push(length);
    shifts.push(shift);
    at = index + written.length;
  }
  if (places.length === 0) return null;
  pieces.push(text.slice(at));
  return { text: pieces.join(""), toOriginal: (place) => place + shiftAt(places, shifts, place) };
}

/** The shift behind the last escape that ends at or before `place`. */
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
