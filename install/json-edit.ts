import type { Node } from "jsonc-parser";
import type { Json } from "../src/core/json.ts";

/**
 * Edits of a JSON text that move no byte but their own. jsonc-parser's `modify` was tried and reformats the neighbours of
 * what it inserts; only its tree of offsets is used. What is inserted follows the text around it: line ends, indent, or
 * all on one line.
 */

/** Adds a member at the end of an object. */
export function insertMember(text: string, object: Node, key: string, value: Json): string {
  return insertChild(text, object, (style) => `${JSON.stringify(key)}:${style.gap}${format(value, style)}`);
}

/** Adds an item at the end of an array. */
export function insertItem(text: string, array: Node, value: Json): string {
  return insertChild(text, array, (style) => format(value, style));
}

/** Puts `value` in the place of a node; `indent` is that of the line the node starts on. */
export function replaceValue(text: string, node: Node, value: Json | "true" | "false", indent = ""): string {
  const style: Style = { ...styleOf(text), indent, isOneLine: !textOf(text, node).includes("\n") };
  const written = typeof value === "string" ? value : format(value, style);
  return splice(text, node.offset, node.offset + node.length, written);
}

/** Takes a member or an item out, with the comma that belongs to it. An empty container keeps nothing between its brackets. */
export function removeChild(text: string, child: Node): string {
  const container = child.parent;
  const siblings = container?.children ?? [];
  const at = siblings.indexOf(child);
  const previous = siblings[at - 1];
  const next = siblings[at + 1];
  if (container === undefined || at < 0) return text;
  if (previous !== undefined) return splice(text, endOf(previous), endOf(child), "");
  if (next !== undefined) return splice(text, child.offset, next.offset, "");
  return splice(text, container.offset + 1, endOf(container) - 1, "");
}

/** White space in front of the first character of the line that `node` starts on. */
export function indentOf(text: string, node: Node): string {
  const start = text.lastIndexOf("\n", node.offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, node.offset))?.[0] ?? "";
}

interface Style {
  readonly lineEnd: string;
  /** One level. */
  readonly unit: string;
  /** Of the line that is written to. */
  readonly indent: string;
  readonly isOneLine: boolean;
  /** Between a key's colon and its value. */
  readonly gap: string;
}

function styleOf(text: string): Style {
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const firstLine = text.indexOf("\n");
  const lineEnd = firstLine > 0 && text[firstLine - 1] === "\r" ? "\r\n" : "\n";
  const isOneLine = !text.trim().includes("\n") && !/^\s*\{\s*\}\s*$/.test(text);
  const gap = isOneLine && /":\S/.test(text) ? "" : " ";
  return { lineEnd, unit, indent: "", isOneLine, gap };
}

function insertChild(text: string, container: Node, write: (style: Style) => string): string {
  const base = styleOf(text);
  const last = container.children?.at(-1);
  if (last === undefined) {
    const indent = indentOf(text, container);
    const style = { ...base, indent: indent + base.unit };
    const inside = base.isOneLine
      ? write(style)
      : `${base.lineEnd}${style.indent}${write(style)}${base.lineEnd}${indent}`;
    return splice(text, container.offset + 1, endOf(container) - 1, inside);
  }
  const lineStart = text.lastIndexOf("\n", last.offset - 1) + 1;
  const isOneLine = text.slice(lineStart, last.offset).trim() !== "";
  const style: Style = { ...base, indent: indentOf(text, last), isOneLine, gap: isOneLine ? base.gap : " " };
  const separator = isOneLine ? `,${base.gap}` : `,${base.lineEnd}${style.indent}`;
  return splice(text, endOf(last), endOf(last), separator + write(style));
}

function format(value: Json, style: Style): string {
  if (style.isOneLine) {
    const lines = JSON.stringify(value, null, 1).split("\n");
    return style.gap === "" ? JSON.stringify(value) : joinLines(lines);
  }
  return JSON.stringify(value, null, style.unit).replaceAll("\n", style.lineEnd + style.indent);
}

/** Pretty-printed lines as one: `{"a": 1, "b": [2]}`. A string never holds a raw line end, so every one is layout. */
function joinLines(lines: readonly string[]): string {
  let joined = "";
  for (const line of lines) {
    const part = line.trimStart();
    joined += joined.endsWith(",") ? ` ${part}` : part;
  }
  return joined;
}

function textOf(text: string, node: Node): string {
  return text.slice(node.offset, endOf(node));
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
