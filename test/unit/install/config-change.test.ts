import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOMENTS, type Scope } from "../../../install/claude.ts";
import { judgeConfigChange } from "../../../src/selfcheck/config-change.ts";
import { type Asking, checkRegistration } from "../../../src/selfcheck/registration.ts";
import { rememberSettings } from "../../../src/selfcheck/remembered.ts";
import { DEAD, putDead } from "./dead.ts";
import { type Account, makeAccount, put, read } from "./guard.ts";

const SOURCES = { user: "user_settings", project: "project_settings", local: "local_settings" } as const;

function askingOf(account: Account, scope: Scope): Asking {
  const { roots, place } = account.request(scope);
  const bundles =
    scope === "project" ? join(account.project, ".defenter", "hooks") : join(roots.data, "hooks", "0.1.0");
  return { roots, project: account.project, env: place.env, platform: "linux", version: "0.1.0", bundles };
}

/** A session that began with the guard registered in `scope`. */
function begin(account: Account, scope: Scope): Asking {
  account.install(scope);
  rmSync(join(account.request(scope).roots.state, "changing.json"), { force: true });
  const asking = askingOf(account, scope);
  rememberSettings(asking, { session: "s1", source: "startup" }, Date.now());
  return asking;
}

const judge = (account: Account, asking: Asking, scope: Scope, session: string | null = "s1", nowMs = Date.now()) =>
  judgeConfigChange({ source: SOURCES[scope], filePath: account.settings(scope), session }, asking, nowMs, 100);

function change(account: Account, scope: Scope, edit: (json: Record<string, unknown>) => void): void {
  const json = JSON.parse(read(account.settings(scope)) ?? "{}");
  edit(json);
  put(account.settings(scope), JSON.stringify(json, null, 2));
}

const SCOPES: Scope[] = ["user", "project", "local"];

