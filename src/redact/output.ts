import type { Json } from "../core/json.ts";
import { rewriteJson } from "../core/rewrite.ts";
import { findPlaceholders } from "./placeholder.ts";
import type { Edit } from "./rewrite.ts";
import { applyEdits } from "./rewrite.ts";

/** The edits of one surface. */
export interface SurfaceEdits {
  readonly pointer: string;
  readonly isKey: boolean;
  readonly edits: readonly Edit[];
}

/**
 * Deep copy of `value` with the edits made: same shape, same order, strings stay strings. A number with an edit becomes
 * a string. `pointer` is the address of `value` in the payload that the surfaces' pointers start from.
 */
export function redactValue(value: Json, pointer: string, surfaces: readonly SurfaceEdits[]): Json {
  const values = new Map<string, readonly Edit[]>();
  const keys = new Map<string, readonly Edit[]>();
  for (const surface of surfaces) (surface.isKey ? keys : values).set(surface.pointer, surface.edits);
  return rewriteJson(value, pointer, {
    value: (text, at) => {
      const edits = values.get(at);
      if (edits === undefined || edits.length === 0) return text;
      if (typeof text === "string") return applyEdits(text, edits);
      const unquoted = edits.map(({ span, replacement }) => ({ span, replacement }));
      return applyEdits(String(text), unquoted);
    },
    key: (key, at) => applyEdits(key, keys.get(at) ?? []),
  });
}

/**
 * True where `after` has the shape of `before`: the same types, lengths, keys and order, and every boolean, null and
 * number as it was. Strings may differ; a number or a key may have become one with a placeholder. Iterative.
 */
export function sameShape(before: Json | undefined, after: Json | undefined): boolean {
  const open: [Json | undefined, Json | undefined][] = [[before, after]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (typeof left === "object" && left !== null) {
      if (typeof right !== "object" || right === null || Array.isArray(left) !== Array.isArray(right)) return false;
      const leftEntries = Object.entries(left);
      const rightEntries = Object.entries(right);
      if (leftEntries.length !== rightEntries.length) return false;
      for (const [at, [leftKey, leftValue]] of leftEntries.entries()) {
        const [rightKey, rightValue] = rightEntries[at] as [string, Json];
        if (leftKey !== rightKey && !holdsPlaceholder(rightKey)) return false;
        open.push([leftValue, rightValue]);
      }
    } else if (!sameScalar(left, right)) return false;
  }
  return true;
}

function sameScalar(before: Json | undefined, after: Json | undefined): boolean {
  if (typeof before === "string") return typeof after === "string";
  return before === after || (typeof before === "number" && typeof after === "string" && holdsPlaceholder(after));
}

function holdsPlaceholder(text: string): boolean {
  return findPlaceholders(text).length > 0;
}
