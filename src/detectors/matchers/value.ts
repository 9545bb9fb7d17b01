/** Where a value lies that stands behind a key, and how it was written. */
export interface Value {
  readonly start: number;
  /** Exclusive, without the closing quote. */
  readonly end: number;
  /** The quote around it (`"`, `'`, backtick), or empty where it stands bare. */
  readonly quote: string;
  /** True where nothing but a comment or a delimiter follows on the line. */
  readonly whole: boolean;
}

const MAX_VALUE = 4_096;

/** Colour codes, also as text (`[0m`), which stand around keys and values in the output of programs. */
const ESCAPE = "\\x1b\\[[\\d;]{0,12}m|\\\\(?:u001[bB]|x1[bB]|e|033)\\[[\\d;]{0,12}m";
const OPENING = new RegExp(`[ \\t]{0,40}(?:(?:${ESCAPE}|\\*{2})[ \\t]{0,8}){0,4}`, "y");
const QUOTE = /(?:[bruRUBf@$]{0,2})(\\{0,3})(["'`])/y;
/** Constructors around a literal: `new StringCredentialValue("…")`, `[]byte("…")`, `Some("…")`. */
const WRAPPER =
  /ConvertTo-SecureString (?:-String )?(?=["'])|(?:new[ ]\w{1,40}|\[\]byte|Some|String|SecretStr|std::string)\((?=b?["'`])|Just (?=")/y;
/** Characters that end a bare value wherever they stand: blanks, control characters, quotes, and angle brackets. */
const BARE = /[^\s\0-\x20"'`<>\x7f]{1,2048}/y;
/** A line end inside a JSON string, which ends a bare value too. */
const ESCAPED_END = /\\{1,4}(?:[nrt"'`]|u000[aAdD0]|u001[bB]|u0026|u003[cCeE]|u002[27])/;
/** Another setting on the same line: `a=1,password=x,b=2`, `Password=x;Database=y`. */
const NEXT_SETTING = /[,;&](?=\s?[\w.-]{1,40}\s?[=:])/;
const TRAILING = /[,;)\]}]{1,8}$/;
const REST = /[ \t]{0,64}(?:$|[\r\n,;#\0|)\]}<"'`]|\/\/|\/\*|--|&&|\\[nr\\])/y;

export function skipOpening(text: string, at: number): number {
  OPENING.lastIndex = at;
  const length = OPENING.exec(text)?.[0].length ?? 0;
  return at + length;
}

/**
 * Reads the value that starts at or right behind `at` (blanks and colour codes are skipped, line ends are not).
 * Reads at most 4 KB; null where there is none. `inQuery`: the value is a parameter of a URL, which `&` ends.
 */
export function readValue(text: string, at: number, options: { readonly inQuery?: boolean } = {}): Value | null {
  const from = skipWrapper(text, skipOpening(text, at));
  QUOTE.lastIndex = from;
  const opened = QUOTE.exec(text);
  if (opened !== null) {
    const start = from + opened[0].length;
    const end = closing(text, start, opened[1] ?? "", opened[2] ?? "");
    if (end !== null) return { start, end, quote: opened[2] ?? "", whole: true };
    if (opened[0].length > 1) return null;
    return readBare(text, start, options.inQuery === true);
  }
  return readBare(text, from, options.inQuery === true);
}

function skipWrapper(text: string, at: number): number {
  WRAPPER.lastIndex = at;
  const wrapper = WRAPPER.exec(text);
  return wrapper === null ? at : at + wrapper[0].length;
}

/** Where the quote closes on the same line, or null. `slashes`: the backslashes before the opening quote. */
function closing(text: string, start: number, slashes: string, quote: string): number | null {
  const limit = Math.min(text.length, start + MAX_VALUE);
  for (let at = start; at < limit; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 10 || char === 13) return null;
    if (text[at] === quote) return at;
    if (char === 92) {
      const run = backslashes(text, at, limit);
      if (slashes !== "" && text[at + run] === quote && run <= slashes.length) return at;
      // Inside a JSON string a line end is written as an escape; what was opened before it is not closed behind it.
      if (slashes !== "" && run === 1 && text[at + 1] === "n") return null;
      at += run % 2 === 1 ? run : run - 1;
    }
  }
  return null;
}

function backslashes(text: string, at: number, limit: number): number {
  let run = 0;
  while (at + run < limit && text.charCodeAt(at + run) === 92) run += 1;
  return run;
}

function readBare(text: string, start: number, inQuery: boolean): Value | null {
  BARE.lastIndex = start;
  let value = BARE.exec(text)?.[0] ?? "";
  value = cutAt(value, ESCAPED_END);
  value = cutAt(value, NEXT_SETTING);
  if (inQuery) value = cutAt(value, /[&#]/);
  if (!/[([{]/.test(value)) value = value.replace(TRAILING, "");
  else value = value.replace(/[,;]{1,4}$/, "");
  if (value === "") return null;
  const end = start + value.length;
  REST.lastIndex = end;
  return { start, end, quote: "", whole: inQuery || REST.test(text) };
}

function cutAt(value: string, pattern: RegExp): string {
  const at = value.search(pattern);
  return at < 0 ? value : value.slice(0, at);
}
