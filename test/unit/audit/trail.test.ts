import { execFile } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTrail } from "../../../src/audit/read.ts";
import { appendRecord } from "../../../src/audit/trail.ts";
import { recordOf } from "./records.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "defenter-trail-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));
const trail = (name: string) => join(state, "trail", name);
const pidsOf = (count: number) => readTrail(state, count).records.map(({ pid }) => pid);

describe("appendRecord", () => {
  test("adds a line to the day's file, which only its owner can read", () => {
    expect(appendRecord(state, recordOf())).toBeNull();
    expect(appendRecord(state, recordOf({ callId: "d" }))).toBeNull();
    expect(readFileSync(trail("2026-11-25.jsonl"), "utf8").split("\n")).toHaveLength(3);
    if (process.platform === "win32") return;
    expect(statSync(trail("2026-11-25.jsonl")).mode & 0o777).toBe(0o600);
    expect(statSync(join(state, "trail")).mode & 0o777).toBe(0o700);
  });

  test("starts a further part where the file is full, and keeps the newest 40 files", () => {
    mkdirSync(join(state, "trail"));
    writeFileSync(trail("2026-11-25.jsonl"), `${" ".repeat(8 * 1024 * 1024)}\n`);
    for (let day = 10; day < 60; day++) writeFileSync(trail(`2025-01-${day}.jsonl`), "");
    writeFileSync(trail("notes.txt"), "");
    expect(appendRecord(state, recordOf())).toBeNull();
    const names = readdirSync(join(state, "trail"));
    expect(names).toContain("2026-11-25.001.jsonl");
    expect(names).toContain("notes.txt");
    expect(names).toHaveLength(41);
    expect(existsSync(trail("2025-01-10.jsonl"))).toBe(false);
    expect(readTrail(state, 5).records).toHaveLength(1);
  });

  test("a failure is returned, not thrown", () => {
    const file = join(state, "file");
    writeFileSync(file, "");
    expect(appendRecord(file, recordOf())).toMatch(/^the trail could not be written \(E[A-Z]+\)$/);
  });

  test.skipIf(process.platform === "win32")("a link in place of the file is not followed", () => {
    mkdirSync(join(state, "trail"));
    symlinkSync(join(state, "elsewhere"), trail("2026-11-25.jsonl"));
    expect(appendRecord(state, recordOf())).not.toBeNull();
    expect(existsSync(join(state, "elsewhere"))).toBe(false);
  });

  test("lines of processes that write at once do not mix", async () => {
    const module = JSON.stringify(join(import.meta.dirname, "../../../src/audit/trail.ts"));
    const script = `import(${module}).then(({ appendRecord }) => {
      const [state, pid] = process.argv.slice(1);
      const detail = "x".repeat(20000);
      for (let n = 0; n < 50; n++) {
        const problem = appendRecord(state, { time: "2026-11-25T00:00:00.000Z", phase: "stop", action: "allow", detail, n, pid: Number(pid) });
        if (problem !== null) throw new Error(problem);
      }
    })`;
    const run = promisify(execFile);
    await Promise.all(
      [1, 2, 3, 4].map((pid) => run(process.execPath, ["--import", "tsx", "-e", script, state, String(pid)])),
    );
    const { records, unreadable } = readTrail(state, 1000);
    expect(unreadable).toBe(0);
    expect(records).toHaveLength(200);
  });
});

describe("readTrail", () => {
  test("gives the newest, newest last, across files; nothing where there is none", () => {
    expect(readTrail(state, 5)).toEqual({ records: [], unreadable: 0 });
    for (const [pid, time] of ["2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-24T01:00:00Z"].entries()) {
      appendRecord(state, recordOf({ pid, time, callId: `c${pid}` }));
    }
    expect(pidsOf(2)).toEqual([1, 2]);
    expect(pidsOf(9)).toEqual([0, 1, 2]);
  });

  test("passes over a torn line and finds the record that was written right behind it", () => {
    appendRecord(state, recordOf({ pid: 1, callId: "c1" }));
    appendFileSync(trail("2026-11-25.jsonl"), '{"time":"2026-11-25T09:12:31.000Z","ver');
    appendRecord(state, recordOf({ pid: 2, callId: "c2" }));
    appendFileSync(trail("2026-11-25.jsonl"), '\u0000\u0000\n[]\n{"time":"2026-11-25T09:12');
    expect(readTrail(state, 9)).toMatchObject({ records: [{ pid: 1 }, { pid: 2 }], unreadable: 3 });
  });

  test("shows an event that two registrations recorded once, with the findings of the one that has more", () => {
    const finding = { rule: "secret/x" } as never;
    appendRecord(state, recordOf({ pid: 1, findings: [finding] }));
    appendRecord(state, recordOf({ pid: 2 }));
    appendRecord(state, recordOf({ pid: 3, callId: "c2" }));
    appendRecord(state, recordOf({ pid: 4, callId: "c2", findings: [finding] }));
    expect(pidsOf(9)).toEqual([1, 4]);
    expect(pidsOf(1)).toEqual([4]);
  });

  test.each([
    [{ phase: "post-tool" }],
    [{ action: "block" }],
    [{ callId: "other" }],
    [{ session: "other" }],
    [{ pid: 1 }],
    [{ time: "2026-11-25T10:12:31.000Z" }],
  ] as const)("events that differ by %j are two", (changes) => {
    appendRecord(state, recordOf({ pid: 1 }));
    appendRecord(state, recordOf({ pid: 2, ...changes }));
    expect(readTrail(state, 9).records).toHaveLength(2);
  });
});
