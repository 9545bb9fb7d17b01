import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { quickHash } from "../core/hash.ts";
import { makeFolder } from "../state/make-folder.ts";

/** Bytes. About 1,900 keys; what a longer session adds is told each time. */
const MAX_BYTES = 64 * 1024;
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** Files looked at in one clearing. */
const MAX_CLEARED = 200;

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
/** Windows has no O_NOFOLLOW. */
const OPEN_FLAGS = O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0);

/**
 * Of `keys` those to tell now: each once per session, but by every process of the event that told it first. An event
 * without an id is alone with itself. Where the memory cannot be read or written, or no session is known, everything is
 * told. Never throws.
 */
export function tellOnce(
  stateFolder: string,
  session: string | null,
  eventId: string | null,
  keys: readonly string[],
): string[] {
  const wanted = [...new Set(keys)];
  if (session === null || wanted.length === 0) return wanted;
  try {
    const event = eventId === null ? `${process.pid} ${process.hrtime.bigint()}` : eventId;
    return firstTold(openMemory(join(stateFolder, "sessions"), session), quickHash(event), wanted);
  } catch {
    return wanted;
  }
}

/**
 * Appended first and read afterwards: of events that find a key new at the same time, the one whose line stands first
 * tells it.
 */
function firstTold(descriptor: number, event: string, keys: readonly string[]): string[] {
  try {
    const hashes = keys.map(quickHash);
    const before = readMemory(descriptor);
    const fresh = hashes.filter((hash) => !before.has(hash));
    if (fresh.length === 0) return keys.filter((_, at) => before.get(hashes[at] ?? "") === event);
    const lines = fresh.map((hash) => `${hash} ${event}\n`).join("");
    if (fstatSync(descriptor).size + lines.length <= MAX_BYTES) writeSync(descriptor, lines);
    const after = readMemory(descriptor);
    return keys.filter((_, at) => (after.get(hashes[at] ?? "") ?? event) === event);
  } finally {
    closeSync(descriptor);
  }
}

function openMemory(folder: string, session: string): number {
  const name = /^[\w-]{1,64}$/.test(session) ? session : quickHash(session);
  const path = join(folder, name);
  const isNew = statSync(path, { throwIfNoEntry: false }) === undefined;
  if (isNew) {
    makeFolder(folder);
    clearOld(folder);
  }
  return openSync(path, OPEN_FLAGS, 0o600);
}

/** The event that stands first for each key. */
function readMemory(descriptor: number): Map<string, string> {
  const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, MAX_BYTES));
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  const told = new Map<string, string>();
  for (const line of bytes.toString("latin1", 0, filled).split("\n")) {
    const [key, event] = line.split(" ");
    if (key && event?.length === 16 && !told.has(key)) told.set(key, event);
  }
  return told;
}

/** At the start of a session: memories of sessions that ended long ago. */
function clearOld(folder: string): void {
  const before = Date.now() - MAX_AGE_MS;
  for (const name of readdirSync(folder).slice(0, MAX_CLEARED)) {
    try {
      const path = join(folder, name);
      if (statSync(path).mtimeMs < before) unlinkSync(path);
    } catch {
      // Another process cleared it.
    }
  }
}
