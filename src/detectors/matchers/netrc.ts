import type { TextContext } from "../text.ts";
import type { Matcher } from "./matcher.ts";
import { isName, isPlaceholder } from "./placeholder.ts";
import { isStrong } from "./randomness.ts";
import { isReference } from "./reference.ts";

const GAP = "[ \\t\\r\\n]{1,12}";
const MORE = `(?:account|port)${GAP}\\S{1,64}${GAP}`;
/** Behind `login` the user, behind `machine` the host; perhaps the account, then the password. */
const PASSWORD = new RegExp(`${GAP}(\\S{1,128})${GAP}(?:${MORE})?password${GAP}(["']?)([^\\s"']{1,2048})\\2`, "y");
/** What stands in front of `login` in an entry. */
const ENTRY = new RegExp(
  `(?<=^|[\\s:"'\`;|>])(?:machine${GAP}([\\w.:[\\]-]{1,128})|default)${GAP}(?:#[^\\n]{0,200}\\n[ \\t]{0,8}|${MORE}){0,4}$`,
);
const REACH = 700;
/** `login` and `password` each with its value alone in a line, as the end of an entry is shown. */
const OWN_LINE = /(?:^|\n)[ \t]{0,8}$/;
const OWN_LINES = /^[ \t]{1,8}\S{1,128}[ \t]{0,8}\r?\n[ \t]{0,8}password[ \t]{1,8}\S{1,2050}[ \t]{0,8}(?:\r?\n|$)/;
const PATH = /(?:^|[/\\])[._]?netrc(?:\.[\w.-]{1,20})?$/;
const HOST = /^(?!-)[\w-]{1,63}(?:[.:][\w-]{1,63}){1,10}$/;

/**
 * The password of an entry of `.netrc` (`machine example.org login x password y`, in one line or several), found at
 * `login`, or at the entry's first word. In a sentence the words `login` and `password` stand near each other, too.
 */
export const netrc: Matcher = (text, at, end, context) => {
  if (/[\w-]/.test(text[at - 1] ?? " ")) return null;
  PASSWORD.lastIndex = end;
  const found = PASSWORD.exec(text);
  if (found === null) return null;
  const [whole, name = "", quote = "", word = ""] = found;
  if (isPlaceholder(word) || isReference(word, false) || isName(word)) return null;
  const strong = isStrong(word);
  const isLogin = text.startsWith("login", at);
  if (isLogin ? !isInEntry(text, at, end, strong, context) : !strong && !HOST.test(name)) return null;
  const start = end + whole.length - word.length - quote.length;
  return { span: { start, end: start + word.length }, ...(!strong && { confidence: "medium" as const, weak: true }) };
};

/** Whether `login` stands in an entry of a file, and not in a sentence. */
function isInEntry(text: string, at: number, end: number, strong: boolean, { path }: TextContext): boolean {
  const entry = ENTRY.exec(text.slice(Math.max(0, at - REACH), at));
  const ownLine = OWN_LINE.test(text.slice(Math.max(0, at - 9), at));
  if (path !== null && PATH.test(path)) return ownLine || entry !== null;
  // A sentence may hold `machine` and `default` too: a weak password needs a host that looks like one.
  if (entry !== null) return strong || HOST.test(entry[1] ?? "");
  return strong && ownLine && OWN_LINES.test(text.slice(end, end + 2400));
}
