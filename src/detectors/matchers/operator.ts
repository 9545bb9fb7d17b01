import { skipBlanks } from "./chars.ts";
import { isConstant } from "./key.ts";
import { readMember } from "./nested.ts";
import { blockValue } from "./yaml-block.ts";

/** What stands between a key and its value. */
export interface Operator {
  /** Where the value may begin. */
  readonly at: number;
  readonly kind: /** `=`, `:`, `=>` and their like. */
    | "assign"
    /** `<password>x</password>`, `<key>Password</key><string>x</string>`. */
    | "element"
    /** `["x", "y"]`, one of them. */
    | "list"
    /** `"password": { "value": "x" }`. */
    | "member"
    /** `key="Password" value="x"`. */
    | "attribute"
    /** `set("PASSWORD", "x")`: the value must be quoted. */
    | "argument"
    /** `<string name="api_key">x</string>`: mostly a caption. */
    | "named"
    /** `setPassword("x")`: the value must be quoted. */
    | "call"
    /** `| PASSWORD | x |`. */
    | "cell"
    /** `PASSWORD 'x'`, `password "x"`: the value must be quoted. */
    | "blank"
    /** `PASSWORD is x`, `password for the database: x`. */
    | "prose"
    /** `--password x`. */
    | "flag"
    /** `TOKEN x`: the value must look made by a machine. */
    | "word";
  /** Written without blanks around it, as in `.env` files. */
  readonly tight: boolean;
}

