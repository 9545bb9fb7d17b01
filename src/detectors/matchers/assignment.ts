import type { Confidence, Span } from "../../core/finding.ts";
import type { TextContext } from "../text.ts";
import { decodeBase64 } from "./base64.ts";
import { alnumRuns } from "./chars.ts";
import { isConstant, type Key, readKey } from "./key.ts";
import type { Matcher, RawMatch } from "./matcher.ts";
import { type Operator, readOperator } from "./operator.ts";
import { isEnvLine, type Place, placeOf } from "./place.ts";
import { isCaption, isName, isPlaceholder, isWeak } from "./placeholder.ts";
import { isNumeric, isSequence, isStrong, isUuid, looksMade } from "./randomness.ts";
import { isExpression, isIdentifier, isProse, isReference } from "./reference.ts";
import { readValue, type Value } from "./value.ts";

/** What was read at one anchor. */
interface Assignment {
  readonly key: Key;
  readonly operator: Operator;
  readonly value: Value;
  readonly word: string;
  readonly place: Place;
  /** A line as `env` prints it. */
  readonly envLine: boolean;
}

/** Characters: no password is longer. */
const MAX_PASSWORD = 200;
/** Characters of a long token that are judged. */
const MAX_JUDGED = 128;

const NEEDS_QUOTES: ReadonlySet<string> = new Set(["argument", "call", "blank"]);
const PLAIN_KINDS: ReadonlySet<string> = new Set(["assign", "element", "attribute", "flag", "cell"]);
/** Words that are verbs or plain nouns, too: what follows them in a sentence is no value. */
const ORDINARY = /^[-$]{0,2}(?:pass|keys?|auth|credentials?|creds?|secrets?)$/i;
const IN_SENTENCE: ReadonlySet<string> = new Set(["blank", "prose", "word"]);
const HEX_ID = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;

/** `DB_PASSWORD=…`, `"password": "…"`, `<password>…</password>`, `--password …`: any value that is no placeholder. */
export const password: Matcher = (text, at, end, context) => {
  const found = readAssignment(text, at, end, context);
  return found === null || found.key.class !== "password" ? null : judgePassword(text, found);
};

/** `API_KEY=…`, `"clientSecret": "…"`, `?access_token=…`: a value that looks made by a machine. */
export const key: Matcher = (text, at, end, context) => {
  const found = readAssignment(text, at, end, context);
  return found === null || found.key.class === "password" ? null : judgeKey(text, found);
};

function readAssignment(text: string, at: number, end: number, context: TextContext): Assignment | null {
  const found = readKey(text, at, end);
  if (found === null) return null;
  const operator = readOperator(text, found.start, found.end);
  if (operator === null) return null;
  const before = text[found.start - 1];
  const inQuery = before === "?" || before === "&" || text.startsWith("&amp;", found.start - 5);
  if (IN_SENTENCE.has(operator.kind) && !canBeSpoken(found.name)) return null;
  const value = readValue(text, operator.at, { inQuery });
  if (value === null || (value.quote === "" && NEEDS_QUOTES.has(operator.kind))) return null;
  if (!isArgument(text, operator, value.end)) return null;
  const length = value.end - value.start;
  if (found.class === "password" && length > MAX_PASSWORD) return null;
  const word = text.slice(value.start, Math.min(value.end, value.start + MAX_JUDGED));
  if (value.quote === "" && word.startsWith("\\")) return null;
  const envLine = operator.tight && isEnvLine(text, found.start, found.name);
  return { key: found, operator, value, word, place: placeOf(context), envLine };
}

