import { closeSync, fstatSync, openSync, readSync, type Stats } from "node:fs";
import type { Script, ScriptOptions } from "node:vm";

/**
 * Loads the bundles beside the executable, each by need. Those that many events need are loaded with V8's code cache where
 * there is one, which saves a third of what a hook costs over an empty script. Every executable holds this file, and hands
 * it to the bundles: one more file for Node to find and load would cost half a millisecond.
 */

/** Bundles beside the executables; `hooks/build.ts` makes one of each. */
export interface Parts {
  readonly runtime: typeof import("../runtime.ts");
  readonly rules: typeof import("../detectors/rule-table.ts");
  readonly closer: typeof import("./closer.ts");
  readonly shell: typeof import("../detectors/shell/analyze.ts");
  readonly secretlint: typeof import("../detectors/secretlint.ts");
  readonly foreign: typeof import("./foreign.ts");
  readonly compile: typeof import("../config/compile/compile.ts");
  readonly lifecycle: typeof import("../selfcheck/lifecycle.ts");
  readonly warm: typeof import("./warm.ts");
  readonly git: typeof import("./git.ts");
}

/** Large, and loaded often enough for a code cache to pay. */
const CACHED: ReadonlySet<keyof Parts> = new Set(["runtime", "closer", "rules", "shell"]);

/** It holds code of others that imports by need, which a script that Node does not load itself cannot. */
export const LOADED_BY_NODE = "secretlint" satisfies keyof Parts;
/** All other bundles are each one function of this form, written by the build: put around them here it would copy them. */
export const WRAPPER = ["(function (exports, require, module, __filename, __dirname) {", "\n})\n"] as const;

// The bundles are CommonJS: Node gives each file these two.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/** The folder that this bundle, and so every part, lies in. */
export function bundleFolder(): string {
  return __dirname;
}

/**
 * Where the code cache of this Node lies; null for bundles that a repository carries: a cache there would be code that
 * nobody can read.
 */
export function cacheFolder(): string | null {
  return isCarried() ? null : `${__dirname}/cache/${process.version}-${process.arch}`;
}

/** Its parent folder is `.defenter`. Without a pattern, which takes 0.05 ms to compile. */
function isCarried(): boolean {
  return __dirname.replaceAll("\\", "/").split("/").at(-2) === ".defenter";
}

const loaded = new Map<string, unknown>();
const compiled = new Map<string, Script>();

export function loadPart<Name extends keyof Parts>(name: Name): Parts[Name] {
  let part = loaded.get(name);
  if (part === undefined) {
    part = load(name);
    loaded.set(name, part);
  }
  return part as Parts[Name];
}

/** @throws what Node throws where there is no such file or it does not load */
export function requireBundle(path: string): unknown {
  const fromNode = require;
  return fromNode(path);
}

/** What this process compiled of the parts that have a code cache, or took from it. */
export function compiledParts(): ReadonlyMap<string, Script> {
  return compiled;
}

/** False where what runs first had to be compiled: there was no cache, or one of other bundles or of another Node. */
export function hasCache(): boolean {
  return compiled.get("runtime")?.cachedDataRejected === false;
}

/** What the bundles import of this file. The build gives them this name for it. */
export const SHARED_NAME = "defenter:parts";
const SHARED = { bundleFolder, cacheFolder, loadPart, requireBundle, compiledParts, hasCache };

const required = new Map<string, unknown>([[SHARED_NAME, SHARED]]);

/** Remembers: each file of a bundle asks for `node:fs` anew, and Node's own way to it is long. */
function requireForPart(id: string): unknown {
  const found = required.get(id) ?? requireBundle(id);
  required.set(id, found);
  return found;
}

function load(name: keyof Parts): unknown {
  const path = `${__dirname}/${name}.cjs`;
  if (name === LOADED_BY_NODE) return requireBundle(path);
  const { bytes, stat } = readBundle(path);
  const vm = process.getBuiltinModule("node:vm");
  const script = new vm.Script(
    bytes.toString("latin1"),
    CACHED.has(name) ? cached(name, path, stat.mtimeMs) : uncached(path, vm),
  );
  if (CACHED.has(name)) compiled.set(name, script);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireForPart, module, path, __dirname);
  return module.exports;
}

function cached(name: string, path: string, madeMs: number): ScriptOptions {
  const cachedData = readCache(name, madeMs);
  return cachedData === null ? { filename: path } : { filename: path, cachedData };
}

/** What others wrote may import by need, which a script of its own cannot. */
function uncached(path: string, { constants }: typeof import("node:vm")): ScriptOptions {
  return { filename: path, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };
}

const OTHERS_MAY_WRITE = 0o022;

/**
 * Null where there is none, somebody else could have written it, or it is older than the bundle: V8 itself refuses one of
 * another version, but of the source it compares the length alone.
 */
function readCache(name: string, madeMs: number): Buffer | null {
  const folder = cacheFolder();
  if (folder === null) return null;
  try {
    const { bytes, stat } = readWhole(`${folder}/${name}.bin`);
    const isOurs =
      process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & OTHERS_MAY_WRITE) === 0);
    return isOurs && stat.mtimeMs > madeMs ? bytes : null;
  } catch {
    return null;
  }
}

/** @throws as `require` does where there is no such file: another branch may have been checked out meanwhile */
function readBundle(path: string): ReturnType<typeof readWhole> {
  try {
    return readWhole(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw Object.assign(new Error("a part of the guard is missing"), { code: "MODULE_NOT_FOUND" });
  }
}

/** Not by `readFileSync`, which makes Node compile four functions more. */
function readWhole(path: string): { readonly bytes: Buffer; readonly stat: Stats } {
  const descriptor = openSync(path, "r");
  try {
    const stat = fstatSync(descriptor);
    const bytes = Buffer.allocUnsafe(stat.size);
    let count = 0;
    while (count < bytes.length) {
      const more = readSync(descriptor, bytes, count, bytes.length - count, null);
      if (more === 0) throw new Error("the file became shorter");
      count += more;
    }
    return { bytes, stat };
  } finally {
    closeSync(descriptor);
  }
}
