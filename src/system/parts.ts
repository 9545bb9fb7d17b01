import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Script } from "node:vm";

/**
 * The chunk that every executable shares: loads the other bundles beside it, each by need. Those that many events need
 * are loaded with V8's code cache where there is one, which saves a third of what a hook costs over an empty script.
 */

/** Bundles beside the executables; `hooks/build.ts` makes one of each. */
export interface Parts {
  readonly runtime: typeof import("../runtime.ts");
  readonly rules: typeof import("../detectors/rule-table.ts");
  readonly judge: typeof import("../flow/judge.ts");
  readonly dialect: typeof import("../hosts/claude/encode.ts");
  readonly shell: typeof import("../detectors/shell/analyze.ts");
  readonly secretlint: typeof import("../detectors/secretlint.ts");
  readonly foreign: typeof import("./foreign.ts");
  readonly compile: typeof import("../config/compile/compile.ts");
  readonly lifecycle: typeof import("../selfcheck/lifecycle.ts");
  readonly warm: typeof import("./warm.ts");
  readonly key: typeof import("./key.ts");
  readonly git: typeof import("./git.ts");
}

/** Large, and loaded often enough for a code cache to pay. */
const CACHED: ReadonlySet<keyof Parts> = new Set(["runtime", "judge", "rules", "dialect", "shell", "key"]);

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
  return basename(dirname(__dirname)) === ".defenter"
    ? null
    : join(__dirname, "cache", `${process.version}-${process.arch}`);
}

const loaded = new Map<string, unknown>();
const compiled = new Map<string, Script>();

export function loadPart<Name extends keyof Parts>(name: Name): Parts[Name] {
  let part = loaded.get(name);
  if (part === undefined) {
    part = CACHED.has(name) ? loadCached(name) : requireBundle(join(__dirname, `${name}.cjs`));
    loaded.set(name, part);
  }
  return part as Parts[Name];
}

/** @throws what Node throws where there is no such file or it does not load */
export function requireBundle(path: string): unknown {
  const load = require;
  return load(path);
}

/** What this process compiled of the parts that have a code cache, or took from it. */
export function compiledParts(): ReadonlyMap<string, Script> {
  return compiled;
}

/** False where what runs first had to be compiled: there was no cache, or one of other bundles or of another Node. */
export function hasCache(): boolean {
  return compiled.get("runtime")?.cachedDataRejected === false;
}

function loadCached(name: string): unknown {
  const folder = cacheFolder();
  const path = join(__dirname, `${name}.cjs`);
  if (folder === null) return requireBundle(path);
  const madeMs = statSync(path).mtimeMs;
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(path, "utf8")}\n})`;
  const vm = process.getBuiltinModule("node:vm");
  const cachedData = readCache(join(folder, `${name}.bin`), madeMs);
  const script = new vm.Script(source, cachedData === null ? { filename: path } : { filename: path, cachedData });
  compiled.set(name, script);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, path, __dirname);
  return module.exports;
}

const OTHERS_MAY_WRITE = 0o022;

/**
 * Null where there is none, somebody else could have written it, or it is older than the bundle: V8 itself refuses one of
 * another version, but of the source it compares the length alone.
 */
function readCache(path: string, madeMs: number): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(descriptor);
    const isOurs =
      process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & OTHERS_MAY_WRITE) === 0);
    return isOurs && stat.mtimeMs > madeMs ? readFileSync(descriptor) : null;
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
