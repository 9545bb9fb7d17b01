import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { defenter, install, laidPath, lay, makeSandbox, removeSandbox, run, type Sandbox } from "../support/sandbox.ts";

/** The installer where files, folders and other processes are not as it would have them. */

const sandboxes: Sandbox[] = [];
afterEach(() => {
  for (const at of sandboxes.splice(0)) removeSandbox(at);
});

function sandbox(): Sandbox {
  const made = makeSandbox();
  sandboxes.push(made);
  return made;
}

const DATA = "~/.local/share/defenter";
const STATE = "~/.local/state/defenter";
const DIST = join(import.meta.dirname, "..", "..", "dist");

describe("installations at once", () => {
  it("lose nothing: each project's guard outlives that of the others", async () => {
    const at = sandbox();
    const projects = Array.from({ length: 6 }, (_, index) => join(at.folder, `p${index}`));
    for (const project of projects) mkdirSync(project);
    const all = (verb: string, some: readonly string[]) =>
      Promise.all(some.map((project) => defenter(at, [verb, "--scope", "local", "--project", project])));
    for (const ended of await all("install", projects)) expect(ended).toMatchObject({ code: 0 });
    const { files } = JSON.parse(readFileSync(laidPath(at, `${STATE}/installed.json`), "utf8"));
    expect(files.map(({ path }: { path: string }) => path).sort()).toEqual(
      projects.map((project) => join(project, ".claude", "settings.local.json")),
    );
    for (const ended of await all("uninstall", projects.slice(1))) expect(ended).toMatchObject({ code: 0 });
    expect((await defenter(at, ["doctor", "--project", projects[0] ?? ""])).code).toBe(0);
    expect(readdirSync(laidPath(at, STATE))).not.toContain("changing.lock");
  });

  it("do not wait for one that was killed long ago", async () => {
    const at = sandbox();
    lay(at, { [`${STATE}/changing.lock`]: "" });
    utimesSync(laidPath(at, `${STATE}/changing.lock`), 1, 1);
    expect(await defenter(at, ["install"])).toMatchObject({ code: 0 });
  });
});

describe("what cannot be removed", () => {
  /** Root may remove anything, so as root somebody else is asked to. */
  async function asOrdinaryUser(
    at: Sandbox,
    args: readonly string[],
  ): Promise<{ code: number | null; stderr: string }> {
    const isRoot = process.getuid?.() === 0;
    const cli = join(at.folder, "package", "dist", "cli", "defenter.js");
    if (!existsSync(cli)) cpSync(DIST, join(at.folder, "package", "dist"), { recursive: true });
    const id = isRoot ? { uid: 65534, gid: 65534 } : {};
    if (isRoot) {
      chmodSync(at.folder, 0o755);
      for (const path of [
        at.folder,
        ...readdirSync(at.folder, { recursive: true, encoding: "utf8" }).map((name) => join(at.folder, name)),
      ])
        chownSync(path, 65534, 65534);
    }
    const child = spawn(process.execPath, [cli, ...args], { cwd: at.project, env: { ...at.env }, ...id });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stderr }));
    });
  }

  it.each(["", "/hooks", "/hooks/0.1.0", "/hooks/0.1.0/cache"])(
    "stays whole, and so does the registration: <data>%s",
    async (folder) => {
      const at = sandbox();
      expect(await asOrdinaryUser(at, ["install"])).toMatchObject({ code: 0 });
      mkdirSync(laidPath(at, `${DATA}/hooks/0.1.0/cache`));
      lay(at, { [`${DATA}/hooks/0.1.0/cache/x`]: "x" });
      const settings = readFileSync(laidPath(at, "~/.claude/settings.json"), "utf8");
      const bundles = readdirSync(laidPath(at, DATA), { recursive: true });
      chmodSync(laidPath(at, DATA + folder), 0o555);
      const refused = await asOrdinaryUser(at, ["uninstall"]);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^defenter: error: .*EACCES/) });
      expect(readFileSync(laidPath(at, "~/.claude/settings.json"), "utf8")).toBe(settings);
      expect(readdirSync(laidPath(at, DATA), { recursive: true })).toEqual(bundles);
      chmodSync(laidPath(at, DATA + folder), 0o755);
      expect(await asOrdinaryUser(at, ["uninstall"])).toMatchObject({ code: 0 });
      expect(existsSync(laidPath(at, DATA))).toBe(false);
    },
  );

  it("is removed in a project's folder alone, or not at all", async () => {
    const at = sandbox();
    expect(await asOrdinaryUser(at, ["install", "--scope", "project"])).toMatchObject({ code: 0 });
    chmodSync(laidPath(at, ".defenter/hooks"), 0o555);
    expect(await asOrdinaryUser(at, ["uninstall", "--scope", "project"])).toMatchObject({ code: 1 });
    expect(await asOrdinaryUser(at, ["status"])).toMatchObject({ code: 0 });
    chmodSync(laidPath(at, ".defenter/hooks"), 0o755);
  });
});

