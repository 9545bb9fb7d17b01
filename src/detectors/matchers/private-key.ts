import type { Matcher } from "./matcher.ts";

const MAX_BLOCK = 65_536;
const HEADER = /-----BEGIN ((?:[A-Z0-9]{2,16} ){0,3})PRIVATE KEY(?: BLOCK)?-----/y;
const PUTTY = /PuTTY-User-Key-File-[23]: [\w-]{4,40}/y;
/** What a line of a key block may begin with in a diff, a comment, a quotation, an indented or a quoted string. */
const LEAD = '(?:[ \\t>|+*#/"\'`,-]|\\\\[nrt"]){0,24}';
const LINE_END = "(?:[ \\t\"'`,+\\\\]{0,12}(?:\\r?\\n|\\\\r\\\\n|\\\\n|\\\\{2}n|[ ]|$))";
/** Lines that belong to the block: base64, the headers of an encrypted key (`Proc-Type: 4,ENCRYPTED`), empty ones. */
const BODY = new RegExp(
  `${LINE_END}?${LEAD}(?:[A-Za-z0-9+/=]{1,4096}|[A-Z][A-Za-z-]{1,30}: [^\\r\\n\\\\]{1,120}|)(?=${LINE_END})`,
  "y",
);
/** Characters of base64: the shortest real key, Ed25519 in PKCS #8, has 64; half of it where it is cut off. */
const MIN_BODY = 40;
const MIN_CUT_BODY = 24;

/**
 * A private key in PEM or PGP armour, or PuTTY's form, from its first line to its last, or as far as it is there: cut
 * off, indented, quoted, with line ends written as `\n`. A header with no key behind it is none.
 */
export const privateKey: Matcher = (text, at) => {
  if (text.startsWith("PuTTY", at)) return puttyKey(text, at);
  HEADER.lastIndex = at;
  const header = HEADER.exec(text);
  if (header === null) return null;
  const from = at + header[0].length;
  const block = text.slice(from, from + MAX_BLOCK);
  const edge = /-----(?:BEGIN |END [A-Z\d ]{1,64}-----)/.exec(block);
  const isWhole = edge?.[0].startsWith("-----END") ?? false;
  const body = isWhole ? block.slice(0, edge?.index) : cutBody(block.slice(0, edge?.index));
  if (!isKey(body, isWhole ? MIN_BODY : MIN_CUT_BODY)) return null;
  return { span: { start: at, end: from + body.length + (isWhole ? (edge?.[0].length ?? 0) : 0) } };
};

/** The lines of base64 behind a header without a footer. */
function cutBody(block: string): string {
  let end = 0;
  for (let at = 0; at < block.length; ) {
    BODY.lastIndex = at;
    const line = BODY.exec(block)?.[0];
    if (line === undefined || line === "") break;
    at += line.length;
    if (/[A-Za-z0-9+/=]{8}/.test(line)) end = at;
  }
  return block.slice(0, end);
}

/** Enough base64 to be a key, and not one character over and over: documents print `MIIE…` and `xxxx`. */
function isKey(body: string, minLength: number): boolean {
  const plain = body.replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, "");
  return (
    plain.length >= minLength &&
    new Set(plain).size >= 12 &&
    /[A-Za-z0-9+/=]{16}/.test(body) &&
    !/\.{3}|…|\*{4}|[xX]{12}/.test(body)
  );
}

function puttyKey(text: string, at: number): ReturnType<Matcher> {
  PUTTY.lastIndex = at;
  if (PUTTY.exec(text) === null) return null;
  const block = text.slice(at, at + MAX_BLOCK);
  const lines = /Private-Lines: ?\d{1,4}/.exec(block);
  if (lines === null) return null;
  const start = lines.index + lines[0].length;
  const mac = block.indexOf("Private-MAC:", start);
  const end = mac < 0 ? Math.min(block.length, start + 4_096) : mac;
  return isKey(block.slice(start, end), MIN_BODY) ? { span: { start: at + start, end: at + end } } : null;
}
