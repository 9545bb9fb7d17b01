/**
 * `text` as one word of `/bin/sh`, in double quotes.
 *
 * @returns null where no quoting holds it: a line end or NUL in it
 */
export function quoteForShell(text: string): string | null {
  return /[\n\r\0]/.test(text) ? null : `"${text.replace(/[\\"$`]/g, "\\$&")}"`;
}

/**
 * The words of a simple command as `/bin/sh` reads them, quotes removed.
 *
 * @returns null for anything more than one simple command: operators, command substitutions, globs, an open quote.
 * Variables and `~` stay as written
 */
export function splitShellWords(command: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < command.length; at++) {
    const char = command.charAt(at);
    if (char === " " || char === "\t") {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(command, at);
      if (quoted === null) return null;
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else if (char === "\\") {
      at++;
      if (at === command.length || command[at] === "\n") return null;
      word = (word ?? "") + command.charAt(at);
    } else if (/[;&|<>()`\n\r*?[#!]/.test(char) || command.startsWith("$(", at)) {
      return null;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** The quoted part that opens at `start`, and where its closing quote stands. */
function readQuoted(command: string, start: number): { text: string; end: number } | null {
  const quote = command.charAt(start);
  let text = "";
  for (let at = start + 1; at < command.length; at++) {
    const char = command.charAt(at);
    if (char === quote) return { text, end: at };
    if (quote === '"' && (char === "`" || command.startsWith("$(", at))) return null;
    if (quote === '"' && char === "\\" && /[\\"$`]/.test(command.charAt(at + 1))) at++;
    text += command.charAt(at);
  }
  return null;
}
