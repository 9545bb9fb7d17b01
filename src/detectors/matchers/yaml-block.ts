import { skipBlanks } from "./chars.ts";

/** `|` and `>` of YAML, with what may stand behind them on the line. */
const INDICATOR = /[|>][+-]?\d?[+-]?[ \t]{0,8}(?:#[^\r\n]{0,80})?(?=\r?\n)/y;
/** One word that is the whole line, and no key, list item, tag, alias or other start of a structure. */
const ALONE = /(?![-#&*!{[|>%@`"'][^\s]?)[^\s]{1,4096}(?=[ \t]{0,8}(?:[\r\n]|$))/y;
/** Another setting: `NAME=value`, `name:`. */
const SETTING = /^[A-Za-z_][\w.-]{0,60}(?:=[^=]|:)|:$/;
const MAX_INDENT = 40;

/**
 * The start of a value that stands alone on the line behind its key and further in, as YAML has it: `password: |`,
 * `password: >-`, or nothing behind the colon. `at` is right behind the colon. Null where there is none.
 */
export function blockValue(text: string, keyStart: number, at: number): number | null {
  let end = skipBlanks(text, at, 20);
  if (text[end] === "|" || text[end] === ">") {
    INDICATOR.lastIndex = end;
    const indicator = INDICATOR.exec(text)?.[0];
    if (indicator === undefined) return null;
    end += indicator.length;
  }
  if (text[end] === "\r") end += 1;
  if (text[end] !== "\n") return null;
  const start = skipBlanks(text, end + 1, MAX_INDENT);
  if (start - end - 1 <= indentOf(text, keyStart)) return null;
  ALONE.lastIndex = start;
  const line = ALONE.exec(text)?.[0];
  return line === undefined || SETTING.test(line) ? null : start;
}

/** Blanks at the start of the line that the key stands in. */
function indentOf(text: string, keyStart: number): number {
  const before = text.slice(Math.max(0, keyStart - 201), keyStart);
  const line = before.lastIndexOf("\n") + 1;
  return before.length - line > 200 ? MAX_INDENT : skipBlanks(before, line, MAX_INDENT) - line;
}
