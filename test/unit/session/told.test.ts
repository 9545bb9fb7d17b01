import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tellOnce } from "../../../src/session/told.ts";

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "defenter-told-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

test("tells a key once per session", () => {
  expect(tellOnce(state, "s", "e1", ["a", "b", "a"])).toEqual(["a", "b"]);
  expect(tellOnce(state, "s", "e2", ["b", "c"])).toEqual(["c"]);
  expect(tellOnce(state, "other", "e2", ["b"])).toEqual(["b"]);
});

test("every process of the event that told it tells it", () => {
  expect(tellOnce(state, "s", "e1", ["a"])).toEqual(["a"]);
  expect(tellOnce(state, "s", "e1", ["a"])).toEqual(["a"]);
  expect(tellOnce(state, "s", "e2", ["a"])).toEqual([]);
});

test("an event without an id is alone with itself", () => {
  expect(tellOnce(state, "s", null, ["a"])).toEqual(["a"]);
  expect(tellOnce(state, "s", null, ["a"])).toEqual([]);
});

test("without a session, or where nothing can be kept, everything is told", () => {
  expect(tellOnce(state, null, "e", ["a"])).toEqual(["a"]);
  expect(readdirSync(state)).toEqual([]);
  const file = join(state, "file");
  writeFileSync(file, "");
  for (let round = 0; round < 2; round++) expect(tellOnce(file, "s", `e${round}`, ["a"])).toEqual(["a"]);
});

test("a session's name cannot lead elsewhere, and the memory is private", () => {
  expect(tellOnce(state, "../../escape", "e", ["a"])).toEqual(["a"]);
  expect(tellOnce(state, "../../escape", "f", ["a"])).toEqual([]);
  const [name = ""] = readdirSync(join(state, "sessions"));
  expect(name).toMatch(/^[0-9a-f]{16}$/);
  expect(existsSync(join(state, "..", "escape"))).toBe(false);
  if (process.platform !== "win32") expect(statSync(join(state, "sessions", name)).mode & 0o777).toBe(0o600);
});

test("the memory is bounded; what does not fit is told", () => {
  const keys = Array.from({ length: 1500 }, (_, index) => `k${index}`);
  tellOnce(state, "s", "e1", keys);
  tellOnce(
    state,
    "s",
    "e2",
    keys.map((key) => `${key}x`),
  );
  expect(tellOnce(state, "s", "e3", keys)).toEqual([]);
  expect(tellOnce(state, "s", "e3", ["k1x"])).toEqual(["k1x"]);
  expect(statSync(join(state, "sessions", "s")).size).toBeLessThanOrEqual(64 * 1024);
});

test("memories of sessions long over are removed when a new one starts", () => {
  tellOnce(state, "old", "e", ["a"]);
  tellOnce(state, "young", "e", ["a"]);
  utimesSync(join(state, "sessions", "old"), new Date(0), new Date(0));
  tellOnce(state, "new", "e", ["a"]);
  expect(readdirSync(join(state, "sessions")).sort()).toEqual(["new", "young"]);
});

test("of processes that find a key at once, those of exactly one event tell it", async () => {
  const module = JSON.stringify(join(import.meta.dirname, "../../../src/session/told.ts"));
  const script = `import(${module}).then(({ tellOnce }) =>
    process.stdout.write(JSON.stringify(tellOnce(process.argv[1], "s", process.argv[2], ["a", "b"]))))`;
  const run = promisify(execFile);
  const events = ["e1", "e1", "e2", "e2", "e3", "e3"];
  const told = await Promise.all(
    events.map((event) => run(process.execPath, ["--import", "tsx", "-e", script, state, event])),
  );
  const tellers = events.filter((_, index) => told[index]?.stdout === '["a","b"]');
  expect(new Set(tellers).size).toBe(1);
  expect(tellers).toHaveLength(2);
});
