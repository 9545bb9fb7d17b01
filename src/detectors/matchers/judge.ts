import type { Confidence, Span } from "../../core/finding.ts";
import type { Assignment } from "./assignment.ts";
import { decodeBase64 } from "./base64.ts";
import { alnumRuns } from "./chars.ts";
import { classify, isConstant } from "./key.ts";
import type { RawMatch } from "./matcher.ts";
import { holdsMade, isPassphrase, isSentence } from "./passphrase.ts";
import { isCaption, isForeignWord, isMadeUp, isName, isNoPassword, isPlaceholder, isWeak } from "./placeholder.ts";
import { isGibberish, isNoise, isNumeric, isRun, isStrong, isUuid, looksMade } from "./randomness.ts";
import { isCall, isCamelName, isExpression, isIdentifier, isProse, isReference } from "./reference.ts";

const PLAIN_KINDS: ReadonlySet<string> = new Set(["assign", "element", "attribute", "flag", "cell"]);
/** A file, as stores of objects and servers name it. */
const FILE = /^[\w.@/-]{1,200}\/[\w.@-]{1,80}\.(?:png|jpe?g|gif|svg|webp|pdf|json|txt|csv|zip|mp4|js|css|html)$/;
/** A type by its words, perhaps with a size: `Base64UrlEncodedString32`. */
const TYPE_NAME = /^(?:[A-Z][a-z]{2,20}\d{0,4}){2,6}$/;
/** Of a build's cache or of an image: words and a hash. */
const CACHE_KEY = /^(?:[A-Za-z][\w.]{0,30}-(?:[\w.]{1,30}-){0,8}[\da-f]{32,64}|sha\d{1,3}:[\da-f]{32,128})$/;
const CODE = /^[a-z]{2,12}(?:_(?:[a-z]{1,12}|\d{1,3})){1,5}$/;
const CODE_WORD =
  /(?:^|_)(?:too|min|max|length|short|weak|required|invalid|missing|mismatch|blank|match|format|common|numeric|not|must|error|field|empty|expired|already|used|bytes|chars|breached)(?:_|$)/;
/** `Ht(d.password)`, and whatever stands behind it in minified code. */
const STARTS_AS_CALL = /^[A-Za-z_$][\w$.]{0,60}\([\w$.,]{0,80}\)/;
const HEX_ID = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;

/** A password is any value that is no placeholder, reference, expression or sentence. */
export function judgePassword(text: string, found: Assignment): RawMatch | null {
  const { word, value, key: name } = found;
  if (isNoPassword(word) || sameWord(word, name.name) || SUBSTITUTED.test(word) || isOther(word)) return null;
  if (isForeignWord(word) && !found.place.env && !found.envLine) return null;
  if (!found.place.settings && !found.envLine && isCode(word)) return null;
  if (found.place.code && /^[a-z]{1,12}(?:-[a-z]{1,12}){1,2}$/.test(word)) return null;
  if (isProse(word)) return isWordy(found) ? match(text, found, "medium") : null;
  const strong = isStrong(word);
  const bare = value.quote === "";
  if (isReference(word, !bare) && !(strong && looksMade(word, 16))) return null;
  if (bare && (isCall(word) || !standsBare(text, found, strong))) return null;
  if (isLoose(found) && isCamelName(word)) return null;
  if (found.operator.kind === "prose" && isExpression(word)) return null;
  if (strong && !isName(word) && !isMadeUp(word)) return match(text, found, sure(found));
  return judgeWeak(text, found);
}

/** Nothing but a blank or a word stands between the key and the value. */
function isLoose({ operator, value }: Assignment): boolean {
  return value.quote === "" && (operator.kind === "blank" || operator.kind === "word" || operator.kind === "prose");
}

/** A passphrase, where it stands as a value and not in a sentence. */
function isWordy(found: Assignment): boolean {
  const { key: name, operator, value, place, word } = found;
  const isValue = value.quote !== "" || ((place.settings || found.envLine) && value.whole);
  if (!name.plain || place.example || !PLAIN_KINDS.has(operator.kind) || !isValue) return false;
  if (isPassphrase(word) || holdsMade(word)) return true;
  return place.env || found.envLine ? !isSentence(word, !place.env) : false;
}

