import type { TextContext } from "../text.ts";
import { skipBlanks } from "./chars.ts";
import { readValue, type Value } from "./value.ts";

/** A list of strings: `["…", "…"]`, `{"…"}`, `[]string{"…"}`, `new string[] { "…" }`. */
const OPEN = /[ \t]{0,8}(?:\[\]string|new [sS]tring\[\])?[ ]?[[{(]\s{0,40}(?=\\{0,3}["'`])/y;
const NEXT = /\\{0,3}["'`]\s{0,8},\s{0,40}(?:(?:\/\/|#)[^\n]{0,200}\n\s{0,40})?(?=\\{0,3}["'`])/y;
/** Behind the name of a member: no list, but an object. */
const MEMBER = /\\{0,3}["'`]\s{0,4}[:=]/y;
/** Items of YAML, each on a line of its own. */
const ITEM = /["']?[ \t]{0,8}(?:#[^\r\n]{0,200})?\r?\n([ \t]{0,40})-[ \t]{1,8}(?=[^\s])/y;

const MAX_ITEMS = 100;
/** Characters. */
const MAX_LENGTH = 16_384;

/** The values of a list that stands at `at`; none where no list stands there. */
export function readList(text: string, at: number, context: TextContext): readonly Value[] {
  const next = text[skipBlanks(text, at, 8)] ?? "x";
  if (!"[({n\r\n#".includes(next)) return [];
  const open = matchAt(OPEN, text, at);
  if (open !== null) {
    const items = readItems(text, at + open[0].length, context, (end) => matchAt(NEXT, text, end));
    return items.some((item) => matchAt(MEMBER, text, item.end) !== null) ? [] : items;
  }
  const first = matchAt(ITEM, text, at);
  if (first === null) return [];
  const sibling = (end: number) => {
    const item = matchAt(ITEM, text, end);
    return item !== null && item[1] === first[1] ? item : null;
  };
  return readItems(text, at + first[0].length, context, sibling).filter((value) => value.whole);
}

function readItems(
  text: string,
  at: number,
  context: TextContext,
  next: (end: number) => RegExpExecArray | null,
): readonly Value[] {
  const values: Value[] = [];
  let start = at;
  while (values.length < MAX_ITEMS && start - at < MAX_LENGTH) {
    const value = readValue(text, start, { context });
    if (value === null) break;
    values.push(value);
    const gap = next(value.end);
    if (gap === null) break;
    start = value.end + gap[0].length;
  }
  return values;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
