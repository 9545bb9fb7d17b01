import { isToken, isWordChar, kindsIn, LOWER, PATH as PATH_CHARS, startsWithOne, UPPER } from "./chars.ts";
import { isNoise, isStrong, looksMade } from "./randomness.ts";

/** Values that say where a secret lies, how it is made or what it looks like. All patterns are linear. */

/** A variable or template, whole or inside: `${X}`, `$(cmd)`, `{{ x }}`, `#{x}`, `<%= x %>`, `%(x)s`, `$env:X`. */
const TEMPLATE =
  /\$\{|\$\(|\$\[|\{\{|\}\}|\{%|#\{|<%|%\(|\$env:|\{\d\}|\{[a-zA-Z_][\w.]{0,40}\}|\{\}|\\\(|@sha256:|^ ?[.+&] ?\$|^["'`] ?[.+&] ?[A-Za-z_$(]/;
/** What a program fills in; behind it another word begins. */
const FORMAT = /%[sdvq](?![A-Za-z\d])/g;
const VARIABLE =
  /^(?:\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|:[a-z_]\w*|@[a-z_]\w*|\$\d|!(?:Ref|Sub|GetAtt|ImportValue|vault|secret|env)\b)/;
const VARIABLE_WHOLE = /^(?:\$[A-Za-z_][\w.:\->[\]]*|%[A-Za-z_]\w*%|:[a-z_]\w*|@[a-z_]\w*|\$\d)$/;
const LOOKUP =
  /^(?:process\.env|import\.meta|os\.|env[.[(:]|environ|System\.|ENV[.[(]|Environment\.|config\.|conf\.|settings\.|secrets?\.|var\.|vars\.|local\.|data\.|module\.|this\.|self\.|req\.|request\.|props\.|ctx\.|context\.|params\.|getenv|vault[:.]|ref\+|op:\/\/|arn:|ssm:|awssm:|gcpsm:|secretsmanager:|keyring:|keychain:|env:|file:|data:|@Microsoft\.|azurekv:|resolve:|lookup\(|encrypted:|ENC[[(]|AQICA|secret:\/\/|doppler:|bws:|credhub:|akv:)/i;
/** Hashes are no secrets to be used: crypt forms, `{SSHA}`, `sha256:…`, `sha512-…`. */
const HASH =
  /^(?:\$(?:2[abxy]?|argon2\w*|[156]|scrypt|pbkdf2[\w-]*|P|H|apr1|y|7)\$|\{(?:S?SHA\d*|S?MD5|CRYPT|PBKDF2)\}|(?:sha\d{1,3}|md5|SHA\d{1,3}|MD5)[-:=]|pbkdf2[_:]|scrypt:|argon2)/;
/** What `LOOKUP` and `HASH` find in a word of letters, digits, `_` and `-` begins so, whatever the case. */
const TOKEN_STARTS = ["environ", "getenv", "aqica", "sha", "md5", "pbkdf2_", "argon2"];
const PATH =
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/]|\\\\)[\w.@~ /\\-]+$|^[\w.@-]+(?:\/[\w.@-]+)*\.(?:pem|key|crt|cer|json|ya?ml|txt|env|js|ts|tsx|py|go|rb|php|html|css|md|png|svg|sh|conf|xml|properties|java|p12|pfx|jks|pub|asc|gpg)$/;
const URL = /^(?:[a-z][a-z\d+.-]{1,20}:\/\/|www\.|mailto:|urn:)/i;
const MEDIA = /^(?:application|text|image|audio|video|multipart)\/[\w.+-]+$/;
const CODE = /[(){}[\]]|=>|===|\?\?|&&|\|\||::|->|<[A-Z]\w*>|^[!&*]/;
const DOTTED = /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$#][\w$]*)+!?$/;
const TYPES: ReadonlySet<string> = new Set(
  "Optional Union List Array Option Result Vec Promise Record Map Partial Readonly Maybe SecretStr Secret Str String NSString CharSequence".split(
    " ",
  ),
);
/** Words with blanks between them are prose, a label or an error message. */
const PROSE = /[A-Za-z]{2}[,.:;!?']?\s{1,4}(?:[A-Za-z]|\S{1,20}\s)/;

/** True where the value stands for one that lies elsewhere; `quoted` values are strings, bare ones may be code. */
export function isReference(value: string, quoted: boolean): boolean {
  const kinds = kindsIn(value);
  if (isToken(kinds) && !startsWithOne(value.slice(0, 7).toLowerCase(), TOKEN_STARTS)) return false;
  if (LOOKUP.test(value) || HASH.test(value)) return true;
  if (isNoise(value)) return false;
  if (TEMPLATE.test(value)) return true;
  if (value.includes("%") && isFormat(value)) return true;
  if (VARIABLE_WHOLE.test(value) || (!quoted && VARIABLE.test(value))) return true;
  return (kinds & PATH_CHARS) !== 0 && (MEDIA.test(value) || PATH.test(value) || URL.test(value));
}

/** What is random without its verbs only happens to hold one. */
function isFormat(value: string): boolean {
  const rest = value.replace(FORMAT, "");
  return rest !== value && !(isStrong(rest) && looksMade(rest, 8));
}

/** A type whose name holds a size or a version: `Uint8Array`, `Base64String`, `X509Certificate`, `ApiKeyV2Type`. */
const SIZED_TYPE =
  /^(?:[A-Z]{1,6}[a-z]{0,20}\d{1,5}(?:[A-Z][a-z]{2,20}){1,4}|(?:[A-Z][a-z]{0,20}){1,5}\d{1,3}(?:Types?|Keys?|Strings?|Tokens?|Config|Options|Schema|Input))$/;

/** A call without arguments, a pointer to one, what follows a call: nobody's password holds these and reads as code. */
const CALL = /^\([A-Za-z_]\w{0,80}\(|^[*&]?[A-Za-z_]\w{2,80}\(\)|^\(\)\.[A-Za-z_]|^[*&][A-Za-z_]\w{0,80}\(/;

export function isCall(value: string): boolean {
  return value.includes("(") && CALL.test(value);
}

/** Words put together with capitals: `addInt32PrefixedString`, `xmlSecGnuTLSAppPkcs12Load`. */
const CAMEL = /^[A-Za-z][a-z]{1,20}(?:[A-Z][a-z]{1,20}\d{0,3}|[A-Z]{2,5}\d{0,3}){2,8}$/;

export function isCamelName(value: string): boolean {
  return CAMEL.test(value);
}

/** True where a bare value reads as an expression of a programming language. */
export function isExpression(value: string): boolean {
  if (TYPES.has(value.slice(0, wordEnd(value)))) return true;
  if (SIZED_TYPE.test(value)) return true;
  return !isToken(kindsIn(value)) && (CODE.test(value) || DOTTED.test(value));
}

/** A name as languages allow it, also with `!` or `?` behind it. */
export function isIdentifier(value: string): boolean {
  const first = value.charCodeAt(0);
  if (first !== 36 && !(isWordChar(first) && (first < 48 || first > 57))) return false;
  let end = 1;
  while (end < value.length && (isWordChar(value.charCodeAt(end)) || value.charCodeAt(end) === 36)) end += 1;
  return end === value.length || (end === value.length - 1 && (value.endsWith("!") || value.endsWith("?")));
}

export function isProse(value: string): boolean {
  return value.includes(" ") && (kindsIn(value) & (UPPER | LOWER)) !== 0 && PROSE.test(value);
}

function wordEnd(value: string): number {
  let end = 0;
  while (end < value.length && isWordChar(value.charCodeAt(end))) end += 1;
  return end;
}