describe("a change of the settings during a session", () => {
  it.each(SCOPES)("passes where it leaves the guard alone: %s scope", async (scope) => {
    const account = makeAccount();
    const asking = begin(account, scope);
    change(account, scope, (json) => {
      json["model"] = "opus";
      json["env"] = { MY_VARIABLE: "1" };
    });
    expect(await judge(account, asking, scope)).toEqual({ refuse: null });
    expect(await judge(account, asking, scope, "another session")).toEqual({ refuse: null });
  });

  it.each(SCOPES.flatMap((guarded) => SCOPES.map((changed) => [guarded, changed] as const)))(
    "is refused where it switches hooks off: guard in %s scope, switch in %s scope",
    async (guarded, changed) => {
      const account = makeAccount();
      const asking = begin(account, guarded);
      change(account, changed, (json) => {
        json["disableAllHooks"] = true;
      });
      const isUndone = guarded === "local" && changed !== "local";
      const { refuse } = await judge(account, asking, changed);
      if (isUndone) expect(refuse).toBeNull();
      else expect(refuse).toMatch(/disableAllHooks/);
    },
  );

  it("is refused where it takes back what undid a project's switch", async () => {
    const account = makeAccount();
    put(account.settings("project"), '{"disableAllHooks": true}');
    const asking = begin(account, "local");
    change(account, "local", (json) => {
      delete json["disableAllHooks"];
    });
    expect((await judge(account, asking, "local")).refuse).toMatch(/disableAllHooks/);
  });

  it.each([
    "NODE_OPTIONS",
    "PATH",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "NODE_PATH",
    "GIT_DIR",
    "BASH_ENV",
    "BASH_FUNC_sh%%",
    "SHELLOPTS",
    "BASHOPTS",
  ])("is refused where it sets %s, in any scope", async (name) => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      const asking = begin(account, "user");
      change(account, scope, (json) => {
        json["env"] = { [name]: "--require ./canary.cjs" };
      });
      const { refuse } = await judge(account, asking, scope);
      expect(refuse).toContain(name);
      expect(refuse).not.toContain("canary");
    }
  });

  it("passes with variables of git that change nothing for a hook", async () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    change(account, "project", (json) => {
      json["env"] = { GIT_PAGER: "cat", GIT_EDITOR: "true", GIT_TERMINAL_PROMPT: "0", GIT_AUTHOR_NAME: "a" };
    });
    expect((await judge(account, asking, "project")).refuse).toBeNull();
  });

  it.each(DEAD)("is refused where the registration %s", async (_, kill) => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      const asking = begin(account, scope);
      putDead(account, scope, kill);
      expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
      expect(checkRegistration(asking)).toEqual([expect.stringMatching(/settings(?:\.local)?\.json: PreToolUse\./)]);
    }
  });

  it("passes where an older version's own command comes back", async () => {
    const account = makeAccount();
    account.install("user");
    const older = read(account.settings("user")) ?? "";
    account.install("user", "0.2.0");
    const asking = begin(account, "local");
    rmSync(account.settings("local"));
    put(account.settings("user"), older);
    expect((await judge(account, asking, "user")).refuse).toBeNull();
    expect(checkRegistration(asking)).toEqual([]);
  });

  it("passes with a variable that the session began with, and not with another value of it", async () => {
    const account = makeAccount();
    put(account.settings("user"), '{"env": {"GIT_DIR": "a"}}');
    const asking = begin(account, "user");
    change(account, "user", (json) => {
      json["model"] = "opus";
    });
    expect((await judge(account, asking, "user")).refuse).toBeNull();
    change(account, "user", (json) => {
      json["env"] = { GIT_DIR: "b" };
    });
    expect((await judge(account, asking, "user")).refuse).toContain("GIT_DIR");
  });

  it.each<[string, Record<string, unknown>]>([
    ["model", { model: 5 }],
    ["the switch", { disableAllHooks: "true" }],
    ["the mode", { permissions: { defaultMode: "nonsense" } }],
    ["a list of paths", { permissions: { additionalDirectories: "x" } }],
    ["env", { env: [] }],
    ["what this version overlooks", { theme: 5 }],
  ])(
    "is refused where %s gets a value that costs the file",
    async (_, more) => {
      for (const scope of SCOPES) {
        const account = makeAccount();
        const asking = begin(account, scope);
        change(account, scope, (json) => Object.assign(json, more));
        expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
      }
    },
    30_000,
  );

  it("passes with a value of a wrong type that the session began with", async () => {
    const account = makeAccount();
    put(account.settings("user"), '{"theme": 5}');
    const asking = begin(account, "user");
    change(account, "user", (json) => {
      json["model"] = "opus";
    });
    expect((await judge(account, asking, "user")).refuse).toBeNull();
  });

  it("is refused while another file still holds what was refused", async () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    put(account.settings("local"), '{"env": {"NODE_OPTIONS": "-r x"}}');
    put(account.settings("project"), '{"model": "opus"}');
    expect((await judge(account, asking, "project")).refuse).toContain("NODE_OPTIONS");
  });

  it.each<[string, (json: Record<string, unknown>) => void]>([
    ["takes all hooks out", (json) => delete json["hooks"]],
    ["takes one event out", (json) => delete (json["hooks"] as Record<string, unknown>)["PreToolUse"]],
    [
      "narrows one down",
      (json) => {
        const { PreToolUse } = json["hooks"] as { PreToolUse: Record<string, unknown>[] };
        Object.assign(PreToolUse[0] ?? {}, { matcher: "NoSuchTool" });
      },
    ],
    [
      "has it fail open",
      (json) => {
        const { PreToolUse } = json["hooks"] as { PreToolUse: { hooks: Record<string, unknown>[] }[] };
        delete PreToolUse[0]?.hooks[0]?.["onFailure"];
      },
    ],
    [
      "runs something else",
      (json) => {
        const { PreToolUse } = json["hooks"] as { PreToolUse: { hooks: Record<string, unknown>[] }[] };
        Object.assign(PreToolUse[0]?.hooks[0] ?? {}, { command: "true" });
      },
    ],
    [
      "has the host drop the file",
      (json) => {
        (json["hooks"] as Record<string, unknown>)["PermissionRequest"] = [{ hooks: [{}] }];
      },
    ],
  ])(
    "is refused where it %s",
    async (_, edit) => {
      for (const scope of SCOPES) {
        const account = makeAccount();
        const asking = begin(account, scope);
        change(account, scope, edit);
        expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
        expect((await judge(account, asking, scope, "unknown session")).refuse).toMatch(/no longer register/);
      }
    },
    30_000,
  );

  it("is refused where the file is gone, emptied or no JSON", async () => {
    for (const content of [null, "", "{", "[]"]) {
      const account = makeAccount();
      const asking = begin(account, "user");
      if (content === null) rmSync(account.settings("user"));
      else put(account.settings("user"), content);
      expect((await judge(account, asking, "user")).refuse).toMatch(/no longer register/);
    }
  });

  it("passes where another scope still registers the whole guard", async () => {
    const account = makeAccount();
    account.install("user");
    const asking = begin(account, "project");
    put(account.settings("project"), "{}");
    expect((await judge(account, asking, "project")).refuse).toBeNull();
  });

  it.each(["user", "local"] as const)(
    "is refused where the project's registration alone is left: %s scope",
    async (scope) => {
      const account = makeAccount();
      account.install("project");
      const asking = begin(account, scope);
      put(account.settings(scope), "{}");
      expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
      expect((await judge(account, asking, scope, "unknown session")).refuse).toMatch(/no longer register/);
    },
  );

  it.each(SCOPES)(
    "is judged as always while an installation is at work, but for its own bytes: %s scope",
    async (scope) => {
      const account = makeAccount();
      put(account.settings(scope), '{\n  "model": "opus"\n}\n');
      const asking = begin(account, scope);
      account.uninstall(scope);
      expect((await judge(account, asking, scope)).refuse).toBeNull();
      put(account.settings(scope), '{ "model": "sonnet" }');
      for (const { file } of scope === "project" ? MOMENTS : []) put(join(asking.bundles, file), "");
      expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
      rmSync(account.settings(scope));
      expect((await judge(account, asking, scope)).refuse).toMatch(/no longer register/);
    },
  );

  it("passes where two scopes were installed and uninstalled one right after the other", async () => {
    const account = makeAccount();
    account.install("local");
    const asking = begin(account, "user");
    account.uninstall("user");
    account.uninstall("local");
    expect((await judge(account, asking, "user")).refuse).toBeNull();
    expect((await judge(account, asking, "local")).refuse).toBeNull();
  });

  it.each(SCOPES)("passes where it is our own installing and uninstalling: %s scope", async (scope) => {
    const account = makeAccount();
    const asking = begin(account, scope);
    account.install(scope, "0.2.0");
    expect((await judge(account, asking, scope)).refuse).toBeNull();
    account.uninstall(scope);
    expect((await judge(account, asking, scope)).refuse).toBeNull();
    put(account.settings(scope), "{}");
    if (scope !== "project") {
      expect((await judge(account, asking, scope, "s1", Date.now() + 60_000)).refuse).toMatch(/no longer register/);
    }
  });

  it("passes where our own uninstalling lets a project's switch count again", async () => {
    const account = makeAccount();
    put(account.settings("project"), '{"disableAllHooks": true}');
    const asking = begin(account, "local");
    account.uninstall("local");
    expect((await judge(account, asking, "local")).refuse).toBeNull();
    expect((await judge(account, asking, "project")).refuse).toMatch(/disableAllHooks/);
  });

  it("passes where another branch was checked out, whose bundles go a moment later", async () => {
    const account = makeAccount();
    const asking = begin(account, "project");
    rmSync(account.settings("project"));
    setTimeout(() => rmSync(join(account.project, ".defenter"), { recursive: true }), 200);
    const change = { source: "project_settings", filePath: account.settings("project"), session: "s1" };
    expect(await judgeConfigChange(change, asking, Date.now())).toEqual({ refuse: null });
  });

  it("is judged by how the session began, whatever a later SessionStart finds", async () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    put(account.settings("user"), "{}");
    for (const source of ["compact", "clear"]) rememberSettings(asking, { session: "s1", source }, Date.now());
    expect((await judge(account, asking, "user")).refuse).toMatch(/no longer register/);
    rememberSettings(asking, { session: "s1", source: "resume" }, Date.now());
    expect((await judge(account, asking, "user")).refuse).toBeNull();
  });

  it("is judged by what was installed where nothing could be noted", async () => {
    const account = makeAccount();
    const asking = begin(account, "project");
    const lost = { ...asking, roots: { ...asking.roots, state: "/dev/null/defenter" } };
    rememberSettings(lost, { session: "s1", source: "startup" }, Date.now());
    expect((await judge(account, lost, "project")).refuse).toBeNull();
    put(account.settings("project"), "{}");
    expect((await judge(account, lost, "project")).refuse).toMatch(/no longer register/);
  });

  it("passes what administrators manage, and skills", async () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    put(account.settings("user"), "{}");
    for (const source of ["policy_settings", "skills"]) {
      expect(await judgeConfigChange({ source, filePath: null, session: "s1" }, asking, Date.now())).toEqual({
        refuse: null,
      });
    }
  });

  it("looks at every file where the event does not say which one changed", async () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    put(account.settings("local"), '{"env": {"PATH": "/evil"}}');
    const verdict = await judgeConfigChange({ source: null, filePath: null, session: null }, asking, Date.now());
    expect(verdict.refuse).toContain("PATH");
  });
});

