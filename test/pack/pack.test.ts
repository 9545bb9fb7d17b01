import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERSION } from "../../src/core/version.ts";
import { readAnswer } from "../support/answer.ts";
import { fire, makeSandbox, registered, removeSandbox, run } from "../support/sandbox.ts";
import { expand } from "../support/templates.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** What is in the tarball beside the bundles that the manifest names, each pattern with at least one file. */
const FILES = [
  /^package\.json$/,
  /^README\.md$/,
  /^LICENSE$/,
  /^THIRD_PARTY_LICENSES$/,
  /^dist\/cli\/defenter\.js$/,
  /^dist\/cli\/package\.json$/,
  /^dist\/hooks\/manifest\.json$/,
  /^dist\/hooks\/(user-prompt-submit|user-prompt-expansion|pre-tool-use)\.cjs$/,
  /^dist\/hooks\/(post-tool-use|post-tool-use-failure|session-start|config-change|stop|subagent-stop)\.cjs$/,
  /^rules\/[a-z-]+\.json$/,
  /^rules\/rule\.schema\.json$/,
  /^rules\/README\.md$/,
];

const sandbox = makeSandbox();
const prefix = join(sandbox.folder, "installed");
const cli = join(prefix, "node_modules", "defenter-hooks", "dist", "cli", "defenter.js");
let files: string[] = [];

function npm(...args: string[]): string {
  const settings = { npm_config_cache: join(sandbox.folder, "npm-cache"), npm_config_update_notifier: "false" };
  return execFileSync("npm", args, {
    cwd: ROOT,
    env: { ...sandbox.env, ...settings },
    encoding: "utf8",
    stdio: "pipe",
  });
}

beforeAll(() => {
  // Without scripts: `prepare` would build dist/ anew under the feet of the other tests.
  const [packed] = JSON.parse(npm("pack", "--json", "--ignore-scripts", "--pack-destination", sandbox.folder));
  files = packed.files.map((file: { path: string }) => file.path);
  npm("install", "--offline", "--no-audit", "--no-fund", "--prefix", prefix, join(sandbox.folder, packed.filename));
}, 120_000);

afterAll(() => removeSandbox(sandbox));

describe("the tarball", () => {
  test("holds what it should and nothing else", () => {
    const installed = join(prefix, "node_modules", "defenter-hooks");
    const manifest = JSON.parse(readFileSync(join(installed, "dist", "hooks", "manifest.json"), "utf8"));
    const bundles = Object.keys(manifest.files).map((name) => `dist/hooks/${name}`);
    expect(bundles.filter((file) => !files.includes(file))).toEqual([]);
    const known = (file: string) => bundles.includes(file) || FILES.some((pattern) => pattern.test(file));
    expect(files.filter((file) => !known(file))).toEqual([]);
    expect(FILES.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  });

  test("runs no script when it is installed and needs no other package", () => {
    const manifest = JSON.parse(readFileSync(join(prefix, "node_modules", "defenter-hooks", "package.json"), "utf8"));
    const atInstall = ["preinstall", "install", "postinstall", "preprepare", "postprepare"];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.optionalDependencies).toBeUndefined();
  });
});

describe("the installed package", () => {
  test("tells its version", async () => {
    const ended = await run(join(prefix, "node_modules", ".bin", "defenter"), ["--version"], { env: sandbox.env });
    expect(ended).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
  });

  test("plays the demo, and everything is caught", async () => {
    const ended = await run(process.execPath, [cli, "demo", "--json"], { env: sandbox.env });
    const report = JSON.parse(ended.stdout);
    expect(report.events.flatMap((event: { failures: string[] }) => event.failures)).toEqual([]);
    expect(ended.code).toBe(0);
  });

  test("installs hooks that go on working when the package is gone", async () => {
    const options = { cwd: sandbox.project, env: sandbox.env };
    expect(await run(process.execPath, [cli, "install"], options)).toMatchObject({ code: 0 });
    rmSync(prefix, { recursive: true });
    const [command] = registered(sandbox, "user", "UserPromptSubmit");
    const prompt = expand("push with ghp_{{alnum:36}}");
    const event = { hook_event_name: "UserPromptSubmit", session_id: "s", cwd: sandbox.project, prompt };
    const answer = readAnswer(await fire(sandbox, command ?? "", JSON.stringify(event)));
    expect(answer.verdict).toBe("block");
    expect(JSON.stringify(answer.json)).toContain("secret/github-");
  });
});

test("THIRD_PARTY_LICENSES names what the bundles hold", () => {
  const args = ["--import", "tsx", join(ROOT, "hooks", "licenses.ts"), "--check"];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: "pipe" });
});
