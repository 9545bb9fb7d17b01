import type { Pattern } from "../../src/rules/compile/pattern.ts";

/** Repetitions beyond the least that a pattern asks for. */
const MORE = 24;

/** A random text of the pattern's own syntax. Look-arounds are not heeded: test the result. */
export function textOf(pattern: Pattern): string {
  switch (pattern.kind) {
    case "chars":
      return pick(members(pattern.set));
    case "sequence":
      return pattern.items.map(textOf).join("");
    case "choice":
      return textOf(pick(pattern.options));
    case "repeat": {
      const most = Math.min(pattern.max, pattern.min + MORE);
      const count = pattern.min + Math.floor(Math.random() * (most - pattern.min + 1));
      return Array.from({ length: count }, () => textOf(pattern.body)).join("");
    }
    default:
      return "";
  }
}

function members(set: Uint8Array): readonly string[] {
  const ascii = [...set.slice(0, 128).keys()].filter((code) => set[code] === 1);
  return ascii.length === 0 ? ["é"] : ascii.map((code) => String.fromCharCode(code));
}

export function pick<T>(list: readonly T[]): T {
  const item = list[Math.floor(Math.random() * list.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