describe("the check at the start of a session", () => {
  it.each(SCOPES)("has nothing to say of a sound installation: %s scope", (scope) => {
    const account = makeAccount();
    expect(checkRegistration(begin(account, scope))).toEqual([]);
  });

  it("names the events that are not guarded", () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    change(account, "user", (json) => delete (json["hooks"] as Record<string, unknown>)["PreToolUse"]);
    expect(checkRegistration(asking)).toEqual([expect.stringMatching(/~\/\.claude\/settings\.json: PreToolUse\./)]);
  });

  it("says that no file registers it any more", () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    rmSync(account.settings("user"));
    expect(checkRegistration(asking)).toEqual([expect.stringContaining("no settings file registers")]);
  });

  it("says which file the host drops", () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    put(account.settings("project"), '{"a": 1, // x\n}');
    expect(checkRegistration(asking)).toEqual([
      expect.stringMatching(/ignores .*settings\.json as a whole: holds a comment/),
    ]);
  });

  it("sees bundles that are not as they were installed", () => {
    const account = makeAccount();
    const asking = begin(account, "project");
    put(join(asking.bundles, "stop.cjs"), "// changed");
    rmSync(join(asking.bundles, "runtime.cjs"));
    expect(checkRegistration(asking)).toEqual([
      expect.stringMatching(/stop\.cjs.*runtime\.cjs|runtime\.cjs.*stop\.cjs/),
    ]);
    rmSync(join(asking.bundles, "manifest.json"));
    expect(checkRegistration(asking)).toEqual([expect.stringContaining("manifest.json is missing")]);
  });

  it("asks for an upgrade where the project brings a newer version", () => {
    const account = makeAccount();
    const asking = begin(account, "user");
    account.install("project", "0.2.0");
    expect(checkRegistration(asking)).toEqual([expect.stringMatching(/0\.2\.0, yours is 0\.1\.0: upgrade/)]);
    const manifest = join(account.project, ".defenter", "hooks", "manifest.json");
    put(manifest, read(manifest)?.replace('"0.2.0"', '"9.9.9-run.npx.evil"') ?? "");
    expect(checkRegistration(asking)).toEqual([expect.stringMatching(/brings defenter 9\.9\.9, yours is 0\.1\.0/)]);
  });

  it("tells what a project tries to switch off, also where it is undone", () => {
    const account = makeAccount();
    const asking = begin(account, "local");
    put(account.settings("project"), '{"disableAllHooks": true, "env": {"GIT_DIR": "x", "NODE_OPTIONS": "-r x"}}');
    expect(checkRegistration(asking)).toEqual([
      "the project settings set disableAllHooks, which is undone elsewhere",
      "the project settings set GIT_DIR, which can disarm hooks",
    ]);
  });
});

