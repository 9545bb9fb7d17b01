import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { Json } from "../../core/json.ts";

/** A JSON text with comments, and where its parts stand. */
export interface JsonText {
  readonly value: Json;
  /** 1-based line of what a path leads to, or of the nearest part above that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** What is wrong with a text, and where. */
export interface TextProblem {
  /** 1-based. */
  readonly line: number;
  /** Dotted path, empty for the whole. */
  readonly key: string;
  readonly message: string;
}

const MAX_DEPTH = 32;
/** jsonc-parser's numbers of `{`, `[`, `}`, `]` (its `SyntaxKind` is a const enum, which cannot be imported). */
const OPENING = new Set([1, 3]);
const CLOSING = new Set([2, 4]);
const END_OF_TEXT = 17;

/**
 * Reads JSON with comments and trailing commas. Keys given twice and `__proto__` are problems: people and parsers
 * disagree about what they mean.
 */
export function readJsonText(text: string): JsonText | TextProblem {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lineAt = (offset: number) => countLines(source, offset);
  const deep = offsetOfTooDeep(source);
  if (deep !== null) return { line: lineAt(deep), key: "", message: `nested more than ${MAX_DEPTH} levels deep` };
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    return {
      line: lineAt(error.offset),
      key: "",
      message: `not valid JSON: ${wordsOf(printParseErrorCode(error.error))}`,
    };
  }
  if (root === undefined) return { line: 1, key: "", message: "empty" };
  const twice = findBadKey(root, []);
  if (twice !== null) return { line: lineAt(twice.offset), key: twice.key, message: twice.message };
  return { value: plainValue(root), lineOf: (path) => lineAt(nearestNode(root, path).offset) };
}

export function isTextProblem(result: JsonText | TextProblem): result is TextProblem {
  return "message" in result;
}

/** `policy[0].action`. */
export function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`))
    .join("");
}

function offsetOfTooDeep(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    const token: number = scanner.scan();
    if (token === END_OF_TEXT) return null;
    if (CLOSING.has(token)) depth--;
    if (OPENING.has(token) && ++depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
}

interface BadKey {
  readonly offset: number;
  readonly key: string;
  readonly message: string;
}

function findBadKey(node: Node, path: readonly PropertyKey[]): BadKey | null {
  const seen = new Set<string>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type !== "object") {
      const bad = findBadKey(child, [...path, index]);
      if (bad !== null) return bad;
      continue;
    }
    const [name, value] = child.children ?? [];
    const key = String(name?.value);
    if (key === "__proto__") return { offset: child.offset, key: keyText(path), message: 'unknown key "__proto__"' };
    if (seen.has(key)) return { offset: child.offset, key: keyText([...path, key]), message: "given twice" };
    seen.add(key);
    const bad = value === undefined ? null : findBadKey(value, [...path, key]);
    if (bad !== null) return bad;
  }
  return null;
}

function plainValue(node: Node): Json {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value as Json;
  const members = (node.children ?? []).map(({ children }) => [children?.[0], children?.[1]] as const);
  return Object.fromEntries(members.map(([name, value]) => [String(name?.value), value ? plainValue(value) : null]));
}

/** A key's own place where it is one, so that an unknown key is shown where it stands. */
function nearestNode(root: Node, path: readonly PropertyKey[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node !== undefined) return node.parent?.type === "property" ? node.parent : node;
  }
  return root;
}

function countLines(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** `CommaExpected` as `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? "" : " "}${letter.toLowerCase()}`);
}
