import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, stringAt } from "../core/json.ts";
import type { TrailRecord } from "./record.ts";
import { trailFiles, trailFolder } from "./trail.ts";

export interface TrailReading {
  /** Newest last. */
  readonly records: readonly TrailRecord[];
  /** Lines among them that are no record, e.g. cut off by a full disk. */
  readonly unreadable: number;
}

/** Two registrations answer one event within the host's longest timeout. */
const SAME_EVENT_MS = 60_000;
/** Every record begins with it, and no text within a record can hold it with bare quotes. */
const RECORD_START = '{"time":"';

/**
 * The newest `count` records. An event that two registrations recorded appears once, with the findings of the one that
 * has more. A missing trail is an empty one; other failures are thrown as the system's errors.
 */
export function readTrail(stateFolder: string, count: number): TrailReading {
  const newestFirst: TrailRecord[] = [];
  let unreadable = 0;
  const seen = new Map<string, number>();
  for (const name of filesNewestFirst(stateFolder)) {
    for (const line of readFileSync(join(trailFolder(stateFolder), name), "utf8")
      .split("\n")
      .reverse()) {
      if (line === "") continue;
      const record = parseLine(line);
      if (record === null) {
        unreadable++;
        continue;
      }
      if (isRepeated(record, newestFirst, seen)) continue;
      if (newestFirst.length === count) return { records: newestFirst.reverse(), unreadable };
      newestFirst.push(record);
    }
  }
  return { records: newestFirst.reverse(), unreadable };
}

function filesNewestFirst(stateFolder: string): string[] {
  try {
    return trailFiles(stateFolder).reverse();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

/** A line that was cut off has the next record right behind it. */
function parseLine(line: string): TrailRecord | null {
  try {
    const value: unknown = JSON.parse(line.slice(Math.max(0, line.lastIndexOf(RECORD_START))));
    if (!isObject(value)) return null;
    const isRecord =
      ["time", "phase", "action"].every((key) => stringAt(value, key) !== null) &&
      (value["findings"] === undefined || Array.isArray(value["findings"]));
    return isRecord ? (value as unknown as TrailRecord) : null;
  } catch {
    return null;
  }
}

function isRepeated(record: TrailRecord, kept: TrailRecord[], seen: Map<string, number>): boolean {
  const { session, callId, phase, action, pid } = record;
  if (session === undefined || callId === undefined) return false;
  const key = JSON.stringify([session, callId, phase, action]);
  const at = seen.get(key);
  const other = at === undefined ? undefined : kept[at];
  if (at === undefined || other === undefined || other.pid === pid || !isNear(record, other)) {
    seen.set(key, kept.length);
    return false;
  }
  if ((record.findings?.length ?? 0) > (other.findings?.length ?? 0)) kept[at] = record;
  return true;
}

function isNear(a: TrailRecord, b: TrailRecord): boolean {
  return Math.abs(Date.parse(a.time) - Date.parse(b.time)) <= SAME_EVENT_MS;
}
