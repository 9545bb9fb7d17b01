import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generatedFiles } from "../../../src/rules/compile/generate.ts";

const ROOT = join(import.meta.dirname, "../../..");

it.each(Object.entries(generatedFiles()))("%s is what `npm run generate` writes", (path, contents) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(contents);
});
