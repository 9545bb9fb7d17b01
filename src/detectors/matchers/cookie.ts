import type { Matcher, RawMatch } from "./matcher.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isUuid, looksMade } from "./randomness.ts";
import { isReference } from "./reference.ts";

/** The header, the option of a program, or the member of an object, up to the first cookie. */
const OPENING = /(?:2|s)?\\{0,3}["']?[ \t]{0,2}(?:[:=,]|[ ])[ \t]{0,2}\\{0,3}["'`]?/y;
/** One cookie, and what stands between it and the next. */
const COOKIE = /([\w.$-]{1,80})=([^\s;,"'`\\<>]{0,4096})(?:;[ ]?)?/y;
/** Names of cookies that are a login by themselves: `JSESSIONID`, `connect.sid`, `next-auth.session-token`. */
const LOGIN =
  /(?:^|[_.-])(?:session|sess|sid|sessid|sessionid|auth|token|jwt|remember)$|sess(?:ion)?_?(?:id|key|token)$|(?:access|refresh|auth|remember|id)_?token$|^\.asp(?:net|xauth)/i;
const PUBLIC = /csrf|xsrf|^_ga|visitor|analytics/i;

const MAX_COOKIES = 180;
const MIN_LENGTH = 16;

/** The cookies of a login in `Cookie:`, `Set-Cookie:`, `--cookie`, found at the word: values that look made by a machine. */
export const cookie: Matcher = (text, _at, end) => {
  OPENING.lastIndex = end;
  const opening = OPENING.exec(text);
  if (opening === null) return null;
  const found: RawMatch[] = [];
  let from = end + opening[0].length;
  for (let count = 0; count < MAX_COOKIES; count += 1) {
    COOKIE.lastIndex = from;
    const [whole, name = "", value = ""] = COOKIE.exec(text) ?? [];
    if (whole === undefined) break;
    const start = from + name.length + 1;
    if (isLogin(name) && isSession(value)) found.push({ span: { start, end: start + value.length } });
    from += whole.length;
    if (!whole.endsWith(";") && !whole.endsWith(" ")) break;
  }
  const [first, ...also] = found;
  return first === undefined ? null : { ...first, ...(also.length > 0 && { also }) };
};

function isLogin(name: string): boolean {
  return LOGIN.test(name) && !PUBLIC.test(name);
}

function isSession(value: string): boolean {
  const judged = value.slice(0, 128).replace(/^s(?:%3A|:)/i, "");
  if (judged.length < MIN_LENGTH || isPlaceholder(judged) || isReference(judged, true)) return false;
  return isUuid(judged) || looksMade(judged, MIN_LENGTH);
}
