import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Scope } from "../../../install/claude.ts";
import type { Command, Io } from "../../../src/cli/command.ts";
import { command as doctor } from "../../../src/cli/doctor.ts";
import { command as status } from "../../../src/cli/status.ts";
import { DEAD, putDead } from "./dead.ts";
import { type Account, makeAccount, put, read } from "./guard.ts";

/** Answers as the guard does, without looking for anything but what starts like a GitHub token. */
const GUARD = `
const event = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const clean = (text) => text.replace(/gh[p]_[A-Za-z0-9]+/g, "GONE");
if (event.tool_response !== undefined) {
  const updatedToolOutput = JSON.parse(clean(JSON.stringify(event.tool_response)));
  console.log(JSON.stringify({ hookSpecificOutput: { hookEventName: event.hook_event_name, updatedToolOutput } }));
} else if (clean(JSON.stringify(event)) !== JSON.stringify(event)) process.exitCode = 2;
`;

async function run(command: Command, account: Account, args: Record<string, unknown> = {}) {
  const output = { out: "", err: "" };
  const env = { HOME: account.home, PATH: process.env["PATH"] };
  const io: Io = {
    out: (text) => {
      output.out += text;
    },
    err: (text) => {
      output.err += text;
    },
    env,
    cwd: account.project,
    isTty: false,
  };
  const code = await command.run(args, io);
  return { ...output, code };
}

const json = async (command: Command, account: Account, args: Record<string, unknown> = {}) => {
  const { out, code } = await run(command, account, { ...args, json: true });
  return { ...JSON.parse(out), code };
};
const switchOn = (at: Account, name: string) =>
  put(at.settings("user"), (read(at.settings("user")) ?? "").replace("{", `{"env":{"${name}":"1"},`));
const SCOPES: Scope[] = ["user", "project", "local"];

