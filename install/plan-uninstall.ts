import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import type { Json } from "../src/core/json.ts";
import { compareVersions } from "../src/core/version.ts";
import { ATTRIBUTES, listVersions, MANIFEST, readManifest } from "./bundles.ts";
import { MOMENTS, projectBundles, readOwnHook, settingsPath } from "./claude.ts";
import { backupFolder, type InstalledFile, type Memory, readMemory, sha256 } from "./memory.ts";
import { backupWrite, type FileWrite, markerWrite, memoryWrite, type Plan, type Request } from "./plan.ts";
import { registeredVersions } from "./registered.ts";
import { decodeSettings, readSettingsFile, type SettingsFile } from "./settings-file.ts";
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
  const memory = readMemory(roots.state);
  const known = memory.find(({ path }) => path === file.path);
  const after = settingsAfter(request, file, known);
  const isChanged = after !== "same";
  if (isChanged) {
    if (file.mode !== null && (file.mode & 0o200) === 0) {
      throw new DefenterError("FILE_FAILED", `${file.target}: is read-only`, {
        hints: ["chmod u+w makes it writable"],
      });
    }
    checkWritable(dirname(file.target));
    checkWritable(roots.state);
  }
  const rest = memory.filter((entry) => entry !== known);
  const bundles = scope === "project" ? projectRemovals(request) : userRemovals(request, rest);
  const backup = isChanged && file.bytes !== null ? backupWrite(request, file.bytes) : null;
  return {
    verb: "uninstall",
    scope,
    version: known?.version ?? null,
    writesBefore: backup === null ? [] : [backup, markerWrite(request, file)],
    settings: isChanged ? { file, after } : null,
    writesAfter: [...(known === undefined ? [] : [memoryWrite(roots.state, rest)]), ...bundles.writes],
    removals: bundles.removals,
    folders: [...bundles.folders, ...(after === null ? [...(known?.folders ?? [])].reverse() : [])],
    bundleFolder: bundles.folder,
    backup: backup?.path ?? null,
    warnings: bundles.warnings,
  };
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
  readonly folders: readonly string[];
  readonly warnings: readonly string[];
}

/** By name and only our own: people may keep other files there. */
function projectRemovals({ place }: Request): BundleRemoval {
  const folder = projectBundles(place.project, place.platform);
  const manifest = readManifest(folder);
  const names = manifest === null ? MOMENTS.map((moment) => moment.file) : [...manifest.files.keys()];
  const attributes = holdsText(join(folder, ATTRIBUTES.name), ATTRIBUTES.text) ? [ATTRIBUTES.name] : [];
  const removals = [...names, MANIFEST, ...attributes].map((name) => join(folder, name));
  return { folder, writes: [], removals, folders: [folder, dirname(folder)], warnings: [] };
}

/** Versions that another settings file still names stay. */
function userRemovals(request: Request, rest: Memory): BundleRemoval {
  const { data } = request.roots;
  const folder = join(data, "hooks");
  const own = settingsPath(request.scope, request.place);
  const others = (["user", "local"] as const).map((scope) => settingsPath(scope, request.place));
  const paths = new Set([...rest.map(({ path }) => path), ...others]);
  paths.delete(own);
  const used = new Set([...paths].flatMap(versionsIn));
  const versions = listVersions(data);
  const kept = versions.filter((version) => used.has(version));
  const newest = kept.reduce<string | null>((a, b) => (a === null || compareVersions(b, a) > 0 ? b : a), null);
  const current = join(data, "current.json");
  const removals = versions.filter((version) => !used.has(version)).map((version) => join(folder, version));
  if (newest === null)
    return { folder, writes: [], removals: [current, ...removals], folders: [folder, data], warnings: [] };
  const writes = [{ path: current, bytes: Buffer.from(`${JSON.stringify({ version: newest })}\n`), mode: 0o644 }];
  const warnings = [`bundles ${kept.join(", ")} stay: another settings file names them`];
  return { folder, writes, removals, folders: [], warnings };
}

/** A file that cannot be read may name any version, and is asked again by the next uninstall. */
function versionsIn(path: string): string[] {
  try {
    return registeredVersions(decodeSettings(readSettingsFile(path)).json);
  } catch {
    return [];
  }
}

function holdsText(path: string, text: string): boolean {
  try {
    return readFileSync(path, "utf8") === text;
  } catch {
    return false;
  }
}