/** Words and short values: secrets in a real environment, elsewhere only where nothing speaks against them. */
function judgeWeak(text: string, found: Assignment): RawMatch | null {
  const { word, value, place, operator } = found;
  const weak = isWeak(word);
  const isResult = value.quote !== "" && /[a-z]Pass\d?$|^pass$/.test(found.key.name) && !looksMade(word, 12);
  if (isResult && !place.settings && !place.env && !found.envLine) return null;
  if ((place.env || found.envLine) && !place.example) return match(text, found, "medium", weak);
  if (!found.key.plain || isName(word) || word.length < 4 || isNumeric(word)) return null;
  if (!PLAIN_KINDS.has(operator.kind) && operator.kind !== "blank" && !isDefined(text, found)) return null;
  if (isCaption(word) || isRun(word)) return null;
  if (!weak) return match(text, found, "medium");
  const settings = place.settings || isSetting(text, found);
  if (value.quote === "" ? !settings : /^[a-z]{0,5}$/.test(word)) return null;
  return match(text, found, "medium", weak);
}

/** What a command prints: `"$(openssl rand -base64 24)"`. */
const SUBSTITUTED = /^(?:\$\([A-Za-z_./]|`[a-z][\w./-]{0,60} [^`]{0,200}(?:`|$))/;
/** An instant (RFC 3339). */
const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)?)?$/;
/** Rules of a validation: `required|min:8|confirmed`. */
const RULES = /^[a-z_]{2,24}(?::[\w,.-]{1,24})?(?:\|[a-z_]{2,24}(?::[\w,.-]{1,24})?){1,12}$/;
/** The place of an element in a page (XPath), a route with a parameter. */
const LOCATOR = /^\/\/[a-z*]{1,20}\[|^(?:\/[\w.-]{0,40}){1,8}\/:[A-Za-z_]\w{0,40}(?:\/|$)/;

/** When it was changed, what it must be like, or where it is typed. */
function isOther(word: string): boolean {
  return INSTANT.test(word) || RULES.test(word) || LOCATOR.test(word);
}

/** What a validation says of a password: `too_short`, `min_length_8`. */
function isCode(word: string): boolean {
  return word.includes("_") && CODE.test(word) && CODE_WORD.test(word);
}

/** `define('DB_PASSWORD', 'x')` of PHP. */
function isDefined(text: string, { key: name, operator }: Assignment): boolean {
  return (
    operator.kind === "argument" && /\bdefine\(\s{0,4}["']$/.test(text.slice(Math.max(0, name.start - 14), name.start))
  );
}

/** A key or token is a value that looks made by a machine, and is no id, hash, reference or expression. */
export function judgeKey(text: string, found: Assignment): RawMatch | null {
  const { word, value, key: name, operator } = found;
  if ((isKeyWord(name.name) && CACHE_KEY.test(word)) || FILE.test(word)) return null;
  if (isSpoken(text, found)) return judgeSpokenKey(text, found);
  if (name.class === "vague") {
    const login = judgeLogin(text, found);
    if (login !== null) return login;
  }
  if (word.length < 8 || /\s/.test(word) || isPlaceholder(word) || sameWord(word, name.name) || isName(word))
    return null;
  if (/^auth$|_auth$/.test(name.name)) return isLogin(word) ? match(text, found, sure(found)) : null;
  if (isLoose(found) && isCamelName(word)) return null;
  const uuid = isUuid(word);
  const loose = name.class === "vague" || operator.kind === "word" || operator.kind === "prose";
  if (uuid ? !name.allowsUuid || operator.kind === "word" : !looksMade(word, loose ? 20 : 10) && !isSpelt(found))
    return null;
  const quoted = value.quote !== "";
  if (isReference(word, quoted) && !looksMade(word, 24)) return null;
  const isSet = (found.place.env || found.envLine) && looksMade(word, 24);
  if (!quoted && !isSet && isExpression(word)) return null;
  const mayBeName = !quoted && !found.inQuery && found.place.code;
  if (mayBeName && isIdentifier(word) && (!looksMade(word, 16) || TYPE_NAME.test(word))) return null;
  if (name.class === "vague" && !isMeant(text, found)) return null;
  if (operator.kind === "word" && HEX_ID.test(word) && !isHeader(text, name.start)) return null;
  return match(text, found, name.class === "key" && word.length >= 16 && !uuid && name.plain ? sure(found) : "medium");
}

/** Letters that spell nothing, behind a name that says plainly what they are. */
function isSpelt(found: Assignment): boolean {
  const { key: name, operator, place, word } = found;
  if (name.class !== "key" || !name.plain || !PLAIN_KINDS.has(operator.kind) || operator.kind === "cell") return false;
  return isGibberish(word, place.settings || found.envLine ? 16 : 24);
}

/** Behind a plain `key` only what is written as a setting or a parameter: data has keys too. */
function isMeant(text: string, found: Assignment): boolean {
  const { key: name, word, operator, value } = found;
  if (/^[\da-f]{40}$/i.test(word)) return false;
  if (name.compound || (!HEX_ID.test(word) && operator.tight && value.quote === "")) return true;
  return isKeyWord(name.name) && PLAIN_KINDS.has(operator.kind) && word.length >= 24 && isUnderSecret(text, name.start);
}

function isKeyWord(name: string): boolean {
  return name.length === 3 && name.toLowerCase() === "key";
}

/** `"Jwt": { "Key": "…" }`, and the same in YAML: the name above makes the key a secret one. */
const ABOVE =
  /([A-Za-z][\w-]{1,30})(?:\\{0,3}["']?[ \t]{0,2}[:=]?[ \t]{0,2}\{[^{}]{0,160}|:[ \t]{0,4}\r?\n(?:[ \t]{1,40}[\w-]{1,40}:[ \t][^\r\n]{0,100}\r?\n){0,4}[ \t]{1,40}["']?)$/;

function isUnderSecret(text: string, keyStart: number): boolean {
  const above = ABOVE.exec(text.slice(Math.max(0, keyStart - 240), keyStart))?.[1];
  return above !== undefined && classify(`${above}Key`)?.class === "key";
}

/** Where a plain `key` is one word of a sentence: `here is my key …`, `the acme key: …`. */
function isSpoken(text: string, found: Assignment): boolean {
  const { key: name, operator, value, place } = found;
  if (!isKeyWord(name.name)) return false;
  if (operator.kind === "blank" || operator.kind === "prose" || operator.kind === "word") return true;
  const isSentence =
    operator.kind === "assign" && !operator.tight && value.quote === "" && text[name.start - 1] === " ";
  return isSentence && !place.code && !place.settings;
}

/** In a sentence a plain key must be long, mixed, and not said to be public. */
function judgeSpokenKey(text: string, found: Assignment): RawMatch | null {
  const { word, key: name, operator } = found;
  const isMixed = /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && /^[\w+/=.-]{32,}$/.test(word);
  if (!isMixed || !looksMade(word, 32)) return null;
  const before = /\b([A-Za-z]{2,20})[ ]$/.exec(text.slice(Math.max(0, name.start - 22), name.start))?.[1] ?? "";
  const isMeantSo =
    operator.kind === "assign"
      ? !/^(?:ssh|pgp|gpg|host|deploy)$/i.test(before) && classify(`${before}Key`) !== null
      : /^(?:my|the|this|our|api|secret)$/i.test(before);
  return isMeantSo ? match(text, found, "medium") : null;
}

/** `BASIC_AUTH=user:password`, `credentials: "user:password"`: the password is what stands behind the colon. */
function judgeLogin(text: string, found: Assignment): RawMatch | null {
  const { word, value, operator, key: name } = found;
  const colon = word.indexOf(":");
  if (colon < 1 || !name.plain || isKeyWord(name.name) || !PLAIN_KINDS.has(operator.kind)) return null;
  const secret = word.slice(colon + 1);
  const isPair = /^[\w.@+-]{1,64}$/.test(word.slice(0, colon)) && /^[^\s:/\\()]{8,}$/.test(secret);
  if (!isPair || !isStrong(secret) || isPlaceholder(secret) || isReference(word, true) || isName(secret)) return null;
  if (looksMade(word.slice(0, colon), 10)) return null;
  const start = value.start + colon + 1;
  return match(text, { ...found, value: { ...value, start } }, "medium");
}

/** `Authorization: token …`. */
function isHeader(text: string, at: number): boolean {
  return /authorization\\{0,3}["']?\s?[:=,]\s?\\{0,3}["'`]?$/i.test(text.slice(Math.max(0, at - 28), at));
}

