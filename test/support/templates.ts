import type { Json } from "../../src/core/json.ts";

/**
 * Values that look real, made anew each time a test runs, so that no file of the repository holds one.
 *
 * `{{kind:argument}}` makes a value, `{{name=kind:argument}}` makes one and remembers it, `{{name}}` repeats it.
 * Kinds: `alnum base64 b64url b32 base32 hex HEX upper lower digits` (argument: length), `luhn:16:4` and `badluhn:16:4`
 * (length, first digits), `iban:DE`, `ssn`, `nhs`, `uuid`, `uuidcard` (a UUID whose first digits pass as a card),
 * `pem:KIND` (a private key block; `pem:PKCS8` has no kind in its first line), `log:BYTES`, `rep:N:TEXT`, `lit:TEXT`,
 * `tags:TEXT` (as Unicode tag characters), `flag:gbsct` (a subdivision flag).
 *
 * @param names values by name, read and added to; pass the same map to give several texts the same values
 * @throws Error where a template names neither a kind nor a value made before
 */
export function expand(text: string, names: Map<string, string> = new Map()): string {
  return text.replace(TEMPLATE, (template, name: string | undefined, kind: string, argument: string | undefined) => {
    const known = name === undefined && argument === undefined ? names.get(kind) : undefined;
    if (known !== undefined) return known;
    const make = KINDS.get(kind);
    if (make === undefined) throw new Error(`${template}: neither a kind nor a name made before`);
    const value = make(argument ?? "");
    if (name !== undefined) names.set(name, value);
    return value;
  });
}

/** Every string of a JSON value, keys of objects too, in reading order. */
export function expandDeep<T extends Json>(value: T, names: Map<string, string> = new Map()): T {
  return mapStrings(value, (text) => expand(text, names)) as T;
}

/** A copy of a JSON value in which each string, keys of objects too, went through `change`. */
export function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => mapStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapStrings(item as Json, change)]),
  );
}

const TEMPLATE = /\{\{(?:([a-z][a-z0-9]{0,20})=)?([A-Za-z][A-Za-z0-9]{0,20})(?::((?:[^}]|\}(?!\})){0,500}))?\}\}/g;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const ALNUM = LOWER + UPPER + DIGITS;

const KINDS: ReadonlyMap<string, (argument: string) => string> = new Map([
  ["alnum", (length) => mixed(ALNUM, Number(length))],
  ["base64", (length) => mixed(`${ALNUM}+/`, Number(length))],
  ["b64url", (length) => mixed(`${ALNUM}-_`, Number(length))],
  ["b32", (length) => some(`${UPPER}234567`, Number(length))],
  ["base32", (length) => some(`${LOWER}234567`, Number(length))],
  ["hex", (length) => some("0123456789abcdef", Number(length))],
  ["HEX", (length) => some("0123456789ABCDEF", Number(length))],
  ["upper", (length) => some(UPPER, Number(length))],
  ["lower", (length) => some(LOWER, Number(length))],
  ["digits", (length) => some(DIGITS, Number(length))],
  ["luhn", luhn],
  ["badluhn", badLuhn],
  ["iban", iban],
  ["ssn", ssn],
  ["nhs", nhs],
  ["uuid", uuid],
  ["uuidcard", uuidCard],
  ["pem", pem],
  ["log", (bytes) => log(Number(bytes))],
  ["rep", repeated],
  ["lit", (text) => text],
  ["tags", tags],
  ["flag", (region) => `\u{1f3f4}${tags(region)}\u{e007f}`],
]);

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function some(alphabet: string, length: number): string {
  if (!Number.isInteger(length) || length < 1) throw new Error(`template length ${length}: a whole number from 1`);
  let text = "";
  for (let at = 0; at < length; at++) text += alphabet[below(alphabet.length)];
  return text;
}

/** From 8 characters on with a digit and both cases, as a value made by a machine nearly always has. */
function mixed(alphabet: string, length: number): string {
  for (;;) {
    const text = some(alphabet, length);
    if (length < 8 || (/[0-9]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text))) return text;
  }
}

