import { DIGIT, endsWithOne, isWordChar, JOINT, kindOf, kindsIn, LOWER, UPPER } from "./chars.ts";

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

const PASSWORD = words("password passwd passphrase passwort passcode pwd pass psk pw");
/** Glued to something else: `dbpassword`, `PGPASSWORD`, `adminpwd`. */
const GLUED_PASSWORD = ["password", "passwd", "passphrase", "passwort"];
/** A word before `pass` that makes it the verb, or one of several stages. */
const NO_PASS = words(
  "should must did does will can could would not first second third last final single multi two one all each per by to on",
  "no test tests boarding season bus sky render shadow depth color colour geometry lighting post pre opaque transparent",
  "blur bloom compute forward effect shader outline clear copy main scene full high low band",
);
const GLUED_PASS = words(
  "dbpass mypass userpass rootpass adminpass sqlpass ftppass sshpass smtppass authpass credpass requirepass",
);
const ROOT_PW = words("rootpw adminpw userpw dbpw bindpw");
const SECRET = "token secret apikey accesskey secretkey privatekey authkey accountkey consumerkey".split(" ");
const SECRETS = "tokens secrets apikeys".split(" ");
const VAGUE = words("key keys auth credential credentials cred creds pat");
/** The word before a plain `key`: `the API key is`. */
const SPOKEN = /\b([A-Za-z]{2,20})[ ]$/;
/** What may stand behind a password word in a key: `password2`, `password_confirmation`, `passwordPlain`. */
const AGAIN = words(
  "confirmation confirm again repeat new old value plain plaintext clear cleartext data raw local dev test prod",
);
const PUBLIC_KEY = [
  "publickey",
  "public_key",
  "public-key",
  "authenticity",
  "csrftoken",
  "xsrftoken",
  "csrfmiddleware",
];
/** Words right before KEY that make it a secret. */
const SECRET_KEY = words(
  "api access secret private auth account client consumer encryption encrypt signing sign master license service shared",
  "preshared admin app application storage subscription deploy integration server write ingest management developer",
  "dev user session jwt hmac unseal cipher crypto webhook functions connection sas prod production live",
);
/** The last word of a key that says something about a secret instead of holding it. */
const ABOUT = words(
  "file files path dir folder url uri urls endpoint host hostname port name names id ids type types length len size",
  "count counts limit limits max min expiry expires expiration expire ttl hash hashed hasher hashers digest fingerprint field fields",
  "label labels input hint hints placeholder policy required enabled disabled strategy algorithm algo alg bits bytes",
  "prefix suffix pattern regex regexp validator validation error errors message msg title text char visible visibility",
  "env var variable ref refs reference arn version format encoding header headers param parameter params style icon",
  "button btn form page route command cmd callback provider store manager service generator factory handler usage",
  "index column col attr attribute description desc rotation age days timeout at time date mode method scope scopes",
  "audience issuer location position kind state status line color budget weight weights embedding embd rule rules",
  "hashing validators policies requirement requirements setting settings option options config configuration backend backends",
  "selector locator xpath element component module package plugin schema model table tables map list array set cache",
  "reset request response event help info note link check checker strength score complexity encoder authentication",
  "authenticator grant flow verifier signature signer ring chain pair agreement derivation exchange curve cost",
  "iterations rounds memory parallelism stdin stdout source sources target owner is for to from of in by not or and if the no yes",
  "sha sha1 sha256 sha512 md5 checksum sock with separator delimiter class property provided provider changed updated valid invalid within encryption",
);
/** The word before that makes a key or token public, passing, or something else. */
const PUBLIC = words(
  "public pub primary foreign sort partition cache object file next previous prev page pagination continuation cursor",
  "sync csrf xsrf antiforgery nonce verification pad padding bos eos unk cls sep mask stop special max min num total",
  "prompt completion input output per cancel cancellation idempotency dedup deduplication translation locale message",
  "label hot shortcut arrow modifier composite unique candidate routing row hash range map dict json property query",
  "search group tag metadata annotation registry publishable site anon known encrypted hashed forgot fk pk lookup index",
  "react list item child parent mac etag socket assembly strong sha md5 quote design lexer syntax parse parser i18n",
);

/** The same of a key or token that says where to go on or what is meant; a secret behind these is one. */
const PASSING = words(
  "resume sequence paging starting after scroll delta change watermark task lock lease state revision version checkpoint",
  "concurrency correlation shard entity dedupe surrogate spreadsheet request restore",
);
/** Of documents (Lark) and of what is asked for once (AWS): as others write them, these are secrets. */
const PASSING_NAME = /^(?:clientToken|ClientToken|(?:node|obj|wiki)(?:_t|T)oken)$/;

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}

