import { type TextView, viewOf } from "./text-view.ts";

/** `\/` as PHP writes a slash, and `\uXXXX` of a printable ASCII character, which nobody needs to write so. */
const ESCAPE = /\\\/|\\u00([2-7][0-9a-fA-F])/g;

/**
 * A text as it reads once JSON's escapes of ordinary characters are taken out; null where it holds none. Escapes that
 * mean something in the text's own form (`\"`, `\\`, `\n`) stay: the detectors know them.
 */
export function unescapedView(text: string): TextView | null {
  return text.includes("\\/") || text.includes("\\u00") ? viewOf(text, escapesIn(text)) : null;
}

function* escapesIn(text: string) {
  for (const { index, 0: written, 1: hex } of text.matchAll(ESCAPE)) {
    const shown = hex === undefined ? "/" : String.fromCharCode(Number.parseInt(hex, 16));
    if (shown !== '"' && shown !== "\\" && shown !== "\x7f") yield { index, written, shown };
  }
}
