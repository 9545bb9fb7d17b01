import { accessSync, constants, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import type { Json } from "../src/core/json.ts";
import { compareVersions } from "../src/core/version.ts";
import { listOwnFiles, listVersions } from "./bundles.ts";
import { projectBundles, readOwnHook, settingsPath } from "./claude.ts";
import { leadsOut } from "./links.ts";
import { backupFolder, type InstalledFile, type Memory, readMemory, sha256 } from "./memory.ts";
import { backupWrite, type FileWrite, markerWrite, memoryWrite, type Plan, type Request } from "./plan.ts";
import { registeredVersions } from "./registered.ts";
import {
  checkSettingsWritable,
  checkStaysInProject,
  decodeSettings,
  errorCode,
  readSettingsFile,
  type SettingsFile,
} from "./settings-file.ts";
import { removeGroups, undoSwitch } from "./settings-text.ts";
import { checkWritable } from "./write.ts";

/**
 * What uninstalling would do: the settings first, the bundles last. Reads, and changes nothing.
 *
 * @throws DefenterError SETTINGS_INVALID, FILE_FAILED: then nothing can be removed as things are
 */
export function planUninstall(request: Request): Plan {
  const { scope, place, roots } = request;
  const file = readSettingsFile(settingsPath(scope, place));
  if (scope !== "user") checkStaysInProject(file, place.project);
  const memory = readMemory(roots.state);
  const known = memory.files.find(({ path }) => path === file.path);
  const after = settingsAfter(request, file, known);
  const isChanged = after !== "same";
  if (isChanged) {
    checkSettingsWritable(file);
    checkWritable(dirname(file.target));
  }
  const rest = { ...memory, files: memory.files.filter((entry) => entry !== known) };
  const wasInstalled = isChanged || known !== undefined;
  const bundles = scope === "project" ? projectRemovals(request, wasInstalled) : userRemovals(request, rest);
  checkRemovable(bundles);
  const backup = isChanged && file.bytes !== null ? backupWrite(request, file.bytes) : null;
  return {
    verb: "uninstall",
    scope,
    version: known?.version ?? null,
    writesBefore: isChanged
      ? [...(backup === null ? [] : [backup]), markerWrite(request, file, after)].map(asOptional)
      : [],
    settings: isChanged ? { file, after } : null,
    writesAfter: [...(known === undefined ? [] : [asOptional(memoryWrite(roots.state, rest))]), ...bundles.writes],
    removals: bundles.removals,
    trees: bundles.trees,
    folders: [...bundles.folders, ...(after === null ? [...(known?.folders ?? [])].reverse() : [])],
    bundleFolder: bundles.folder,
    backup: backup?.path ?? null,
    warnings: bundles.warnings,
  };
}

/** A state folder that is full or cannot be written must not keep anybody from getting rid of us. */
function asOptional(write: FileWrite): FileWrite {
  return { ...write, isOptional: true };
}

/** The file's bytes without us, null where it goes, or "same". */
function settingsAfter(request: Request, file: SettingsFile, known: InstalledFile | undefined): Buffer | null | "same" {
  if (file.bytes === null) return "same";
  const original = known === undefined ? "unknown" : readOriginal(request, file.bytes, known);
  if (original !== "unknown") return original;
  const { bom, text, json } = decodeSettings(file);
  if (registeredVersions(json).length === 0) return "same";
  const created = known?.created ?? null;
  const isOurs = (hook: Json) => readOwnHook(hook) !== null;
  const without = removeGroups(text, isOurs, created);
  const after = request.scope === "local" ? undoSwitch(without, created) : without;
  const isEmpty = known?.before === "absent" && /^\s*\{\s*\}\s*$/.test(after);
  return isEmpty ? null : Buffer.from(bom + after);
}

/** What was there before, whole, as long as nobody has touched what we left. */
function readOriginal(request: Request, bytes: Buffer, known: InstalledFile): Buffer | null | "unknown" {
  if (known.before === "unknown" || sha256(bytes) !== known.afterHash) return "unknown";
  if (known.before === "absent") return null;
  try {
    return readFileSync(join(backupFolder(request.roots.state), known.before.backup));
  } catch {
    return "unknown";
  }
}

interface BundleRemoval {
  readonly folder: string;
  readonly writes: readonly FileWrite[];
  readonly removals: readonly string[];
  readonly trees: readonly string[];
  readonly folders: readonly string[];
  readonly warnings: readonly string[];
}

/** Only our own: people may keep other files there, and what a repository carries may lead anywhere. */
function projectRemovals({ place }: Request, wasInstalled: boolean): BundleRemoval {
  const folder = projectBundles(place.project, place.platform);
  const nothing = { folder, writes: [], removals: [], trees: [], folders: [], warnings: [] };
  if (!wasInstalled) return nothing;
  if (leadsOut(place.project, folder)) {
    return {
      ...nothing,
      warnings: [`${folder}: is behind a link that leads out of the project, so nothing there is removed`],
    };
  }
  const { ours, changed } = listOwnFiles(folder);
  const warnings = changed.map((name) => `${join(folder, name)}: is not as it was installed, and stays`);
  const removals = ours.map((name) => join(folder, name));
  return { ...nothing, removals, folders: [folder, dirname(folder)], warnings };
}

/** Versions that another settings file names stay, and those that it may name where nobody can tell. */
function userRemovals(request: Request, rest: Memory): BundleRemoval {
  const { data } = request.roots;
  const folder = join(data, "hooks");
  const nothing = { folder, writes: [], removals: [], trees: [], folders: [], warnings: [] };
  const versions = listVersions(data);
  if (versions.length > 0 && !rest.isComplete) {
    const all = versions.join(", ");
    const why = "it is not known which other settings files register them. Where none does, they can be deleted";
    return { ...nothing, warnings: [`bundles ${all} stay in ${folder}: ${why}`] };
  }
  const users = findUsers(request, rest, versions);
  const kept = versions.filter((version) => users.has(version));
  const newest = kept.reduce<string | null>((a, b) => (a === null || compareVersions(b, a) > 0 ? b : a), null);
  const current = join(data, "current.json");
  const trees = versions.filter((version) => !users.has(version)).map((version) => join(folder, version));
  if (newest === null) return { ...nothing, removals: [current], trees, folders: [folder, data] };
  const writes = [{ path: current, bytes: Buffer.from(`${JSON.stringify({ version: newest })}\n`), mode: 0o644 }];
  const warnings = kept.map((version) => `bundles ${version} stay: ${[...(users.get(version) ?? [])].join(", ")}`);
  return { ...nothing, writes, trees, warnings };
}

/** By version, what other settings files have to do with it, a phrase each. */
function findUsers(request: Request, rest: Memory, versions: readonly string[]): Map<string, Set<string>> {
  const others = (["user", "local"] as const).map((scope) => settingsPath(scope, request.place));
  const paths = new Set([...rest.files.map(({ path }) => path), ...others]);
  paths.delete(settingsPath(request.scope, request.place));
  const users = new Map<string, Set<string>>();
  for (const path of paths) {
    const known = rest.files.find((entry) => entry.path === path);
    const { named, phrase } = askFile(path, known, versions);
    for (const version of named) users.set(version, (users.get(version) ?? new Set()).add(phrase));
  }
  return users;
}

/** A project that was moved or is not mounted comes back, and would be refused everything for the want of bundles. */
function askFile(
  path: string,
  known: InstalledFile | undefined,
  versions: readonly string[],
): { readonly named: readonly string[]; readonly phrase: string } {
  // A project's own registration names no version of the account's.
  const remembered = known === undefined || known.scope === "project" ? [] : [known.version];
  try {
    const file = readSettingsFile(path);
    if (file.bytes === null) return { named: remembered, phrase: `${path}, which registered them, is not there` };
    return { named: registeredVersions(decodeSettings(file).json), phrase: `${path} registers them` };
  } catch {
    const named = known === undefined ? versions : remembered;
    return { named, phrase: `${path} cannot be read, and may register them` };
  }
}

/**
 * Finds out, without a change, whether all of it can be removed.
 *
 * @throws DefenterError FILE_FAILED
 */
function checkRemovable({ removals, trees }: BundleRemoval): void {
  for (const path of [...removals, ...trees]) if (isThere(path)) checkWritable(dirname(path));
  for (const tree of trees) checkTree(tree);
}

function checkTree(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) checkTree(join(folder, entry.name));
    }
  } catch (cause) {
    if (cause instanceof DefenterError) throw cause;
    throw new DefenterError("FILE_FAILED", `${folder}: cannot be removed (${errorCode(cause)})`, { cause });
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
