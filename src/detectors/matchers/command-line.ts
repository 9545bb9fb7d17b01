import type { Matcher, RawMatch } from "./matcher.ts";
import { isName, isPlaceholder } from "./placeholder.ts";
import { isStrong, looksMade } from "./randomness.ts";
import { isExpression, isIdentifier, isProse, isReference } from "./reference.ts";
import { readValue } from "./value.ts";

interface Client {
  /** The source of a pattern of what stands between the program's name and the value. */
  readonly flag: string;
  /** `user:password`: the value is what stands behind the colon. */
  readonly pair?: boolean;
  /** The value is a password for certain: a plain word counts too. */
  readonly certain?: boolean;
}

const WORDS =
  "(?:[ \\t]{1,4}(?:\\\\\\r?\\n[ \\t]{1,12})?(?!FLAG)[^\\s|;&]{1,160}){0,16}?[ \\t]{1,4}(?:\\\\\\r?\\n[ \\t]{1,12})?";

function client(flag: string, avoid: string, more: Omit<Client, "flag"> = {}): Client {
  return { flag: `${WORDS.replace("FLAG", avoid)}${flag}`, ...more };
}

/** Programs whose short flag takes a password, by name. Only these: `-p` is a port or a path elsewhere. */
const CLIENTS: ReadonlyMap<string, Client> = new Map([
  ["mysql", client("-p(?=[^\\s-])", "-p")],
  ["mysqldump", client("-p(?=[^\\s-])", "-p")],
  ["mysqladmin", client("-p(?=[^\\s-])", "-p")],
  ["mariadb", client("-p(?=[^\\s-])", "-p")],
  ["sshpass", client("-p[ \\t]{0,2}", "-p", { certain: true })],
  ["login", client("-p[ \\t]{1,2}", "-p[ \\t]")],
  ["redis-cli", client("-a[ \\t]{1,2}", "-a[ \\t]")],
  ["sqlcmd", client("-P[ \\t]{0,2}", "-P")],
  ["mongo", client("-p[ \\t]{1,2}", "-p[ \\t]")],
  ["mongosh", client("-p[ \\t]{1,2}", "-p[ \\t]")],
  ["mongodump", client("-p[ \\t]{1,2}", "-p[ \\t]")],
  [
    "htpasswd",
    client("-[A-Za-z]{0,4}b[A-Za-z]{0,4}[ \\t]{1,2}\\S{1,120}[ \\t]{1,2}\\S{1,80}[ \\t]{1,2}", "-[A-Za-z]{0,4}b"),
  ],
  ["ldapsearch", client("-w[ \\t]{1,2}", "-w[ \\t]")],
  ["openssl", client("(?:-k|-K)[ \\t]{1,2}(?!\\S{1,80}\\.\\w{2,4}(?:\\s|$))", "-k")],
  ["smbclient", client("(?:-U|--user)[ \\t=]{1,2}[^\\s%'\"]{1,80}%", "-U")],
  [
    "curl",
    client("(?:-[a-zA-Z]{0,6}u|--user|--proxy-user|-U)[ \\t=]{0,2}", "(?:-[a-zA-Z]{0,6}u|--user|--proxy-user|-U)", {
      pair: true,
    }),
  ],
  ["http", client("(?:-a|--auth)[ \\t=]{1,2}", "(?:-a|--auth)", { pair: true })],
  ["gh secret set", client("(?:--body|-b)[ \\t=]{1,2}", "(?:--body|-b)")],
  ["ConvertTo-SecureString", { flag: "[ \\t]{1,4}(?:-String[ \\t]{1,4})?(?=[\"'])", certain: true }],
  ["net user", { flag: "[ \\t]{1,4}[^\\s|;&/-][^\\s|;&]{0,80}[ \\t]{1,4}(?![/*])" }],
  ["net use", client("/user:\\S{1,80}[ \\t]{1,2}", "/user:")],
  ["zip", client("-P[ \\t]{1,2}", "-P")],
  ["7z", client("-p(?=\\S)", "-p")],
]);

/** Made when a program is first met: most never are. */
const patterns = new Map<Client, RegExp>();

