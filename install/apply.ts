import { existsSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import type { FileWrite, Plan } from "./plan.ts";
import { readSettingsFile } from "./settings-file.ts";
import { makeFolders, writeWhole } from "./write.ts";

/** How often a plan is made anew where other programs keep changing the same file. */
const MAX_ATTEMPTS = 5;

/**
 * Makes a plan and carries it out; where another program changed the settings in between, from the start.
 *
 * @returns the plan that was carried out
 * @throws DefenterError FILE_FAILED, SETTINGS_INVALID: then everything is as before
 */
export function carryOut(makePlan: () => Plan): Plan {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const plan = makePlan();
    if (applyPlan(plan)) return plan;
  }
  throw new DefenterError("FILE_FAILED", "the settings file is being changed by another program", {
    hints: ["close it and try again"],
  });
}

/**
 * Carries out a plan. What was done before the settings is undone where they cannot be written.
 *
 * @returns false where the settings are no longer what was planned with; nothing is changed then
 * @throws DefenterError FILE_FAILED
 */
export function applyPlan(plan: Plan): boolean {
  const undo: (() => void)[] = [];
  try {
    for (const write of plan.writesBefore) writeWithUndo(write, undo);
    if (!writeSettings(plan, undo)) {
      undoAll(undo);
      return false;
    }
  } catch (error) {
    undoAll(undo);
    throw error;
  }
  for (const { path, bytes, mode } of plan.writesAfter) writeWhole(path, bytes, mode);
  for (const path of plan.removals) rmSync(path, { recursive: true, force: true });
  for (const folder of plan.folders) removeEmptyFolder(folder);
  return true;
}

function writeSettings({ settings }: Plan, undo: (() => void)[]): boolean {
  if (settings === null) return true;
  const { file, after } = settings;
  for (const folder of makeFolders(dirname(file.target), 0o755)) undo.push(() => removeEmptyFolder(folder));
  const now = readSettingsFile(file.path);
  const isSame = now.target === file.target && isEqual(now.bytes, file.bytes);
  if (!isSame) return false;
  if (after === null) rmSync(file.target, { force: true });
  else writeWhole(file.target, after, 0o644);
  return true;
}

function writeWithUndo({ path, bytes, mode }: FileWrite, undo: (() => void)[]): void {
  const folders = makeFolders(dirname(path), mode === 0o600 ? 0o700 : 0o755);
  for (const folder of folders) undo.push(() => removeEmptyFolder(folder));
  const before = existsSync(path) ? readFileSync(path) : null;
  writeWhole(path, bytes, mode);
  undo.push(() => (before === null ? rmSync(path, { force: true }) : writeWhole(path, before, mode)));
}

function undoAll(undo: readonly (() => void)[]): void {
  for (const step of [...undo].reverse()) step();
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
