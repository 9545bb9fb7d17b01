import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readFileSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { withLock } from "./lock.ts";
import type { FileWrite, Plan } from "./plan.ts";
import { errorCode, readSettingsFile } from "./settings-file.ts";
import { makeFolders, writeWhole } from "./write.ts";

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
      if (applyPlan(plan)) return plan;
    }
    throw new DefenterError("FILE_FAILED", "the settings file is being changed by another program", {
      hints: ["close it and try again"],
    });
  });
}

type Undo = (() => void)[];

/**
 * Carries out a plan, or undoes what was done of it. What is to be removed is put aside first, which either works or does
 * not, and deleted when all the rest is done.
 *
 * @returns false where the settings are no longer what was planned with; nothing is changed then
 * @throws DefenterError FILE_FAILED
 */
export function applyPlan(plan: Plan): boolean {
  const undo: Undo = [];
  const aside: string[] = [];
  try {
    for (const write of plan.writesBefore) writeWithUndo(write, undo);
    if (!writeSettings(plan, undo)) {
      undoAll(undo);
      return false;
    }
    for (const path of [...plan.removals, ...plan.trees]) putAside(path, aside, undo);
    for (const write of plan.writesAfter) writeWithUndo(write, undo);
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
  replace(file.target, after, 0o644);
  undo.push(() => {
    // What another program has written since is not ours to undo.
    if (isEqual(readSettingsFile(file.path).bytes, after)) replace(file.target, file.bytes, file.mode ?? 0o644);
  });
  return true;
}

function writeWithUndo({ path, bytes, mode }: FileWrite, undo: Undo): void {
  const folders = makeFolders(dirname(path), mode === 0o600 ? 0o700 : 0o755);
  for (const folder of folders) undo.push(() => removeEmptyFolder(folder));
  const before = attempt(path, "read", () => (existsSync(path) ? readFileSync(path) : null));
  writeWhole(path, bytes, mode);
  undo.push(() => replace(path, before, mode));
}

/** @param bytes null removes the file */
function replace(path: string, bytes: Buffer | null, mode: number): void {
  if (bytes === null) attempt(path, "removed", () => rmSync(path, { force: true }));
  else writeWhole(path, bytes, mode);
}

function putAside(path: string, aside: string[], undo: Undo): void {
  const beside = join(dirname(path), `.${randomBytes(6).toString("hex")}.defenter.tmp`);
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
