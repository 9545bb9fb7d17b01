import type { ParameterOperation, Word } from "unbash";
import type { Value } from "./value.ts";
import { GLOB, isKnown, literal, SOME, UNKNOWN } from "./value.ts";

/** The values after `${name OPERATION}`; what cannot be computed is unknown. */
export function applyOperation(
  values: readonly Value[],
  operation: ParameterOperation,
  expand: (word: Word) => Value[],
): Value[] {
  switch (operation.type) {
    case "Default":
      return applyDefault(values, operation.operator, expand(operation.operand));
    case "Remove": {
      const pattern = expand(operation.operand)[0]?.text ?? UNKNOWN;
      return values.map((value) => ({ ...value, text: remove(value.text, operation.operator, pattern) }));
    }
    case "Replace": {
      const pattern = expand(operation.pattern)[0]?.text ?? UNKNOWN;
      const to = expand(operation.replacement)[0]?.text ?? UNKNOWN;
      return values.map((value) => ({ ...value, text: replace(value.text, operation.operator, pattern, to) }));
    }
    case "CaseModification":
      return values.map((value) => ({ ...value, text: changeCase(value.text, operation.operator) }));
    case "Slice":
      return values.map((value) => ({ ...value, text: slice(value.text, operation.offset, operation.length) }));
    case "Names":
      return [literal(SOME)];
    case "Transform":
      return [...values];
    case "Unknown":
      return values.map((value) => ({ ...value, text: UNKNOWN }));
  }
}

function applyDefault(values: readonly Value[], operator: string, operand: readonly Value[]): Value[] {
  return values.flatMap((value) => {
    const unset = value.text === UNKNOWN || value.text === "";
    if (operator.endsWith("+")) return [...operand];
    if (operator.endsWith("?")) return [value];
    return unset ? [...operand] : [value];
  });
}

// A folder's and a file's name (`%/…`, `##…/`) and a plain ending are what scripts use; others make it unknown.
function remove(text: string, operator: string, pattern: string): string {
  if (pattern === `/${GLOB}` && operator.startsWith("%")) {
    const cut = operator === "%" ? text.lastIndexOf("/") : text.indexOf("/");
    return cut < 0 ? text : text.slice(0, cut);
  }
  if (pattern === `${GLOB}/` && operator.startsWith("#")) {
    const cut = operator === "##" ? text.lastIndexOf("/") : text.indexOf("/");
    return text.slice(cut + 1);
  }
  if (!isKnown(text) || !isKnown(pattern)) return UNKNOWN;
  if (operator.startsWith("%")) return text.endsWith(pattern) ? text.slice(0, text.length - pattern.length) : text;
  return text.startsWith(pattern) ? text.slice(pattern.length) : text;
}

function replace(text: string, operator: string, pattern: string, to: string): string {
  if (!isKnown(text) || !isKnown(pattern) || pattern === "") return UNKNOWN;
  if (operator === "//") return text.replaceAll(pattern, () => to);
  if (operator === "/") return text.replace(pattern, () => to);
  if (operator === "/#") return text.startsWith(pattern) ? to + text.slice(pattern.length) : text;
  return text.endsWith(pattern) ? text.slice(0, text.length - pattern.length) + to : text;
}

function changeCase(text: string, operator: string): string {
  const first = operator.length === 1 ? 1 : text.length;
  const head = text.slice(0, first);
  return (operator.startsWith("^") ? head.toUpperCase() : head.toLowerCase()) + text.slice(first);
}

function slice(text: string, offset: Word, length: Word | undefined): string {
  const from = Number(offset.value.trim());
  const count = length === undefined ? text.length : Number(length.value.trim());
  if (!isKnown(text) || !Number.isInteger(from) || !Number.isInteger(count)) return UNKNOWN;
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  return count < 0 ? text.slice(start, text.length + count) : text.slice(start, start + count);
}