/** The password of a program that takes it by a short flag (`mysql -p…`, `curl -u user:…`), found at the program's name. */
export const clientFlag: Matcher = (text, at, end, context) => {
  if (/[\w.$-]/.test(text[at - 1] ?? " ")) return null;
  const known = CLIENTS.get(text.slice(at, end));
  if (known === undefined) return null;
  const pattern = patterns.get(known) ?? new RegExp(known.flag, "y");
  patterns.set(known, pattern);
  pattern.lastIndex = end;
  const flag = pattern.exec(text);
  if (flag === null) return null;
  const from = end + flag[0].length;
  const value = readValue(text, from, { context });
  if (value === null) return null;
  const word = text.slice(value.start, value.end);
  const colon = known.pair === true ? word.indexOf(":") : -1;
  if (known.pair === true && colon < 0) return null;
  return judgeWord(word.slice(colon + 1), value.start + colon + 1, known.certain === true);
};

function judgeWord(word: string, start: number, isCertain = false): RawMatch | null {
  if (isPlaceholder(word) || isReference(word, false) || isProse(word) || word.startsWith("-")) return null;
  const strong = isStrong(word) || looksMade(word, 10);
  if (isExpression(word) && !strong) return null;
  if (!strong && (word.length < 5 || isName(word))) return null;
  if (!strong && !isCertain && isIdentifier(word) && !/\d/.test(word)) return null;
  const span = { start, end: start + word.length };
  return { span, ...(!strong && { confidence: "medium" as const, weak: true }) };
}

const PIPED =
  /[ \t]{1,2}(?:-n[ \t]{1,2})?(["']?)([^\s"'|$`]{5,2048})\1[ \t]{0,2}\|[ \t]{0,2}(?:sudo[ \t]{1,2}(?:-\w{1,4}[ \t]{1,2}){0,3}-[a-zA-Z]{0,2}S\b|docker[ \t]login\b|\w{2,20}[ \t]login\b.{0,80}--password-stdin|(?:sudo[ \t]{1,2})?(chpasswd)\b)/y;

/** `echo 'x' | sudo -S`, `echo x | docker login --password-stdin`, `echo user:x | chpasswd`: found at `echo`. */
export const pipedPassword: Matcher = (text, _at, end) => {
  PIPED.lastIndex = end;
  const found = PIPED.exec(text);
  if (found === null) return null;
  const word = found[2] as string;
  const colon = found[3] === undefined ? -1 : word.indexOf(":");
  return judgeWord(word.slice(colon + 1), end + found[0].indexOf(word) + colon + 1);
};

const STATEMENT = /\b(?:create|alter|grant|set|user|role)\b/i;

/** `CREATE USER x IDENTIFIED BY 'y'` of SQL, found at the last two words. */
export const sqlPassword: Matcher = (text, at, end, context) => {
  if (!STATEMENT.test(text.slice(Math.max(0, at - 160), at))) return null;
  const value = readValue(text, end, { context });
  if (value === null || value.quote === "`") return null;
  const word = text.slice(value.start, value.end).replace(/;.{0,80}$/, "");
  return value.quote === "" && !isStrong(word) ? null : judgeWord(word, value.start);
};

const PGPASS = /:(?:\d{4,5}|\*):(?:[\w.-]{1,64}|\*):[A-Za-z_][\w.@-]{0,63}:([^\s:]{1,2048})(?=[\r\n]|$)/y;
const PGPASS_HOST = /(?:^|\n)(?:[A-Za-z][\w.-]{0,100}|\d{1,3}(?:\.\d{1,3}){3}|\*)$/;

/** `host:5432:database:user:password` of `.pgpass`, found at its port. */
export const pgpass: Matcher = (text, at, _end, context) => {
  PGPASS.lastIndex = at;
  const found = PGPASS.exec(text);
  if (found === null || !PGPASS_HOST.test(text.slice(Math.max(0, at - 110), at))) return null;
  const word = found[1] as string;
  const named = /pgpass(?:\.conf)?$/.test(context.path ?? "");
  if (isPlaceholder(word) || isReference(word, false) || (!named && !isStrong(word))) return null;
  const end = at + found[0].length;
  return {
    span: { start: end - word.length, end },
    ...(!isStrong(word) && { confidence: "medium" as const, weak: true }),
  };
};
