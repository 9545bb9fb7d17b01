import { expect, test } from "vitest";
import type { Json } from "../../../src/core/json.ts";
import { depthOf, rewriteJson } from "../../../src/core/rewrite.ts";

const SAME = { value: (value: string | number) => value, key: (key: string) => key };

test("a copy shares nothing with the original and keeps its order", () => {
  const value: Json = { b: [1, "x", { z: null }], a: true, "": {}, list: [] };
  const copy = rewriteJson(value, "", SAME);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
  expect(copy).not.toBe(value);
});

test("a key that names the prototype is an ordinary key", () => {
  const value = JSON.parse('{"__proto__":{"polluted":"x"},"constructor":"y"}') as Json;
  const copy = rewriteJson(value, "", SAME);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
  expect((copy as { polluted?: unknown }).polluted).toBeUndefined();
});

test("pointers are those of the original, escaped, also below a renamed key", () => {
  const seen: string[] = [];
  const copy = rewriteJson({ "a/b": { "~c": ["x"] } }, "/root", {
    value: (value, pointer) => {
      seen.push(pointer);
      return value;
    },
    key: (key) => (key === "a/b" ? "renamed" : key),
  });
  expect(seen).toEqual(["/root/a~1b/~0c/0"]);
  expect(copy).toEqual({ renamed: { "~c": ["x"] } });
});

test("two keys that become the same stay two", () => {
  expect(rewriteJson({ a: 1, b: 2, c: 3 }, "", { ...SAME, key: () => "k" })).toEqual({ k: 1, k_2: 2, k_3: 3 });
});

test("depth is counted up to its limit, and copies are made at any", () => {
  const deep = JSON.parse(`${'{"a":['.repeat(20_000)}"x"${"]}".repeat(20_000)}`) as Json;
  expect(depthOf(deep, 1000)).toBe(1000);
  expect(depthOf({ a: [1, [2]] }, 1000)).toBe(2);
  expect(depthOf("x", 1000)).toBe(0);
  let inner = rewriteJson(deep, "", { value: () => "y", key: (key) => key });
  while (typeof inner === "object" && inner !== null) inner = Object.values(inner)[0] as Json;
  expect(inner).toBe("y");
});