/** What is handed to a function ends with it, or with another argument. */
function isArgument(text: string, operator: Operator, end: number): boolean {
  const after = text.slice(end, end + 6);
  if (operator.kind === "call") return /^\\{0,3}["'`]\s?\)/.test(after);
  return operator.kind !== "argument" || !/^\\{0,3}["'`]\s{0,2}(?::|=>)/.test(after);
}

/** Whether a name keeps its meaning in a sentence: `token`, but not the verb `pass` or a file such as `cosign.key`. */
function canBeSpoken(name: string): boolean {
  return /^key$/i.test(name) || !(ORDINARY.test(name) || name.includes("."));
}

function judgePassword(text: string, found: Assignment): RawMatch | null {
  const { word, value, key: name } = found;
  if (isPlaceholder(word) || sameWord(word, name.name) || isProse(word)) return null;
  const strong = isStrong(word);
  const bare = value.quote === "";
  if (isReference(word, !bare) && !(strong && looksMade(word, 16))) return null;
  if (bare && !standsBare(text, found, strong)) return null;
  if (found.operator.kind === "prose" && isExpression(word)) return null;
  if (strong && !isName(word)) return match(text, found, sure(found));
  return judgeWeak(text, found);
}

/** Words and short values: secrets in a real environment, elsewhere only where nothing speaks against them. */
function judgeWeak(text: string, found: Assignment): RawMatch | null {
  const { word, value, place, operator } = found;
  const weak = isWeak(word);
  if ((place.env || found.envLine) && !place.example) return match(text, found, "medium", weak);
  if (!found.key.plain || isName(word) || word.length < 4 || isNumeric(word)) return null;
  if (!PLAIN_KINDS.has(operator.kind) && operator.kind !== "blank") return null;
  if (isCaption(word) || isSequence(word)) return null;
  if (!weak) return match(text, found, "medium");
  const settings = place.settings || isSetting(text, found);
  if (value.quote === "" ? !settings : /^[a-z]{0,5}$/.test(word)) return null;
  return match(text, found, "medium", weak);
}

function judgeKey(text: string, found: Assignment): RawMatch | null {
  const { word, value, key: name, operator } = found;
  if (IN_SENTENCE.has(operator.kind) && /^key$/i.test(name.name)) return isSpokenKey(text, found);
  if (word.length < 8 || /\s/.test(word) || isPlaceholder(word) || sameWord(word, name.name) || isName(word))
    return null;
  if (/^auth$|_auth$/.test(name.name)) return isLogin(word) ? match(text, found, sure(found)) : null;
  const uuid = isUuid(word);
  const loose = name.class === "vague" || operator.kind === "word" || operator.kind === "prose";
  if (uuid ? !name.allowsUuid || operator.kind === "word" : !looksMade(word, loose ? 20 : 10)) return null;
  const quoted = value.quote !== "";
  if (isReference(word, quoted) && !looksMade(word, 24)) return null;
  if (!quoted && isExpression(word)) return null;
  if (!quoted && found.place.code && isIdentifier(word) && !looksMade(word, 16)) return null;
  if (name.class === "vague" && !isMeant(found)) return null;
  if (operator.kind === "word" && HEX_ID.test(word) && !isHeader(text, name.start)) return null;
  return match(text, found, name.class === "key" && word.length >= 16 && !uuid && name.plain ? sure(found) : "medium");
}

/** Behind a plain `key` only what is written as a setting or a parameter: data has keys too. */
function isMeant(found: Assignment): boolean {
  const { word, operator, value } = found;
  if (/^[\da-f]{40}$/i.test(word)) return false;
  if (found.key.compound) return true;
  return operator.tight && value.quote === "" && !HEX_ID.test(word);
}

/** `here is my key …`: in a sentence a plain key must be long, mixed, and not said to be public. */
function isSpokenKey(text: string, found: Assignment): RawMatch | null {
  const { word, key: name } = found;
  const isMixed = /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && /^[\w+/=.-]{32,}$/.test(word);
  const before = text.slice(Math.max(0, name.start - 8), name.start);
  const isMeantSo = /\b(?:my|the|this|our|api|secret)[ ]$/i.test(before);
  return isMixed && isMeantSo && looksMade(word, 32) ? match(text, found, "medium") : null;
}

/** `Authorization: token …`. */
function isHeader(text: string, at: number): boolean {
  return /authorization\\{0,3}["']?\s?[:=,]\s?\\{0,3}["'`]?$/i.test(text.slice(Math.max(0, at - 28), at));
}

/** `auth` of a Docker or npm configuration: base64 of `user:password`. */
function isLogin(word: string): boolean {
  return /^[\x21-\x7e]{1,100}:[\x20-\x7e]{4,200}$/.test(decodeBase64(word) ?? "");
}

/** Whether a value without quotes is a value at all: in source it is an expression, in prose the next word. */
function standsBare(text: string, found: Assignment, strong: boolean): boolean {
  const { word, value, place, operator } = found;
  if (/^[A-Za-z][\w.-]*=$/.test(word) && !looksMade(word, 12)) return false;
  if (found.envLine || place.env) return true;
  if (/^[A-Z][a-z]+-[A-Z][A-Za-z]+$/.test(word)) return false;
  if (operator.kind === "flag") return strong || !isIdentifier(word);
  if (operator.kind === "element") return strong || !isIdentifier(word) || /\d/.test(word);
  if (operator.kind === "word") return strong && looksMade(word, 12);
  if (operator.kind === "prose" || operator.kind === "cell") return strong;
  if (isExpression(word) && !(strong && operator.tight && looksMade(word, 8))) return false;
  if (place.code) return strong && (looksMade(word, 8) || !isIdentifier(word));
  if (place.settings) return value.whole;
  if (isSetting(text, found)) return true;
  if (isIdentifier(word) && /_|[a-z][A-Z]/.test(word) && !operator.tight && !looksMade(word, 8)) return false;
  return strong || (operator.tight && !isIdentifier(word)) || (value.whole && !isIdentifier(word) && /\d/.test(word));
}

/** `-e DB_PASSWORD=x`, `-passout pass:x`: a value where the text around it says so, in any file. */
function isSetting(text: string, found: Assignment): boolean {
  if (!found.operator.tight) return false;
  if (isConstant(found.key.name)) return !found.place.code;
  return /-pass(?:in|out)?[ \t]$/.test(text.slice(Math.max(0, found.key.start - 10), found.key.start));
}

function sameWord(word: string, name: string): boolean {
  const plain = (text: string) => alnumRuns(text.toLowerCase()).join("");
  const value = plain(word);
  return value === "" || plain(name).endsWith(value) || (value.length < 24 && value.endsWith(plain(name)));
}

/** High only behind a plain assignment; what was read from prose or a call is likelier to be wrong. */
function sure(found: Assignment): Confidence {
  const plain = found.key.plain && PLAIN_KINDS.has(found.operator.kind);
  return plain && !found.place.example ? "high" : "medium";
}

function match(text: string, found: Assignment, confidence: Confidence, weak = false): RawMatch {
  const span = { start: found.value.start, end: found.value.end };
  const bareNumber = found.value.quote === "" && isBareNumber(text, span);
  return { span, confidence, ...(weak && { weak }), ...(bareNumber && { bareNumber }) };
}

/** A number behind a colon, as in JSON and YAML. */
function isBareNumber(text: string, { start, end }: Span): boolean {
  return (
    /^-?\d+(?:\.\d+)?$/.test(text.slice(start, end)) && /:[ \t]{0,8}$/.test(text.slice(Math.max(0, start - 9), start))
  );
}
