import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { defenter, fire, laidPath, lay, makeSandbox, removeSandbox, run, type Sandbox } from "../support/sandbox.ts";
import { expand } from "../support/templates.ts";

/** The installer as people run it: our own command line as built, real bundles, real files. */

const sandboxes: Sandbox[] = [];
afterEach(() => {
  for (const sandbox of sandboxes.splice(0)) removeSandbox(sandbox);
});

function sandbox(name?: string): Sandbox {
  const made = makeSandbox(name);
  sandboxes.push(made);
  return made;
}

const SCOPES = ["user", "project", "local"] as const;
const SETTINGS = {
  user: "~/.claude/settings.json",
  project: ".claude/settings.json",
  local: ".claude/settings.local.json",
} as const;

function content(at: Sandbox, path: string): string | null {
  const full = laidPath(at, path);
  return existsSync(full) ? readFileSync(full, "utf8") : null;
}

function commandOf(at: Sandbox, path: string, event: string): string {
  return JSON.parse(content(at, path) ?? "").hooks[event][0].hooks[0].command;
}

function prompt(): string {
  return JSON.stringify({ hook_event_name: "UserPromptSubmit", prompt: expand("use ghp_{{alnum:36}} now") });
}

describe("defenter install", () => {
  it.each(SCOPES)("brings a guard that catches, and goes without a trace: %s scope", async (scope) => {
    const at = sandbox();
    const before = '{\r\n\t"model": "opus",\r\n\t"hooks": {"Stop": [ ]}\r\n}';
    lay(at, { [SETTINGS[scope]]: before });
    const installed = await defenter(at, ["install", "--scope", scope]);
    expect(installed).toMatchObject({ code: 0 });
    expect(installed.stdout).toContain(`(${scope} scope)`);

    const refused = await fire(at, commandOf(at, SETTINGS[scope], "UserPromptSubmit"), prompt());
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ decision: "block" });

    const doctor = await defenter(at, ["doctor", "--json"]);
    expect(JSON.parse(doctor.stdout).problems).toEqual([]);
    expect(doctor.code).toBe(0);
    expect((await defenter(at, ["status"])).code).toBe(0);

    expect((await defenter(at, ["uninstall", "--scope", scope])).code).toBe(0);
    expect(content(at, SETTINGS[scope])).toBe(before);
    expect(existsSync(join(at.project, ".defenter"))).toBe(false);
    expect((await defenter(at, ["status"])).code).toBe(1);
  });

  it("shows what it would do and does nothing", async () => {
    for (const scope of SCOPES) {
      const at = sandbox();
      lay(at, { [SETTINGS[scope]]: '{\n  "model": "opus"\n}\n' });
      const shown = await defenter(at, ["install", "--scope", scope, "--dry-run"]);
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(/^--- .*\n\+\+\+ .*\n@@ -1,3 \+1,\d+ @@\n/);
      expect(shown.stdout).toContain('+    "PreToolUse": [');
      expect(content(at, SETTINGS[scope])).toBe('{\n  "model": "opus"\n}\n');
      expect(existsSync(join(at.project, ".defenter"))).toBe(false);
      expect(readdirSync(at.home).filter((name) => name !== ".claude")).toEqual([]);
    }
  });

  it("goes to CLAUDE_CONFIG_DIR where that is set", async () => {
    const at = sandbox();
    const env = { ...at.env, CLAUDE_CONFIG_DIR: join(at.home, "other") };
    expect((await defenter(at, ["install"], { env })).code).toBe(0);
    expect(existsSync(join(at.home, "other", "settings.json"))).toBe(true);
    expect(existsSync(join(at.home, ".claude"))).toBe(false);
    expect((await defenter(at, ["status"], { env })).code).toBe(0);
  });

  it("exits 1 with one error and changes nothing where the settings cannot be used", async () => {
    for (const text of ['{ // a\n "a": 1 }', '{"hooks": []}', "[", '{"hooks":{"PreToolUse":[{"command":"x"}]}}']) {
      const at = sandbox();
      lay(at, { [SETTINGS.user]: text });
      const ended = await defenter(at, ["install"]);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toMatch(/^defenter: error: .*settings\.json/);
      expect(ended.stderr).not.toContain("    at ");
      expect(content(at, SETTINGS.user)).toBe(text);
      expect(readdirSync(at.home)).toEqual([".claude"]);
    }
  });

  it("leaves a read-only file alone, for root too", async () => {
    const at = sandbox();
    lay(at, { [SETTINGS.user]: "{}" });
    chmodSync(laidPath(at, SETTINGS.user), 0o444);
    const ended = await defenter(at, ["install"]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("is read-only") });
    expect(content(at, SETTINGS.user)).toBe("{}");
  });

  it("takes an unknown scope for a mistake", async () => {
    expect((await defenter(sandbox(), ["install", "--scope", "everybody"])).code).toBe(2);
  });
});

