import type { TextContext } from "../text.ts";
import { isExpanded, readDefault } from "./default.ts";
import { judgeKey, judgePassword } from "./judge.ts";
import { type Key, readKey } from "./key.ts";
import { readList } from "./list.ts";
import { closesLiteral } from "./literal.ts";
import type { Matcher, RawMatch } from "./matcher.ts";
import { type Operator, readOperator } from "./operator.ts";
import { holdsMade, isPassphrase } from "./passphrase.ts";
import { isEnvLine, type Place, placeOf } from "./place.ts";
import { isNoise, looksMade } from "./randomness.ts";
import { readValue, type Value } from "./value.ts";

/** What was read at one anchor. */
export interface Assignment {
  readonly key: Key;
  readonly operator: Operator;
  readonly value: Value;
  readonly word: string;
  readonly place: Place;
  /** A line as `env` prints it. */
  readonly envLine: boolean;
  /** A parameter of a URL. */
  readonly inQuery: boolean;
}

/** Characters: a longer password is a token that a machine made. */
const MAX_PASSWORD = 200;
/** Characters of a long token that are judged. */
const MAX_JUDGED = 128;
const TOKEN = /^[\w+/=.~%-]+$/;

const NEEDS_QUOTES: ReadonlySet<string> = new Set(["argument", "call", "blank"]);
/** Words that are verbs or plain nouns, too: what follows them in a sentence is no value. */
const ORDINARY = /^[-$]{0,2}(?:pass|keys?|auth|credentials?|creds?|secrets?)$/i;
/** Passes of a compiler, and the verb: `addPass("simplify-2")`. */
const PASS_CALL =
  /^(?!(?:set|with|use)?[-_.]?(?:db|user|login|smtp|mail|auth|admin|root|ftp|sql|proxy)?[-_.]?pass$).{1,70}pass$/i;
/** Operators that may also be a sentence. */
export const IN_SENTENCE: ReadonlySet<string> = new Set(["blank", "prose", "word"]);

/** What stands between a variable and its default. */
const EXPANDED: Operator = { at: 0, kind: "assign", tight: true };

/** The last value that was found in a text, from its anchor on: keys within it are part of it. */
interface Done {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}
type Judge = (text: string, found: Assignment) => RawMatch | null;

/** `DB_PASSWORD=…`, `"password": "…"`, `<password>…</password>`, `--password …`: any value that is no placeholder. */
export const password: Matcher = makeMatcher((name) => name.class === "password", judgePassword);

/** `API_KEY=…`, `"clientSecret": "…"`, `?access_token=…`: a value that looks made by a machine. */
export const key: Matcher = makeMatcher((name) => name.class !== "password", judgeKey);

function makeMatcher(concerns: (key: Key) => boolean, judge: Judge): Matcher {
  const done = new WeakMap<TextContext, Done>();
  return (text, at, end, context) => {
    const last = done.get(context);
    if (last !== undefined && last.at < at && at < last.end && last.text === text) return null;
    const name = readKey(text, at, end);
    if (name === null || !concerns(name)) return null;
    const [first, ...others] = readAssignments(text, name, context).flatMap((found) => judge(text, found) ?? []);
    if (first === undefined) return null;
    done.set(context, { text, at, end: (others.at(-1) ?? first).span.end });
    return others.length > 0 ? { ...first, also: others } : first;
  };
}

/** What is assigned to a key: one value, or those of a list. */
function readAssignments(text: string, name: Key, context: TextContext): readonly Assignment[] {
  const expanded = isExpanded(text, name.start, name.end);
  const operator = expanded ? EXPANDED : readOperator(text, name.start, name.end);
  if (operator === null || (IN_SENTENCE.has(operator.kind) && !canBeSpoken(name.name))) return [];
  const inQuery = isParameter(text, name.start);
  if (inQuery && text.startsWith("badge.svg", name.start - 10)) return [];
  if (operator.kind === "call" && PASS_CALL.test(name.name)) return [];
  if (isName(text, name.start)) return [];
  const place = placeOf(context);
  const envLine = operator.tight && isEnvLine(text, name.start, name.name);
  const make = (value: Value, from: Operator): readonly Assignment[] => {
    const word = text.slice(value.start, Math.min(value.end, value.start + MAX_JUDGED));
    const isLong = value.end - value.start > MAX_PASSWORD;
    if (name.class === "password" && isLong && !(TOKEN.test(word) && looksMade(word, 24))) return [];
    if (value.quote === "" && word.startsWith("\\")) return [];
    return [{ key: name, operator: from, value, word, place, envLine, inQuery }];
  };
  if (expanded) return defaultAt(text, name.start - 2).flatMap((value) => make(value, operator));
  // `PW` alone is a country, too.
  if (operator.kind === "assign" && name.name.length > 2) {
    const items = readList(text, operator.at, context);
    if (items.length > 0) return items.flatMap((value) => make(value, { ...operator, kind: "list" }));
  }
  const value = readValue(text, operator.at, { context, inQuery }) ?? opened(text, operator, place);
  if (value === null || (value.quote === "" && NEEDS_QUOTES.has(operator.kind))) return [];
  if (!isArgument(text, operator, value.end)) return [];
  if (value.quote !== "" && text[value.start - 1] === value.quote && closesLiteral(text, value.start - 1)) return [];
  if (value.quote !== "" && isMemberName(text, value)) return [];
  if (text.startsWith("${", value.start) && text.indexOf("}", value.start) === value.end - 1) {
    return defaultAt(text, value.start).flatMap((inner) => make(inner, operator));
  }
  const isSetting = place.settings || envLine;
  return make(isSetting && name.class === "password" ? wholeLine(text, value, place) : value, operator);
}

