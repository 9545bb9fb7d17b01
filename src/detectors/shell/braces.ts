/**
 * The alternatives of a word's first brace list, each expanded again: `a{b,c{d,e}}` → `ab`, `acd`, `ace`. Works on the
 * word as written; a range (`{1..9}`) becomes a `*`. At most `limit` words, the rest of a longer list is left out.
 */
export function expandBraces(text: string, limit: number): string[] {
  const found: string[] = [];
  const open: string[] = [text];
  // Each turn replaces one brace list, so the number of turns is bounded by the words made of them.
  for (let turns = 0; open.length > 0 && found.length < limit && turns < limit * 4; turns++) {
    const next = open.shift() ?? "";
    const list = firstList(next);
    if (list === null) found.push(next);
    else open.unshift(...list.items.map((item) => next.slice(0, list.start) + item + next.slice(list.end)));
  }
  return found;
}

interface BraceList {
  readonly start: number;
  readonly end: number;
  readonly items: readonly string[];
}

function firstList(text: string): BraceList | null {
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "\\" && quote !== "'") at++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "{" && text[at - 1] !== "$") {
      const list = listAt(text, at);
      if (list !== null) return list;
    }
  }
  return null;
}

function listAt(text: string, start: number): BraceList | null {
  const items: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length && at - start < 4_096; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === "{") depth++;
    else if (char === "," && depth === 1) {
      items.push(text.slice(from, at));
      from = at + 1;
    } else if (char === "}" && --depth === 0) {
      const last = text.slice(from, at);
      if (items.length > 0) return { start, end: at + 1, items: [...items, last] };
      return last.includes("..") ? { start, end: at + 1, items: ["*"] } : null;
    }
  }
  return null;
}
