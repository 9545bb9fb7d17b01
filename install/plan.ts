import { join } from "node:path";
import type { Roots } from "../src/config/roots.ts";
import type { Bundles } from "./bundles.ts";
import type { Scope, SessionPlace } from "./claude.ts";
import { backupFolder, type Memory, markerPath, memoryPath, readChanges, sha256, writtenMemory } from "./memory.ts";
import type { SettingsFile } from "./settings-file.ts";

/** What is asked for. Times are Unix milliseconds. */
export interface Request {
  readonly scope: Scope;
  readonly place: SessionPlace;
  readonly roots: Roots;
  readonly nowMs: number;
}

export interface InstallRequest extends Request {
  readonly bundles: Bundles;
  /** Absolute path of the Node to register; project scope does not use it. */
  readonly node: string;
  /** Paths of these, relative to the project, that git would ignore; null where git does not say. */
  readonly ignoredByGit: (paths: readonly string[]) => readonly string[] | null;
}

export interface FileWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Permission bits; 0600 also makes folders that only the account may enter. */
  readonly mode: number;
  /** Where it cannot be written, the rest is done all the same. */
  readonly isOptional?: boolean;
}

/** Everything that an installation or its removal would do, in this order: all of it or nothing. Made without a change. */
export interface Plan {
  readonly verb: "install" | "uninstall";
  readonly scope: Scope;
  readonly version: string | null;
  /** Before the settings: bundles, memory, backup. */
  readonly writesBefore: readonly FileWrite[];
  /** `after` is null where the file is removed. The whole field is null where the settings stay as they are. */
  readonly settings: { readonly file: SettingsFile; readonly after: Buffer | null } | null;
  readonly writesAfter: readonly FileWrite[];
  /** Files. */
  readonly removals: readonly string[];
  /** Folders that go with all they hold: versions of bundles in the data folder. */
  readonly trees: readonly string[];
  /** Removed where they are empty by then, innermost first. */
  readonly folders: readonly string[];
  /** Where the bundles lie. */
  readonly bundleFolder: string;
  readonly backup: string | null;
  /** For the person, one sentence each. */
  readonly warnings: readonly string[];
}

/** How long a running session's hooks take a change of the settings for ours. */
const MARKER_MS = 30_000;

export function stateWrite(path: string, bytes: Uint8Array): FileWrite {
  return { path, bytes, mode: 0o600 };
}

export function memoryWrite(state: string, memory: Memory): FileWrite {
  return stateWrite(memoryPath(state), writtenMemory(memory));
}

/**
 * Tells our own ConfigChange hook that the change which follows is the person's doing: these bytes and no others.
 *
 * @param after null where the file is removed
 */
export function markerWrite(
  { roots, nowMs }: Request,
  { path, target }: SettingsFile,
  after: Buffer | null,
): FileWrite {
  const hash = after === null ? null : sha256(after);
  const paths = [...new Set([path, target])];
  const others = readChanges(roots.state, nowMs).filter((change) => !paths.includes(change.path));
  const own = paths.map((each) => ({ path: each, sha256: hash, untilMs: nowMs + MARKER_MS }));
  return stateWrite(markerPath(roots.state), Buffer.from(`${JSON.stringify({ files: [...others, ...own] })}\n`));
}

/** A copy of a settings file in the state folder, named by day, scope and content. */
export function backupWrite(request: Request, bytes: Uint8Array): FileWrite & { readonly name: string } {
  const day = new Date(request.nowMs).toISOString().slice(0, 10);
  const name = `${day}-${request.scope}-${sha256(bytes).slice(0, 12)}.json`;
  return { ...stateWrite(join(backupFolder(request.roots.state), name), bytes), name };
}
