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

/** No more findings than a scan looks at one by one, which withholds the text. */
const MAX_ITEMS = 10_000;
/** Items of a list within another one, so that lists which open in a row are not each read to the same end. */
const MAX_INNER = 16;

/** How far the last list of each text was read. */
interface Reached {
  readonly text: string;
  readonly end: number;
}
const reached = new WeakMap<TextContext, Reached>();

/** The values of a list that stands at `at`; none where no list stands there. */
export function readList(text: string, at: number, context: TextContext): readonly Value[] {
  const last = reached.get(context);
  const isInner = last !== undefined && at < last.end && last.text === text;
  const values = readAt(text, at, context, isInner ? MAX_INNER : MAX_ITEMS);
  const end = values.at(-1)?.end ?? 0;
  if (!isInner && end > 0) reached.set(context, { text, end });
  return values;
}

function readAt(text: string, at: number, context: TextContext, most: number): readonly Value[] {
  const next = text[skipBlanks(text, at, 8)] ?? "x";
  if (!"[({n\r\n#".includes(next)) return [];
  const open = matchAt(OPEN, text, at);
  if (open !== null) {
    const items = readItems(text, at + open[0].length, context, most, (end) => matchAt(NEXT, text, end));
    return items.some((item) => matchAt(MEMBER, text, item.end) !== null) ? [] : items;
  }
  const first = matchAt(ITEM, text, at);
  if (first === null) return [];
  const sibling = (end: number) => {
    const item = matchAt(ITEM, text, end);
    return item !== null && item[1] === first[1] ? item : null;
  };
  return readItems(text, at + first[0].length, context, most, sibling).filter((value) => value.whole);
}

function readItems(
  text: string,
  at: number,
  context: TextContext,
  most: number,
  next: (end: number) => RegExpExecArray | null,
): readonly Value[] {
  const values: Value[] = [];
  let start = at;
  while (values.length < most) {
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
