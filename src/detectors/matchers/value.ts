import type { TextContext } from "../text.ts";
import { skipBlanks } from "./chars.ts";

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
  /ConvertTo-SecureString (?:-String )?(?=["'])|(?:new[ ]\w{1,40}|\[\]byte|Some|String|SecretStr|std::string)\((?=b?["'`])|Just (?=")|\{(?=["'`])/y;
const MAX_BARE = 2_048;
/** Characters that are read ahead, so that the next key in the same run need not. */
const MAX_RUN = 8_192;
/** A line end inside a JSON string, which ends a bare value too. */
const ESCAPED_END = /\\{1,4}(?:[nrt"'`]|u000[aAdD0]|u001[bB]|u0026|u003[cCeE]|u002[27])/y;
/** Another setting on the same line: `a=1,password=x,b=2`, `Password=x;Database=y`. */
const NEXT_SETTING = /[,;&](?=[\w.-]{1,40}[=:])/y;
/** A name, what closes the object that it stands in, and more of the program: `Q}),(a.b||a.c)&&…`. */
const MINIFIED = /^([A-Za-z_$][\w$.]{0,40})[)}\]]{1,6}[),;.&|?:(]/;
/** What follows a value that a quote closes. */
const ENDS_VALUE = " \t\r\n,;:)]}>'\"`";
const TRAILING = /[,;)\]}]{1,8}$/;
const REST = /[ \t]{0,64}(?:$|[\r\n,;#\0|)\]}<"'`]|\/\/|\/\*|--|&&|\\[nr\\])/y;

export function skipOpening(text: string, at: number): number {
  const blanks = skipBlanks(text, at, 40);
  if (!"\x1b\\*".includes(text[blanks] ?? "x")) return blanks;
  OPENING.lastIndex = at;
  return at + (OPENING.exec(text)?.[0].length ?? 0);
}

interface ReadOptions {
  readonly context: TextContext;
  /** The value is a parameter of a URL, which `&` ends. */
  readonly inQuery?: boolean;
}

/**
 * Reads the value that starts at or right behind `at` (blanks and colour codes are skipped, line ends are not).
 * Reads at most 4 KB; null where there is none.
 */
export function readValue(text: string, at: number, options: ReadOptions): Value | null {
  const from = skipWrapper(text, skipOpening(text, at));
  const opened = readQuote(text, from);
  if (opened === null) return readBare(text, from, options);
  const { length, slashes, quote } = opened;
  const start = from + length;
  const end = closing(text, start, slashes, quote);
  if (end !== null) return { ...withoutInnerQuotes(text, start, end), quote, whole: true };
  return length > 1 ? null : readBare(text, start, options);
}

/** `'"x"'` and `"\"x\""`, as generators of source have it: the value is what stands within both. */
function withoutInnerQuotes(text: string, start: number, end: number): { start: number; end: number } {
  if (!"\"'\\".includes(text[start] ?? "x")) return { start, end };
  const inner = /^(\\{0,1}["'])(?=[^"'\s+]{4})/.exec(text.slice(start, start + 6))?.[1];
  if (inner === undefined || !text.startsWith(inner, end - inner.length)) return { start, end };
  return { start: start + inner.length, end: end - inner.length };
}

interface Opened {
  /** Of all that stands before the value: a prefix, backslashes, the quote. */
  readonly length: number;
  readonly slashes: string;
  readonly quote: string;
}

function readQuote(text: string, at: number): Opened | null {
  const first = text[at] ?? "x";
  if (first === '"' || first === "'" || first === "`") {
    const isTriple = text[at + 1] === first && text[at + 2] === first;
    return { length: isTriple ? 3 : 1, slashes: "", quote: first };
  }
  if (!"bruRUBf@$\\".includes(first)) return null;
  QUOTE.lastIndex = at;
  const opened = QUOTE.exec(text);
  return opened === null ? null : { length: opened[0].length, slashes: opened[1] ?? "", quote: opened[2] ?? "" };
}

function skipWrapper(text: string, at: number): number {
  if (!"CnSsJ[{".includes(text[at] ?? "x")) return at;
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
    if (text[at] === quote) return slashes === "" && at > start ? behindDoubled(text, at, limit, quote) : at;
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

/**
 * `'it''s'` of YAML and SQL, `"a""b"` of CSV and the shell: a quote written twice does not close, where more of the value
 * stands behind it. The closing quote; `at` itself where that one closes.
 */
function behindDoubled(text: string, at: number, limit: number, quote: string): number {
  let end = at;
  while (text[end + 1] === quote && end + 2 < limit && !ENDS_VALUE.includes(text[end + 2] ?? "\n")) {
    const next = text.indexOf(quote, end + 2);
    if (next <= end + 2 || next >= limit || /[\r\n]/.test(text.slice(end, next))) break;
    end = next;
  }
  return end;
}

function backslashes(text: string, at: number, limit: number): number {
  let run = 0;
  while (at + run < limit && text.charCodeAt(at + run) === 92) run += 1;
  return run;
}

function readBare(text: string, start: number, options: ReadOptions): Value | null {
  const inQuery = options.inQuery === true;
  let value = text.slice(start, Math.min(runEnd(text, start, options.context), start + MAX_BARE));
  if (inQuery) value = cutAt(value, /[&#]/);
  value = MINIFIED.exec(value)?.[1] ?? value;
  if (",;)]}".includes(value.charAt(value.length - 1)))
    value = value.replace(/[([{]/.test(value) ? /[,;]{1,4}$/ : TRAILING, "");
  if (value === "") return null;
  const end = start + value.length;
  return { start, end, quote: "", whole: inQuery || isWhole(text, end) };
}

/** A stretch of text without an end of a bare value in it. */
interface Run {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The last run of each text: where keys stand in a row, `token=token=…`, each would have to read to the same end. */
const runs = new WeakMap<TextContext, Run>();

function runEnd(text: string, start: number, context: TextContext): number {
  const known = runs.get(context);
  if (known !== undefined && known.start <= start && start < known.end && known.text === text) {
    if (known.end < known.start + MAX_RUN || start + MAX_BARE <= known.end) return known.end;
  }
  const end = readRun(text, start);
  runs.set(context, { text, start, end });
  return end;
}

/** A bare value ends at blanks, control characters, quotes and angle brackets, an escaped line end, another setting. */
function readRun(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_RUN);
  let end = start;
  while (end < limit && !endsBare(text.charCodeAt(end)) && !endsSetting(text, end)) end += 1;
  return end;
}

function endsSetting(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  if (char === 92) return matchesAt(ESCAPED_END, text, at);
  return (char === 44 || char === 59 || char === 38) && matchesAt(NEXT_SETTING, text, at);
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function endsBare(code: number): boolean {
  if (code <= 32 || code === 34 || code === 39 || code === 96 || code === 60 || code === 62 || code === 127)
    return true;
  return code > 127 && /\s/.test(String.fromCharCode(code));
}

function isWhole(text: string, end: number): boolean {
  const next = text[end];
  if (next === undefined || next === "\n" || next === "\r") return true;
  return matchesAt(REST, text, end);
}

function cutAt(value: string, pattern: RegExp): string {
  const at = value.search(pattern);
  return at < 0 ? value : value.slice(0, at);
}
