import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { isObject, type JsonObject } from "../src/core/json.ts";
import { managedFolder, SCOPES, type Scope, settingsPath } from "./claude.ts";
import { sha256 } from "./memory.ts";
import type { Origins } from "./origins.ts";
import { listRegistrations, type OwnRegistration, unguardedEvents } from "./registered.ts";
import { decodeSettings, readSettingsFile } from "./settings-file.ts";
import { findOverlooked, findSettingsProblems } from "./validate.ts";

/** One settings file that counts for a session, as it lies on disk. */
export interface ScopeState {
  readonly scope: Scope | "managed";
  readonly path: string;
  /** Empty where the file is missing or Claude Code drops it. */
  readonly settings: JsonObject;
  readonly exists: boolean;
  /** Of its bytes; null where there are none or they cannot be read. */
  readonly sha256: string | null;
  /** Why Claude Code drops the file as a whole, or null. */
  readonly dropped: string | null;
  /** Known keys with a value of a wrong type that Claude Code 2.1.331 overlooks; another version may drop the file. */
  readonly overlooked: readonly string[];
  readonly registrations: readonly OwnRegistration[];
}

/** Reads every settings file that counts for a session, weakest first: user, project, local, managed. Never throws. */
export function readScopes(origins: Origins): ScopeState[] {
  const { place } = origins;
  const own = SCOPES.map((scope) => readScope(scope, settingsPath(scope, place), origins));
  // Where somebody works in the home folder itself, the user's file is the project's too.
  return [
    ...own.filter(({ path }, index) => own.findIndex((other) => other.path === path) === index),
    ...managedFiles(place.platform).map((path) => readScope("managed", path, origins)),
  ];
}

/** One settings file, taken for that of `scope`. Never throws. */
export function readScope(scope: ScopeState["scope"], path: string, origins: Origins): ScopeState {
  const nothing = {
    scope,
    path,
    settings: {},
    exists: true,
    sha256: null,
    dropped: null,
    overlooked: [],
    registrations: [],
  };
  let hash: string | null = null;
  try {
    const file = readSettingsFile(path);
    if (file.bytes === null) return { ...nothing, exists: false };
    hash = sha256(file.bytes);
    const { json } = decodeSettings(file);
    const dropped = findSettingsProblems(json).find(({ dropsFile }) => dropsFile)?.message;
    if (dropped !== undefined) return { ...nothing, sha256: hash, dropped };
    const registrations = listRegistrations(json, scope, origins);
    return { ...nothing, sha256: hash, settings: json, overlooked: findOverlooked(json), registrations };
  } catch (error) {
    const why = error instanceof DefenterError ? error.message.slice(error.message.indexOf(path) + path.length) : "";
    return { ...nothing, sha256: hash, dropped: why.replace(/^[:0-9]*\s*/, "") || "cannot be read" };
  }
}

/** The file registers the whole guard, as the installer writes it. */
export function isGuarding({ registrations }: ScopeState): boolean {
  return unguardedEvents(registrations).length === 0;
}

/** The account's own registration, which a repository's settings, branches and files do not reach. */
export function isOfAccount({ scope }: ScopeState): boolean {
  return scope !== "project";
}

/** Who switches all hooks off, or null. Managed settings win over local over project over user. */
export function findSwitch(scopes: readonly ScopeState[]): ScopeState | null {
  const deciding = scopes.findLast(({ settings }) => typeof settings["disableAllHooks"] === "boolean");
  return deciding?.settings["disableAllHooks"] === true ? deciding : null;
}

/** Managed settings that let no hooks run but their own, or null. In other files the key does nothing. */
export function findManagedOnly(scopes: readonly ScopeState[]): ScopeState | null {
  return (
    scopes.find(({ scope, settings }) => scope === "managed" && settings["allowManagedHooksOnly"] === true) ?? null
  );
}

/** Variables that decide what a hook's shell or Node runs: whoever sets them for a hook can run anything in its place. */
const DISARMING = new Set([
  "BASH_ENV",
  "BASHOPTS",
  "CLAUDE_CODE_SHELL",
  "CLAUDE_CODE_SHELL_PREFIX",
  "CLAUDE_CODE_SAFE_MODE",
  "CLAUDE_CODE_SIMPLE",
  "CLAUDE_PROJECT_DIR",
  "ENV",
  "NODE_COMPILE_CACHE",
  "NODE_OPTIONS",
  "NODE_PATH",
  "OPENSSL_CONF",
  "OPENSSL_ENGINES",
  "OPENSSL_MODULES",
  "PATH",
  "SHELL",
  "SHELLOPTS",
]);
const DISARMING_KINDS = /^(?:LD_|DYLD_|GIT_|BASH_FUNC_)/;

/** Of git's variables those that change neither what it runs without a terminal nor what it answers. */
const HARMLESS_GIT =
  /^GIT_(?:PAGER|EDITOR|SEQUENCE_EDITOR|TERMINAL_PROMPT|OPTIONAL_LOCKS|MERGE_AUTOEDIT|LFS_SKIP_SMUDGE|(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE))$/;

/** Without effect on `NODE_OPTIONS= "/path/to/node" "/path/to/bundle"`. */
const HARMLESS_TO_PATHS = new Set(["NODE_OPTIONS", "PATH"]);

/** With one of these Claude Code runs no hook at all. It takes them from the environment and from the person's own settings. */
const SWITCHES = ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"] as const;

/** Of these variables those that switch every hook off. */
export function switchesIn(env: unknown): string[] {
  const isOn = (value: unknown) => !/^(?:|0|false|no|off|undefined|null)$/i.test(String(value));
  return isObject(env) ? SWITCHES.filter((name) => isOn(env[name])) : [];
}

function isSwitch(name: string): boolean {
  return SWITCHES.some((known) => known === name);
}

/** Variables in a file's `env` that could disarm a hook, with their values. */
export function disarmingVariables(settings: JsonObject): Map<string, string> {
  const env = settings["env"];
  const entries = isObject(env) ? Object.entries(env) : [];
  return new Map(entries.filter(([name]) => isDisarming(name)).map(([name, value]) => [name, String(value)]));
}

export function isDisarming(name: string): boolean {
  const upper = name.toUpperCase();
  return DISARMING.has(upper) || (DISARMING_KINDS.test(upper) && !HARMLESS_GIT.test(upper));
}

/**
 * Of the variables in a file's `env` that could disarm a hook, those that do: a guard that is registered by absolute paths
 * is out of reach of some.
 */
export function harmfulVariables(
  { scope, settings }: ScopeState,
  scopes: readonly ScopeState[],
  platform: string,
): string[] {
  const isByPath = platform !== "win32" && scopes.some((state) => isOfAccount(state) && isGuarding(state));
  const isOfProject = scope === "project" || scope === "local";
  // Claude Code takes those from neither of a project's files.
  const names = [...disarmingVariables(settings).keys()].filter((name) => !isOfProject || !isSwitch(name));
  return isByPath ? names.filter((name) => !HARMLESS_TO_PATHS.has(name.toUpperCase())) : names;
}

function managedFiles(platform: string): string[] {
  const folder = managedFolder(platform);
  const more = join(folder, "managed-settings.d");
  try {
    const names = readdirSync(more).filter((name) => name.endsWith(".json"));
    return [join(folder, "managed-settings.json"), ...names.sort().map((name) => join(more, name))];
  } catch {
    return [join(folder, "managed-settings.json")];
  }
}