/** `auth` of a Docker or npm configuration: base64 of `user:password`. */
function isLogin(word: string): boolean {
  return /^[\x21-\x7e]{1,100}:[\x20-\x7e]{4,2000}$/.test(decodeBase64(word) ?? "");
}

/** Whether a value without quotes is a value at all: in source it is an expression, in prose the next word. */
function standsBare(text: string, found: Assignment, strong: boolean): boolean {
  const { word, value, place, operator } = found;
  if (/^[A-Za-z][\w.-]*=$/.test(word) && !looksMade(word, 12)) return false;
  if (found.envLine || place.env) return true;
  if (/^[A-Z][a-z]+-[A-Z][A-Za-z]+$/.test(word)) return false;
  if (operator.kind === "flag") return strong || !isIdentifier(word) || isGibberish(word, 12);
  if (operator.kind === "element") return strong || !isIdentifier(word) || /\d/.test(word);
  if (operator.kind === "word") return strong && looksMade(word, 12);
  if (operator.kind === "prose" || operator.kind === "cell") return strong;
  if (isExpression(word) && !isSurely(found, strong)) return false;
  if (place.code) return strong && (looksMade(word, 8) || !isIdentifier(word));
  if (place.settings && (value.whole || (operator.tight && isAmongSettings(text, value.end)))) return true;
  if (isSetting(text, found)) return true;
  if (isIdentifier(word) && /_|[a-z][A-Z]/.test(word) && !operator.tight && !looksMade(word, 8)) return false;
  return strong || (operator.tight && !isIdentifier(word)) || (value.whole && !isIdentifier(word) && /\d/.test(word));
}

