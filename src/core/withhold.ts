import type { Surface } from "./event.ts";
import type { Json } from "./json.ts";
import { rewriteJson } from "./rewrite.ts";

const WITHHELD = "[withheld]";

/**
 * Deep copy of `value` in which no surface is left: the first holds `note`, all others `[withheld]`, keys become
 * `withheld`. What is no surface (discriminators, ids of the host, images) stays, so that the host accepts the result.
 */
export function withhold(value: Json, pointer: string, surfaces: readonly Surface[], note: string): Json {
  const values = new Set<string>();
  const keys = new Set<string>();
  for (const surface of surfaces) (surface.isKey ? keys : values).add(surface.pointer);
  let text = note;
  return rewriteJson(value, pointer, {
    value: (original, at) => {
      if (!values.has(at)) return original;
      const replacement = text;
      text = WITHHELD;
      return replacement;
    },
    key: (key, at) => (keys.has(at) ? "withheld" : key),
  });
}
