import type { Matcher } from "./matcher.ts";

/** How far back the lines of a key are looked for. */
const MAX_BLOCK = 16_384;
/** What stands around a line in a diff, an indented, quoted or escaped string. */
const LINE = /^(?:[ \t>|"'`-]|\\n){0,24}([A-Za-z0-9+/=]{16,128})(?:[ \t"'`+\\]|\\r|\\n){0,12}$/;
/** Full lines of base64 (64 characters in PEM, 70 in OpenSSH, 76 in MIME), or what is left of them at the end. */
const MIN_FULL = 60;

/**
 * The end of a private key whose first line is not shown (`tail`, a part of a file, a hunk of a diff): the lines of
 * base64 before `-----END … PRIVATE KEY-----`, at least one of them full. A whole key is found from its first line.
 */
export const privateKeyTail: Matcher = (text, at) => {
  const from = Math.max(0, at - MAX_BLOCK);
  let start = -1;
  let hasFull = false;
  for (let end = at - 1; end > from; ) {
    const lineStart = Math.max(text.lastIndexOf("\n", end - 1) + 1, from);
    const line = text.slice(lineStart, end).replace(/\r$/, "");
    const body = LINE.exec(line)?.[1];
    if (body === undefined) {
      if (line.includes("-----BEGIN ")) return null;
      break;
    }
    if (body.length >= MIN_FULL) hasFull = true;
    start = lineStart + line.indexOf(body);
    end = lineStart - 1;
  }
  if (start < 0 || !hasFull) return null;
  const value = text.slice(start, at);
  return new Set(value).size < 16 ? null : { span: { start, end: start + value.trimEnd().length } };
};
