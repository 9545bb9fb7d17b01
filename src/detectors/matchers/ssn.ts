import type { Matcher } from "./matcher.ts";

const SEPARATED = /(\d{3})([- .])(\d{2})\2(\d{4})/y;
const BARE = /(\d{3})(\d{2})(\d{4})/y;
const WORD = /(?:\b|_)(?:ssn|ssns|social[\s_-]?security|soc[\s_-]?sec)(?:\b|_)|[a-z]Ssn\b|socialSecurity/i;
/** The word right by the number: `SSN: 123456789`, `"ssn": "123456789"`. */
const WORD_BY =
  /(?:ssn|social[\s_-]?security(?:[\s_-]?(?:number|no|num|#))?)(?:[\s_-]?(?:number|no|num|#))?["'\]]{0,2}\s{0,2}(?:is|[:=#]|=>)?\s{0,2}["']?$/i;
/** Never issued as such: printed in wallets and on leaflets of the Social Security Administration. */
const PUBLISHED = new Set(["078051120", "219099999", "457555462", "987654321", "111223333", "123121234"]);

/**
 * A US social security number that starts at `at`: `AAA-GG-SSSS` in the ranges that are issued (no 000, 666 or 9xx area,
 * no 00 group, no 0000 serial: https://www.ssa.gov/employer/randomization.html). With blanks or dots, and as nine bare
 * digits, only where the text says so.
 */
export const ssn: Matcher = (text, at) => {
  SEPARATED.lastIndex = at;
  BARE.lastIndex = at;
  const separated = SEPARATED.exec(text);
  const found = separated ?? BARE.exec(text);
  if (found === null) return null;
  const end = at + found[0].length;
  if (!standsAlone(text, at, end)) return null;
  const [area, group, serial] = separated === null ? [found[1], found[2], found[3]] : [found[1], found[3], found[4]];
  if (!isIssued(area as string, group as string, serial as string)) return null;
  const before = text.slice(Math.max(0, at - 400), at);
  if (separated === null && !WORD_BY.test(before.slice(-48))) return null;
  if (separated !== null && found[2] !== "-" && !WORD.test(before.slice(-80)) && hasDigits(text, at, end)) return null;
  if (separated !== null && !WORD.test(before) && OTHER.test(before.slice(-32))) return null;
  const bareNumber =
    separated === null && /["'][ \t]{0,4}:[ \t]{0,4}$|(?:^|\n)[ \t-]{0,40}[\w-]{1,40}:[ \t]{1,4}$/.test(before);
  return { span: { start: at, end }, ...(bareNumber && { bareNumber }) };
};

/** Other digits on the same line: a table, an address, a version. */
function hasDigits(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  const behind = text.slice(end, end + 80);
  return /\d[^\n]*$/.test(before) || /^[^\n]*\d/.test(behind);
}

/** Names of other numbers with dashes, right before. */
const OTHER =
  /(?:phone|tel|fax|mobile|order|invoice|part|model|serial|isbn|id|ref|no|nr|build|version|itin|tax)\b["'.]?\s{0,2}[:=#]?\s{0,2}["']?$/i;

function isIssued(area: string, group: string, serial: string): boolean {
  if (area === "000" || area === "666" || area >= "900" || group === "00" || serial === "0000") return false;
  const digits = area + group + serial;
  return !PUBLISHED.has(digits) && !digits.startsWith("12345") && new Set(digits).size > 2;
}

function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  const escaped = /\\[nrt]$/.test(before);
  return (escaped || !/[\w.$/+%-]$|\d[ :]$/.test(before)) && !/^(?:[\w$/%+-]|[.:]\d| \d)/.test(after);
}
