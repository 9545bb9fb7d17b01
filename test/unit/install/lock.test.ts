import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withLock } from "../../../install/lock.ts";
import { tempFolder } from "../../support/temp-folder.ts";

function lockIn(state: string, pid: number, ageMs = 0): string {
  mkdirSync(state, { recursive: true });
  const path = join(state, "changing.lock");
  writeFileSync(path, String(pid));
  const at = new Date(Date.now() - ageMs);
  utimesSync(path, at, at);
  return path;
}

describe("a lock that somebody left behind is taken over at once", () => {
  it.each<[string, (state: string) => string]>([
    ["by a process that is gone", (state) => lockIn(state, spawnSync("true").pid)],
    ["long ago", (state) => lockIn(state, process.pid, 60_000)],
    ["before the clock was set back", (state) => lockIn(state, process.pid, -3_600_000)],
  ])("%s", (_, leave) => {
    const state = tempFolder("lock");
    const path = leave(state);
    const startMs = performance.now();
    expect(withLock(state, () => existsSync(path))).toBe(true);
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(existsSync(path)).toBe(false);
  });
});
