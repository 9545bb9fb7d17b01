import { skipBlanks } from "./chars.ts";

/** Values that are a member of what stands behind their key. */

const NAMES = "(?:[dD]efault(?:_?[vV]alue)?|[vV]alue)";
const MEMBER = new RegExp(
  `[ \\t]{0,4}[:=]?[ \\t]{0,4}\\{[^{}]{0,400}?[\\s,{"']${NAMES}\\\\{0,3}["']?[ \\t]{0,8}[:=][ \\t]{0,4}(?=\\\\{0,3}["'])`,
  "y",
);
const VARIABLE = /(?:^|\n)[ \t]{0,8}(?:variable|output)[ ]{1,2}["']$/;
/** YAML: lines that stand further in than the key, one of them `Default: …`. */
const LINES = new RegExp(
  `:[ \\t]{0,4}(?:\\r?\\n[ ]{1,40}[A-Za-z]{1,30}:[^\\r\\n]{0,200}){0,5}?\\r?\\n([ ]{1,40})${NAMES}:[ ]{1,4}`,
  "y",
);

export interface Member {
  readonly at: number;
  /** The block declares the key: what stands there is its value, whatever it looks like. */
  readonly declared: boolean;
}

/**
 * `variable "db_password" { default = "…" }`, `"adminPassword": { "value": "…" }`, `DbPassword:` with `Default: …` below
 * it. `at` is behind the key and its quote. Null where there is none; reads at most 1.5 KB.
 */
export function readMember(text: string, keyStart: number, at: number): Member | null {
  const next = firstBehind(text, at);
  if (next !== "{" && next !== "\r" && next !== "\n") return null;
  const member = lengthOf(MEMBER, text, at);
  if (member > 0) return { at: at + member, declared: VARIABLE.test(text.slice(Math.max(0, keyStart - 24), keyStart)) };
  if (text[at] !== ":") return null;
  const lines = lengthOf(LINES, text, at);
  return lines > 0 && isFurtherIn(text, keyStart, at + lines) ? { at: at + lines, declared: false } : null;
}

/** The character behind the operator, where one stands there. */
function firstBehind(text: string, at: number): string | undefined {
  const operator = skipBlanks(text, at, 4);
  const char = text[operator];
  return char === ":" || char === "=" ? text[skipBlanks(text, operator + 1, 4)] : char;
}

/** Whether the line of `at` stands further in than the key's. */
function isFurtherIn(text: string, keyStart: number, at: number): boolean {
  return indent(text, at) > indent(text, keyStart);
}

/** Characters; no line of settings stands further in. */
const MAX_INDENT = 200;

function indent(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - MAX_INDENT), at);
  const line = before.lastIndexOf("\n");
  if (line < 0 && before.length === MAX_INDENT) return MAX_INDENT;
  return /^[ \t]*/.exec(before.slice(line + 1))?.[0].length ?? 0;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
