import type { Matcher } from "./matcher.ts";
import { isPlaceholder } from "./placeholder.ts";

const MEMBER = /(d[pq]?|k|p|qi?)\\{0,3}["']?\s{0,4}:\s{0,4}\\{0,3}["']([\w-]{16,2000})={0,2}\\{0,3}["']/y;
const KEY_TYPE = /kty\\{0,3}["']?\s{0,4}:\s{0,4}\\{0,3}["'](RSA|EC|OKP|oct)\b/;
const REACH = 3_000;

/**
 * A private member of a JSON Web Key (RFC 7518 section 6: `d` of RSA, EC and OKP keys and the primes beside it, `k` of
 * symmetric ones), found at its name; a `kty` that has it stands in the same object.
 */
export const jwk: Matcher = (text, at) => {
  if (/[\w$-]/.test(text[at - 1] ?? " ")) return null;
  MEMBER.lastIndex = at;
  const found = MEMBER.exec(text);
  if (found === null) return null;
  const before = text.slice(Math.max(0, at - REACH), at);
  const behind = text.slice(at, at + REACH);
  const object = before.slice(before.lastIndexOf("{") + 1) + behind.slice(0, behind.search(/\}|$/));
  const type = KEY_TYPE.exec(object)?.[1];
  if (type === undefined || (type === "oct") !== (found[1] === "k")) return null;
  const value = found[2] as string;
  if (isPlaceholder(value)) return null;
  const valueAt = at + found[0].lastIndexOf(value);
  return { span: { start: valueAt, end: valueAt + value.length } };
};
