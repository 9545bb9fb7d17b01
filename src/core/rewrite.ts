import type { Json, JsonObject } from "./json.ts";
import { isObject, pointerTo } from "./json.ts";

/** What becomes of the parts of a JSON value. Pointers are those of the original, also below a renamed key. */
export interface Rewrite {
  /** A string or a number. */
  readonly value: (value: string | number, pointer: string) => string | number;
  /** An object's key; the pointer ends in it. Two keys of one object must not become the same: the second gets a number. */
  readonly key: (key: string, pointer: string) => string;
}

type Container = Json[] | { [key: string]: Json };

/**
 * Deep copy of `root` with the same shape and order, in which strings, numbers and keys are what `rewrite` makes of
 * them. Iterative: works at any depth. `pointer` is the address of `root` in its payload.
 */
export function rewriteJson(root: Json, pointer: string, rewrite: Rewrite): Json {
  if (typeof root === "string" || typeof root === "number") return rewrite.value(root, pointer);
  if (typeof root !== "object" || root === null) return root;
  const copy = emptyLike(root);
  const open: { source: readonly Json[] | JsonObject; target: Container; pointer: string }[] = [
    { source: root, target: copy, pointer },
  ];
  // Grows while it is walked: first come, first served, so that outer strings are seen before inner ones.
  for (const { source, target, pointer: parent } of open) {
    const counts = new Map<string, number>();
    for (const key of Object.keys(source)) {
      const child = (source as JsonObject)[key];
      if (child === undefined) continue;
      const childPointer = pointerTo(parent, key);
      const name = Array.isArray(target) ? key : freeKey(target, rewrite.key(key, childPointer), counts);
      if (typeof child === "string" || typeof child === "number") put(target, name, rewrite.value(child, childPointer));
      else if (typeof child !== "object" || child === null) put(target, name, child);
      else {
        const childCopy = emptyLike(child);
        put(target, name, childCopy as Json);
        open.push({ source: child, target: childCopy, pointer: childPointer });
      }
    }
  }
  return copy as Json;
}

/** Levels of nesting below `root`; stops counting at `limit`. Iterative. */
export function depthOf(root: unknown, limit: number): number {
  let level: unknown[] = [root];
  for (let depth = 0; depth < limit; depth++) {
    const below: unknown[] = [];
    for (const value of level) {
      if (!Array.isArray(value) && !isObject(value)) continue;
      for (const child of Object.values(value)) {
        if (typeof child === "object" && child !== null) below.push(child);
      }
    }
    if (below.length === 0) return depth;
    level = below;
  }
  return limit;
}

function emptyLike(source: readonly Json[] | JsonObject): Container {
  return Array.isArray(source) ? [] : {};
}

/** JSON may hold a key `__proto__`, which a plain assignment would take for the prototype. */
function put(target: Container, key: string, value: Json): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else if (Array.isArray(target)) target.push(value);
  else target[key] = value;
}

/** `counts`: the last number that each wanted key was given, so that thousands of one name are no square of steps. */
function freeKey(target: Container, wanted: string, counts: Map<string, number>): string {
  let key = wanted;
  let count = counts.get(wanted) ?? 1;
  while (Object.hasOwn(target, key)) key = `${wanted}_${++count}`;
  counts.set(wanted, count);
  return key;
}
