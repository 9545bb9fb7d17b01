import { closesLiteral } from "./literal.ts";
import type { Matcher } from "./matcher.ts";
import { isPlaceholder } from "./placeholder.ts";
import { isStrong } from "./randomness.ts";
import { isReference } from "./reference.ts";

/** Another part of a connection string close by, before or behind. */
const PART =
  /(?:^|[;"'\s{,])(?:Server|Data Source|Host|Hostname|Initial Catalog|Database|DBQ|Driver|User ?Id|Uid|User|Username|User Name|Port|Endpoint|AccountName|DefaultEndpointsProtocol|SharedAccessKeyName|Trusted_Connection|Provider|DSN|Address|dbname|sslmode)\s?=/i;
const VALUE = /\s{0,2}=\s{0,2}("[^"\r\n]{1,2048}"|'[^'\r\n]{1,2048}'|[^;"'`\s<>]{1,2048})/y;
const REACH = 300;

/**
 * The password in a connection string of name and value pairs (`Server=…;Password=…;`, `host=… password=…`), found at its
 * name; at least one other part of such a string stands beside it.
 */
export const connectionString: Matcher = (text, at, end) => {
  if (/[\w-]/.test(text[at - 1] ?? " ")) return null;
  VALUE.lastIndex = end;
  const found = VALUE.exec(text);
  if (found === null) return null;
  const start = end + found[0].length - (found[1] as string).length;
  const quoted = /^["']/.test(found[1] as string);
  const from = start + (quoted ? 1 : 0);
  const value = quoted ? (found[1] as string).slice(1, -1) : bareValue(text, at, found[1] as string, start);
  if (quoted && closesLiteral(text, start)) return null;
  if (!isBeside(text, at, from + value.length, quoted)) return null;
  if (value.length < 4 || /^[[<{%(]|=$/.test(value) || isPlaceholder(value) || isReference(value, true)) return null;
  if (value.toLowerCase() === text.slice(at, end).toLowerCase()) return null;
  if (!isStrong(value) && !quoted && isForm(text, at, from + value.length)) return null;
  return {
    span: { start: from, end: from + value.length },
    ...(!isStrong(value) && { confidence: "medium" as const, weak: true }),
  };
};

/** `username=ana password=…` alone are the fields of a form: a server or a database belongs to a connection. */
function isForm(text: string, at: number, end: number): boolean {
  if (text[end] === ";" || text[at - 1] === ";") return false;
  const before = text.slice(Math.max(0, at - REACH), at).replace(/^[\s\S]*\n/, "");
  const line = before + text.slice(at, end + 200).replace(/\n[\s\S]*$/, "");
  return !PART.test(line.replace(/(?:User ?Id|Uid|User ?name|User)\s?=/gi, ""));
}

/** Where blanks part the string, a comma or a bracket that nothing opened belongs to what the string stands in. */
function bareValue(text: string, at: number, read: string, start: number): string {
  const value = read.replace(/\\{1,8}$/, "");
  if (text[at - 1] === ";" || text[start + read.length] === ";") return value;
  const end = value.search(/,|[)\]}]/);
  return end < 0 || /[([{]/.test(value.slice(0, end)) ? value : value.slice(0, end);
}

/** `user=user, password=password` are arguments: bare parts of one string have blanks or semicolons between them. */
function isBeside(text: string, at: number, end: number, quoted: boolean): boolean {
  const before = text.slice(Math.max(0, at - REACH), at).replace(/^[\s\S]*\n/, "");
  const behind = /^[^\r\n]{0,200}/.exec(text.slice(end, end + 200))?.[0] ?? "";
  return (
    ((quoted ? /[;\s]$/ : /(?:;|[^\s,({]\s{1,4})$/).test(before) && PART.test(before)) ||
    (/^;/.test(behind) && PART.test(behind))
  );
}
