import { lstatSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import type { Json } from "../src/core/json.ts";
import { compareVersions, plainVersion } from "../src/core/version.ts";
import { ATTRIBUTES, type Bundles, listOwnFiles, listVersions, readManifest } from "./bundles.ts";
import {
  absoluteCommand,
  groupOf,
  MOMENTS,
  projectBundles,
  projectCommand,
  readOwnHook,
  settingsPath,
  userBundles,
} from "./claude.ts";
import { followLinks, leadsOut } from "./links.ts";
import { type InstalledFile, type Memory, readMemory, sha256 } from "./memory.ts";
import { backupWrite, type FileWrite, type InstallRequest, markerWrite, memoryWrite, type Plan } from "./plan.ts";
import { registeredVersions } from "./registered.ts";
import {
  checkSettingsWritable,
  checkStaysInProject,
  decodeSettings,
  readSettingsFile,
  type SettingsFile,
} from "./settings-file.ts";
import { addGroups, type Created, type WantedGroup } from "./settings-text.ts";
import { findSettingsProblems } from "./validate.ts";
import { checkWritable, missingFolders } from "./write.ts";

/**
 * What installing would do. Reads, and changes nothing.
 *
 * @throws DefenterError SETTINGS_INVALID, FILE_FAILED: then nothing can be installed as things are
 */
export function planInstall(request: InstallRequest): Plan {
  const { scope, place, roots, bundles } = request;
  refuseHomeAsProject(request);
  const file = readSettingsFile(settingsPath(scope, place));
  if (scope !== "user") checkStaysInProject(file, place.project);
  const bundleFolder =
    scope === "project"
      ? projectBundles(place.project, place.platform)
      : userBundles(roots.data, bundles.version, place.platform);
  refuseDowngrade(request, file, bundleFolder);
  const edit = editSettings(request, file, bundleFolder);
  checkTargets(file, edit.after !== null, [bundleFolder, roots.state]);
  if (scope === "project") checkProjectFolder(place.project, bundleFolder);

  const memory = readMemory(roots.state);
  const backup = file.bytes === null || edit.after === null ? null : backupWrite(request, file.bytes);
  const entry = rememberInstall(request, file, edit, memory, backup?.name ?? null);
  // Where the record was lost, bundles that lie there may be registered in files that nobody remembers.
  const isComplete = memory.isComplete || listVersions(roots.data).length === 0;
  const nextMemory = { files: [...memory.files.filter(({ path }) => path !== file.path), entry], isComplete };
  const copies = bundleWrites(bundles, bundleFolder, scope === "project");
  const current = scope === "project" ? [] : currentWrite(request, nextMemory);
  const isNew = edit.after !== null || copies.length > 0 || current.length > 0;
  const records =
    isNew || !memory.files.some((known) => isSame(known, entry)) ? [memoryWrite(roots.state, nextMemory)] : [];
  const marker = edit.after === null ? [] : [markerWrite(request, file, edit.after)];
  return {
    verb: "install",
    scope,
    version: bundles.version,
    writesBefore: [...(backup === null ? [] : [backup]), ...records, ...copies, ...current, ...marker],
    settings: edit.after === null ? null : { file, after: edit.after },
    writesAfter: [],
    removals: scope === "project" ? staleFiles(bundles, bundleFolder) : [],
    trees: [],
    folders: [],
    bundleFolder,
    backup: backup?.path ?? null,
    warnings: [...edit.warnings, ...gitWarnings(request, file, bundleFolder)],
  };
}

/** There the project's settings are the user's: every other project would be refused for the want of bundles. */
function refuseHomeAsProject({ scope, place }: InstallRequest): void {
  const real = { ...place, home: followLinks(place.home), project: followLinks(place.project) };
  if (scope !== "project" || settingsPath("project", real) !== settingsPath("user", real)) return;
  throw new DefenterError("USAGE", `${place.project}: is the home folder, whose settings count for every project`, {
    hints: ["--scope user guards all of them", "--project names another folder"],
  });
}

/** An older package, of an npx cache or a clone, would take back what a newer one mended. */
function refuseDowngrade({ scope, bundles }: InstallRequest, file: SettingsFile, bundleFolder: string): void {
  const named = registeredVersions(decodeSettings(file).json);
  const carried = scope === "project" && named.includes("") ? readManifest(bundleFolder) : null;
  const newer = [...named, carried?.version ?? ""].find((version) => compareVersions(version, bundles.version) > 0);
  if (newer === undefined) return;
  throw new DefenterError(
    "FILE_FAILED",
    `${file.path}: version ${plainVersion(newer)} is installed, and this is ${bundles.version}`,
    {
      hints: ["install with the newer package", "to go back to this one, uninstall first"],
    },
  );
}

interface SettingsEdit {
  /** Null where the file stays as it is. */
  readonly after: Buffer | null;
  readonly created: Created;
  /** Hooks of ours stood there before. */
  readonly hadOurs: boolean;
  readonly warnings: readonly string[];
}

function editSettings(request: InstallRequest, file: SettingsFile, bundleFolder: string): SettingsEdit {
  const { bom, text, json } = decodeSettings(file);
  refuseDropped(file.path, json, "is already dropped as a whole by claude code");
  const isOurs = (hook: Json) => readOwnHook(hook) !== null;
  const wanted = wantedGroups(request, bundleFolder);
  const edited = inFile(file.path, () => addGroups(text, wanted, isOurs, request.scope === "local"));
  const after = JSON.parse(edited.text) as Json;
  refuseDropped(file.path, after, "would be dropped as a whole by claude code");
  const warnings = findSettingsProblems(after).map(
    ({ message, dropsFile }) =>
      `${file.path}: ${message}: ${dropsFile ? "claude code ignores the whole file, unless it is a newer one" : "claude code ignores it"}`,
  );
  if (json["disableAllHooks"] === true) {
    warnings.push(
      request.scope === "local"
        ? `${file.path}: disableAllHooks was true and is now false`
        : `${file.path}: disableAllHooks is true, so no hook runs until it is gone`,
    );
  }
  return {
    after: edited.text === text ? null : Buffer.from(bom + edited.text),
    created: edited.created,
    hadOurs: registeredVersions(json).length > 0,
    warnings,
  };
}

/** The settings functions know no file; a person needs its name. */
function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DefenterError)) throw error;
    throw new DefenterError(error.code, `${path}: ${error.message}`, { hints: error.hints, cause: error });
  }
}

