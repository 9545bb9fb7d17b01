/** Behind a literal: what joins something to it. */
const JOINED = /\s{0,3}(?:[+&.,]|\|\||<<)\s{0,3}[\w$(@]/y;
const REACH = 1_000;

/**
 * Whether the quote at `at` closes a literal that was opened on its line, and something is joined to it:
 * `"…;Password=" + password + ";"`. What stands up to the next quote is no value then.
 */
export function closesLiteral(text: string, at: number): boolean {
  JOINED.lastIndex = at + 1;
  if (!JOINED.test(text)) return false;
  const quote = text[at] as string;
  const slashes = slashesBefore(text, at);
  // A slice: searched in the whole text, a line without an end would be read again for each of its keys.
  const before = text.slice(Math.max(0, at - REACH), at);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  let isOpen = false;
  for (let next = line.indexOf(quote); next >= 0; next = line.indexOf(quote, next + 1)) {
    if (slashesBefore(line, next) === slashes) isOpen = !isOpen;
  }
  return isOpen;
}

function slashesBefore(text: string, at: number): number {
  let start = at;
  while (at - start < 8 && text[start - 1] === "\\") start -= 1;
  return at - start;
}