/** The digit that makes `digits` followed by it pass ISO/IEC 7812-1 annex B (Luhn). */
function luhnDigit(digits: string): number {
  let sum = 0;
  for (let at = digits.length - 1, double = true; at >= 0; at--, double = !double) {
    const digit = Number(digits[at]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return (10 - (sum % 10)) % 10;
}

function cardBody(argument: string): string {
  const [length = "16", first = ""] = argument.split(":");
  return first + some(DIGITS, Number(length) - first.length - 1);
}

function luhn(argument: string): string {
  const body = cardBody(argument);
  return body + luhnDigit(body);
}

function badLuhn(argument: string): string {
  const body = cardBody(argument);
  return body + ((luhnDigit(body) + 1 + below(9)) % 10);
}

/** What follows the check digits by country (SWIFT IBAN registry): `a` upper-case letters, `n` digits. */
const BBAN: Readonly<Record<string, string>> = {
  AT: "n16",
  BE: "n12",
  CH: "n17",
  DE: "n18",
  ES: "n20",
  FR: "n23",
  GB: "a4n14",
  IE: "a4n14",
  IT: "a1n22",
  NL: "a4n10",
  PL: "n24",
  SE: "n20",
};

/** Valid by ISO 7064 mod 97-10; national check digits inside it are random. */
function iban(country: string): string {
  const form = BBAN[country];
  if (form === undefined) throw new Error(`{{iban:${country}}}: one of ${Object.keys(BBAN).join(" ")}`);
  const bban = form.replace(/([an])(\d+)/g, (_, kind, length) => some(kind === "a" ? UPPER : DIGITS, Number(length)));
  const digits = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const check = 98 - Number(BigInt(digits) % 97n);
  return `${country}${String(check).padStart(2, "0")}${bban}`;
}

/** An area, group and serial that the US Social Security Administration can have given out before 2011. */
function ssn(): string {
  const pad = (value: number, length: number) => String(value).padStart(length, "0");
  let area = 666;
  while (area === 666) area = 1 + below(772);
  return `${pad(area, 3)}-${pad(1 + below(99), 2)}-${pad(1 + below(9999), 4)}`;
}

/** Ten digits with the mod 11 check digit of the NHS Data Dictionary. */
function nhs(): string {
  for (;;) {
    const body = `9${some(DIGITS, 8)}`;
    const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${body}${check}`;
  }
}

function uuid(): string {
  const hex = (length: number) => some("0123456789abcdef", length);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[below(4)]}${hex(3)}-${hex(12)}`;
}

function uuidCard(): string {
  const body = `45${some(DIGITS, 10)}4${some(DIGITS, 2)}`;
  const card = body + luhnDigit(body);
  return `${card.slice(0, 8)}-${card.slice(8, 12)}-${card.slice(12)}-${uuid().slice(19)}`;
}

function pem(kind: string): string {
  const label = `${kind === "" || kind === "PKCS8" ? "" : `${kind} `}PRIVATE KEY`;
  const first = kind === "OPENSSH" ? `b3BlbnNzaC1rZXktdjE${mixed(`${ALNUM}+/`, 45)}` : mixed(`${ALNUM}+/`, 64);
  const lines = [first, ...Array.from({ length: 9 }, () => mixed(`${ALNUM}+/`, 64)), `${mixed(`${ALNUM}+/`, 42)}==`];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----`;
}

/** Harmless log lines, each ending in a line feed, `bytes` bytes in all. */
function log(bytes: number): string {
  const lines: string[] = [];
  for (let length = 0, at = 0; length < bytes; at++) {
    const second = String(at % 60).padStart(2, "0");
    const minute = String(Math.floor(at / 60) % 60).padStart(2, "0");
    const line = `2026-03-14T09:${minute}:${second}Z INFO worker ${at % 8} handled request ${at} in ${(at * 7) % 90} ms\n`;
    lines.push(line);
    length += line.length;
  }
  return `${lines.join("").slice(0, bytes - 1)}\n`;
}

function repeated(argument: string): string {
  const cut = argument.indexOf(":");
  return argument.slice(cut + 1).repeat(Number(argument.slice(0, cut)));
}

function tags(text: string): string {
  return [...text].map((character) => String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0))).join("");
}
