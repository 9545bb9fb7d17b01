import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defenter, type Ended, makeSandbox, removeSandbox, run } from "../support/sandbox.ts";

const DIST = join(import.meta.dirname, "..", "..", "dist");
const sandbox = makeSandbox();
const temp = join(sandbox.folder, "temp");
const env = { ...sandbox.env, TMPDIR: temp };

interface Report {
  readonly passed: boolean;
  readonly project: string | null;
  readonly events: { title: string; decision: string; rules: string[]; ms: number; failures: string[] }[];
}

beforeAll(() => {
  mkdirSync(temp);
});
afterAll(() => removeSandbox(sandbox));

function reportOf(ended: Ended): Report {
  return JSON.parse(ended.stdout);
}

test("every event is decided as it should be, by a rule that is named", async () => {
  const ended = await defenter(sandbox, ["demo", "--json"], { env });
  const report = reportOf(ended);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(report.events.flatMap((event) => event.failures)).toEqual([]);
  const harmless = report.events.filter((event) => event.decision === "allow");
  expect(harmless.map((event) => event.rules)).toEqual(harmless.map(() => []));
  const others = report.events.filter((event) => event.decision !== "allow");
  expect(new Set(others.map((event) => event.decision))).toEqual(new Set(["block", "redact", "restore"]));
  for (const event of others) expect(event.rules, event.title).not.toEqual([]);
});

test("nothing is left, and nothing outside the throw-away folder is touched", async () => {
  const ended = await defenter(sandbox, ["demo"], { env });
  expect(ended.code).toBe(0);
  for (const folder of [temp, sandbox.home, sandbox.project]) expect(readdirSync(folder)).toEqual([]);
});

test("what is printed where there is no terminal holds no escape sequence", async () => {
  const { stdout } = await defenter(sandbox, ["demo"], { env });
  expect(stdout).toContain("all 10 events went as they should");
  expect(stdout).not.toContain("\x1b");
});

test("a guard that lets everything through is exit 1, and no value is printed", async () => {
  const broken = join(sandbox.folder, "broken");
  cpSync(DIST, broken, { recursive: true });
  const runtime = '(function (exports, require) { exports.runHook = () => require("node:fs").readFileSync(0); })\n';
  writeFileSync(join(broken, "hooks", "runtime.cjs"), runtime);
  const manifestFile = join(broken, "hooks", "manifest.json");
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
  manifest.files["runtime.cjs"] = createHash("sha256").update(runtime).digest("hex");
  writeFileSync(manifestFile, JSON.stringify(manifest));
  const cli = join(broken, "cli", "defenter.js");
  const ended = await run(process.execPath, [cli, "demo", "--json"], { cwd: sandbox.project, env });
  const report = reportOf(ended);
  expect(ended.code).toBe(1);
  expect(report.passed).toBe(false);
  const failed = report.events.filter((event) => event.failures.length > 0).map((event) => event.title);
  expect(failed).toHaveLength(6);
  expect(ended.stdout).not.toMatch(/ghp_[A-Za-z0-9]|sk_live_[A-Za-z0-9]/);
});

test("--keep leaves the project and says where", async () => {
  const { project } = reportOf(await defenter(sandbox, ["demo", "--json", "--keep"], { env }));
  expect(readdirSync(project ?? "")).toEqual(expect.arrayContaining([".claude", ".defenter", ".env"]));
});
