import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { errorCode } from "./settings-file.ts";

/** A name for what is made or put aside beside `path`; `sweep` finds it where a run was killed before it was gone. */
export function besideOf(path: string): string {
  return join(dirname(path), `.${randomBytes(6).toString("hex")}.defenter.tmp`);
}

const BESIDE = /^\.[0-9a-f]{12}\.defenter\.tmp$/;

/** Deletes what a run that was killed has left in a folder. Not to be called while another installation is at work. */
export function sweep(folder: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => BESIDE.test(name));
  } catch {
    // It is not there, so nothing is left in it.
  }
  for (const name of names) {
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Litter that cannot be deleted keeps nobody from anything.
    }
  }
}

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. A link is replaced, not followed.
 *
 * @param mode permission bits of a new file
 * @param keeps an existing file keeps its mode and owner: it is a person's; else it gets `mode` too
 * @throws DefenterError FILE_FAILED
 */
export function writeWhole(path: string, bytes: Uint8Array, mode: number, keeps: boolean): void {
  const beside = besideOf(path);
  try {
    const found = keeps ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    const before = found?.isFile() === true ? found : undefined;
    const descriptor = openSync(beside, "wx", before === undefined ? mode : 0o600);
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (before !== undefined) {
      const made = statSync(beside);
      if (made.uid !== before.uid || made.gid !== before.gid) chownSync(beside, before.uid, before.gid);
      chmodSync(beside, before.mode & 0o7777);
    }
    renameSync(beside, path);
  } catch (cause) {
    removeQuietly(beside);
    throw new DefenterError("FILE_FAILED", `${path}: cannot be written (${errorCode(cause)})`, { cause });
  }
}

/** `force` alone still throws where the path leads through a file. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing could be made there either.
  }
}

/**
 * Makes a folder and those above it.
 *
 * @returns the folders that were made, outermost first
 * @throws DefenterError FILE_FAILED
 */
export function makeFolders(folder: string, mode: number): string[] {
  const missing = missingFolders(folder);
  try {
    if (missing.length > 0) mkdirSync(folder, { recursive: true, mode });
    return missing;
  } catch (cause) {
    throw new DefenterError("FILE_FAILED", `${folder}: cannot be made (${errorCode(cause)})`, { cause });
  }
}

/** The folders that must be made for `folder` to exist, outermost first. */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; statQuietly(at) === undefined; at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  return missing;
}

/**
 * Finds out, without a change, whether files can be made in `folder`, which need not exist yet.
 *
 * @throws DefenterError FILE_FAILED where a file stands in the way or the folder may not be written to
 */
export function checkWritable(folder: string): void {
  const existing = dirname(missingFolders(folder)[0] ?? join(folder, "file"));
  if (statQuietly(existing)?.isDirectory() !== true) {
    throw new DefenterError("FILE_FAILED", `${folder}: cannot be made, ${existing} is no folder`);
  }
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new DefenterError("FILE_FAILED", `${existing}: is not writable (${errorCode(cause)})`, { cause });
  }
}

/** Undefined where nothing is there; a file in the middle of the path counts as something. */
function statQuietly(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (errorCode(cause) === "ENOTDIR") return undefined;
    throw new DefenterError("FILE_FAILED", `${path}: cannot be read (${errorCode(cause)})`, { cause });
  }
}
