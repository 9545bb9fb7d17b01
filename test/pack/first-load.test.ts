import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { expect, test } from "vitest";
import { SHARED_NAME } from "../../src/system/parts.ts";

/**
 * What a hook loads at first decides what every event costs, so the large libraries may only lie in bundles that are
 * loaded by need. The bundler's own record says what is in which.
 */

const DIST = join(import.meta.dirname, "..", "..", "dist");
const record: Metafile[] = JSON.parse(readFileSync(join(DIST, "meta.json"), "utf8"));
const builtins = new Set(builtinModules);
const outputs = new Map(record.flatMap((metafile) => Object.entries(metafile.outputs)));

const EXECUTABLES = [
  "config-change",
  "post-tool-use",
  "post-tool-use-failure",
  "pre-tool-use",
  "session-start",
  "stop",
  "subagent-stop",
  "user-prompt-expansion",
  "user-prompt-submit",
];

/** Output files that are loaded when `path` is: its own static imports and requires, to the end. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: target } of outputs.get(path)?.imports ?? []) {
    const other = target.startsWith("./") ? join(path, "..", target) : target;
    if (outputs.has(other)) loadedWith(other, seen);
  }
  return seen;
}

function packagesIn(path: string): string[] {
  const inputs = Object.keys(outputs.get(path)?.inputs ?? {});
  return inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
}

test("the record names one executable for each event", () => {
  for (const name of EXECUTABLES) expect([...outputs.keys()]).toContain(`dist/hooks/${name}.cjs`);
});

test.each(EXECUTABLES)("%s loads its own code and nothing from node_modules", (name) => {
  const entry = `dist/hooks/${name}.cjs`;
  // Parts are required by name at run time, which the record does not show; every executable begins with this one.
  expect(readFileSync(join(DIST, "..", entry), "utf8")).toMatch(/["'](?:\.\/)?runtime(?:\.cjs)?["']/);
  const loaded = [...loadedWith(entry), ...loadedWith("dist/hooks/runtime.cjs")];
  expect(loaded).toContain("dist/hooks/runtime.cjs");
  expect(loaded.flatMap(packagesIn)).toEqual([]);
});

test("the libraries are where they are loaded by need", () => {
  const lazy = [...outputs.keys()].filter((path) => path.startsWith("dist/hooks/")).flatMap(packagesIn);
  for (const name of ["zod", "micromatch", "unbash", "@secretlint/core"]) expect(lazy).toContain(name);
});

test("no bundle requires a package at run time", () => {
  const external = [...outputs.values()].flatMap(({ imports }) => imports.filter((one) => one.external === true));
  const packages = external
    .map((one) => one.path)
    .filter((path) => path !== SHARED_NAME && !path.startsWith("./") && !builtins.has(path.replace(/^node:/, "")));
  expect(packages).toEqual([]);
});

test("no bundle can talk to a network", () => {
  const network = ["http", "https", "http2", "net", "tls", "dgram", "dns", "dns/promises", "inspector"];
  for (const [path, { imports }] of outputs) {
    const names = imports.map((one) => one.path.replace(/^node:/, ""));
    expect(
      names.filter((name) => network.includes(name)),
      path,
    ).toEqual([]);
    const text = readFileSync(join(DIST, "..", path), "utf8");
    expect(/(?<![\w.$])(?:fetch\(|new WebSocket|new EventSource)/.exec(text)?.[0], path).toBeUndefined();
  }
});
