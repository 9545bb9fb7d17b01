import { decodeBase64 } from "./base64.ts";
import type { Matcher } from "./matcher.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isStrong, isUuid, looksMade } from "./randomness.ts";
import { isReference } from "./reference.ts";

const SCHEME_VALUE = /[ \t]{1,3}([A-Za-z\d+/_.~:=!@#%^&*-]{6,4096})/y;
/** Characters of a long token that are judged. */
const MAX_JUDGED = 200;
const HEADER = /authorization|auth|header|bearer/i;

/**
 * The credential behind `Bearer` or `Basic` in a header, a command or a log. A Basic value must decode to `user:password`
 * and is judged by the password; a Bearer value must look made by a machine.
 */
export const httpAuth: Matcher = (text, at, end) => {
  if (/[\w$]/.test(text[at - 1] ?? " ") && !/(?:\\[nrt]|\[[\d;]{0,8}m)$/.test(text.slice(Math.max(0, at - 12), at)))
    return null;
  SCHEME_VALUE.lastIndex = end;
  const found = SCHEME_VALUE.exec(text);
  if (found === null) return null;
  const value = (found[1] as string).replace(/[.,:!]{1,4}$/, "");
  const start = end + found[0].length - (found[1] as string).length;
  const said = HEADER.test(text.slice(Math.max(0, at - 48), at));
  const basic = text.slice(at, end).toLowerCase() === "basic";
  const confidence = basic ? judgeBasic(value, said) : judgeBearer(value.slice(0, MAX_JUDGED), said);
  return confidence === null ? null : { span: { start, end: start + value.length }, confidence };
};

function judgeBearer(value: string, said: boolean): "high" | "medium" | null {
  if (isPlaceholder(value) || isReference(value, true) || value.length < 8) return null;
  if (isUuid(value)) return said ? "medium" : null;
  if (!looksMade(value, 14)) return null;
  return said && value.length >= 20 ? "high" : "medium";
}

function judgeBasic(value: string, said: boolean): "high" | "medium" | null {
  const pair = /^([^:\s]{0,200}):(.{1,3000})$/.exec(decodeBase64(value) ?? "");
  if (pair === null || /[^\x20-\x7e]/.test(pair[0])) return null;
  const password = pair[2] as string;
  const known = /^(?:pass|password|passwd|pwd|secret|test|guest|admin|open ?sesame|user|username|bar|foo|x)$/i;
  if (known.test(password) || password === pair[1] || isPlaceholder(password) || isReference(password, true))
    return null;
  return said && isStrong(password) ? "high" : "medium";
}
