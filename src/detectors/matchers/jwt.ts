import { decodeBase64 } from "./base64.ts";
import type { Matcher } from "./matcher.ts";

const TOKEN = /(eyJ[\w-]{10,2000})\.([\w-]{2,8000})\.([\w-]{16,2000})(?![\w-])/y;
/** Five parts: encrypted, so that its second part is a wrapped key or empty (RFC 7516). */
const ENCRYPTED = /(eyJ[\w-]{10,2000})\.([\w-]{0,2000})\.([\w-]{8,200})\.([\w-]{2,8000})\.([\w-]{8,200})(?![\w-])/y;
/** Subject and name of jwt.io's example, which stands in thousands of documents. */
const EXAMPLE = /"sub"\s?:\s?"1234567890"|"name"\s?:\s?"John Doe"/;

/**
 * A JSON Web Token in compact form (RFC 7519): three parts whose first decodes to a JSON object with `alg`. Unsigned ones
 * and jwt.io's published example are none.
 */
export const jwt: Matcher = (text, at) => {
  if (
    /[\w-]/.test(text[at - 1] ?? " ") &&
    !/(?:\\[nrt]|\[[\d;]{0,8}m|%3[Dd]|%20)$/.test(text.slice(Math.max(0, at - 12), at))
  )
    return null;
  ENCRYPTED.lastIndex = at;
  TOKEN.lastIndex = at;
  const found = ENCRYPTED.exec(text) ?? TOKEN.exec(text);
  if (found === null) return null;
  const header = decodeBase64(found[1] as string);
  if (header === null || !/^\{[\s\S]*"alg"\s{0,4}:\s{0,4}"[\w+-]{2,20}"[\s\S]*\}/.test(header)) return null;
  if (EXAMPLE.test(decodeBase64((found[2] as string).slice(0, 400)) ?? "")) return null;
  return { span: { start: at, end: at + found[0].length } };
};
