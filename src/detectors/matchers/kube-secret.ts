import type { TextContext } from "../text.ts";
import { decodeBase64 } from "./base64.ts";
import type { Matcher, RawMatch } from "./matcher.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isStrong, looksMade } from "./randomness.ts";
import { isProse, isReference } from "./reference.ts";

/** Characters before and behind the anchor that are read: manifests as `kubectl` prints them have the data first. */
const REACH = 1_048_576;
/** The values, as base64 or as they are: YAML lines further in than the word, or an object of JSON. */
const DATA =
  /(?:^|\n)([ ]{0,8})(data|stringData):[ \t]{0,4}\r?\n((?:\1[ ]{1,16}[^\r\n]{0,1048576}(?:\r?\n|$)|[ \t]{0,16}\r?\n){1,2000})|"(data|stringData)"\s{0,4}:\s{0,4}\{([^{}]{1,1048576})\}/g;
const LINE =
  /(?:^|\n)[ ]{1,20}["']?[\w.-]{1,120}["']?:[ \t]{1,4}(["']?)([^\s"'|>{[#&*][^\s"'\r\n]{0,1048575})\1[ \t]{0,4}(?=\r|\n|$)/g;
const MEMBER = /"[\w.-]{1,120}"\s{0,4}:\s{0,4}"([^"\\]{1,1048576})"/g;

/** The values in a manifest of `kind: Secret`, found at its kind: those that decode to something strong, or to a file. */
export const kubeSecret: Matcher = (text, at, end, context) => {
  if (/[\w-]/.test(text[end] ?? " ")) return null;
  const before = documentBefore(text, at, end, context);
  const start = at - before.length;
  const body = before + text.slice(at, end) + documentBehind(text.slice(end, end + REACH));
  const found: RawMatch[] = [];
  for (const data of body.matchAll(DATA)) {
    const isYaml = data[2] !== undefined;
    const entries = (isYaml ? data[3] : data[5]) ?? "";
    const isEncoded = (data[2] ?? data[4]) === "data";
    const from = start + data.index + data[0].indexOf(entries, (data[2] ?? data[4] ?? "").length);
    for (const entry of entries.matchAll(isYaml ? LINE : MEMBER)) {
      const value = (isYaml ? entry[2] : entry[1]) ?? "";
      if (!holdsSecret(value, isEncoded)) continue;
      const valueStart = from + entry.index + entry[0].lastIndexOf(value);
      found.push({ span: { start: valueStart, end: valueStart + value.length } });
    }
  }
  const [first, ...also] = found;
  return first === undefined ? null : { ...first, ...(also.length > 0 && { also }) };
};

/** Where the last manifest of each text was found: the next one lies behind it, so nothing is read twice. */
interface Last {
  readonly text: string;
  readonly end: number;
}
const lasts = new WeakMap<TextContext, Last>();

/** The part of the same manifest before its kind: not beyond `---`, another kind or the end of the block. */
function documentBefore(text: string, at: number, end: number, context: TextContext): string {
  const last = lasts.get(context);
  lasts.set(context, { text, end });
  const least = last !== undefined && last.end <= at && last.text === text ? last.end : 0;
  const before = text.slice(Math.max(least, at - REACH), at);
  const marks = [before.lastIndexOf("\n---"), before.lastIndexOf("kind: "), before.lastIndexOf('"kind"')];
  return before.slice(Math.max(0, ...marks));
}

const OTHER = /\n---|kind: |"kind"/;

function documentBehind(text: string): string {
  const end = text.search(OTHER);
  return end < 0 ? text : text.slice(0, end);
}

function holdsSecret(value: string, isEncoded: boolean): boolean {
  if (isPlaceholder(value) || (isEncoded && value.length % 4 !== 0)) return false;
  const plain = (isEncoded ? decodeBase64(value) : value)?.trimEnd() ?? "";
  if (plain.length < 8 || isCertificate(plain)) return false;
  // A file, or bytes that are no text: key material.
  if (/[^\t\x20-\x7e]/.test(plain)) return true;
  const judged = plain.slice(0, 128);
  if (/:\/\/[^\s:/@]{0,64}:[^\s@]{4,100}@/.test(judged)) return true;
  if (isProse(judged) || isPlaceholder(judged) || isReference(judged, true)) return false;
  return isStrong(judged) || looksMade(judged, 8);
}

/** A certificate is public, unless its key stands beside it. */
function isCertificate(plain: string): boolean {
  return plain.startsWith("-----BEGIN CERTIFICATE-----") && !plain.includes("PRIVATE KEY");
}
