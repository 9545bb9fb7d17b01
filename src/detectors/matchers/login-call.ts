import type { Matcher } from "./matcher.ts";
import { isName, isPlaceholder } from "./placeholder.ts";
import { isStrong } from "./randomness.ts";
import { isReference } from "./reference.ts";

/** An argument before the password: a literal, or a name, perhaps with a call of its own. */
const ARGUMENT =
  "\\s{0,40}(?:[\\w:]{1,20}\\s?[=:]\\s?)?(?:\"[^\"\\n]{0,300}\"|'[^'\\n]{0,300}'|[\\w.$>\\[\\]-]{1,80}(?:\\([^()\\n]{0,80}\\))?)\\s{0,10},";
/** The password as a literal, then another argument or the end of the call. */
const LITERAL = "\\s{0,40}([\"'])([^\"'\\s]{6,128})\\1\\s{0,10}[,)]";
const SECOND = new RegExp(`${ARGUMENT}${LITERAL}`, "y");
const THIRD = new RegExp(`${ARGUMENT}${ARGUMENT}${LITERAL}`, "y");

/** Calls in which an address comes first, then the user. */
const WITH_ADDRESS = /getConnection|PDO|mysqli|connect/;

/**
 * The password in a call that takes it without a name: `getConnection(url, "app", "…")`, `SetBasicAuth("app", "…")`,
 * `auth=("app", "…")`. Found at the call's name with its bracket; only a strong literal counts.
 */
export const loginCall: Matcher = (text, at, end) => {
  const pattern = WITH_ADDRESS.test(text.slice(at, end)) ? THIRD : SECOND;
  pattern.lastIndex = end;
  const found = pattern.exec(text);
  const word = found?.[2];
  if (found === null || word === undefined) return null;
  if (!isStrong(word) || isPlaceholder(word) || isReference(word, true) || isName(word)) return null;
  const start = end + found[0].lastIndexOf(word);
  return { span: { start, end: start + word.length } };
};