/** Random, although brackets or signs in it read as a program. */
function isSurely({ word, operator, place }: Assignment, strong: boolean): boolean {
  if (place.settings && isNoise(word, 2) && !/^\w{1,40}\([^()]*\)$/.test(word)) return true;
  return strong && operator.tight && looksMade(word, 8) && !(place.code && STARTS_AS_CALL.test(word));
}

/** `ansible_password=x ansible_port=22`: one of several settings in a line. */
function isAmongSettings(text: string, end: number): boolean {
  return /^[ \t]{1,8}[A-Za-z_][\w.-]{0,60}=/.test(text.slice(end, end + 72));
}

/** `-e DB_PASSWORD=x`, `-passout pass:x`: a value where the text around it says so, in any file. */
function isSetting(text: string, found: Assignment): boolean {
  if (!found.operator.tight) return false;
  if (isConstant(found.key.name)) return !found.place.code;
  if (found.key.name.startsWith("--")) return !found.place.code && /\d/.test(found.word);
  return /-pass(?:in|out)?[ \t]$/.test(text.slice(Math.max(0, found.key.start - 10), found.key.start));
}

function sameWord(word: string, name: string): boolean {
  const plain = (text: string) => alnumRuns(text.toLowerCase()).join("");
  const value = plain(word);
  return value === "" || plain(name).endsWith(value) || (value.length < 24 && value.endsWith(plain(name)));
}

/** High only behind a plain assignment, and not in tests; what was read from prose or a call is likelier to be wrong. */
function sure(found: Assignment): Confidence {
  const plain = found.key.plain && PLAIN_KINDS.has(found.operator.kind);
  return plain && !found.place.example && !found.place.test ? "high" : "medium";
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