describe("a project's own guard", () => {
  function git(folder: string, ...args: string[]): void {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "ignore" });
  }

  it("guards a colleague's clone, in another place with spaces, whatever git does to line ends", async () => {
    const at = sandbox();
    git(at.project, "init");
    lay(at, { "README.md": "x\n" });
    expect((await defenter(at, ["install", "--scope", "project"])).code).toBe(0);
    git(at.project, "add", "-A");
    git(at.project, "commit", "-m", "guard");
    const clone = join(at.folder, "a colleague's clone");
    git(at.folder, "-c", "core.autocrlf=true", "clone", at.project, clone);
    rmSync(at.project, { recursive: true });
    const colleague: Sandbox = { ...at, project: clone };

    const command = commandOf(colleague, SETTINGS.project, "UserPromptSubmit");
    expect(command).toBe(`node -e "require(process.env.CLAUDE_PROJECT_DIR+'/.defenter/hooks/user-prompt-submit.cjs')"`);
    expect((await fire(colleague, command, prompt(), { cwd: at.home })).code).toBe(2);
    const doctor = await defenter(colleague, ["doctor", "--json"]);
    expect(JSON.parse(doctor.stdout).problems).toEqual([]);
  });

  it("is refused where git would ignore it, and nothing is changed", async () => {
    const at = sandbox();
    git(at.project, "init");
    for (const ignored of [".defenter", "*.cjs", ".claude/"]) {
      lay(at, { ".gitignore": `${ignored}\n` });
      const ended = await defenter(at, ["install", "--scope", "project"]);
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("git would ignore it") });
      expect(readdirSync(at.project).sort()).toEqual([".git", ".gitignore"]);
    }
  });

  it("is installed at the root of the repository from any folder in it", async () => {
    const at = sandbox();
    git(at.project, "init");
    mkdirSync(join(at.project, "packages", "a"), { recursive: true });
    const cwd = join(at.project, "packages", "a");
    expect((await defenter(at, ["install", "--scope", "project"], { cwd })).code).toBe(0);
    expect(existsSync(join(at.project, ".claude", "settings.json"))).toBe(true);
    const status = await defenter(at, ["status"], { cwd });
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining("started in") });
  });
});

describe("an upgrade", () => {
  it("has every registered file in place at every moment", async () => {
    const at = sandbox();
    expect((await defenter(at, ["install", "--scope", "project"])).code).toBe(0);
    const folder = join(at.project, ".defenter", "hooks");
    for (const name of readdirSync(folder)) {
      // As if another version had been installed.
      if (name.endsWith(".cjs")) execFileSync("sh", ["-c", `echo '// old' >> "$0"`, join(folder, name)]);
    }
    const names = readdirSync(folder).filter((name) => name.endsWith(".cjs"));
    let isDone = false;
    const missing = new Set<string>();
    const upgrade = defenter(at, ["install", "--scope", "project"]).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      for (const name of names) if (!existsSync(join(folder, name))) missing.add(name);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await upgrade).code).toBe(0);
    expect([...missing]).toEqual([]);
    expect((await defenter(at, ["status"])).code).toBe(0);
  });
});

describe("what is registered for the account", () => {
  it("outlives the package that it came from", async () => {
    const at = sandbox();
    const dist = join(import.meta.dirname, "..", "..", "dist");
    const cache = join(at.folder, "_npx", "abc", "node_modules", "defenter-hooks");
    cpSync(dist, join(cache, "dist"), { recursive: true });
    const cli = join(cache, "dist", "cli", "defenter.js");
    expect(await run(process.execPath, [cli, "install"], { cwd: at.project, env: at.env })).toMatchObject({ code: 0 });
    renameSync(join(at.folder, "_npx"), join(at.folder, "gone"));
    expect((await fire(at, commandOf(at, SETTINGS.user, "UserPromptSubmit"), prompt())).code).toBe(2);
  });

  it("runs nothing that a repository's variables name", async () => {
    const at = sandbox();
    expect((await defenter(at, ["install"])).code).toBe(0);
    const ran = join(at.folder, "ran");
    lay(at, { "x.cjs": `require("node:fs").writeFileSync(${JSON.stringify(ran)}, ""); process.exit(0);` });
    const env = { NODE_OPTIONS: "--require ./x.cjs", PATH: "/nowhere" };
    const ended = await fire(at, commandOf(at, SETTINGS.user, "UserPromptSubmit"), prompt(), { env });
    expect(ended.code).toBe(2);
    expect(existsSync(ran)).toBe(false);
  });

  it("is for the account alone where it is a record of it", async () => {
    const at = sandbox();
    lay(at, { [SETTINGS.user]: "{}" });
    expect((await defenter(at, ["install"])).code).toBe(0);
    const state = join(at.home, ".local", "state", "defenter");
    expect(statSync(state).mode & 0o777).toBe(0o700);
    for (const name of ["installed.json", "changing.json"])
      expect(statSync(join(state, name)).mode & 0o777).toBe(0o600);
  });
});
