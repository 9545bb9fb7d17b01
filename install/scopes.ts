import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { isObject, type JsonObject } from "../src/core/json.ts";
import { managedFolder, SCOPES, type Scope, type SessionPlace, settingsPath } from "./claude.ts";
import { listRegistrations, type OwnRegistration } from "./registered.ts";
import { decodeSettings, readSettingsFile } from "./settings-file.ts";
import { findSettingsProblems } from "./validate.ts";

/** One settings file that counts for a session, as it lies on disk. */
export interface ScopeState {
  readonly scope: Scope | "managed";
  readonly path: string;
  /** Empty where the file is missing or Claude Code drops it. */
  readonly settings: JsonObject;
  readonly exists: boolean;
  /** Why Claude Code drops the file as a whole, or null. */
  readonly dropped: string | null;
  readonly registrations: readonly OwnRegistration[];
}

/** Reads every settings file that counts for a session, weakest first: user, project, local, managed. Never throws. */
export function readScopes(place: SessionPlace): ScopeState[] {
  const own = SCOPES.map((scope) => readScope(scope, settingsPath(scope, place)));
  // Where somebody works in the home folder itself, the user's file is the project's too.
  return [
    ...own.filter(({ path }, index) => own.findIndex((other) => other.path === path) === index),
    ...managedFiles(place.platform).map((path) => readScope("managed", path)),
  ];
}

/** One settings file, taken for that of `scope`. Never throws. */
export function readScope(scope: ScopeState["scope"], path: string): ScopeState {
  const nothing = { scope, path, settings: {}, exists: true, dropped: null, registrations: [] };
  try {
    const file = readSettingsFile(path);
    if (file.bytes === null) return { ...nothing, exists: false };
    const { json } = decodeSettings(file);
    const dropped = findSettingsProblems(json).find(({ dropsFile }) => dropsFile)?.message;
    if (dropped !== undefined) return { ...nothing, dropped };
    return { ...nothing, settings: json, registrations: listRegistrations(json) };
  } catch (error) {
    const why = error instanceof DefenterError ? error.message.slice(error.message.indexOf(path) + path.length) : "";
    return { ...nothing, dropped: why.replace(/^[:0-9]*\s*/, "") || "cannot be read" };
  }
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

/** Variables that decide what a hook's shell, Node or git runs: whoever sets them for a hook can run anything in its place. */
const DISARMING = new Set([
  "BASH_ENV",
  "CLAUDE_CODE_SIMPLE",
  "ENV",
  "NODE_COMPILE_CACHE",
  "NODE_OPTIONS",
  "NODE_PATH",
  "OPENSSL_CONF",
  "OPENSSL_ENGINES",
  "OPENSSL_MODULES",
  "PATH",
  "SHELL",
]);

/** Variables in a file's `env` that could disarm a hook, with their values. */
export function disarmingVariables(settings: JsonObject): Map<string, string> {
  const env = settings["env"];
  const entries = isObject(env) ? Object.entries(env) : [];
  return new Map(entries.filter(([name]) => isDisarming(name)).map(([name, value]) => [name, String(value)]));
}

export function isDisarming(name: string): boolean {
  const upper = name.toUpperCase();
  return DISARMING.has(upper) || /^(?:LD|DYLD|GIT)_/.test(upper);
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
