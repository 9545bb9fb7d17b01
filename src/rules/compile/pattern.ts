import { DefenterError } from "../../core/error.ts";

/** Index `c` holds whether the ASCII character `c` is in the set; index 128 stands for all others at once. */
export type CharSet = Uint8Array;
export const SET_SIZE = 129;
const OTHERS = 128;

/** The syntax tree of a regular expression, with groups dissolved. */
export type Pattern =
  | { readonly kind: "chars"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly body: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: "look"; readonly body: Pattern; readonly behind: boolean; readonly negative: boolean }
  | { readonly kind: "edge"; readonly source: string };

interface Reader {
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  at: number;
}

/**
 * Parses a regular expression that `new RegExp` accepts.
 * @throws DefenterError PATTERN_UNSAFE for what cannot be judged: backreferences, unknown kinds of groups
 */
export function parsePattern(source: string, flags: string): Pattern {
  const reader: Reader = { source, ignoreCase: flags.includes("i"), dotAll: flags.includes("s"), at: 0 };
  return readChoice(reader);
}

export function unsafe(why: string): DefenterError {
  return new DefenterError("PATTERN_UNSAFE", why);
}

function readChoice(reader: Reader): Pattern {
  const options = [readSequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at++;
    options.push(readSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
}

function readSequence(reader: Reader): Pattern {
  const items: Pattern[] = [];
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at] ?? "")) {
    items.push(readRepeat(reader, readAtom(reader)));
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

const BRACES = /\{(\d+)(?:(,)(\d*))?\}/y;

function readRepeat(reader: Reader, body: Pattern): Pattern {
  const bounds = readBounds(reader);
  if (bounds === null) return body;
  if (reader.source[reader.at] === "?") reader.at++;
  return { kind: "repeat", body, min: bounds[0], max: bounds[1] };
}

function readBounds(reader: Reader): readonly [number, number] | null {
  const sign = reader.source[reader.at];
  if (sign === "*" || sign === "+" || sign === "?") {
    reader.at++;
    return [sign === "+" ? 1 : 0, sign === "?" ? 1 : Number.POSITIVE_INFINITY];
  }
  BRACES.lastIndex = reader.at;
  const braces = sign === "{" ? BRACES.exec(reader.source) : null;
  if (braces === null) return null;
  reader.at += braces[0].length;
  const min = Number(braces[1]);
  if (braces[2] === undefined) return [min, min];
  return [min, braces[3] === "" ? Number.POSITIVE_INFINITY : Number(braces[3])];
}

function readAtom(reader: Reader): Pattern {
  const char = reader.source[reader.at] ?? "";
  if (char === "(") return readGroup(reader);
  if (char === "[") return { kind: "chars", set: readClass(reader) };
  if (char === "\\") return readEscape(reader);
  reader.at++;
  if (char === "^" || char === "$") return { kind: "edge", source: char };
  if (char === ".") return { kind: "chars", set: reader.dotAll ? filled() : negated(setOf("\n\r")) };
  return { kind: "chars", set: withCase(reader, setOf(char)) };
}

const GROUP = /\((?:\?(?:(<?[=!])|:|<[A-Za-z_]\w*>))?/y;

function readGroup(reader: Reader): Pattern {
  GROUP.lastIndex = reader.at;
  const opening = GROUP.exec(reader.source);
  if (opening === null || (opening[0] === "(" && reader.source[reader.at + 1] === "?")) {
    throw unsafe(`has a kind of group that is not supported, at character ${reader.at + 1}`);
  }
  reader.at += opening[0].length;
  const body = readChoice(reader);
  reader.at++;
  const look = opening[1];
  if (look === undefined) return body;
  return { kind: "look", body, behind: look.startsWith("<"), negative: look.endsWith("!") };
}

function readEscape(reader: Reader): Pattern {
  const next = reader.source[reader.at + 1] ?? "";
  if (next === "b" || next === "B") {
    reader.at += 2;
    return { kind: "edge", source: `\\${next}` };
  }
  if (/[1-9k]/.test(next)) throw unsafe("has a backreference, whose cost cannot be bounded");
  return { kind: "chars", set: withCase(reader, readEscapedSet(reader)) };
}

function readClass(reader: Reader): CharSet {
  const set = new Uint8Array(SET_SIZE);
  const negative = reader.source[reader.at + 1] === "^";
  reader.at += negative ? 2 : 1;
  while (reader.at < reader.source.length && reader.source[reader.at] !== "]") {
    const first = readClassItem(reader);
    const isRange = reader.source[reader.at] === "-" && reader.source[reader.at + 1] !== "]" && first.code !== null;
    if (!isRange) {
      addAll(set, first.set);
      continue;
    }
    reader.at++;
    const last = readClassItem(reader);
    addRange(set, first.code ?? 0, last.code ?? 0);
  }
  reader.at++;
  const cased = withCase(reader, set);
  return negative ? negated(cased) : cased;
}

function readClassItem(reader: Reader): { readonly set: CharSet; readonly code: number | null } {
  if (reader.source[reader.at] !== "\\") {
    const code = reader.source.charCodeAt(reader.at++);
    return { set: setOf(String.fromCharCode(code)), code };
  }
  const start = reader.at;
  const isShorthand = /[dDwWsSpP]/.test(reader.source[start + 1] ?? "");
  const set = readEscapedSet(reader);
  if (isShorthand) return { set, code: null };
  const ascii = set.indexOf(1);
  return { set, code: ascii };
}

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", 0: "\0", b: "\b" };
const NUMBERED = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})/y;
const PROPERTY = /\\[pP]\{[^}]{1,40}\}/y;

