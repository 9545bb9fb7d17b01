import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../../src/core/version.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** Who may import whom, as in the design's table; a layer may always import itself. `npm:` names packages, `node:` Node's API. */
const HANDED_IN = ["config", "session", "audit", "system", "state"];
const ENGINE = ["core", "rules/compiled", "config/compiled", "detectors", "redact", "policy", "flow"];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  hosts: ["core"],
  "rules/compiled": ["core"],
  "config/compiled": ["core", "rules/compiled"],
  detectors: ["core", "rules/compiled"],
  "detectors/shell": ["core", "detectors", "npm:unbash"],
  "detectors/secretlint.ts": [
    "core",
    "rules/compiled",
    "detectors",
    "npm:@secretlint/core",
    "npm:@secretlint/secretlint-rule-preset-recommend",
    "npm:@secretlint/types",
  ],
  redact: ["core", "config/compiled"],
  policy: ["core", "config/compiled"],
  flow: ENGINE,
  "engine.ts": ENGINE,
  "rules/compile": ["core", "rules/compiled", "detectors", "node:", "npm:zod", "npm:jsonc-parser"],
  "config/compile": [
    "core",
    "config",
    "config/compiled",
    "rules/compiled",
    "rules/compile",
    "policy",
    "node:",
    "npm:zod",
    "npm:micromatch",
    "npm:jsonc-parser",
  ],
  state: ["node:"],
  config: ["state", "core", "config/compiled", "rules/compiled", "node:"],
  session: ["state", "core", "config/compiled", "node:"],
  audit: ["state", "core", "config/compiled", "node:"],
  system: [...ENGINE, ...HANDED_IN, "hosts", "node:"],
  selfcheck: [...ENGINE, ...HANDED_IN, "engine.ts", "hosts", "install", "node:"],
  "runtime.ts": ["core", "engine.ts", "flow", "hosts", "system", "node:"],
  hooks: ["system"],
  install: ["core", "config", "config/compiled", "hosts", "node:", "npm:jsonc-parser"],
  cli: ["*"],
};
/** Of what a bundle is made of by need: only its type may be named here. */
const TYPES_ONLY = new Set([
  "rules/compiled",
  "detectors",
  "detectors/shell",
  "detectors/secretlint.ts",
  "config/compile",
  "selfcheck",
  "runtime.ts",
]);
/** Neither a Node API, nor a clock, nor the environment: the same engine must run where there is none. */
const PURE = [
  "core",
  "hosts",
  "detectors",
  "rules/compiled",
  "config/compiled",
  "redact",
  "policy",
  "flow",
  "engine.ts",
];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts") && statSync(path).isFile());
}

function layerOf(path: string): string {
  const inside = relative(ROOT, path).replaceAll("\\", "/");
  const name = inside.startsWith("src/") ? inside.slice(4) : inside;
  const layers = Object.keys(MAY_IMPORT).filter((layer) => name === layer || name.startsWith(`${layer}/`));
  return layers.sort((a, b) => b.length - a.length)[0] ?? `unknown: ${name}`;
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|(typeof )?import\("([^"]+)"\)/gm;

function importsOf(path: string): { readonly target: string; readonly isType: boolean }[] {
  return [...readFileSync(path, "utf8").matchAll(IMPORT)].map(([, type, from, bare, typeOf, dynamic]) => {
    const name = from ?? bare ?? dynamic ?? "";
    const isType = type !== undefined || typeOf !== undefined;
    if (name.startsWith("node:")) return { target: "node:", isType };
    if (!name.startsWith("."))
      return {
        target: `npm:${name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/")}`,
        isType,
      };
    return { target: layerOf(resolve(dirname(path), name)), isType };
  });
}

const FILES = ["src", "install", "hooks"].flatMap((folder) => sources(join(ROOT, folder)));
const TOOLS = /hooks\/(build|licenses)\.ts$/;

test("imports go down only", () => {
  const wrong = FILES.filter((path) => !TOOLS.test(path)).flatMap((path) => {
    const layer = layerOf(path);
    const allowed = MAY_IMPORT[layer] ?? [];
    return importsOf(path)
      .filter(
        ({ target, isType }) =>
          target !== layer &&
          !allowed.includes(target) &&
          !allowed.includes("*") &&
          !(layer === "system" && isType && TYPES_ONLY.has(target)),
      )
      .map(({ target }) => `${relative(ROOT, path)} (${layer}) imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("every source file belongs to a layer", () => {
  expect(FILES.map(layerOf).filter((layer) => layer.startsWith("unknown"))).toEqual([]);
});

test("the engine uses no Node API, no clock and no environment", () => {
  const wrong = FILES.filter((path) =>
    PURE.some((layer) => layerOf(path) === layer || layerOf(path).startsWith(`${layer}/`)),
  )
    .filter((path) => !path.endsWith("detectors/secretlint.ts"))
    .filter((path) =>
      /\bprocess\.|\bBuffer\.|\bDate\.now|new Date\b|performance\.|Math\.random|from "node:/.test(
        readFileSync(path, "utf8"),
      ),
    )
    .map((path) => relative(ROOT, path));
  expect(wrong).toEqual([]);
});

test("nothing but the command line imports the command line", () => {
  const wrong = FILES.filter(
    (path) => layerOf(path) !== "cli" && importsOf(path).some(({ target }) => target === "cli"),
  );
  expect(wrong.map((path) => relative(ROOT, path))).toEqual([]);
});

test("the version in the code is the package's", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  expect(VERSION).toBe(version);
});