/** The default in `${NAME:-default}`, where it looks made by a machine; others are words to be replaced. */
function defaultAt(text: string, at: number): readonly Value[] {
  const span = readDefault(text, at);
  return span !== null && looksMade(text.slice(span.start, span.end), 10) ? [{ ...span, quote: "'", whole: true }] : [];
}

/** `arn:aws:secretsmanager:…:secret:NAME`, `cond ? "password" : "public"`. */
function isName(text: string, keyStart: number): boolean {
  if (/[?]\s?["'`]$/.test(text.slice(Math.max(0, keyStart - 3), keyStart))) return true;
  return (
    text[keyStart - 1] === ":" &&
    /arn:[\w-]{2,12}:[^\s"']{0,80}$/.test(text.slice(Math.max(0, keyStart - 100), keyStart))
  );
}

/** `"password": {"minLength": 8}`: what stands in the braces is the first name in them. */
function isMemberName(text: string, { start, end }: Value): boolean {
  return text[start - 2] === "{" && /^["'`]\s{0,4}(?::|=>)/.test(text.slice(end, end + 8));
}

function isParameter(text: string, keyStart: number): boolean {
  const before = text[keyStart - 1];
  return before === "?" || before === "&" || (before === ";" && text.startsWith("&amp;", keyStart - 5));
}

/** What is handed to a function ends with it, or with another argument. */
function isArgument(text: string, operator: Operator, end: number): boolean {
  if (operator.kind !== "call" && operator.kind !== "argument") return true;
  const after = text.slice(end, end + 6);
  return operator.kind === "call" ? /^\\{0,3}["'`]\s?\)/.test(after) : !/^\\{0,3}["'`]\s{0,2}(?::|=>)/.test(after);
}

/** In a `.env` file a value may begin with what ends one elsewhere. */
function opened(text: string, operator: Operator, place: Place): Value | null {
  const starts = place.env && operator.tight && "<>".includes(text[operator.at] ?? "x");
  return starts ? { start: operator.at, end: operator.at, quote: "", whole: false } : null;
}

/** In a `.env` file all that stands before a blank is the value, also quotes, brackets and what ends a value elsewhere. */
function wholeWord(text: string, value: Value, place: Place): Value {
  if (value.quote !== "") return value;
  const next = text[value.end] ?? "\n";
  if (!place.env && !(next === "<" || next === ">")) return value;
  const pattern = place.env ? /^\S{1,256}/ : /^[^\s"'`\\]{1,256}(?=\s|$)/;
  const word = pattern.exec(text.slice(value.start, value.start + 256))?.[0] ?? "";
  if (!place.env && !isNoise(word) && /<[/!A-Za-z]{1,10}[ />]|[<>]&?\d?$|[;|&]/.test(word)) return value;
  return { ...value, end: Math.max(value.end, value.start + word.length) };
}

/** In a file of settings a value without quotes may have blanks in it: a passphrase then is the whole line. */
function wholeLine(text: string, read: Value, place: Place): Value {
  const value = wholeWord(text, read, place);
  if (value.quote !== "" || value.whole) return value;
  const ahead = text.slice(value.start, value.start + 132);
  const line = /^[A-Za-z]{1,10} [^\r\n#&|;=<>]{1,120}/.exec(ahead)?.[0].trimEnd() ?? "";
  return (place.settings && /^[a-z]/.test(line) && isPassphrase(line)) || holdsMade(line)
    ? { ...value, end: value.start + line.length, whole: true }
    : value;
}

/** Whether a name keeps its meaning in a sentence: `token`, but not the verb `pass` or a file such as `cosign.key`. */
function canBeSpoken(name: string): boolean {
  return /^key$/i.test(name) || !(ORDINARY.test(name) || name.includes("."));
}
