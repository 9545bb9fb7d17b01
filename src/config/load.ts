import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { quickHash } from "../core/hash.ts";
import { isObject } from "../core/json.ts";
import { makeFolder } from "../state/make-folder.ts";
import { isProfile, PROFILE_NAMES } from "./compiled/defaults.ts";
import { type CompiledPolicy, DEFAULT_POLICY, noteText } from "./compiled/policy.ts";
import type { ConfigSource } from "./compiled/source.ts";
import type { Roots } from "./roots.ts";

/** Bytes of one file that people write. */
const MAX_SOURCE_BYTES = 256 * 1024;
const MAX_RULE_FILES = 50;
/** Bytes. A cache that is larger is not ours. */
const MAX_CACHE_BYTES = 64 * 1024 * 1024;
const MAX_CACHES = 100;
const OTHERS_MAY_WRITE = 0o022;
/** A pipe does not hang the hook. Windows has neither flag. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const NO_LINKS = constants.O_NOFOLLOW ?? 0;

export interface LoadOptions {
  readonly roots: Pick<Roots, "config" | "state">;
  /** The project's `.defenter`, or null. */
  readonly policyFolder: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** Another version compiles anew. */
  readonly engineVersion: string;
  /** `compile` of `src/config/compile/compile.ts`; called only where the sources changed, so it can be loaded then. */
  compile(sources: readonly ConfigSource[]): CompiledPolicy;
}

export interface LoadedPolicy {
  readonly policy: CompiledPolicy;
  /** What a person should know, one line each; lines of a project that are ignored are in `policy.ignored`. */
  readonly problems: readonly string[];
}

/** The configuration in force. Never throws: what fails leaves the built-in defaults and a problem. */
export function loadPolicy(options: LoadOptions): LoadedPolicy {
  const { policy, failure } = loadFiles(options);
  const problems = [...(failure === null ? [] : [failure]), ...policy.problems.map(noteText)];
  return withEnvironment(policy, options.env, problems);
}

function loadFiles(options: LoadOptions): { readonly policy: CompiledPolicy; readonly failure: string | null } {
  try {
    const sources = findSources(options);
    if (sources.length === 0) return { policy: DEFAULT_POLICY, failure: null };
    const cache = cachePath(options);
    const kept = readCache(cache, options.engineVersion, sources);
    if (kept !== null) return { policy: kept, failure: null };
    const policy = options.compile(sources);
    writeCache(cache, { engineVersion: options.engineVersion, sources, policy });
    return { policy, failure: null };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
    return {
      policy: DEFAULT_POLICY,
      failure: `the configuration could not be compiled (${why}): the defaults are in force`,
    };
  }
}

/** A variable can only add a profile. */
function withEnvironment(policy: CompiledPolicy, env: NodeJS.ProcessEnv, problems: readonly string[]): LoadedPolicy {
  const told = env["DEFENTER_PROFILES"] ?? "";
  const names = told === "" ? [] : told.split(/[\s,]+/).filter((name) => name !== "");
  if (names.length === 0) return { policy, problems };
  const profiles = [...new Set([...policy.profiles, ...names.filter(isProfile)])];
  const unknown = names.every(isProfile)
    ? []
    : [`DEFENTER_PROFILES names a profile that does not exist; there are ${PROFILE_NAMES.join(", ")}`];
  return { policy: { ...policy, profiles }, problems: [...problems, ...unknown] };
}

function findSources({ roots, policyFolder }: LoadOptions): ConfigSource[] {
  const user = layerSources("user", roots.config);
  return policyFolder === null ? user : [...user, ...layerSources("project", policyFolder)];
}

function layerSources(layer: ConfigSource["layer"], folder: string): ConfigSource[] {
  if (!exists(folder)) return [];
  const config = readSource(layer, "config", join(folder, "config.json"));
  const rules = join(folder, "rules");
  const names = listJson(rules);
  const files = names.slice(0, MAX_RULE_FILES).map((name) => readSource(layer, "rules", join(rules, name)));
  const found = [config, ...files].filter((source) => source !== null);
  if (names.length <= MAX_RULE_FILES) return found;
  const problem = `holds more than ${MAX_RULE_FILES} files: the others are not in force`;
  return [...found, { layer, kind: "rules", path: rules, text: null, problem }];
}

/** Asked first where mostly nothing is: a thrown error costs more than the question. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function listJson(folder: string): string[] {
  if (!exists(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch {
    return [];
  }
}

/**
 * Null where there is no such file. A link in a project could name any file of the account, whose words would then stand
 * in the state folder and in messages: it is not followed. The user's own may be one.
 */
function readSource(layer: ConfigSource["layer"], kind: ConfigSource["kind"], path: string): ConfigSource | null {
  const failed = (problem: string): ConfigSource => ({ layer, kind, path, text: null, problem });
  try {
    const text = readText(path, READ_FLAGS | (layer === "project" ? NO_LINKS : 0), MAX_SOURCE_BYTES);
    return { layer, kind, path, text, problem: null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (code === "ELOOP") return failed("is a symbolic link, which a project may not use here");
    if (code === "EFBIG") return failed(`is larger than ${MAX_SOURCE_BYTES / 1024} KiB`);
    return failed(code === "EINVAL" ? "is no regular file" : `could not be read (${code})`);
  }
}

function readText(
  path: string,
  flags: number,
  maxBytes: number,
  isTrusted?: (stat: ReturnType<typeof fstatSync>) => boolean,
): string {
  const descriptor = openSync(path, flags);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || isTrusted?.(stat) === false) throw failure("EINVAL");
    if (stat.size > maxBytes) throw failure("EFBIG");
    const bytes = Buffer.alloc(stat.size);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.toString("utf8", 0, filled);
  } finally {
    closeSync(descriptor);
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

interface Cache {
  readonly engineVersion: string;
  readonly sources: readonly ConfigSource[];
  readonly policy: CompiledPolicy;
}

function cachePath({ roots, policyFolder }: LoadOptions): string {
  return join(roots.state, "compiled", `${quickHash(`${roots.config}\n${policyFolder ?? ""}`)}.json`);
}

/** Null where there is none, somebody else could have written it, or it was made from other bytes. */
function readCache(path: string, engineVersion: string, sources: readonly ConfigSource[]): CompiledPolicy | null {
  try {
    const isOurs = (stat: ReturnType<typeof fstatSync>) =>
      process.getuid === undefined || (stat.uid === process.getuid() && (Number(stat.mode) & OTHERS_MAY_WRITE) === 0);
    const cache: unknown = JSON.parse(readText(path, READ_FLAGS | NO_LINKS, MAX_CACHE_BYTES, isOurs));
    if (!isObject(cache) || cache["engineVersion"] !== engineVersion) return null;
    const isSame = JSON.stringify(cache["sources"]) === JSON.stringify(sources);
    return isSame && isObject(cache["policy"]) ? (cache["policy"] as unknown as CompiledPolicy) : null;
  } catch {
    return null;
  }
}

/** Best effort: without it, the next process compiles again. */
function writeCache(path: string, cache: Cache): void {
  const folder = join(path, "..");
  const beside = `${path}.${process.pid}`;
  try {
    makeFolder(folder);
    clearOldest(folder);
    writeFileSync(beside, JSON.stringify(cache), { mode: 0o600, flag: "wx" });
    renameSync(beside, path);
  } catch {
    remove(beside);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What cannot be written can mostly not be removed either.
  }
}

function clearOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length < MAX_CACHES) return;
  const byAge = names.map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  byAge.sort((a, b) => a.at - b.at);
  for (const { path } of byAge.slice(0, MAX_CACHES / 2)) remove(path);
}
