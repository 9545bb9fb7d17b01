import {
  alnumRuns,
  BLANK,
  distinct,
  endsWithOne,
  FOREIGN,
  isDigit,
  isLetter,
  kindsIn,
  PATH,
  SYMBOL,
  startsWithOne,
  trailingDigits,
} from "./chars.ts";
import { isGibberish, isNoise, isSequence, isStrong, looksMade } from "./randomness.ts";

/** Values that stand for a secret without being one. All patterns are linear. */

const OURS = /DEFENTER_[A-Z_]{2,40}_[a-z2-7]{10}/;
/** One form is `••••` and `…` where the text is UTF-8 that was read byte by byte. */
const MASK =
  /^[*xX•.#_\-?0…\s]+$|\*{3}|[xX]{4}|\.{3}|…|•{3}|#{4}|_{4}|^(?:\xe2\x80[\xa2\xa6])+$|(?:redacted|masked|hidden|removed|omitted|scrubbed|sanitized)[>\])*]/i;
const BRACKETS = /^(?:<[^>]*>|\([a-z ]{2,20}\)|\[[^\]]*\]|\{[^}]*\}|%[^%\s]*%|__\w+__|@\w+@|&lt;.*|<[A-Za-z%?!/ ].*)$/;
/** Words that stand as a piece of their own somewhere in the value. */
const PLACEHOLDER_PIECES: ReadonlySet<string> = new Set(
  "your yours changeme change replace replaceme insert enter paste example examples sample dummy placeholder fake mock todo fixme tbd redacted masked hidden removed none null nil undefined invalid wrong incorrect foo bar foobar baz goes demo test testing tests insecure".split(
    " ",
  ),
);
const PLACEHOLDER_PART =
  /your[-_ ]?(?:api|own|secret|token|password|access|key|client|app|account|personal)|change[-_ ]?(?:me|this|it)|changeit|example|placeholder|replace[-_ ]?(?:me|this|with)|insert[-_ ]?(?:your|key|token)|to[-_ ]?be[-_ ]?(?:changed|replaced)|dummy|not[-_ ]set|not[-_ ]a[-_ ]|_here$|-here$/;