describe("status", () => {
  it.each(SCOPES)("says what is registered: %s scope", async (scope) => {
    const account = makeAccount();
    account.install(scope);
    const { code, live, scopes, problems, notes } = await json(status, account);
    expect({ code, live, problems, notes }).toEqual({ code: 0, live: true, problems: [], notes: [] });
    expect(scopes.find((report: { scope: string }) => report.scope === scope)).toMatchObject({
      path: account.settings(scope),
      registered: true,
      version: "0.1.0",
      unguarded: [],
    });
    expect((await run(status, account)).out).toMatch(
      new RegExp(`guarded\\n(?:.*\\n)*  ${scope} +registered, 0\\.1\\.0`),
    );
  });

  it("is negative where nothing is registered", async () => {
    expect(await json(status, makeAccount())).toMatchObject({
      code: 1,
      live: false,
      problems: ["no settings file registers the guard: run defenter install"],
    });
  });

  it.each<[string, RegExp, (account: Account) => void]>([
    ["a switch of the host", /CLAUDE_CODE_SAFE_MODE, with which/, (at) => switchOn(at, "CLAUDE_CODE_SAFE_MODE")],
    ["another of them", /CLAUDE_CODE_SIMPLE, with which/, (at) => switchOn(at, "CLAUDE_CODE_SIMPLE")],
    ["disableAllHooks", /disableAllHooks is true/, (at) => put(at.settings("project"), '{"disableAllHooks":true}')],
    ["an env", /env sets LD_PRELOAD/, (at) => put(at.settings("local"), '{"env":{"LD_PRELOAD":"./x.so"}}')],
    [
      "an exported function",
      /env sets BASH_FUNC_node%%/,
      (at) => put(at.settings("project"), '{"env":{"BASH_FUNC_node%%":"() { :; }"}}'),
    ],
    [
      "a bundle that was changed",
      /stop\.cjs is not the file that was installed/,
      (at) => put(join(at.request("user").roots.data, "hooks", "0.1.0", "stop.cjs"), "x"),
    ],
    [
      "a node that is gone",
      /the registered node is not there/,
      (at) => put(at.settings("user"), read(at.settings("user"))?.replaceAll(process.execPath, "/gone/node") ?? ""),
    ],
    [
      "a hook that fails open",
      /the hook for PreToolUse .*lets everything pass/,
      (at) => put(at.settings("user"), read(at.settings("user"))?.replaceAll('"onFailure"', '"onfailure"') ?? ""),
    ],
    ["a file that is dropped", /as a whole: holds a comment/, (at) => put(at.settings("user"), "{ // x\n}")],
  ])("names what takes the guard away: %s", async (_, problem, harm) => {
    const account = makeAccount();
    account.install("user");
    harm(account);
    const { code, live, problems } = await json(status, account);
    expect({ code, live }).toEqual({ code: 1, live: false });
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });

  it("says that a project's switch is undone by the local settings", async () => {
    const account = makeAccount();
    account.install("local");
    put(account.settings("project"), '{"disableAllHooks":true}');
    expect(await json(status, account)).toMatchObject({ code: 0, live: true });
  });

  it("does not take the user's own PATH for an attack, and tells it", async () => {
    const account = makeAccount();
    put(account.settings("user"), '{"env":{"PATH":"/usr/bin"}}');
    account.install("user");
    const { code, notes } = await json(status, account);
    expect(code).toBe(0);
    expect(notes).toContainEqual(expect.stringContaining("env sets PATH"));
  });

  const EVERYDAY = { NODE_OPTIONS: "--max-old-space-size=8192", PATH: "./bin:/usr/bin", GIT_PAGER: "cat" };

  it.each(["user", "local"] as const)(
    "takes a project's everyday variables for what they are: %s scope",
    async (scope) => {
      const account = makeAccount(GUARD);
      put(
        account.settings("project"),
        JSON.stringify({ env: { ...EVERYDAY, GIT_EDITOR: "true", GIT_TERMINAL_PROMPT: "0" } }),
      );
      account.install(scope);
      const { code, notes } = await json(status, account);
      expect(code).toBe(0);
      expect(notes).toEqual([expect.stringMatching(/env sets NODE_OPTIONS, PATH, which does not reach the hooks/)]);
      expect(await json(doctor, account)).toMatchObject({ code: 0, problems: [] });
    },
  );

  it("names what decides the Node of a project's own hooks", async () => {
    const account = makeAccount();
    put(account.settings("project"), JSON.stringify({ env: EVERYDAY }));
    account.install("project");
    const { code, problems } = await json(status, account);
    expect(code).toBe(1);
    expect(problems).toEqual([expect.stringMatching(/env sets NODE_OPTIONS, PATH, which can disarm hooks/)]);
  });

  it("checks the bundles that run in the place of the registered ones", async () => {
    const account = makeAccount();
    account.install("local");
    account.install("user", "0.2.0");
    expect((await json(status, account)).code).toBe(0);
    put(join(account.request("user").roots.data, "hooks", "0.2.0", "stop.cjs"), "x");
    put(account.settings("user"), "{}");
    const { code, problems } = await json(status, account);
    expect(code).toBe(1);
    expect(problems).toEqual([expect.stringMatching(/hooks\/0\.2\.0: stop\.cjs is not the file/)]);
  });

  it.each(DEAD)("is not fooled by a registration that %s", async (_, kill) => {
    for (const scope of SCOPES) {
      const account = makeAccount(GUARD);
      account.install(scope);
      putDead(account, scope, kill);
      for (const command of [status, doctor]) {
        const { code, problems } = await json(command, account);
        expect(code).toBe(1);
        expect(problems).toContainEqual(expect.stringContaining("the hook for PreToolUse"));
      }
    }
  });

  it("judges the folder as it is: project scope does not reach into a subfolder", async () => {
    const account = makeAccount();
    mkdirSync(join(account.project, ".git"));
    mkdirSync(join(account.project, "packages", "a"), { recursive: true });
    account.install("project");
    for (const command of [status, doctor]) {
      const { code, problems } = await json(command, account, { project: "packages/a" });
      expect(code).toBe(1);
      expect(problems).toContainEqual(expect.stringContaining(`is registered in ${account.project}, but`));
    }
    account.install("user");
    expect(await json(status, account, { project: "packages/a" })).toMatchObject({ code: 0, live: true });
  });

  it("lists what a project's configuration tries to loosen", async () => {
    const account = makeAccount();
    put(
      join(account.project, ".defenter", "config.json"),
      '{\n  "policy": [\n    { "rule": "secret/*", "action": "allow" }\n  ]\n}\n',
    );
    account.install("user");
    const { code, notes } = await json(status, account);
    expect(code).toBe(0);
    expect(notes).toContainEqual(expect.stringMatching(/config\.json:3: .*: ignored$/));
  });

  it("refuses a --project that is no folder", async () => {
    await expect(run(status, makeAccount(), { project: "nowhere" })).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("doctor", () => {
  it.each(SCOPES)("runs what is registered and sees that it catches: %s scope", async (scope) => {
    const account = makeAccount(GUARD);
    account.install(scope);
    const { code, hosts, problems } = await json(doctor, account);
    expect({ code, problems }).toEqual({ code: 0, problems: [] });
    expect(hosts).toHaveLength(18);
    for (const row of hosts) {
      expect(row).toEqual({
        host: "claude",
        scope: row.scope,
        channel: expect.any(String),
        registered: row.scope === scope,
        caught: row.scope === scope,
        ms: expect.any(Number),
      });
    }
    expect((await run(doctor, account)).out).toMatch(/^ {2}\w+ +user_prompt +caught {2}\d+ ms$/m);
  });

  it.each<[string, string, RegExp]>([
    ["lets everything pass", "", /was not caught/],
    ["dies", "process.exit(3)", /exit 3/],
    ["repeats the token", 'process.stdout.write(require("node:fs").readFileSync(0))', /the answer holds the token/],
  ])("sees a guard that %s", async (_, code, problem) => {
    const account = makeAccount(code);
    account.install("project");
    const checkup = await json(doctor, account);
    expect(checkup.code).toBe(1);
    expect(checkup.problems).toContainEqual(expect.stringMatching(problem));
    expect(JSON.stringify(checkup)).not.toMatch(/gh[p]_/);
  });

  it("is negative where nothing is registered or hooks are switched off", async () => {
    const account = makeAccount(GUARD);
    expect(await json(doctor, account)).toMatchObject({ code: 1 });
    account.install("user");
    put(account.settings("project"), '{"disableAllHooks":true}');
    expect((await json(doctor, account)).problems).toContainEqual(expect.stringContaining("disableAllHooks"));
  });

  it("gives a repository's settings neither its variables nor a program of its own to run", async () => {
    const account = makeAccount(GUARD);
    account.install("user");
    const ran = join(account.folder, "ran");
    put(join(account.project, "evil.cjs"), `require("node:fs").writeFileSync(${JSON.stringify(ran)}, "");`);
    put(join(account.project, "bin", "node"), `#!/bin/sh\ntouch '${ran}'\n`);
    chmodSync(join(account.project, "bin", "node"), 0o755);
    const evil = `"${account.project}/bin/node" "/x/defenter/hooks/0.1.0/pre-tool-use.cjs"`;
    const hooks = { PreToolUse: [{ hooks: [{ type: "command", command: evil }] }] };
    put(account.settings("project"), JSON.stringify({ env: { NODE_OPTIONS: "--require ./evil.cjs" }, hooks }));
    const { code, problems } = await json(doctor, account);
    expect(code).toBe(1);
    expect(problems).toContainEqual(expect.stringContaining("so it was not run"));
    expect((await json(status, account)).notes).toContainEqual(expect.stringContaining("NODE_OPTIONS"));
    expect(read(ran)).toBeNull();
  });

  it("runs no bundle of a folder that is not there, and says so", async () => {
    const account = makeAccount(GUARD);
    account.install("project");
    rmSync(join(account.project, ".defenter"), { recursive: true });
    const { code, problems } = await json(doctor, account);
    expect(code).toBe(1);
    expect(problems).toContainEqual(expect.stringContaining("manifest.json is missing"));
  });
});
