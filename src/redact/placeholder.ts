import type { Span } from "../core/finding.ts";

/** Keyed digest of a value, in lower-case hex, at least 32 digits: HMAC-SHA256 with the installation's key. */
export type Digest = (value: string) => string;

export interface PlaceholderHit {
  /** Of the placeholder alone, without quotes. */
  readonly span: Span;
  readonly text: string;
  readonly type: string;
}

const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
/** TYPE holds no `DEFENTER_`: where those letters stand in front of a placeholder, they are not part of it. */
const PATTERN = /DEFENTER_((?!DEFENTER_)[A-Z](?:(?!DEFENTER_)[A-Z_]){0,39})_[a-z2-7]{10}/g;

/**
 * What stands for a removed value: `DEFENTER_<TYPE>_` and 10 of `[a-z2-7]` (50 bits of the keyed digest). Inert in
 * shell, JSON, YAML, URLs and source: no character of it means anything there. The same value gets the same
 * placeholder, but a bare number another one than the same digits as a string, since they are restored differently.
 * @param type `[A-Z_]+`, as rules have it
 */
export function placeholderFor(type: string, value: string, bareNumber: boolean, digest: Digest): string {
  return `DEFENTER_${type}_${tenDigits(digest(bareNumber ? `number\0${value}` : exact(value)))}`;
}

/** A digest is made of UTF-8, in which all lone surrogates are the same: they are spelled out, so that values stay two. */
function exact(value: string): string {
  return /[\ud800-\udfff]/.test(value) ? `units\0${JSON.stringify(value)}` : value;
}

/** Every placeholder of ours in `text`, in order. */
export function findPlaceholders(text: string): PlaceholderHit[] {
  if (!text.includes("DEFENTER_")) return [];
  const hits: PlaceholderHit[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const span = { start: match.index, end: match.index + match[0].length };
    hits.push({ span, text: match[0], type: match[1] ?? "" });
  }
  return hits;
}

/**
 * What is left of a placeholder that somebody changed: escaped (`DEFENTER\\_X\\_…`), in another case, with `-`, without
 * its type. It stands for no value any more.
 */
export function findRemnants(text: string): string[] {
  if (!/defenter/i.test(text)) return [];
  const isWhole = new RegExp(`^${PATTERN.source}$`);
  return Array.from(text.matchAll(REMNANT), ([remnant]) => remnant).filter((remnant) => {
    const last = remnant.slice(-10);
    const isCased = /^DEFENTER/.test(remnant) && last === last.toLowerCase();
    return !isWhole.test(remnant) && (isCased || /[2-7]/.test(last));
  });
}

const REMNANT = /(?<![A-Za-z0-9])DEFENTER(?:\\{0,2}[_-])(?:[A-Z]{1,20}\\{0,2}[_-]){0,4}[a-z2-7]{10}(?![a-z0-9])/gi;

/**
 * Base32 of the digest's second half: a fingerprint is made of its first digits, and a placeholder, which the model
 * sees, must not tell them.
 */
function tenDigits(hex: string): string {
  if (!/^[0-9a-f]{32,}$/.test(hex)) throw new RangeError("a digest must be at least 32 lower-case hex digits");
  let digits = "";
  // Five hex digits are four base32 digits.
  for (let at = 16; digits.length < 10; at += 5) {
    const bits = Number.parseInt(hex.slice(at, at + 5), 16);
    for (let shift = 15; shift >= 0; shift -= 5) digits += DIGITS[(bits >> shift) & 31];
  }
  return digits.slice(0, 10);
}
