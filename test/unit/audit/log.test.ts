import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TrailFinding } from "../../../src/audit/record.ts";
import { appendRecord } from "../../../src/audit/trail.ts";
import { command } from "../../../src/cli/log.ts";
import { recordOf } from "./records.ts";

let folder: string;
let home: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "defenter-log-"));
  home = join(folder, "home");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state = () => join(home, ".local/state/defenter");
async function log(args: Record<string, unknown>, isTty = false) {
  const said = { out: "", err: "" };
  const io = {
    out(text: string) {
      said.out += text;
    },
    err(text: string) {
      said.err += text;
    },
    env: { HOME: home, USERPROFILE: home, LOCALAPPDATA: "" },
    cwd: join(folder, "work"),
    isTty,
  };
  return { code: await command.run({ n: 20, ...args }, io), ...said };
}
const finding = (changes: Partial<TrailFinding> = {}): TrailFinding => ({
  rule: "secret/github-token",
  category: "secret",
  severity: "critical",
  confidence: "high",
  channel: "file",
  destination: "read",
  pointer: "/tool_response/file/content",
  line: 4,
  path: ".env",
  fingerprint: "0123456789abcdef",
  wanted: "redact",
  done: "redact",
  ...changes,
});

test.skipIf(process.platform === "win32")("prints one line for each event", async () => {
  appendRecord(
    state(),
    recordOf({ action: "redact", phase: "post-tool", tool: "Read", findings: [finding(), finding()] }),
  );
  const { code, out, err } = await log({});
  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).toMatch(
    /^2026-11-2\d \d\d:\d\d:\d\d redact post-tool Read: secret\/github-token in \.env:4 \(redact\), 2 times\n$/,
  );
});

test.skipIf(process.platform === "win32")("prints one object with --json, and as many as -n says", async () => {
  for (const callId of ["a", "b", "c"]) appendRecord(state(), recordOf({ callId }));
  const { out } = await log({ n: 2, json: true });
  expect(JSON.parse(out)).toMatchObject({ records: [{ callId: "b" }, { callId: "c" }], unreadable: 0 });
});

test.skipIf(process.platform === "win32")("a terminal is not steered by what the trail holds", async () => {
  appendRecord(state(), recordOf({ tool: "mcp__\u001b[2J\u202e", findings: [finding({ path: "a\u001b]0;x\u0007" })] }));
  const { out } = await log({}, true);
  expect(out.replace(/\u001b\[\d+m/g, "")).not.toMatch(/[\u001b\u0007\u202e]/);
});

test("an empty trail is said to be empty, a count that is none is refused", async () => {
  expect(await log({})).toEqual({ code: 0, out: "", err: "defenter: nothing is recorded yet\n" });
  for (const n of [0, -1, 1.5, Number.NaN, "x"]) await expect(log({ n })).rejects.toMatchObject({ code: "USAGE" });
});

test.skipIf(process.platform === "win32")("a file where the trail's folder should be is an empty trail", async () => {
  appendRecord(state(), recordOf());
  rmSync(join(state(), "trail"), { recursive: true });
  writeFileSync(join(state(), "trail"), "no folder");
  expect((await log({})).code).toBe(0);
});
