/** The class of a key decides which values behind it are secrets. */
export type KeyClass =
  /** PASSWORD and its like: any value that is no placeholder. */
  | "password"
  /** TOKEN, SECRET, API_KEY: a value that looks made by a machine. */
  | "key"
  /** A plain `key`, `auth`, `credential`: only a long value that looks made by a machine. */
  | "vague";

export interface KeyKind {
  readonly class: KeyClass;
  /** False where the secret's word is not the last one (`PASSWORD_AUTH`), so that only a strong value is believed. */
  readonly plain: boolean;
  /** More than the bare word: `STRIPE_KEY`, not `key`. */
  readonly compound: boolean;
  /** Behind an API key's name, or a token's in an environment, a UUID is the key; elsewhere it is an id. */
  readonly allowsUuid: boolean;
}

export interface Key extends KeyKind {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const MAX_KEY = 80;
const KEY_CHAR = /[\w.$-]/;
const WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

const PASSWORD = /^(?:password|passwd|passphrase|passwort|passcode|pwd|pass)s?$/;
/** Glued to something else: `dbpassword`, `PGPASSWORD`, `adminpwd`. */
const GLUED_PASSWORD =
  /(?:password|passwd|passphrase|passwort)s?$|^(?:db|my|user|root|admin|sql|ftp|ssh|smtp|auth|cred|require)pass$|^[a-z]{2,10}pwd$/;
const SECRET = /(?:tokens?|secrets?|apikeys?|accesskey|secretkey|privatekey|authkey|accountkey|consumerkey)$/;
const VAGUE = /^(?:key|keys|auth|credentials?|creds?|pat)$/;
/** What may stand behind a password word in a key: `password2`, `password_confirmation`, `passwordPlain`. */
/** The first word of a name that is written with a blank: `the API key is`. */
const SPOKEN = /\b(?:api|access|secret|private|auth)[ ]$/i;
const AGAIN = words(
  "confirmation confirm again repeat new old value plain plaintext clear cleartext data raw local dev test prod",
);
const PUBLIC_KEY = /public[-_]?key|authenticity/i;
/** Words right before KEY that make it a secret. */
const SECRET_KEY = words(
  "api access secret private auth account client consumer encryption encrypt signing sign master license service shared",
  "preshared admin app application storage subscription deploy integration server write ingest management developer",
  "dev user session jwt hmac unseal cipher crypto webhook functions connection sas prod production live",
);
/** The last word of a key that says something about a secret instead of holding it. */
const ABOUT = words(
  "file files path dir folder url uri urls endpoint host hostname port name names id ids type types length len size",
  "count counts limit limits max min expiry expires expiration expire ttl hash hashed digest fingerprint field fields",
  "label labels input hint hints placeholder policy required enabled disabled strategy algorithm algo alg bits bytes",
  "prefix suffix pattern regex regexp validator validation error errors message msg title text char visible visibility",
  "env var variable ref refs reference arn version format encoding header headers param parameter params style icon",
  "button btn form page route command cmd callback provider store manager service generator factory handler usage",
  "index column col attr attribute description desc rotation age days timeout at time date mode method scope scopes",
  "audience issuer location position kind state status line color budget weight weights embedding embd rule rules",
  "selector locator xpath element component module package plugin schema model table tables map list array set cache",
  "reset request response event help info note link check checker strength score complexity encoder authentication",
  "authenticator grant flow verifier signature signer ring chain pair agreement derivation exchange curve cost",
  "iterations rounds memory parallelism source sources target owner is for to from of in by not or and if the no yes",
  "with separator delimiter class property provided provider changed updated valid invalid within encryption",
);
/** The word before that makes a key or token public, passing, or something else. */
const PUBLIC = words(
  "public pub primary foreign sort partition cache object file next previous prev page pagination continuation cursor",
  "sync csrf xsrf antiforgery nonce verification pad padding bos eos unk cls sep mask stop special max min num total",
  "prompt completion input output per cancel cancellation idempotency dedup deduplication translation locale message",
  "label hot shortcut arrow modifier composite unique candidate routing row hash range map dict json property query",
  "search group tag metadata annotation registry publishable site anon known encrypted hashed forgot fk pk lookup index",
  "react list item child parent mac etag assembly strong sha md5 quote design lexer syntax parse parser i18n",
);

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** The key around a key word at `text.slice(at, end)`, or null where the word is part of another or names no secret. */
export function readKey(text: string, at: number, end: number): Key | null {
  let start = at;
  while (start > 0 && at - start < MAX_KEY && KEY_CHAR.test(text[start - 1] as string)) start -= 1;
  start += escapeLength(text, start, at);
  let stop = end;
  while (stop < text.length && stop - at < MAX_KEY && KEY_CHAR.test(text[stop] as string)) stop += 1;
  while (stop > end && /[.$-]/.test(text[stop - 1] as string)) stop -= 1;
  if (/^keys?$/i.test(text.slice(start, stop)))
    start -= SPOKEN.exec(text.slice(Math.max(0, start - 9), start))?.[0].length ?? 0;
  const name = text.slice(start, stop);
  const kind = classify(name);
  return kind === null ? null : { start, end: stop, name, ...kind };
}

/** Characters at `start` that end an escape (a colour code, `\n`, `\u0026`, `%26`) and are no part of the key behind it. */
function escapeLength(text: string, start: number, at: number): number {
  const before = start > 0 ? text[start - 1] : "";
  const run = text.slice(start, at);
  if (before === "[" || before === ";") return /^\d{0,3}m/.exec(run)?.[0].length ?? 0;
  if (before === "\\") return /^(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|[nrt0])/.exec(run)?.[0].length ?? 0;
  if (before === "%") return /^(?:26|3[fFbB]|22|20)/.exec(run)?.[0].length ?? 0;
  return 0;
}

/**
 * Classifies a name by its words, the last telling one first: `AWS_SECRET_ACCESS_KEY`, `dbPassword1`; `tokenLimit`,
 * `primaryKey` and `PASSWORD_FILE` hold no secret.
 */
export function classify(name: string): KeyKind | null {
  const parts = (name.match(WORDS) ?? []).map((word) => word.toLowerCase());
  let plain = true;
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const word = parts[index] as string;
    const before = parts[index - 1] ?? "";
    const found = classOf(word, before);
    if (found !== null) {
      if (found !== "password" && (PUBLIC.has(before) || PUBLIC_KEY.test(name))) return null;
      const allowsUuid = found === "key" && (/keys?$/.test(word) || /^[A-Z][A-Z\d_]+$/.test(name));
      return { class: found, plain, compound: index > 0, allowsUuid };
    }
    if (ABOUT.has(word)) return null;
    if (!AGAIN.has(word)) plain = false;
  }
  return null;
}

function classOf(word: string, before: string): KeyClass | null {
  if (PASSWORD.test(word) || GLUED_PASSWORD.test(word)) return "password";
  if (SECRET.test(word) || word === "authorization" || (word === "key" && SECRET_KEY.has(before))) return "key";
  return VAGUE.test(word) ? "vague" : null;
}
