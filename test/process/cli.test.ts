import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { VERSION } from "../../src/core/version.ts";
import { defenter, makeSandbox, removeSandbox } from "../support/sandbox.ts";

const CLI = join(import.meta.dirname, "..", "..", "dist", "cli", "defenter.js");
const COMMANDS = ["demo", "install", "uninstall", "status", "doctor", "log"];
const sandbox = makeSandbox();
afterAll(() => removeSandbox(sandbox));

test("the version is that of package.json", async () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8"));
  expect(VERSION).toBe(manifest.version);
  expect(await defenter(sandbox, ["--version"])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
});

test("--help lists every command", async () => {
  const { code, stdout } = await defenter(sandbox, ["--help"]);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}defenter ${command} +\\w`, "m"));
});

describe.each(COMMANDS)("defenter %s", (command) => {
  test("explains itself in English, whatever the locale", async () => {
    const env = { ...sandbox.env, LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" };
    const { code, stdout, stderr } = await defenter(sandbox, [command, "--help"], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`defenter ${command}`);
    expect(stdout).toContain("Options:");
  });

  test("refuses an unknown option with exit 2 and nothing on stdout", async () => {
    const ended = await defenter(sandbox, [command, "--frobnicate"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^defenter: error: .*--frobnicate\n(defenter: hint: .*\n)+$/);
  });
});

test.each(["status", "doctor", "log", "install --dry-run", "uninstall --dry-run"])(
  "defenter %s does not wait for an answer where stdin stays open and silent",
  async (line) => {
    const child = spawn(process.execPath, [CLI, ...line.split(" ")], {
      cwd: sandbox.project,
      env: { ...sandbox.env },
      stdio: ["pipe", "ignore", "ignore"],
    });
    const code = await new Promise((resolve) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), 20_000);
      child.once("close", (status) => {
        clearTimeout(timer);
        resolve(status);
      });
    });
    expect([0, 1]).toContain(code);
  },
);

test.each(["status", "doctor", "log"])(
  "defenter %s --json prints one JSON object and nothing else",
  async (command) => {
    const { code, stdout } = await defenter(sandbox, [command, "--json"]);
    expect([0, 1]).toContain(code);
    expect(Object.getPrototypeOf(JSON.parse(stdout))).toBe(Object.prototype);
  },
);

test("a reader that goes away ends the command without a word", async () => {
  const child = spawn("/bin/sh", ["-c", `"${process.execPath}" "${CLI}" --help | true`], {
    env: { ...sandbox.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("empty XDG variables count as unset", async () => {
  const env = { ...sandbox.env, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", XDG_STATE_HOME: "", XDG_CACHE_HOME: "" };
  expect(await defenter(sandbox, ["install"], { env })).toMatchObject({ code: 0 });
  expect(readFileSync(join(sandbox.home, ".claude", "settings.json"), "utf8")).toContain(
    join(sandbox.home, ".local", "share", "defenter"),
  );
});
