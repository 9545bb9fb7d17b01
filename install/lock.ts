import { closeSync, openSync, readFileSync, rmdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { errorCode } from "./settings-file.ts";
import { makeFolders, removeQuietly } from "./write.ts";

/** An installation takes less than a second; one that was killed leaves its lock behind. */
const STALE_MS = 10_000;
const MAX_WAIT_MS = 20_000;
const POLL_MS = 20;

/**
 * Does work that changes what the account's installations share, while no other installation does. Where the state folder
 * cannot be written the work is done all the same: it finds that out by itself, and says so.
 *
 * @throws DefenterError FILE_FAILED where another one does not end
 */
export function withLock<T>(state: string, work: () => T): T {
  const release = takeLock(state);
  try {
    return work();
  } finally {
    release();
  }
}

function takeLock(state: string): () => void {
  const path = join(state, "changing.lock");
  const untilMs = performance.now() + MAX_WAIT_MS;
  const made: string[] = [];
  for (;;) {
    try {
      made.push(...makeFolders(state, 0o700));
      const descriptor = openSync(path, "wx", 0o600);
      try {
        writeSync(descriptor, String(process.pid));
      } catch {
        // On a full disk it is a lock without an owner.
      } finally {
        closeSync(descriptor);
      }
      return () => {
        removeQuietly(path);
        for (const folder of made.reverse()) removeIfEmpty(folder);
      };
    } catch (error) {
      const code = errorCode(error instanceof DefenterError ? error.cause : error);
      // The folder goes away again where the one who made it had nothing to keep there.
      if (code !== "EEXIST" && code !== "ENOENT") return () => {};
    }
    if (performance.now() > untilMs) {
      throw new DefenterError("FILE_FAILED", `${path}: another installation is at work`, {
        hints: ["if there is none, delete that file"],
      });
    }
    if (isStale(path)) removeQuietly(path);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

/** Whoever made it is gone, took too long, or the clock was set back since. */
function isStale(path: string): boolean {
  const madeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (madeMs === undefined) return false;
  const ageMs = Date.now() - madeMs;
  return ageMs > STALE_MS || ageMs < -POLL_MS || isGone(path);
}

function isGone(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    if (Number.isInteger(pid) && pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // What was to be kept lies there.
  }
}