/** A value that only this version of Claude Code may not know is no reason: `warnings` tell of it. */
function refuseDropped(path: string, settings: Json, what: string): void {
  const problem = findSettingsProblems(settings).find(({ dropsFile, isValue }) => dropsFile && !isValue);
  if (problem === undefined) return;
  throw new DefenterError("SETTINGS_INVALID", `${path}: ${what}: ${problem.message}`, {
    hints: ["mend that entry, then install again"],
  });
}

function wantedGroups(request: InstallRequest, folder: string): WantedGroup[] {
  return MOMENTS.map((moment) => {
    const command =
      request.scope === "project"
        ? projectCommand(moment.file)
        : absoluteCommand(request.node, join(folder, moment.file), request.place.platform);
    if (command === null) throw new DefenterError("FILE_FAILED", `${folder}: no shell can be given such a path`);
    return { event: moment.event, group: groupOf(moment, command) };
  });
}

/** Everything that would stop `apply` half way is looked for first. */
function checkTargets(file: SettingsFile, isWritten: boolean, folders: readonly string[]): void {
  if (isWritten) {
    checkSettingsWritable(file);
    checkWritable(dirname(file.target));
  }
  for (const folder of folders) checkWritable(folder);
}

/** A repository can hold links; what is written into the project must stay there. */
function checkProjectFolder(project: string, folder: string): void {
  if (!leadsOut(project, folder)) return;
  throw new DefenterError("FILE_FAILED", `${folder}: is behind a link that leads out of the project`);
}

