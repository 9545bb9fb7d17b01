import { closeSync, constants, fstatSync, openSync, readdirSync, unlinkSync, writeSync } from "node:fs";
import { makeFolder } from "../state/make-folder.ts";
import type { TrailRecord } from "./record.ts";

/** Bytes of one file; a day that needs more gets further parts. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** Files kept, oldest removed first: about 320 MB at the most. */
const MAX_FILES = 40;

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
/** Windows has neither O_NOFOLLOW nor O_NONBLOCK, without which a pipe in the place of the file would hang. */
const OPEN_FLAGS = O_WRONLY | O_APPEND | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

export function trailFolder(stateFolder: string): string {
  return `${stateFolder}/trail`;
}

/** The trail's files, oldest first: `2026-11-25.jsonl`, then `2026-11-25.001.jsonl` and so on. */
export function trailFiles(stateFolder: string): string[] {
  return readdirSync(trailFolder(stateFolder))
    .filter((name) => /^\d{4}-\d\d-\d\d(\.\d{3})?\.jsonl$/.test(name))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/**
 * Adds one line to the trail (`<state>/trail/<day>.jsonl`, days in UTC, mode 0600, folder 0700). The line is one append
 * of the system, so that lines of hooks which write at once do not mix. Returns null, or why it could not be written;
 * never throws.
 */
export function appendRecord(stateFolder: string, record: TrailRecord): string | null {
  try {
    const descriptor = openDay(stateFolder, record.time.slice(0, 10));
    try {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      const written = writeSync(descriptor, line);
      return written === line.length ? null : "the trail is cut off: the disk may be full";
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return `the trail could not be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`;
  }
}

function openDay(stateFolder: string, day: string): number {
  for (let part = 0; part < 1000; part++) {
    const name = part === 0 ? `${day}.jsonl` : `${day}.${String(part).padStart(3, "0")}.jsonl`;
    const descriptor = openPart(stateFolder, name);
    if (fstatSync(descriptor).size < MAX_FILE_BYTES) return descriptor;
    closeSync(descriptor);
  }
  throw Object.assign(new Error("too many parts"), { code: "EFBIG" });
}

function openPart(stateFolder: string, name: string): number {
  const path = `${trailFolder(stateFolder)}/${name}`;
  try {
    return openSync(path, OPEN_FLAGS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  makeFolder(trailFolder(stateFolder));
  try {
    const descriptor = openSync(path, OPEN_FLAGS | O_CREAT | O_EXCL, 0o600);
    removeOldest(stateFolder);
    return descriptor;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return openSync(path, OPEN_FLAGS);
  }
}

function removeOldest(stateFolder: string): void {
  for (const name of trailFiles(stateFolder).slice(0, -MAX_FILES)) {
    try {
      unlinkSync(`${trailFolder(stateFolder)}/${name}`);
    } catch {
      // Another process removed it.
    }
  }
}

/** Without the ending, so that a day's first part, which has no number, comes before its others. */
function orderOf(name: string): string {
  return name.replace(/\.jsonl$/, "");
}
