/** Values that stand for a secret without being one. All patterns are linear. */

const OURS = /DEFENTER_[A-Z_]{2,40}_[a-z2-7]{10}/;
/** One form is `••••` and `…` where the text is UTF-8 that was read byte by byte. */
const MASK =
  /^[*xX•.#_\-?0…\s]+$|\*{3}|[xX]{4}|\.{3}|…|•{3}|#{4}|_{4}|^(?:\xe2\x80[\xa2\xa6])+$|(?:redacted|masked|hidden|removed|omitted|scrubbed|sanitized)[>\])*]/i;
const BRACKETS = /^(?:<[^>]*>|\[[^\]]*\]|\{[^}]*\}|%[^%\s]*%|__\w+__|@\w+@|&lt;.*|<.*)$/;
/** Words that stand as a piece of their own somewhere in the value. A set: a regex of so many words is slow to compile. */
const PLACEHOLDER_PIECES: ReadonlySet<string> = new Set(
  "your yours changeme change replace replaceme insert enter paste example examples sample dummy placeholder fake mock todo fixme tbd redacted masked hidden removed none null nil undefined invalid wrong incorrect foo bar foobar baz goes demo test testing tests insecure".split(
    " ",
  ),
);
const PLACEHOLDER_PART =
  /your[-_ ]?(?:api|own|secret|token|password|access|key|client|app|account|personal)|change[-_ ]?(?:me|this|it)|changeit|example|placeholder|replace[-_ ]?(?:me|this|with)|insert[-_ ]?(?:your|key|token)|to[-_ ]?be[-_ ]?(?:changed|replaced)|dummy|not[-_ ]set|not[-_ ]a[-_ ]|_here$|-here$/i;
const YOUR_CAMEL = /^(?:your|my|some|fake|dummy|mock|test|example|sample)[A-Z_][A-Za-z_]*$/;
const NOTHING: ReadonlySet<string> = new Set(
  "true false yes no on off null nil none undefined void empty default auto unset na n/a test tests testing tester string str text number integer boolean bool object array any unknown never char varchar bytes byte binary optional required enabled disabled hidden plain basic bearer prompt ask on_create files always never abc abcd foo bar baz qux foobar xyz asdf dev prod user username value data const let var this self function async await new return typeof".split(
    " ",
  ),
);
/** Names of the thing itself: `client_secret`, `api-key`, `access_token`, `new-password`. */
const NAMES_IT =
  /(?:^|[^a-z])(?:password|passwd|passphrase|passwort|pwd|pass|token|tokens|secret|secrets|key|keys|apikey|credential|credentials|auth|authorization|cred|creds|oauth|jwt|bearer|username|user|login)(?:$|[^a-z])/;

/** What examples take for a password: `supersecret`, `s3cr3t`, `rootpassword`. */
const FAMOUS =
  /^(?:[a-z]{0,20}(?:password|passwd|secret)\d{0,4}|s[3e]cr[3e]t|sup3rs3cr3t|hunter2|letmein\d{0,4}|open[_-]?sesame|swordfish|trustno1|qwerty\d{0,4})$/i;

/** True where the value is a placeholder or a mask, whatever stands around it. */
export function isPlaceholder(value: string): boolean {
  if (
    value.length < 3 ||
    new Set(value).size < 3 ||
    OURS.test(value) ||
    MASK.test(value) ||
    BRACKETS.test(value) ||
    NOTHING.has(value.replace(/[:;,.]{1,3}$/, "").toLowerCase())
  )
    return true;
  return !holdsRandom(value) && (hasPlaceholderPiece(value) || PLACEHOLDER_PART.test(value) || YOUR_CAMEL.test(value));
}

function hasPlaceholderPiece(value: string): boolean {
  return value
    .toLowerCase()
    .split(/[^a-z\d]/)
    .some((piece) => PLACEHOLDER_PIECES.has(piece));
}

/** A placeholder word does not excuse a value whose rest is long and random: `my-app_8fh2…`. */
function holdsRandom(value: string): boolean {
  return /(?=[a-zA-Z]{0,20}\d)[A-Za-z\d+/]{20}/.test(value);
}

/** True where the value is made of words and one of them names what the key already says: `db-password-2`, `txtPassword`. */
export function isName(value: string): boolean {
  if (FAMOUS.test(value)) return true;
  if (/^[a-z]+\d{0,2}(?:[A-Z][a-z]+){0,4}(?:Key|Token|Secret|Password)$/.test(value)) return true;
  if (!/^[#.$@]?[A-Za-z_][\w .:/#@-]*$/.test(value) || /[A-Za-z]\d[A-Za-z]|\d{5}/.test(value)) return false;
  const spaced = value
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/\d+/g, " ")
    .toLowerCase();
  return NAMES_IT.test(spaced);
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
