import { existsSync, lstatSync, readFileSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { withLock } from "./lock.ts";
import type { FileWrite, Plan } from "./plan.ts";
import { errorCode, readSettingsFile } from "./settings-file.ts";
import { besideOf, makeFolders, sweep, writeWhole } from "./write.ts";

/** How often a plan is made anew where other programs keep changing the same file. */
const MAX_ATTEMPTS = 5;

/**
 * Makes a plan and carries it out; where another program changed the settings in between, from the start.
 *
 * @param state the state folder, whose lock is held meanwhile
 * @returns the plan that was carried out
 * @throws DefenterError FILE_FAILED, SETTINGS_INVALID: then everything is as before
 */
export function carryOut(state: string, makePlan: () => Plan): Plan {
  return withLock(state, () => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const plan = makePlan();
      for (const folder of foldersOf(plan)) sweep(folder);
      const failed: string[] = [];
      if (applyPlan(plan, failed)) return withoutFailed(plan, failed);
    }
    throw new DefenterError("FILE_FAILED", "the settings file is being changed by another program", {
      hints: ["close it and try again"],
    });
  });
}

/** All in which something is written or put aside. */
function foldersOf({ settings, writesBefore, writesAfter, removals, trees, bundleFolder }: Plan): Set<string> {
  const writes = [...writesBefore, ...writesAfter].map(({ path }) => path);
  const target = settings === null ? [] : [settings.file.target];
  return new Set([...target, ...writes, ...removals, ...trees, bundleFolder].map((path) => dirname(path)));
}

/** @param failed paths of those writes that the plan does without */
function withoutFailed(plan: Plan, failed: readonly string[]): Plan {
  if (failed.length === 0) return plan;
  const noBackup = plan.backup !== null && failed.includes(plan.backup);
  const warnings = [
    `${failed.join(", ")}: cannot be written, so it was done without`,
    ...(noBackup ? ["no backup of the settings could be made"] : []),
    "a session that is running keeps the guard until it is started anew",
  ];
  return { ...plan, backup: noBackup ? null : plan.backup, warnings: [...plan.warnings, ...warnings] };
}

type Undo = (() => void)[];

/**
 * Carries out a plan, or undoes what was done of it. What is to be removed is put aside first, which either works or does
 * not, and deleted when all the rest is done.
 *
 * @param failed gets the paths of optional writes that failed
 * @returns false where the settings are no longer what was planned with; nothing is changed then
 * @throws DefenterError FILE_FAILED
 */
export function applyPlan(plan: Plan, failed: string[] = []): boolean {
  const undo: Undo = [];
  const aside: string[] = [];
  try {
    for (const write of plan.writesBefore) writeWithUndo(write, undo, failed);
    if (!writeSettings(plan, undo)) {
      undoAll(undo);
      return false;
    }
    for (const path of [...plan.removals, ...plan.trees]) putAside(path, aside, undo);
    for (const write of plan.writesAfter) writeWithUndo(write, undo, failed);
  } catch (error) {
    undoAll(undo);
    throw error;
  }
  const left = aside.filter((path) => !isDeleted(path));
  for (const folder of plan.folders) removeEmptyFolder(folder);
  if (left.length === 0) return true;
  throw new DefenterError("FILE_FAILED", `all is done, but what is left over cannot be deleted: ${left.join(", ")}`);
}

function writeSettings({ settings }: Plan, undo: Undo): boolean {
  if (settings === null) return true;
  const { file, after } = settings;
  for (const folder of makeFolders(dirname(file.target), 0o755)) undo.push(() => removeEmptyFolder(folder));
  const now = readSettingsFile(file.path);
  const isSame = now.target === file.target && isEqual(now.bytes, file.bytes);
  if (!isSame) return false;
  replace(file.target, after, 0o644, true);
  undo.push(() => {
    // What another program has written since is not ours to undo.
    if (isEqual(readSettingsFile(file.path).bytes, after)) replace(file.target, file.bytes, file.mode ?? 0o644, true);
  });
  return true;
}

function writeWithUndo(write: FileWrite, undo: Undo, failed: string[]): void {
  try {
    writeFile(write, undo);
  } catch (error) {
    if (write.isOptional !== true || !(error instanceof DefenterError)) throw error;
    failed.push(write.path);
  }
}

function writeFile({ path, bytes, mode }: FileWrite, undo: Undo): void {
  const folders = makeFolders(dirname(path), mode === 0o600 ? 0o700 : 0o755);
  for (const folder of folders) undo.push(() => removeEmptyFolder(folder));
  const before = attempt(path, "read", () => readIfMay(path));
  writeWhole(path, bytes, mode, false);
  if (before !== undefined) undo.push(() => replace(path, before, mode, false));
}

/** Null where there is none; undefined where only root may read it: it could run nothing, and is not brought back. */
function readIfMay(path: string): Buffer | null | undefined {
  try {
    return existsSync(path) ? readFileSync(path) : null;
  } catch (error) {
    if (errorCode(error) === "EACCES") return undefined;
    throw error;
  }
}

/**
 * @param bytes null removes the file
 * @param keeps see `writeWhole`
 */
function replace(path: string, bytes: Buffer | null, mode: number, keeps: boolean): void {
  if (bytes === null) attempt(path, "removed", () => rmSync(path, { force: true }));
  else writeWhole(path, bytes, mode, keeps);
}

function putAside(path: string, aside: string[], undo: Undo): void {
  const beside = besideOf(path);
  attempt(path, "removed", () => {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    renameSync(path, beside);
    aside.push(beside);
    undo.push(() => renameSync(beside, path));
  });
}

function isDeleted(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

/** Each step by itself: one that fails must not keep the others. */
function undoAll(undo: Undo): void {
  for (const step of undo.reverse()) {
    try {
      step();
    } catch {
      // The error that led here is the one to tell.
    }
  }
}

function attempt<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DefenterError("FILE_FAILED", `${path}: cannot be ${what} (${errorCode(cause)})`, { cause });
  }
}

function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds somebody's files, or is gone already.
  }
}

function isEqual(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