/** The key around a key word at `text.slice(at, end)`, or null where the word is part of another or names no secret. */
export function readKey(text: string, at: number, end: number): Key | null {
  let start = at;
  while (start > 0 && at - start < MAX_KEY && isKeyChar(text.charCodeAt(start - 1))) start -= 1;
  start += escapeLength(text, start, at);
  let stop = end;
  while (stop < text.length && stop - at < MAX_KEY && isKeyChar(text.charCodeAt(stop))) stop += 1;
  while (stop > end && ".$-".includes(text.charAt(stop - 1))) stop -= 1;
  if (isPlainKey(text.slice(start, stop))) start -= spokenLength(text, start);
  const name = text.slice(start, stop);
  const kind = classify(name);
  return kind === null ? null : { start, end: stop, name, ...kind };
}

/** Characters of the word that makes a plain `key` behind it a secret one, with its blank. */
function spokenLength(text: string, start: number): number {
  if (text[start - 1] !== " ") return 0;
  const word = SPOKEN.exec(text.slice(Math.max(0, start - 22), start))?.[1] ?? "";
  return SECRET_KEY.has(word.toLowerCase()) ? word.length + 1 : 0;
}

/** A word character, `.`, `$` or `-`. */
function isKeyChar(code: number): boolean {
  return isWordChar(code) || code === 46 || code === 36 || code === 45;
}

function isPlainKey(name: string): boolean {
  return name.length <= 4 && /^keys?$/i.test(name);
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
  const parts = wordsOf(name);
  let plain = true;
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const word = parts[index] as string;
    const before = parts[index - 1] ?? "";
    const found = classOf(word, before);
    if (found !== null) {
      if (isOtherPass(word, before, index, parts.length)) return null;
      // As part of a longer name it is the name of a cipher: `PSK-AES128-CBC-SHA`.
      if (word === "psk" && !plain) return null;
      if (found !== "password" && (PUBLIC.has(before) || isPublicKey(name))) return null;
      if (PASSING.has(before) && /^(?:keys?|tokens?)$/.test(word)) return null;
      const allowsUuid = found === "key" && (word.endsWith("key") || word.endsWith("keys") || isConstant(name));
      return { class: found, plain, compound: index > 0, allowsUuid };
    }
    if (ABOUT.has(word)) return null;
    if (!AGAIN.has(word)) plain = false;
  }
  return null;
}

/** `pass_fds`, `shouldPass`, `renderPass`: the verb, or a stage. */
function isOtherPass(word: string, before: string, index: number, count: number): boolean {
  return word === "pass" && (index < count - 1 || NO_PASS.has(before));
}

function isPublicKey(name: string): boolean {
  const lower = name.toLowerCase();
  return PUBLIC_KEY.some((word) => lower.includes(word)) || PASSING_NAME.test(name);
}

function classOf(word: string, before: string): KeyClass | null {
  const one = word.endsWith("s") ? word.slice(0, -1) : word;
  if (PASSWORD.has(word) || PASSWORD.has(one) || GLUED_PASS.has(word)) return "password";
  if (endsWithOne(one, GLUED_PASSWORD) || endsWithOne(word, GLUED_PASSWORD)) return "password";
  if (word.endsWith("pwd") && word.length >= 5 && word.length <= 13) return "password";
  if (ROOT_PW.has(word)) return "password";
  if (endsWithOne(word, SECRET) || endsWithOne(word, SECRETS) || word === "authorization") return "key";
  if (word === "key" && SECRET_KEY.has(before)) return "key";
  return VAGUE.has(word) ? "vague" : null;
}

/** `PASSWORD`, `DB_PASSWORD`: capitals, digits and `_`, a capital first. */
export function isConstant(name: string): boolean {
  const kinds = kindsIn(name);
  return kindOf(name.charCodeAt(0)) === UPPER && (kinds & ~(UPPER | DIGIT | JOINT)) === 0 && !name.includes("-");
}

/** The words of a name, lower case: `DB_PASSWORD` and `dbPassword` have the same two, `APIKey` has `api` and `key`. */
function wordsOf(name: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  while (at < name.length) {
    const end = wordEnd(name, at);
    if (end > at) found.push(name.slice(at, end).toLowerCase());
    at = Math.max(end, at + 1);
  }
  return found;
}

/** Where the word that starts at `at` ends; `at` itself where no letter stands there. */
function wordEnd(name: string, at: number): number {
  const capitals = runEnd(name, at, UPPER);
  const small = runEnd(name, capitals, LOWER);
  return small > capitals && capitals - at > 1 ? capitals - 1 : small;
}

function runEnd(text: string, at: number, kind: number): number {
  let end = at;
  while (end < text.length && kindOf(text.charCodeAt(end)) === kind) end += 1;
  return end;
}
