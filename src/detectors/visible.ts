import { type TextView, viewOf } from "./text-view.ts";

/** Escape, as itself and as strings of JSON and other languages write it. */
const ESC = "(?:\\x1b|\\\\{1,4}(?:u001[bB]|x1[bB]|033|e(?=[[\\]])))";
const BELL = "(?:\\x07|\\\\{1,4}(?:u0007|x07|007|a))";

/**
 * What a terminal does not show (ECMA-48): colours and other control sequences (`ESC [ … m`), titles and links
 * (`ESC ] … BEL`), shorter sequences (`ESC ( B`), and characters without a width inside a word.
 */
const CODES = [
  `${ESC}\\[[0-?]{0,64}[ -/]{0,4}[@-~]`,
  `${ESC}\\][^\\x07\\x1b\\\\\\n]{0,2048}(?:${BELL}|${ESC}\\\\{1,8})`,
  "\\x1b(?:[ -/]{1,2}[0-~]|[=>78cDEHMNOZ])",
  "(?<=[!-~])(?:[\\u200b-\\u200d\\u2060\\ufeff\\xad]{1,64}|\\\\{1,2}u(?:200[b-dB-D]|2060|[fF][eE][fF][fF]|00[aA][dD]))(?=[!-~\\x1b])",
].join("|");
/** How manual pages print bold and underlined letters: one struck over by itself, or over `_`. */
const STRUCK = "([^\\n\\x08])(?:\\x08\\1){1,4}|_\\x08([^\\n\\x08])";

/** One of these stands in every text that holds such a thing. */
const SIGNS = ["\x1b", "\x08", "\xad"];
const WIDTHLESS_SIGNS = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"];
const WIDTHLESS = /[\u200b-\u200d\u2060\ufeff]/;
const WRITTEN_SIGNS = [
  "\\u001",
  "\\u00a",
  "\\u00A",
  "\\u200",
  "\\u206",
  "\\ufe",
  "\\uFE",
  "\\x1",
  "\\033",
  "\\e[",
  "\\e]",
];
const WRITTEN = /\\(?:u(?:001|00[aA]|200|206|fe|FE)|x1|033|e[[\]])/;
/** Characters from which on one pattern is faster than a search for each sign; below, making it costs more. */
const LONG = 4096;

/**
 * A text as a person sees it, who is not shown where `grep --color` ends a colour in the middle of a token; null where
 * it holds nothing of the kind.
 */
export function visibleView(text: string): TextView | null {
  const holdsSign = includesOne(text, SIGNS) || holdsWidthless(text) || holdsWritten(text);
  return holdsSign ? viewOf(text, hiddenIn(text)) : null;
}

function includesOne(text: string, signs: readonly string[]): boolean {
  return signs.some((sign) => text.includes(sign));
}

function holdsWidthless(text: string): boolean {
  return text.length < LONG ? includesOne(text, WIDTHLESS_SIGNS) : WIDTHLESS.test(text);
}

function holdsWritten(text: string): boolean {
  if (!text.includes("\\")) return false;
  return text.length < LONG ? includesOne(text, WRITTEN_SIGNS) : WRITTEN.test(text);
}

function* hiddenIn(text: string) {
  const pattern = new RegExp(text.includes("\x08") ? `${CODES}|${STRUCK}` : CODES, "g");
  for (const { index, 0: written, 1: bold, 2: underlined } of text.matchAll(pattern)) {
    yield { index, written, shown: bold ?? underlined ?? "" };
  }
}