describe("a session that goes on under another id", () => {
  const NODE_OPTIONS = { NODE_OPTIONS: "--max-old-space-size=4096" };
  const addRule = (account: Account, scope: Scope) =>
    change(account, scope, (json) => {
      json["permissions"] = { allow: ["Bash(ls)"] };
    });

  it.each(SCOPES)("is judged by what it began with: %s scope", async (scope) => {
    const account = makeAccount();
    change(account, scope, (json) => Object.assign(json, { env: NODE_OPTIONS }));
    account.install(scope);
    const asking = { ...askingOf(account, scope), env: { CLAUDE_PID: "4711" } };
    rmSync(join(asking.roots.state, "changing.json"), { force: true });
    rememberSettings(asking, { session: "s1", source: "startup" }, Date.now());
    rememberSettings(asking, { session: "s2", source: "clear" }, Date.now());
    addRule(account, scope);
    expect(await judge(account, asking, scope, "s2")).toEqual({ refuse: null });
    change(account, scope, (json) => Object.assign(json, { env: { ...NODE_OPTIONS, LD_PRELOAD: "/x.so" } }));
    expect((await judge(account, asking, scope, "s2")).refuse).toContain("LD_PRELOAD");
  });

  it("is judged by what it began with where it was forked into a process of its own", async () => {
    const account = makeAccount();
    account.install("project");
    const asking = { ...askingOf(account, "project"), env: { CLAUDE_PID: "4711" } };
    rmSync(join(asking.roots.state, "changing.json"), { force: true });
    change(account, "project", (json) => Object.assign(json, { env: NODE_OPTIONS }));
    rememberSettings({ ...asking, env: { CLAUDE_PID: "4712" } }, { session: "s2", source: "fork" }, Date.now());
    addRule(account, "project");
    expect((await judge(account, asking, "project", "s2")).refuse).toBeNull();
    // Within the same process it goes on with what the process began with.
    rememberSettings(asking, { session: "s1", source: "startup" }, Date.now());
    change(account, "project", (json) => Object.assign(json, { env: { LD_PRELOAD: "/x.so" } }));
    rememberSettings(asking, { session: "s3", source: "fork" }, Date.now());
    expect((await judge(account, asking, "project", "s3")).refuse).toContain("LD_PRELOAD");
  });

  it("does not take over what another host was told", async () => {
    const account = makeAccount();
    account.install("project");
    const asking = { ...askingOf(account, "project"), env: { CLAUDE_PID: "4711" } };
    rmSync(join(asking.roots.state, "changing.json"), { force: true });
    change(account, "project", (json) => Object.assign(json, { env: NODE_OPTIONS }));
    rememberSettings(asking, { session: "s1", source: "startup" }, Date.now());
    rememberSettings({ ...asking, env: { CLAUDE_PID: "4712" } }, { session: "s2", source: "clear" }, Date.now());
    addRule(account, "project");
    expect((await judge(account, asking, "project", "s2")).refuse).toContain("NODE_OPTIONS");
  });

  it("is not stopped by variables that do not reach the guard, where nothing is known of it", async () => {
    const account = makeAccount();
    change(account, "user", (json) => Object.assign(json, { env: NODE_OPTIONS }));
    const asking = begin(account, "user");
    addRule(account, "user");
    expect(await judge(account, asking, "user", "unknown")).toEqual({ refuse: null });
    change(account, "user", (json) => Object.assign(json, { env: { LD_PRELOAD: "/x.so" } }));
    expect((await judge(account, asking, "user", "unknown")).refuse).toContain("LD_PRELOAD");
  });

  it.each(SCOPES)("is judged also by what makes the host drop the file: %s scope", async (scope) => {
    for (const edit of [{ model: 5 }, { disableAllHooks: "true" }, { permissions: [] }]) {
      const account = makeAccount();
      const asking = begin(account, scope);
      change(account, scope, (json) => Object.assign(json, edit));
      expect((await judge(account, asking, scope)).refuse).not.toBe(null);
    }
  });
});
