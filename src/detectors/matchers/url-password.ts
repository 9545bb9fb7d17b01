import type { Matcher, RawMatch } from "./matcher.ts";
import { isName, isPlaceholder } from "./placeholder.ts";
import { isStrong, looksMade } from "./randomness.ts";

/** Behind `://`: a user (may be empty), a colon, a password, `@`, a host. */
const USER = /[^\s:@/?#"'`<>(){}[\]\\|,;]{0,256}:/y;
const PASSWORD = /[^\s"'`<>\\\0-\x1f]{1,2048}/y;
/** A token in place of a user: `https://TOKEN@host/…`. */
const TOKEN = /[\w.~%+-]{20,2048}(?=@[A-Za-z\d])/y;
/** Behind a public key: the host and the number of a project, where programs report their errors. */
const PROJECT = /^@[\w.-]{1,200}(?::\d{1,5})?\/(?:[\w-]{1,40}\/){0,4}\d{1,20}(?![\w/.-])/;
const SCHEME = /[A-Za-z][A-Za-z\d+.-]{1,30}$/;
const HOST = /^(?:\[[\da-fA-F:.]{2,45}\]|[A-Za-z\d_%$][\w.%${}-]{0,252})/;
/** A variable or template: the whole value, or a piece in brackets whose inside reads as one. */
const REFERENCE =
  /^(?:\$[A-Za-z_]\w*|\$\([^()]{1,200}\)?|%[A-Za-z_]\w*%|%[sdvq]|:[A-Za-z_]\w*|\?|<[A-Za-z_][\w .-]{0,80}>?|\[[A-Za-z_][\w .-]{0,80}\]?|\*+|%\([A-Za-z_]\w{0,80}\)s)$|[$#]\{[^{}]{1,200}\}|\{\{[^{}]{0,200}\}\}|<%[^%]{1,200}%>|^\w{0,40}\{[\w.:!$()[\]|-]{0,200}\}/;
/** Pairs and words of documentation: `user:password@localhost`, `guest:guest@…`. */
const EXAMPLE =
  /^(?:pass|passw|password|passwd|pwd|secret|mypass|mypassword|mysecret|userpass|user_pass|user-pass|user|username|login|guest|token|key|apikey|api_key|api-key|test|tester|pw|p|x|y|z|abc|letmein\d*|changeme|change-me|foo|bar|baz|here|host|hunter2|oauth2?|x-oauth-basic|default|port|name|secretpassword|p@ssw0rd|p@ssword|pass123|password1?2?3?|secret123)$/i;
/** Hosts that are reserved for documentation (RFC 2606, RFC 6761). */
const EXAMPLE_HOST =
  /(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|org|net|edu))?$|^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1|host|hostname|hostport|server|servername|your-?host|myhost|somehost|domain\.com|yourdomain\.com|mydomain\.com)$/i;

/**
 * The password in `scheme://user:PASSWORD@host`, found at `://`. The last `@` before the path counts, so that a password
 * may hold one. Or the token that stands alone before the `@`. No placeholders, variables, or the pairs of examples.
 */
export const urlPassword: Matcher = (text, at, end) => {
  const scheme = SCHEME.exec(text.slice(Math.max(0, at - 32), at))?.[0];
  if (scheme === undefined) return null;
  USER.lastIndex = end;
  const user = USER.exec(text)?.[0];
  if (user === undefined) return tokenAt(text, end);
  const start = end + user.length;
  PASSWORD.lastIndex = start;
  const rest = PASSWORD.exec(text)?.[0];
  const stop = rest === undefined ? -1 : passwordEnd(rest);
  if (rest === undefined || stop < 1) return null;
  const password = rest.slice(0, stop);
  const host = HOST.exec(rest.slice(stop + 1))?.[0];
  if (host === undefined || isExample(password, user.slice(0, -1), host)) return null;
  return {
    span: { start, end: start + stop },
    ...(!isStrong(decoded(password)) && { confidence: "medium" as const, weak: true }),
  };
};

/** A token in place of a user; not the public key of a Sentry DSN. */
function tokenAt(text: string, start: number): RawMatch | null {
  TOKEN.lastIndex = start;
  const token = TOKEN.exec(text)?.[0];
  if (token === undefined || isPlaceholder(token) || !looksMade(token.slice(0, 128), 20)) return null;
  const end = start + token.length;
  return PROJECT.test(text.slice(end, end + 300)) ? null : { span: { start, end }, confidence: "medium" };
}

/** The last `@` before the host ends: before a path, a query or the next part of a list. */
function passwordEnd(rest: string): number {
  const first = rest.indexOf("@");
  if (first < 1 || /^\d{1,5}[/?#]/.test(rest)) return -1;
  if (/[/?#]/.test(rest.slice(0, first)) && !looksMade(rest.slice(0, first), 8)) return -1;
  const tail = rest.slice(first + 1);
  const hostEnd = tail.search(/[/?#,]|:\d|:\/\//);
  const within = hostEnd < 0 ? tail : tail.slice(0, hostEnd);
  const last = within.lastIndexOf("@");
  return last < 0 ? first : first + 1 + last;
}

/** As the service reads it: `%23` is `#`. As written where its escapes are no UTF-8. */
function decoded(password: string): string {
  if (!password.includes("%")) return password;
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function isExample(password: string, user: string, host: string): boolean {
  const plain = decoded(password);
  if (REFERENCE.test(password) || EXAMPLE.test(plain) || (REFERENCE.test(host) && /^[{$<]/.test(host))) return true;
  if (isPlaceholder(plain)) return true;
  if (isStrong(plain)) return false;
  if (password.includes(":")) return true;
  if (password.toLowerCase() === user.toLowerCase() || password.length < 4) return true;
  return EXAMPLE_HOST.test(host) && (password.length < 8 || isName(password) || !/^(?:localhost|127\.)/.test(host));
}