/** Only what differs from what is there: a second installation writes nothing. */
function bundleWrites(bundles: Bundles, folder: string, isProject: boolean): FileWrite[] {
  const files = [...bundles.files];
  if (isProject) files.unshift([ATTRIBUTES.name, Buffer.from(ATTRIBUTES.text)]);
  return files
    .map(([name, bytes]) => ({ path: join(folder, name), bytes, mode: 0o644 }))
    .filter(({ path, bytes }) => !isLaid(path, bytes));
}

/** A link may come to lead elsewhere, and what its owner may not read runs nowhere. */
function isLaid(path: string, bytes: Uint8Array): boolean {
  if (!holds(path, bytes)) return false;
  const stat = lstatSync(path);
  return stat.isFile() && (process.platform === "win32" || (stat.mode & 0o400) !== 0);
}

function staleFiles(bundles: Bundles, folder: string): string[] {
  const kept = new Set([...bundles.files.keys(), ATTRIBUTES.name]);
  return listOwnFiles(folder)
    .ours.filter((name) => !kept.has(name))
    .map((name) => join(folder, name));
}

/** Older bundles hand over to the newest that is registered somewhere. */
function currentWrite(request: InstallRequest, memory: Memory): FileWrite[] {
  const { data } = request.roots;
  const installed = listVersions(data);
  const others = memory.files.map(({ version }) => version).filter((version) => installed.includes(version));
  const version = [request.bundles.version, ...others].reduce((a, b) => (compareVersions(a, b) >= 0 ? a : b));
  const path = join(data, "current.json");
  const bytes = Buffer.from(`${JSON.stringify({ version })}\n`);
  return holds(path, bytes) ? [] : [{ path, bytes, mode: 0o644 }];
}

function rememberInstall(
  request: InstallRequest,
  file: SettingsFile,
  edit: SettingsEdit,
  memory: Memory,
  backup: string | null,
): InstalledFile {
  const bytes = edit.after ?? file.bytes ?? Buffer.alloc(0);
  const base = {
    path: file.path,
    scope: request.scope,
    version: request.bundles.version,
    node: request.scope === "project" ? null : request.node,
    afterHash: sha256(bytes),
  };
  const known = edit.hadOurs ? memory.files.find(({ path }) => path === file.path) : undefined;
  if (known !== undefined) {
    const isUntouched = file.bytes !== null && sha256(file.bytes) === known.afterHash;
    const created = known.created === null ? null : mergeCreated(known.created, edit.created);
    return { ...base, before: isUntouched ? known.before : "unknown", folders: known.folders, created };
  }
  if (edit.hadOurs) return { ...base, before: "unknown", folders: [], created: null };
  const before = backup === null ? ("absent" as const) : { backup };
  return { ...base, before, folders: missingFolders(dirname(file.target)), created: edit.created };
}

function mergeCreated(first: Created, second: Created): Created {
  return {
    hooks: first.hooks || second.hooks,
    events: [...new Set([...first.events, ...second.events])],
    switch: first.switch ?? second.switch,
  };
}

function isSame(known: InstalledFile, entry: InstalledFile): boolean {
  return known.path === entry.path && known.version === entry.version && known.afterHash === entry.afterHash;
}

/** A project's bundles are committed, so git must see them; the local settings name this machine, so git must not. */
function gitWarnings(request: InstallRequest, file: SettingsFile, bundleFolder: string): string[] {
  const { project } = request.place;
  const inProject = (path: string) => relative(project, path).replaceAll("\\", "/");
  if (request.scope === "local") {
    const ignored = request.ignoredByGit([inProject(file.path)]);
    return ignored?.length === 0 ? [`${file.path}: is not ignored by git, though it names paths of this machine`] : [];
  }
  if (request.scope !== "project") return [];
  const names = [...request.bundles.files.keys(), ATTRIBUTES.name];
  const paths = [inProject(file.path), ...names.map((name) => inProject(join(bundleFolder, name)))];
  const [first] = request.ignoredByGit(paths) ?? [];
  if (first === undefined) return [];
  throw new DefenterError("FILE_FAILED", `${first}: git would ignore it, so a colleague's clone would have no guard`, {
    hints: [`git check-ignore -v ${first} names the line`, "--scope local guards this project for you alone"],
  });
}

function holds(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}
