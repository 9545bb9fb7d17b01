import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  absoluteCommand,
  groupOf,
  MOMENTS,
  managedFolder,
  projectCommand,
  readOwnHook,
  settingsPath,
  weaknessesOf,
} from "../../../install/claude.ts";
import { quoteForShell, splitShellWords } from "../../../install/shell-words.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const command = (text: string) => ({ type: "command", command: text });
const moment = (event: string) => MOMENTS.find((candidate) => candidate.event === event) ?? MOMENTS[0];

describe("a registered command", () => {
  it("runs by the shell from any path", () => {
    const base = tempFolder("path");
    for (const name of [
      "plain",
      "with space",
      "dollar $HOME `id` $(id)",
      "quo\"te'd",
      "back\\slash",
      "ümlaut 🔒",
      "semi;colon&amp",
    ]) {
      const folder = join(base, name, "defenter", "hooks", "0.1.0");
      mkdirSync(folder, { recursive: true });
      const bundle = join(folder, "stop.cjs");
      writeFileSync(bundle, 'process.stdout.write(process.env.NODE_OPTIONS + "|" + __filename);');
      const text = absoluteCommand(process.execPath, bundle, "linux") ?? "";
      const env = { NODE_OPTIONS: "--require /nowhere.cjs" };
      const ended = spawnSync("/bin/sh", ["-c", text], { env, encoding: "utf8" });
      expect(ended.stdout).toBe(`|${bundle}`);
      expect(readOwnHook(command(text))).toMatchObject({ file: "stop.cjs", version: "0.1.0" });
    }
  });

  it("finds the project's bundles by CLAUDE_PROJECT_DIR, from any folder", () => {
    const project = join(tempFolder("path"), 'a project\'s "folder" $x');
    mkdirSync(join(project, ".defenter", "hooks"), { recursive: true });
    writeFileSync(join(project, ".defenter", "hooks", "stop.cjs"), 'process.stdout.write("ran");');
    const env = { CLAUDE_PROJECT_DIR: project, PATH: process.env["PATH"] };
    const ended = spawnSync("/bin/sh", ["-c", projectCommand("stop.cjs")], { env, cwd: "/", encoding: "utf8" });
    expect(ended).toMatchObject({ stdout: "ran", status: 0 });
  });

  it("is JavaScript without anything that three shells read differently on Windows", () => {
    const path = "C:\\Users\\Ann $x 100% `b`\\AppData\\Local\\defenter\\data\\hooks\\0.1.0\\stop.cjs";
    const text = absoluteCommand("C:\\node.exe", path, "win32") ?? "";
    expect(text).not.toMatch(/[$`%]/);
    const script = /^node -e "require\('(.*)'\)"$/.exec(text)?.[1] ?? "";
    expect(JSON.parse(`"${script}"`)).toBe(path.replaceAll("\\", "/"));
    expect(readOwnHook(command(text))).toMatchObject({ file: "stop.cjs", version: "0.1.0" });
  });

  it("cannot hold a line end", () => {
    expect(absoluteCommand("/usr/bin/node", "/a\nb", "linux")).toBeNull();
  });
});

describe("recognising our own hooks", () => {
  it.each([
    'NODE_OPTIONS= "/usr/bin/node" "/home/a b/.local/share/defenter/hooks/0.1.0/pre-tool-use.cjs"',
    "/usr/bin/node /home/a/.local/share/defenter/hooks/1.12.3-rc.1/pre-tool-use.cjs",
    "NODE_OPTIONS='' exec node \"$HOME/.local/share/defenter/hooks/0.1.0/pre-tool-use.cjs\"",
    "env NODE_OPTIONS= node ~/.local/share/defenter/hooks/0.1.0/pre-tool-use.cjs",
    'node "$CLAUDE_PROJECT_DIR/.defenter/hooks/pre-tool-use.cjs"',
    "node -e \"require(process.env.CLAUDE_PROJECT_DIR+'/.defenter/hooks/pre-tool-use.cjs')\"",
    "node -e 'require(process.env.CLAUDE_PROJECT_DIR + \"/.defenter/hooks/pre-tool-use.cjs\");'",
    '"C:\\\\Program Files\\\\nodejs\\\\node.exe" -e "require(\'C:/Users/a/AppData/Local/defenter/data/hooks/0.1.0/pre-tool-use.cjs\')"',
  ])("takes %s", (text) => {
    expect(readOwnHook(command(text))).toMatchObject({ file: "pre-tool-use.cjs" });
  });

  it("takes the exec form", () => {
    const hook = { type: "command", command: "node", args: ["/x/defenter/hooks/0.1.0/stop.cjs"] };
    expect(readOwnHook(hook)).toMatchObject({ file: "stop.cjs", version: "0.1.0" });
  });

  it.each([
    "node /home/a/hooks/pre-tool-use.cjs",
    "node .defenter/hooks/../../evil.cjs",
    "node .defenter/hooks/other.cjs",
    "cat .defenter/hooks/pre-tool-use.cjs",
    "sh -c 'node .defenter/hooks/pre-tool-use.cjs'",
    "node log.js; node .defenter/hooks/pre-tool-use.cjs",
    "node .defenter/hooks/pre-tool-use.cjs || true",
    "node .defenter/hooks/pre-tool-use.cjs > /dev/null",
    "node $(echo .defenter/hooks/pre-tool-use.cjs)",
    "node -e \"require('x'); require('/.defenter/hooks/pre-tool-use.cjs')\"",
    'node "/x/.defenter/hooks/pre-tool-use.cjs',
    "",
  ])("leaves %s", (text) => {
    expect(readOwnHook(command(text))).toBeNull();
  });

  it.each([null, 1, "node", [], {}, { command: 1 }])("leaves what is no hook: %j", (value) => {
    expect(readOwnHook(value as JsonObject)).toBeNull();
  });
});

describe("what weakens a hook of ours", () => {
  const hookOf = (group: JsonObject) => (group["hooks"] as JsonObject[])[0] as JsonObject;

  it("is nothing in what the installer writes", () => {
    for (const each of MOMENTS) {
      const group = groupOf(each, projectCommand(each.file));
      expect(weaknessesOf(group, hookOf(group), each)).toEqual([]);
    }
  });

  it.each([
    [{ matcher: "Bash" }, {}],
    [{}, { async: true }],
    [{}, { if: "Bash(git *)" }],
    [{}, { onFailure: undefined }],
    [{}, { timeout: 1 }],
    [{}, { timeout: undefined }],
    [{}, { timeout: 2_200_000 }],
    [{}, { shell: "powershell" }],
    [{}, { disabled: true }],
    [{ if: "Bash" }, {}],
    [{}, { type: "prompt" }],
    [{}, { args: [] }],
    [{}, { if: false }],
    [{}, { async: false }],
    [{}, { shell: false }],
    [{}, { statusMessage: 5 }],
  ])("is seen: %j %j", (inGroup, inHook) => {
    const each = moment("PreToolUse") as (typeof MOMENTS)[number];
    const group = groupOf(each, projectCommand(each.file));
    expect(weaknessesOf({ ...group, ...inGroup }, { ...hookOf(group), ...inHook } as JsonObject, each)).toHaveLength(1);
  });
});

describe("a hook of ours that is no gate", () => {
  const each = moment("PostToolUse") as (typeof MOMENTS)[number];
  const group = groupOf(each, projectCommand(each.file));
  const hook = (group["hooks"] as JsonObject[])[0] as JsonObject;

  it.each([[{ onFailure: "deny" }], [{ onFailure: null }], [{ if: false }], [{ statusMessage: 5 }]])(
    "is ignored by Claude Code with %j, so it guards nothing",
    (more) => {
      expect(weaknessesOf(group, { ...hook, ...more } as JsonObject, each)).toHaveLength(1);
    },
  );

  it("may have a line for the person, and refuse when it cannot run", () => {
    expect(weaknessesOf(group, { ...hook, statusMessage: "looking", onFailure: "block" }, each)).toEqual([]);
  });
});

describe("where Claude Code keeps its settings", () => {
  const place = { home: "/home/a", project: "/projects/x", env: {}, platform: "linux" };

  it("follows CLAUDE_CONFIG_DIR, and takes an empty one for unset", () => {
    expect(settingsPath("user", place)).toBe("/home/a/.claude/settings.json");
    expect(settingsPath("user", { ...place, env: { CLAUDE_CONFIG_DIR: "" } })).toBe("/home/a/.claude/settings.json");
    expect(settingsPath("user", { ...place, env: { CLAUDE_CONFIG_DIR: "/cfg" } })).toBe("/cfg/settings.json");
    expect(settingsPath("project", place)).toBe("/projects/x/.claude/settings.json");
    expect(settingsPath("local", place)).toBe("/projects/x/.claude/settings.local.json");
  });

  it("knows the folder of managed settings", () => {
    expect(managedFolder("linux")).toBe("/etc/claude-code");
  });
});

describe("words of a shell command", () => {
  it("are read as the shell reads them", () => {
    for (const text of ["a", "", "a b", "it's", 'say "x"', "$HOME", "`id`", "a\\b", "*", "~", "\\", "🔒"]) {
      const quoted = quoteForShell(text) ?? "";
      expect(splitShellWords(`cmd ${quoted} end`)).toEqual(["cmd", text, "end"]);
      const ended = spawnSync("/bin/sh", ["-c", `printf %s ${quoted}`], { encoding: "utf8" });
      expect(ended.stdout).toBe(text);
    }
  });
});
