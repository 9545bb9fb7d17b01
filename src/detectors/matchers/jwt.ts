import { decodeBase64 } from "./base64.ts";
import type { Matcher } from "./matcher.ts";

const TOKEN = /(eyJ[\w-]{10,2000})\.([\w-]{2,16000})\.([\w-]{16,2000})(?![\w-])/y;
/** Five parts: encrypted, so that its second part is a wrapped key or empty (RFC 7516). */
const ENCRYPTED = /(eyJ[\w-]{10,2000})\.([\w-]{0,2000})\.([\w-]{8,200})\.([\w-]{2,16000})\.([\w-]{8,200})(?![\w-])/y;
const ALGORITHM = /"alg"\s{0,4}:\s{0,4}"[\w+-]{2,20}"/;
/** Subject and name of jwt.io's example, which stands in thousands of documents. */
const EXAMPLE = /"sub"\s?:\s?"1234567890"|"name"\s?:\s?"John Doe"/;

/**
 * A JSON Web Token in compact form (RFC 7519): three parts whose first decodes to a JSON object with `alg`. Unsigned ones
 * and jwt.io's published example are none. What stands before it does not matter: the header must decode from there.
 */
export const jwt: Matcher = (text, at) => {
  ENCRYPTED.lastIndex = at;
  TOKEN.lastIndex = at;
  const found = ENCRYPTED.exec(text) ?? TOKEN.exec(text);
  if (found === null) return null;
  const header = decodeBase64(found[1] as string);
  if (header === null || !header.startsWith("{") || !ALGORITHM.test(header)) return null;
  if (EXAMPLE.test(decodeBase64((found[2] as string).slice(0, 400)) ?? "")) return null;
  return { span: { start: at, end: at + found[0].length } };
};