describe("a repository that would lead the installer astray", () => {
  it.each(["project", "local"])(
    "is refused where its settings are a link to the user's own: %s scope",
    async (scope) => {
      const at = sandbox();
      lay(at, { "~/.claude/settings.json": "{}" });
      symlinkSync(join(at.home, ".claude"), join(at.project, ".claude"));
      const ended = await defenter(at, ["install", "--scope", scope]);
      expect(ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("leads out of the project") });
      expect(readdirSync(at.project)).toEqual([".claude"]);
      expect(readdirSync(join(at.home, ".claude"))).toEqual(["settings.json"]);
    },
  );

  it("is refused where it is the home folder's own folder", async () => {
    const at = sandbox();
    const env = { ...at.env, HOME: join(at.project, "home"), USERPROFILE: join(at.project, "home") };
    mkdirSync(env.HOME);
    for (const args of [["install"], ["uninstall"], ["status"], ["doctor"], ["install", "--scope", "project"]]) {
      const ended = await defenter(at, args, { env });
      expect(ended).toMatchObject({ code: 1, stdout: "" });
      expect(ended.stderr).toMatch(/^defenter: error: the home folder .* lies in the project/);
    }
    expect(readdirSync(at.project)).toEqual(["home"]);
    expect(readdirSync(env.HOME)).toEqual([]);
  });

  it("is refused where the home folder is no absolute path", async () => {
    const at = sandbox();
    const ended = await defenter(at, ["install"], { env: { ...at.env, HOME: "home", USERPROFILE: "home" } });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("is no absolute path") });
  });
});

describe("a command line that could be misread", () => {
  it.each([
    ["install", "--dry-run=1"],
    ["install", "--dry-run=TRUE"],
    ["install", "--dry-run="],
    ["install", "--dry-run", "maybe"],
    ["install", "--dry-run", ""],
    ["install", "--project", ""],
    ["install", "--project="],
    ["install", "--scope", "local", "--scope", "user"],
    ["uninstall", "--dry-run=yes"],
    ["status", "--json=1"],
    ["demo", "--keep=1"],
  ])("is exit 2 and does nothing: %j", async (...args) => {
    const at = sandbox();
    const ended = await defenter(at, args);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^defenter: error: /) });
    expect([...readdirSync(at.home), ...readdirSync(at.project)]).toEqual([]);
  });
});

describe("a process whose surroundings are gone", () => {
  it.each(["install", "uninstall", "status", "doctor", "log"])(
    "says that the current folder is: %s",
    async (command) => {
      const at = sandbox();
      const cli = join(DIST, "cli", "defenter.js");
      const script = `cd "$1" && rmdir "$1" && exec "$2" "$3" "$4"`;
      const ended = await run("/bin/sh", ["-c", script, "sh", at.project, process.execPath, cli, command], {
        cwd: at.home,
        env: at.env,
      });
      expect(ended).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(/^defenter: error: the current folder is gone\n/),
      });
    },
  );

  it("says that its output cannot be written", async () => {
    if (!existsSync("/dev/full")) return;
    const at = sandbox();
    await install(at, "user");
    const cli = join(DIST, "cli", "defenter.js");
    for (const args of ["log --json", "status", "status --json", "--help"]) {
      const ended = await run("/bin/sh", ["-c", `"$1" "$2" ${args} > /dev/full`, "sh", process.execPath, cli], {
        cwd: at.project,
        env: at.env,
      });
      expect(ended).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^defenter: error: stdout cannot be written to \(ENOSPC\)\n$/),
      });
    }
  });

  it("is installed and uninstalled in a home folder with a backslash, quotes and spaces in its name", async () => {
    const at = sandbox();
    const home = join(at.folder, String.raw`ho\me "of" $me`);
    mkdirSync(home);
    const env = { ...at.env, HOME: home, USERPROFILE: home };
    expect(await defenter(at, ["install"], { env })).toMatchObject({ code: 0 });
    expect(await defenter(at, ["doctor"], { env })).toMatchObject({ code: 0 });
    expect(await defenter(at, ["uninstall"], { env })).toMatchObject({ code: 0 });
    expect(existsSync(join(home, ".claude"))).toBe(false);
  });
});