const ANY_PART = new RegExp(PLACEHOLDER_PART, "gi");
/** One of these stands in everything that `PLACEHOLDER_PART` finds. */
const PART_WORDS = ["your", "change", "example", "place", "insert", "dummy", "not", "here"];
const YOUR_CAMEL = /^(?:your|my|some|fake|dummy|mock|test|example|sample)[A-Z_][A-Za-z_]*$/;
const YOUR_STARTS = ["your", "my", "some", "fake", "dummy", "mock", "test", "example", "sample"];
const NOTHING: ReadonlySet<string> = new Set(
  "true false yes no on off null nil none undefined void empty default auto unset na n/a test tests testing tester string str text number integer boolean bool object array any unknown never present missing absent found set not is_set not_set defined configured provided available exists specified char varchar bytes byte binary optional required enabled disabled enable disable hashed encrypted hidden plain basic bearer prompt ask on_create files always never abc abcd foo bar baz qux foobar xyz asdf dev prod user username value data const let var this self function async await new return typeof".split(
    " ",
  ),
);
/** Names of the thing itself: `client_secret`, `api-key`, `access_token`, `new-password`. */
const NAMES_IT: ReadonlySet<string> = new Set(
  "password passwd passphrase passwort kennwort senha contrasena clave passe wachtwoord lozinka haslo parola salasana adgangskode motdepasse heslo jelszo sifre losenord geslo passord parool contrasenya pwd pass token tokens secret secrets key keys apikey credential credentials auth authorization cred creds oauth jwt bearer username user login".split(
    " ",
  ),
);
const NAME_ENDS = ["Key", "Token", "Secret", "Password"];
const CAMEL_NAME = /^[a-z]+\d{0,2}(?:[A-Z][a-z]+){0,4}(?:Key|Token|Secret|Password)$/;
const NAME = /^[#.$@]?[A-Za-z_][\w .:/#@-]*$/;

/** What examples take for a password, with up to four digits behind it: `supersecret`, `rootpassword1`, `letmein`. */
const FAMOUS_ENDS = ["password", "passwd", "secret"];
const FAMOUS: ReadonlySet<string> = new Set(
  "s3cr3t s3cret secr3t sup3rs3cr3t hunter2 opensesame open-sesame open_sesame swordfish trustno1".split(" "),
);

/** How the tokens of RFC 6749, 6750 and 7617 begin, which thousands of documents show. */
const PUBLISHED = ["2YotnFZFEj", "tGzv3JOkF0", "mF_9.B5f-4", "SplxlOBeZQ", "czZCaGRSa3", "gX1fBat3bV", "QWxhZGRpbj"]
  // The secret key and the session tokens in the documentation of AWS STS.
  .concat(["9drTJvcXLB", "AQoXdzELDD", "AQoEXAMPLE", "IQoJb3JpZ2luX2IQoJb3"]);
/** The header, the subject and the name of the token that jwt.io shows. */
const JWT_IO = /^eyJ[\w-]{10,60}\.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l/;
/** What is told of a secret in place of it. */
const TOLD = /^len(?:gth)?[:=]\d{1,4}$/;

/** True where the value is a placeholder or a mask, whatever stands around it. */
export function isPlaceholder(value: string): boolean {
  return isStandIn(value) || (!holdsRandom(value) && mentionsOne(value));
}

/** The same of a password: `test` is a placeholder, `test-k3Jq9Xw2` is not. */
export function isNoPassword(value: string): boolean {
  return isStandIn(value) || (!holdsRandom(value) && mentionsOne(value) && !hidesPassword(value));
}

function isStandIn(value: string): boolean {
  if (value.length < 3 || distinct(value, 3) < 3) return true;
  const kinds = kindsIn(value);
  const lower = value.toLowerCase();
  if (value.includes("DEFENTER_") && OURS.test(value)) return true;
  if ((isMask(value, lower, kinds) && !isChance(value)) || isInBrackets(value) || isNothing(lower)) return true;
  if (startsWithOne(value, PUBLISHED) || (value.startsWith("eyJ") && JWT_IO.test(value))) return true;
  if (value.startsWith("len") && TOLD.test(value)) return true;
  return false;
}

/** One of its words is a placeholder's. */
function mentionsOne(value: string): boolean {
  const lower = value.toLowerCase();
  return hasPlaceholderPiece(lower) || hasPlaceholderPart(lower) || isYours(value);
}

/** What is left without the placeholder's words was made by a machine. */
function hidesPassword(value: string): boolean {
  const rest = alnumRuns(value)
    .filter((piece) => PLACEHOLDER_PIECES.has(piece.toLowerCase()))
    .reduce((left, piece) => left.replace(piece, ""), value)
    .replace(ANY_PART, "")
    .replace(/^[-_.:]{1,3}|[-_.:]{1,3}$/g, "");
  if (looksMade(rest, 8)) return true;
  return isStrong(rest) && !isMadeUp(rest) && (rest.match(/[!#$%&()*+=?@^~]/g)?.length ?? 0) > 1;
}

function isMask(value: string, lower: string, kinds: number): boolean {
  if ((kinds & (SYMBOL | PATH | BLANK | FOREIGN)) !== 0) return MASK.test(value);
  return lower.includes("xxxx") || value.includes("____") || [...lower].every((char) => "x0_-".includes(char));
}

/** Four of `x` in 32 characters of base64 come up once in ten thousand. */
function isChance(value: string): boolean {
  return (
    value.length >= 32 &&
    /^[A-Za-z\d+/_=-]+$/.test(value) &&
    !/x{5}|_{4}|^x{4}|x{4}$/i.test(value) &&
    looksMade(value, 28)
  );
}

function isInBrackets(value: string): boolean {
  return "<([{%_@&".includes(value.charAt(0)) && BRACKETS.test(value) && (value.startsWith("&lt;") || !isNoise(value));
}

function isNothing(lower: string): boolean {
  if (lower.length > 16) return false;
  let end = lower.length;
  while (lower.length - end < 3 && ":;,.".includes(lower.charAt(end - 1))) end -= 1;
  return NOTHING.has(lower.slice(0, end));
}

function hasPlaceholderPiece(lower: string): boolean {
  return alnumRuns(lower).some((piece) => PLACEHOLDER_PIECES.has(piece));
}

function hasPlaceholderPart(lower: string): boolean {
  return PART_WORDS.some((word) => lower.includes(word)) && PLACEHOLDER_PART.test(lower);
}

function isYours(value: string): boolean {
  return startsWithOne(value, YOUR_STARTS) && YOUR_CAMEL.test(value);
}

/**
 * A placeholder word does not excuse a value whose rest is long and random, `my-app_8fh2…`: 20 characters of base64 and
 * more with a digit among them.
 */
function holdsRandom(value: string): boolean {
  let length = 0;
  let sinceDigit = Number.POSITIVE_INFINITY;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    const isBase64 = isDigit(code) || isLetter(code) || code === 43 || code === 47;
    length = isBase64 ? length + 1 : 0;
    if (isDigit(code)) sinceDigit = 0;
    else sinceDigit = isBase64 ? sinceDigit + 1 : Number.POSITIVE_INFINITY;
    if (length >= 20 && sinceDigit <= 20) return true;
  }
  return false;
}

/** True where the value is made of words and one of them names what the key already says: `db-password-2`, `txtPassword`. */
export function isName(name: string): boolean {
  const value = (kindsIn(name) & FOREIGN) === 0 ? name : name.normalize("NFD").replace(/\p{M}/gu, "");
  if (isFamous(value.toLowerCase())) return true;
  if (endsWithOne(value, NAME_ENDS) && CAMEL_NAME.test(value)) return true;
  if (isDotted(value)) return true;
  if (hasDigitsInside(value) || !NAME.test(value)) return false;
  return wordsOf(value).some((word) => NAMES_IT.has(word));
}

/** `django.contrib.auth.hashers.Argon2PasswordHasher`: three identifiers and more, each made of words. */
function isDotted(value: string): boolean {
  const parts = value.split(".");
  return parts.length > 2 && parts.every((part) => isOfNames(part));
}

function isOfNames(identifier: string): boolean {
  const names = identifier.replace(/([a-z\d])(?=[A-Z])/g, "$1_").split("_");
  return names.every((name) => /^[A-Za-z]{2,20}\d{0,3}$/.test(name));
}

function isFamous(lower: string): boolean {
  if (FAMOUS.has(lower)) return true;
  const digits = trailingDigits(lower);
  if (digits > 4) return false;
  const word = lower.slice(0, lower.length - digits);
  if (word === "letmein" || word === "qwerty") return true;
  const end = FAMOUS_ENDS.find((known) => word.endsWith(known));
  return end !== undefined && word.length - end.length <= 20 && [...word].every((char) => char >= "a" && char <= "z");
}

/** A digit between letters, or five in a row: no name is written so. */
function hasDigitsInside(value: string): boolean {
  let digits = 0;
  for (let at = 0; at < value.length; at += 1) {
    digits = isDigit(value.charCodeAt(at)) ? digits + 1 : 0;
    if (digits === 5) return true;
    if (digits === 1 && isLetter(value.charCodeAt(at - 1)) && isLetter(value.charCodeAt(at + 1))) return true;
  }
  return false;
}

/** The words of a name, lower case: split at capitals and at all that is no letter. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Letters of any script, one of them no ASCII, and what joins or ends words: `Contraseña`, `Lösenord:`. */
export function isForeignWord(value: string): boolean {
  return (kindsIn(value) & FOREIGN) !== 0 && /^[\p{L}\p{M}]+(?:[-'’ ][\p{L}\p{M}]+)*[:*?!.…]{0,4}$/u.test(value);
}

/** A caption: letters of one word or more, capital first, or of another script, with what ends a caption. */
export function isCaption(value: string): boolean {
  if (/[^\x00-\x7f]/.test(value)) return !/\d/.test(value);
  return /^[A-Z][A-Za-z]*[:*?!.…]{0,4}$/.test(value) && !isMixed(value) && !isGibberish(value.toLowerCase(), 12);
}

/** Capitals all over: in random letters a run of one case is two letters long, in `NewPassword` it is more than three. */
function isMixed(value: string): boolean {
  const runs = value.match(/[A-Z]+|[a-z]+/g)?.length ?? 0;
  return runs > 3 && runs > value.length / 2.6;
}

const MADE_UP: ReadonlySet<string> = new Set(
  "password passwd pass word secret test testing tester valid invalid admin qwerty asdf abc abcd abcde abcdef abcdefgh letmein changeme welcome hunter strong super user demo example sample correct wrong hello monkey dragon root guest default temp new old my the good bad pa ss login strongest secure very".split(
    " ",
  ),
);
const LEET: Readonly<Record<string, string>> = {
  "@": "a",
  "0": "o",
  "1": "i",
  "3": "e",
  $: "s",
  "5": "s",
  "4": "a",
  "7": "t",
};

/**
 * True for what people type where a policy wants digits and signs: words that everybody takes, some letters written as
 * digits, and up to six digits and signs behind them: `Passw0rd!`, `StrongP@ssword123!`, `Abcdef1!`.
 */
export function isMadeUp(value: string): boolean {
  if (value.length > 24) return false;
  const stem = /^(.{3,}?)[\d!@#$%^&*?._-]{0,6}$/.exec(value)?.[1] ?? "";
  return isOfWords(stem.toLowerCase()) || isOfWords([...stem.toLowerCase()].map((char) => LEET[char] ?? char).join(""));
}

function isOfWords(letters: string, words = 0): boolean {
  if (letters === "") return words > 0;
  if (words === 4) return false;
  for (const word of MADE_UP) {
    if (letters.startsWith(word) && isOfWords(letters.slice(word.length).replace(/^[-_.]/, ""), words + 1)) return true;
  }
  return false;
}

/** Words that people use as a password; also words of few letters. */
export function isWeak(value: string): boolean {
  return (
    isMadeUp(value) ||
    value.length < 6 ||
    (/^[A-Za-z]+$/.test(value) && !looksMade(value, 12)) ||
    isSequence(value) ||
    /^[A-Za-z]{2,12}[\d!@#$.]{1,4}$/.test(value) ||
    /^\d+$/.test(value)
  );
}