function readEscapedSet(reader: Reader): CharSet {
  NUMBERED.lastIndex = reader.at;
  const numbered = NUMBERED.exec(reader.source);
  if (numbered !== null) {
    reader.at += numbered[0].length;
    return setOf(String.fromCodePoint(Number.parseInt(numbered[1] ?? numbered[2] ?? numbered[3] ?? "0", 16)));
  }
  PROPERTY.lastIndex = reader.at;
  const property = PROPERTY.exec(reader.source);
  if (property !== null) {
    reader.at += property[0].length;
    return filled();
  }
  const letter = reader.source[reader.at + 1] ?? "";
  reader.at += 2;
  return shorthand(letter) ?? setOf(CONTROLS[letter] ?? letter);
}

function shorthand(letter: string): CharSet | null {
  switch (letter) {
    case "d":
      return setOf("0123456789");
    case "D":
      return negated(setOf("0123456789"));
    case "w":
      return wordSet();
    case "W":
      return negated(wordSet());
    case "s":
      return spaceSet();
    case "S":
      return negated(setOf(" \t\n\r\f\v"));
    default:
      return null;
  }
}

function wordSet(): CharSet {
  const set = setOf("_");
  addRange(set, 0x30, 0x39);
  addRange(set, 0x41, 0x5a);
  addRange(set, 0x61, 0x7a);
  return set;
}

function spaceSet(): CharSet {
  const set = setOf(" \t\n\r\f\v");
  set[OTHERS] = 1;
  return set;
}

function setOf(characters: string): CharSet {
  const set = new Uint8Array(SET_SIZE);
  for (const character of characters) set[Math.min(character.codePointAt(0) ?? 0, OTHERS)] = 1;
  return set;
}

function filled(): CharSet {
  return new Uint8Array(SET_SIZE).fill(1);
}

function negated(set: CharSet): CharSet {
  const result = set.map((member) => 1 - member);
  // A class that names some characters beyond ASCII does not name all of them.
  result[OTHERS] = 1;
  return result;
}

function addAll(set: CharSet, more: CharSet): void {
  for (let code = 0; code < SET_SIZE; code++) set[code] = (set[code] ?? 0) | (more[code] ?? 0);
}

function addRange(set: CharSet, first: number, last: number): void {
  for (let code = first; code <= Math.min(last, OTHERS); code++) set[code] = 1;
}

function withCase(reader: Reader, set: CharSet): CharSet {
  if (!reader.ignoreCase) return set;
  const both = set.slice();
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    const either = (set[upper] ?? 0) | (set[upper + 32] ?? 0);
    both[upper] = either;
    both[upper + 32] = either;
  }
  return both;
}
