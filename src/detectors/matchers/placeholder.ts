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

/** Values that stand for a secret without being one. All patterns are linear. */

const OURS = /DEFENTER_[A-Z_]{2,40}_[a-z2-7]{10}/;
/** One form is `••••` and `…` where the text is UTF-8 that was read byte by byte. */
const MASK =
  /^[*xX•.#_\-?0…\s]+$|\*{3}|[xX]{4}|\.{3}|…|•{3}|#{4}|_{4}|^(?:\xe2\x80[\xa2\xa6])+$|(?:redacted|masked|hidden|removed|omitted|scrubbed|sanitized)[>\])*]/i;
const BRACKETS = /^(?:<[^>]*>|\[[^\]]*\]|\{[^}]*\}|%[^%\s]*%|__\w+__|@\w+@|&lt;.*|<.*)$/;
/** Words that stand as a piece of their own somewhere in the value. */
const PLACEHOLDER_PIECES: ReadonlySet<string> = new Set(
  "your yours changeme change replace replaceme insert enter paste example examples sample dummy placeholder fake mock todo fixme tbd redacted masked hidden removed none null nil undefined invalid wrong incorrect foo bar foobar baz goes demo test testing tests insecure".split(
    " ",
  ),
);
const PLACEHOLDER_PART =
  /your[-_ ]?(?:api|own|secret|token|password|access|key|client|app|account|personal)|change[-_ ]?(?:me|this|it)|changeit|example|placeholder|replace[-_ ]?(?:me|this|with)|insert[-_ ]?(?:your|key|token)|to[-_ ]?be[-_ ]?(?:changed|replaced)|dummy|not[-_ ]set|not[-_ ]a[-_ ]|_here$|-here$/;
/** One of these stands in everything that `PLACEHOLDER_PART` finds. */
const PART_WORDS = ["your", "change", "example", "place", "insert", "dummy", "not", "here"];
const YOUR_CAMEL = /^(?:your|my|some|fake|dummy|mock|test|example|sample)[A-Z_][A-Za-z_]*$/;
const YOUR_STARTS = ["your", "my", "some", "fake", "dummy", "mock", "test", "example", "sample"];
const NOTHING: ReadonlySet<string> = new Set(
  "true false yes no on off null nil none undefined void empty default auto unset na n/a test tests testing tester string str text number integer boolean bool object array any unknown never char varchar bytes byte binary optional required enabled disabled hidden plain basic bearer prompt ask on_create files always never abc abcd foo bar baz qux foobar xyz asdf dev prod user username value data const let var this self function async await new return typeof".split(
    " ",
  ),
);
/** Names of the thing itself: `client_secret`, `api-key`, `access_token`, `new-password`. */
const NAMES_IT: ReadonlySet<string> = new Set(
  "password passwd passphrase passwort pwd pass token tokens secret secrets key keys apikey credential credentials auth authorization cred creds oauth jwt bearer username user login".split(
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

/** The keys in the documentation of AWS. */
const AWS_EXAMPLE = /^(?:A[A-Z]{3}[A-Z0-9]{9}EXAMPLE|[A-Za-z0-9/+]{30}EXAMPLEKEY)$/;

/** True where the value is a placeholder or a mask, whatever stands around it. */
export function isPlaceholder(value: string): boolean {
  if (value.length < 3 || distinct(value, 3) < 3) return true;
  const kinds = kindsIn(value);
  const lower = value.toLowerCase();
  if (value.includes("DEFENTER_") && OURS.test(value)) return true;
  if (isMask(value, lower, kinds) || isInBrackets(value) || isNothing(lower)) return true;
  if (value.includes("EXAMPLE") && AWS_EXAMPLE.test(value)) return true;
  if (holdsRandom(value)) return false;
  return hasPlaceholderPiece(lower) || hasPlaceholderPart(lower) || isYours(value);
}

function isMask(value: string, lower: string, kinds: number): boolean {
  if ((kinds & (SYMBOL | PATH | BLANK | FOREIGN)) !== 0) return MASK.test(value);
  return lower.includes("xxxx") || value.includes("____") || [...lower].every((char) => "x0_-".includes(char));
}

function isInBrackets(value: string): boolean {
  return "<[{%_@&".includes(value.charAt(0)) && BRACKETS.test(value);
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
export function isName(value: string): boolean {
  if (isFamous(value.toLowerCase())) return true;
  if (endsWithOne(value, NAME_ENDS) && CAMEL_NAME.test(value)) return true;
  if (hasDigitsInside(value) || !NAME.test(value)) return false;
  return wordsOf(value).some((word) => NAMES_IT.has(word));
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

/** A caption: letters of one word or more, capital first, or of another script, with what ends a caption. */
export function isCaption(value: string): boolean {
  return /^[A-Z][A-Za-z]*[:*?!.…]{0,4}$/.test(value) || (/[^\x00-\x7f]/.test(value) && !/\d/.test(value));
}

/** Words that people use as a password; also words of few letters. */
export function isWeak(value: string): boolean {
  return (
    value.length < 6 || /^[A-Za-z]+$/.test(value) || /^[A-Za-z]{2,12}[\d!@#$.]{1,4}$/.test(value) || /^\d+$/.test(value)
  );
}
