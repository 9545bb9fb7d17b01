import { isObject, type Json } from "../src/core/json.ts";

/** What is wrong with a value, and where. */
export interface Mismatch {
  /** Keys and places that lead there, outermost first; empty for the value itself. */
  readonly path: readonly string[];
  /** "is no string". */
  readonly what: string;
  /** A later version of the host may know the value; a wrong type never becomes right. */
  readonly isValue: boolean;
}

/** Looks at one value of JSON; null where it is as it should be. */
export type Shape = (value: Json) => Mismatch | null;

export const anything: Shape = () => null;
export const text: Shape = (value) => (typeof value === "string" ? null : wrong("is no string"));
export const flag: Shape = (value) => (typeof value === "boolean" ? null : wrong("is neither true nor false"));
export const someText: Shape = (value) => text(value) ?? (value === "" ? wrong("is empty") : null);

/** Bounds are in; `above` is not. */
export interface Bounds {
  readonly whole?: boolean;
  readonly above?: number;
  readonly min?: number;
  readonly max?: number;
}

export function number({ whole = false, above, min, max }: Bounds = {}): Shape {
  return (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return wrong("is no number");
    if (whole && !Number.isSafeInteger(value)) return wrong("is no whole number");
    if (above !== undefined && value <= above) return wrong(`is no number above ${above}`);
    if (min !== undefined && value < min) return wrong(`is a number below ${min}`);
    return max !== undefined && value > max ? wrong(`is a number above ${max}`) : null;
  };
}

export function oneOf(...words: readonly string[]): Shape {
  return (value) => {
    if (typeof value !== "string") return wrong("is no string");
    return words.includes(value) ? null : { ...wrong(`is none of ${words.join(", ")}`), isValue: true };
  };
}

export function listOf(item: Shape): Shape {
  return (value) => (Array.isArray(value) ? findFirst([...value.entries()], () => item) : wrong("is no array"));
}

export function recordOf(each: Shape): Shape {
  return (value) => (isObject(value) ? findFirst(Object.entries(value), () => each) : wrong("is no object"));
}

/** Keys that are not named may hold anything. `needed` may not be missing. */
export function object(known: Readonly<Record<string, Shape>>, needed: readonly string[] = []): Shape {
  return (value) => {
    if (!isObject(value)) return wrong("is no object");
    const missing = needed.find((key) => value[key] === undefined);
    if (missing !== undefined) return wrong(`has no ${missing}`);
    return findFirst(Object.entries(value), (key) => (Object.hasOwn(known, key) ? known[key] : undefined));
  };
}

export function anyOf(...shapes: readonly Shape[]): Shape {
  return (value) => (shapes.some((shape) => shape(value) === null) ? null : wrong("is of a wrong type"));
}

function findFirst(
  entries: readonly (readonly [string | number, Json | undefined])[],
  shapeOf: (key: string) => Shape | undefined,
): Mismatch | null {
  for (const [key, value] of entries) {
    const found = value === undefined ? null : (shapeOf(String(key))?.(value) ?? null);
    if (found !== null) return { ...found, path: [String(key), ...found.path] };
  }
  return null;
}

function wrong(what: string): Mismatch {
  return { path: [], what, isValue: false };
}