const CLOSE = /(?:\\{0,3}["'`]|[\])}]|\*{2}|[ \t]|\x1b\[[\d;]{0,12}m|\\(?:u001[bB]|x1[bB]|e|033)\[[\d;]{0,12}m){0,16}/y;
const MAX_CLOSE = 16;
const PROSE =
  /[ \t](?:is|ist|lautet|to|was|by|BY)[ \t]{1,2}(?=\S)|[ \t](?:for|of)(?:[ \t][\w.-]{1,24}){1,5}:[ \t]{1,2}(?=\S)/y;
const PROSE_STARTS: ReadonlySet<string> = new Set(["is", "la", "to", "wa", "by", "BY", "fo", "of"]);
const FLAG = /[ \t]{1,3}(?:\\\r?\n[ \t]{1,12})?(?=[^\s|&;<>-])/y;
/** The value as the next member or attribute: `key="Password" value="x"`, `{"name":"TOKEN","value":"x"}`. */
const ATTRIBUTE = /(?:,?(?:\s|\\n){0,24}\\{0,3}["']?)(?:value|Value|VALUE)\\{0,3}["']?[ \t]{0,2}[:=][ \t]{0,2}(?=\S)/y;
const TYPE =
  "(?:(?:const[ ])?(?:string|String|str|Str|char|&(?:'static )?str|std::string|Text|any|unknown|SecretStr)(?:\\[\\]|\\*|\\?|\\[\\d{0,4}\\])?(?:[ ]\\|[ ](?:null|undefined|None))?|Optional\\[str\\]|Option<String>)";
const TYPED = new RegExp(`[?!]?:?[ ]{0,2}${TYPE}[ ]{0,2}:?=(?![=>])`, "y");
/** A type starts with one of these. */
const TYPE_STARTS = "csSTauO&";
const ASSIGN =
  /[?!]?(?::{0,3}={1,3}>?|[+.|?&]{1,2}=|!={1,2}|\|\|(?=\s?["'])|\?\?(?=\s?["'])|->|:(?!:)|-[ ](?=["'\w]))/y;
/** Blanks behind the operator; a line end only where the value is then quoted, further in and alone. */
const NEXT_LINE = /[ \t]{0,20}\r?\n[ \t]{1,40}(?=["'][^\r\n]{1,4096}["'],?[ \t]{0,4}(?:[\r\n]|$))/y;
const ELEMENT = />\s{0,40}/y;
/** `<key>Password</key><string>x</string>` of a property list. */
const PLIST = /<\/key>\s{0,40}<(?:string|data)>\s{0,40}/y;

/** The operator behind a key that ends at `at`, or null. Reads at most a few hundred characters. */
export function readOperator(text: string, keyStart: number, at: number): Operator | null {
  if (isElement(text, keyStart)) {
    const element = length(ELEMENT, text, at);
    if (element > 0) return { at: at + element, kind: "element", tight: true };
  }
  if (text.startsWith("</key>", at)) {
    const string = length(PLIST, text, at);
    return string > 0 ? { at: at + string, kind: "element", tight: true } : null;
  }
  const closed = skipClose(text, at);
  const quotedKey = holdsQuote(text, at, closed);
  // `test[password] - ValueError`: a test by its parameter, and how it ended.
  if (text[closed] === "-" && text.slice(at, closed).includes("]")) return null;
  // The last argument of an arrow's left side, or of what a document shows the result of.
  if (quotedKey && text.startsWith("=>", closed) && text.slice(at, closed).includes(")")) return null;
  const operator = typedLength(text, closed) || assignLength(text, closed);
  if (operator > 0) {
    const after = closed + operator;
    const tight = closed === at && !" \t\r\n".includes(text[after] ?? " ");
    return readNested(text, keyStart, closed) ?? { at: valueStart(text, keyStart, after), kind: "assign", tight };
  }
  const attribute = attributeLength(text, closed);
  if (attribute > 0) return { at: closed + attribute, kind: "attribute", tight: true };
  const next = text[closed];
  if (next === ">" && quotedKey) return { at: closed + 1, kind: "named", tight: false };
  if (next === "{") return quotedKey ? readNested(text, keyStart, closed) : null;
  if (next === ",")
    return quotedKey && isNamed(text, keyStart) ? { at: closed + 1, kind: "argument", tight: false } : null;
  if (next === "(" && closed === at) return { at: at + 1, kind: "call", tight: false };
  if (next === "|") return isTableRow(text, keyStart) ? { at: closed + 1, kind: "cell", tight: false } : null;
  const blank = blankLength(text, at);
  if (blank > 0) return { at: at + blank, kind: "blank", tight: false };
  return readBlank(text, keyStart, at);
}

function readNested(text: string, keyStart: number, closed: number): Operator | null {
  const member = readMember(text, keyStart, closed);
  return member === null ? null : { at: member.at, kind: member.declared ? "assign" : "member", tight: false };
}

/** Where the value may begin that stands behind `:` or `=`: there, or on the next line. */
function valueStart(text: string, keyStart: number, after: number): number {
  const line = lineEndLength(text, after);
  if (line > 0 || text[after - 1] !== ":") return after + line;
  return blockValue(text, keyStart, after) ?? after;
}

/** `define('NAME', …)`, `field("String", "NAME", …)`: the first argument names what the next one is. */
function isNamed(text: string, keyStart: number): boolean {
  const before = text.slice(Math.max(0, keyStart - 24), keyStart);
  return /(?:\(\s{0,4}|["'][sS]tring["']\s{0,2},\s{0,2})["'`]$/.test(before);
}

/** `setx NAME x`, `set -gx NAME x`, `setenv NAME x`, `ENV NAME x`: a blank, where others write `=`. */
function isSetter(text: string, keyStart: number): boolean {
  const before = text.slice(Math.max(0, keyStart - 16), keyStart);
  return /(?:^|[\s;&|"'])(?:setx|setenv|ENV|set[ ]-[a-zA-Z]{1,4})[ \t]{1,2}$/.test(before);
}

/** Where only blanks or a word of prose stand between key and value. */
function readBlank(text: string, keyStart: number, at: number): Operator | null {
  if (text[keyStart] === "-") {
    const flag = length(FLAG, text, at);
    if (flag > 0) return { at: at + flag, kind: "flag", tight: false };
  }
  const prose = PROSE_STARTS.has(text.slice(at + 1, at + 3)) ? length(PROSE, text, at) : 0;
  if (prose > 0) return { at: at + prose, kind: "prose", tight: false };
  const word = wordLength(text, at);
  if (word > 0 && isConstant(text.slice(keyStart, at)) && isSetter(text, keyStart))
    return { at: at + word, kind: "assign", tight: true };
  return word > 0 ? { at: at + word, kind: "word", tight: false } : null;
}

function isTableRow(text: string, keyStart: number): boolean {
  return /(?:^|\n|\\n)[ \t>]{0,8}\|[^\n]{0,80}$/.test(text.slice(Math.max(0, keyStart - 100), keyStart));
}

function isElement(text: string, keyStart: number): boolean {
  const before = text[keyStart - 1];
  if (before === "<") return text[keyStart - 2] !== "?";
  return before === ":" && /<\w{1,20}:$/.test(text.slice(Math.max(0, keyStart - 22), keyStart));
}

/** Where the end of a key's quotes, brackets and colours is. Only colours and escapes need the pattern. */
function skipClose(text: string, at: number): number {
  let end = at;
  for (let count = 0; count < MAX_CLOSE; count += 1) {
    const char = text[end] ?? "x";
    if (char === "\\" || char === "\x1b") return at + length(CLOSE, text, at);
    if (char === "*" && text[end + 1] === "*") end += 2;
    else if (" \t\"'`])}".includes(char)) end += 1;
    else break;
  }
  return end;
}

function holdsQuote(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isQuote(text[at])) return true;
  return false;
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === "`";
}

function typedLength(text: string, at: number): number {
  let type = at;
  if (text[type] === "?" || text[type] === "!") type += 1;
  if (text[type] === ":") type += 1;
  type = skipBlanks(text, type, 2);
  return TYPE_STARTS.includes(text[type] ?? "x") ? length(TYPED, text, at) : 0;
}

function assignLength(text: string, at: number): number {
  const char = text[at] ?? "x";
  const next = text[at + 1] ?? "";
  if (char === "=" && next !== "=" && next !== ">") return 1;
  if (char === ":" && next !== ":" && next !== "=") return 1;
  return "?!:=+.|&-".includes(char) ? length(ASSIGN, text, at) : 0;
}

function lineEndLength(text: string, at: number): number {
  const char = text[skipBlanks(text, at, 20)];
  return char === "\r" || char === "\n" ? length(NEXT_LINE, text, at) : 0;
}

function attributeLength(text: string, at: number): number {
  const ahead = text.slice(at, at + 64).toLowerCase();
  return ahead.includes("value") ? length(ATTRIBUTE, text, at) : 0;
}

/** Blanks before a quote. */
function blankLength(text: string, at: number): number {
  const blanks = skipBlanks(text, at, 4);
  if (blanks === at) return 0;
  let quote = blanks;
  while (quote - blanks < 3 && text[quote] === "\\") quote += 1;
  return text[quote] === '"' || text[quote] === "'" ? blanks - at : 0;
}

/** Blanks between the columns of a table. */
const MAX_COLUMN = 24;

/** Blanks before a word. */
function wordLength(text: string, at: number): number {
  const blanks = skipBlanks(text, at, MAX_COLUMN);
  const char = text[blanks];
  if (blanks === at || char === undefined || "|&;<>-".includes(char) || /\s/.test(char)) return 0;
  return blanks - at;
}

function length(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
