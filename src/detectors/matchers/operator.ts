/** What stands between a key and its value. */
export interface Operator {
  /** Where the value may begin. */
  readonly at: number;
  readonly kind: /** `=`, `:`, `=>` and their like. */
    | "assign"
    /** `<password>x</password>`. */
    | "element"
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
const BLANK = /[ \t]{1,4}(?=\\{0,3}["'])/y;
const PROSE = /[ \t](?:is|to|was|by|BY)[ \t]{1,2}(?=\S)|[ \t](?:for|of)(?:[ \t][\w.-]{1,24}){1,5}:[ \t]{1,2}(?=\S)/y;
const FLAG = /[ \t]{1,3}(?:\\\r?\n[ \t]{1,12})?(?=[^\s|&;<>-])/y;
const WORD = /[ \t]{1,2}(?=[^\s|&;<>-])/y;
/** The value as the next member or attribute: `key="Password" value="x"`, `{"name":"TOKEN","value":"x"}`. */
const ATTRIBUTE = /(?:,?(?:\s|\\n){0,24}\\{0,3}["']?)(?:value|Value|VALUE)\\{0,3}["']?[ \t]{0,2}[:=][ \t]{0,2}(?=\S)/y;
const TYPE =
  "(?:(?:const[ ])?(?:string|String|str|Str|char|&(?:'static )?str|std::string|Text|any|unknown|SecretStr)(?:\\[\\]|\\*|\\?|\\[\\d{0,4}\\])?(?:[ ]\\|[ ](?:null|undefined|None))?|Optional\\[str\\]|Option<String>)";
const TYPED = new RegExp(`[?!]?:?[ ]{0,2}${TYPE}[ ]{0,2}:?=(?![=>])`, "y");
const ASSIGN =
  /[?!]?(?::{0,3}={1,3}>?|[+.|?&]{1,2}=|!={1,2}|\|\|(?=\s?["'])|\?\?(?=\s?["'])|->|:(?!:)|-[ ](?=["'\w]))/y;
/** Blanks behind the operator; a line end only where the value is then quoted, further in and alone. */
const NEXT_LINE = /[ \t]{0,20}\r?\n[ \t]{1,40}(?=["'][^\r\n]{1,4096}["'],?[ \t]{0,4}(?:[\r\n]|$))/y;
const ELEMENT = />\s{0,40}/y;

/** The operator behind a key that ends at `at`, or null. Reads at most a few hundred characters. */
export function readOperator(text: string, keyStart: number, at: number): Operator | null {
  if (isElement(text, keyStart)) {
    const element = length(ELEMENT, text, at);
    if (element > 0) return { at: at + element, kind: "element", tight: true };
  }
  const blank = length(BLANK, text, at);
  const closed = at + length(CLOSE, text, at);
  const quotedKey = /["'`]/.test(text.slice(at, closed));
  const operator = length(TYPED, text, closed) || length(ASSIGN, text, closed);
  if (operator > 0) {
    const after = closed + operator;
    const jump = length(NEXT_LINE, text, after);
    return { at: after + jump, kind: "assign", tight: closed === at && !/\s/.test(text[after] ?? " ") };
  }
  const attribute = length(ATTRIBUTE, text, closed);
  if (attribute > 0) return { at: closed + attribute, kind: "attribute", tight: true };
  const next = text[closed];
  if (next === ">" && quotedKey) return { at: closed + 1, kind: "named", tight: false };
  if (next === ",")
    return text[keyStart - 2] === "(" && quotedKey ? { at: closed + 1, kind: "argument", tight: false } : null;
  if (next === "(" && closed === at) return { at: at + 1, kind: "call", tight: false };
  if (next === "|") return isTableRow(text, keyStart) ? { at: closed + 1, kind: "cell", tight: false } : null;
  if (blank > 0) return { at: at + blank, kind: "blank", tight: false };
  return readBlank(text, keyStart, at);
}

/** Where only blanks or a word of prose stand between key and value. */
function readBlank(text: string, keyStart: number, at: number): Operator | null {
  if (text[keyStart] === "-") {
    const flag = length(FLAG, text, at);
    if (flag > 0) return { at: at + flag, kind: "flag", tight: false };
  }
  const prose = length(PROSE, text, at);
  if (prose > 0) return { at: at + prose, kind: "prose", tight: false };
  const word = length(WORD, text, at);
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

function length(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
