import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  defenter,
  fire,
  install,
  laidPath,
  lay,
  makeSandbox,
  removeSandbox,
  type Sandbox,
} from "../support/sandbox.ts";

/** The registered hooks that look after the guard itself, run as a host runs them. */

const sandboxes: Sandbox[] = [];
afterEach(() => {
  for (const sandbox of sandboxes.splice(0)) removeSandbox(sandbox);
});

const PATHS = {
  user: "~/.claude/settings.json",
  project: ".claude/settings.json",
  local: ".claude/settings.local.json",
} as const;
type Scope = keyof typeof PATHS;
const SCOPES = ["user", "project", "local"] as const;

interface Session {
  readonly at: Sandbox;
  /** Fires an event by the command that was registered when the session began, as a host that has not reloaded yet. */
  fire(event: string, fields: object): ReturnType<typeof fire>;
  settings(scope: Scope): string;
}

async function begin(scope: Scope): Promise<Session> {
  const at = makeSandbox();
  sandboxes.push(at);
  await install(at, scope);
  rmSync(join(at.home, ".local", "state", "defenter", "changing.json"));
  const { hooks } = JSON.parse(readFileSync(laidPath(at, PATHS[scope]), "utf8"));
  const session: Session = {
    at,
    fire: (event, fields) =>
      fire(
        at,
        hooks[event][0].hooks[0].command,
        JSON.stringify({ session_id: "s1", cwd: at.project, hook_event_name: event, ...fields }),
      ),
    settings: (of) => laidPath(at, PATHS[of]),
  };
  const started = await session.fire("SessionStart", { source: "startup" });
  expect(started.code).toBe(0);
  expect(started.stdout).not.toContain("systemMessage");
  return session;
}

function changed(session: Session, scope: Scope): ReturnType<typeof fire> {
  return session.fire("ConfigChange", { source: `${scope}_settings`, file_path: session.settings(scope) });
}

describe("a session that began guarded", () => {
  it.each(SCOPES)("keeps the guard when its settings are emptied or switched off: %s scope", async (scope) => {
    const session = await begin(scope);
    const before = readFileSync(session.settings(scope), "utf8");
    for (const text of [
      "{}",
      before.replace("{", '{"disableAllHooks": true,').replace(/,\s*"disableAllHooks": false/, ""),
    ]) {
      lay(session.at, { [PATHS[scope]]: text });
      const answer = await changed(session, scope);
      expect(answer.code).toBe(2);
      expect(JSON.parse(answer.stdout)).toMatchObject({ decision: "block" });
    }
    lay(session.at, { [PATHS[scope]]: before.replace("{", '{"model": "opus",') });
    expect(await changed(session, scope)).toMatchObject({ code: 0, stdout: "" });
  });

  it("keeps out a repository's variables", async () => {
    const session = await begin("user");
    lay(session.at, { [PATHS.project]: '{"env": {"NODE_OPTIONS": "--require ./canary.cjs"}}' });
    const answer = await changed(session, "project");
    expect(answer.code).toBe(2);
    expect(answer.stdout + answer.stderr).not.toContain("canary");
  });

  it.each(SCOPES)("lets the person upgrade and uninstall: %s scope", async (scope) => {
    const session = await begin(scope);
    await install(session.at, scope);
    expect((await changed(session, scope)).code).toBe(0);
    expect((await defenter(session.at, ["uninstall", "--scope", scope])).code).toBe(0);
    expect(existsSync(session.settings(scope))).toBe(false);
    // The bundles are gone by now: the host goes on, for this event fails open.
    expect((await changed(session, scope)).code).not.toBe(2);
  });

  it("goes on as another branch says", async () => {
    const session = await begin("project");
    rmSync(session.settings("project"));
    setTimeout(() => rmSync(join(session.at.project, ".defenter"), { recursive: true }), 500);
    expect((await changed(session, "project")).code).not.toBe(2);
  });

  it("is told at its start what is wrong with the guard", async () => {
    const session = await begin("project");
    lay(session.at, { ".defenter/hooks/stop.cjs": "// changed" });
    const started = await session.fire("SessionStart", { source: "startup" });
    expect(JSON.parse(started.stdout).systemMessage).toContain("stop.cjs is not the file that was installed");
  });

  it("is told what to do where a file of the guard is missing", async () => {
    const session = await begin("project");
    rmSync(join(session.at.project, ".defenter", "hooks", "shell.cjs"));
    const call = { tool_name: "Bash", tool_input: { command: "for f in a b; do rm -rf ~/$f; done" } };
    const answer = await session.fire("PreToolUse", call);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain("a file of the guard is missing: run `npx defenter install` again");
  });
});
