import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyPlan, carryOut } from "../../../install/apply.ts";
import { checkBundles } from "../../../install/bundles.ts";
import { MOMENTS, SCOPES, settingsPath } from "../../../install/claude.ts";
import { unifiedDiff } from "../../../install/diff.ts";
import { findOrigins } from "../../../install/origins.ts";
import { planInstall } from "../../../install/plan-install.ts";
import { planUninstall } from "../../../install/plan-uninstall.ts";
import { unguardedEvents } from "../../../install/registered.ts";
import { readScope } from "../../../install/scopes.ts";
import { type Account, makeAccount, put, read, snapshot } from "./guard.ts";

const FOREIGN = '{\n    "model": "opus",\n    "hooks": {\n        "PreToolUse": [],\n        "Stop": []\n    }\n}';
const registered = (account: Account, scope: (typeof SCOPES)[number]) =>
  readScope(scope, account.settings(scope), originsIn(account)).registrations;
const originsIn = (account: Account) => findOrigins(account.request("user").place, account.request("user").roots);

describe("installing", () => {
  it.each(SCOPES)("registers every event and brings every bundle: %s scope", (scope) => {
    const account = makeAccount();
    const plan = account.install(scope);
    expect(unguardedEvents(registered(account, scope))).toEqual([]);
    expect(checkBundles(plan.bundleFolder)).toEqual([]);
    expect(plan.bundleFolder).toBe(
      scope === "project"
        ? join(account.project, ".defenter", "hooks")
        : join(account.home, ".local", "share", "defenter", "hooks", "0.1.0"),
    );
    for (const { own } of registered(account, scope)) {
      expect(existsSync(join(own.folder ?? plan.bundleFolder, own.file))).toBe(true);
    }
  });

  it.each(SCOPES)("is undone to the last file by uninstalling, the state folder aside: %s scope", (scope) => {
    for (const before of [null, "", "{\n}\n", FOREIGN, '\ufeff{"a":1}', '{ "hooks": { "Stop": [ ] } }']) {
      const account = makeAccount();
      if (before !== null) put(account.settings(scope), before);
      const files = snapshot(account.folder);
      account.install(scope);
      account.uninstall(scope);
      const after = Object.entries(snapshot(account.folder));
      const kept = after.filter(([path]) => !/^(?:bundles-|home\/\.local\/state\/)/.test(path));
      expect(Object.fromEntries(kept)).toEqual(files);
      if (before === null) expect(existsSync(dirname(account.settings(scope)))).toBe(false);
      expect(existsSync(join(account.project, ".defenter"))).toBe(false);
      expect(existsSync(join(account.home, ".local", "share", "defenter"))).toBe(false);
    }
  });

  it("leaves only what others made where nobody remembers the installation", () => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      put(account.settings(scope), '{\n  "model": "opus"\n}\n');
      account.install(scope);
      rmSync(join(account.home, ".local", "state"), { recursive: true });
      account.uninstall(scope);
      expect(read(account.settings(scope))).toBe('{\n  "model": "opus"\n}\n');
    }
  });

  it("changes nothing the second time", () => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      account.install(scope);
      const files = snapshot(account.folder);
      const plan = account.install(scope);
      expect(plan).toMatchObject({ settings: null, writesBefore: [], writesAfter: [], removals: [] });
      expect(snapshot(account.folder)).toEqual(files);
    }
  });

  it("plans without a change", () => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      const request = account.request(scope);
      const files = snapshot(account.folder);
      planInstall(request);
      planUninstall(request);
      expect(snapshot(account.folder)).toEqual(files);
      expect(readdirSync(account.home)).toEqual([]);
    }
  });

  it("keeps a backup that only the account can read", () => {
    const account = makeAccount();
    put(account.settings("user"), FOREIGN);
    const backup = account.install("user").backup ?? "";
    expect(read(backup)).toBe(FOREIGN);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(backup)).mode & 0o777).toBe(0o700);
  });

  it("keeps a link a link, and the mode of the file behind it", () => {
    const account = makeAccount();
    const real = join(account.home, "dotfiles", "claude.json");
    put(real, FOREIGN);
    chmodSync(real, 0o640);
    mkdirSync(dirname(account.settings("user")));
    symlinkSync("../dotfiles/claude.json", account.settings("user"));
    account.install("user");
    expect(lstatSync(account.settings("user")).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(unguardedEvents(registered(account, "user"))).toEqual([]);
    account.uninstall("user");
    expect(lstatSync(account.settings("user")).isSymbolicLink()).toBe(true);
    expect(read(real)).toBe(FOREIGN);
  });

  it("writes to what a dangling link names", () => {
    const account = makeAccount();
    mkdirSync(dirname(account.settings("user")));
    symlinkSync("other.json", account.settings("user"));
    account.install("user");
    expect(lstatSync(account.settings("user")).isSymbolicLink()).toBe(true);
    expect(existsSync(join(dirname(account.settings("user")), "other.json"))).toBe(true);
  });

  it("upgrades and comes back to what was before the first version", () => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      put(account.settings(scope), FOREIGN);
      account.install(scope);
      const plan = account.install(scope, "0.2.0");
      expect(checkBundles(plan.bundleFolder)).toEqual([]);
      expect(registered(account, scope)).toHaveLength(MOMENTS.length);
      expect(existsSync(join(plan.bundleFolder, "old-part.cjs"))).toBe(false);
      account.uninstall(scope);
      expect(read(account.settings(scope))).toBe(FOREIGN);
    }
  });

  it("keeps an older version's files, which running sessions still call", () => {
    const account = makeAccount();
    account.install("user");
    account.install("user", "0.2.0");
    const data = join(account.home, ".local", "share", "defenter");
    expect(checkBundles(join(data, "hooks", "0.1.0"))).toEqual([]);
    expect(read(join(data, "current.json"))).toBe('{"version":"0.2.0"}\n');
  });

  it("keeps the bundles that another scope still names", () => {
    const account = makeAccount();
    account.install("user", "0.2.0");
    account.install("local");
    const data = join(account.home, ".local", "share", "defenter");
    expect(read(join(data, "current.json"))).toBe('{"version":"0.2.0"}\n');
    account.uninstall("user");
    expect(readdirSync(join(data, "hooks"))).toEqual(["0.1.0"]);
    expect(read(join(data, "current.json"))).toBe('{"version":"0.1.0"}\n');
    account.uninstall("local");
    expect(existsSync(data)).toBe(false);
  });

  it("lets later edits of others live", () => {
    for (const scope of SCOPES) {
      const account = makeAccount();
      account.install(scope);
      const json = JSON.parse(read(account.settings(scope)) ?? "");
      json.hooks.Stop.push({ hooks: [{ type: "command", command: "say done" }] });
      put(account.settings(scope), JSON.stringify({ model: "opus", ...json }, null, 3));
      account.uninstall(scope);
      expect(JSON.parse(read(account.settings(scope)) ?? "")).toEqual({
        model: "opus",
        hooks: { Stop: [{ hooks: [{ type: "command", command: "say done" }] }] },
      });
    }
  });

  it("keeps the files that others put into the project's folder", () => {
    const account = makeAccount();
    put(join(account.project, ".defenter", "config.json"), "{}");
    account.install("project");
    put(join(account.project, ".defenter", "hooks", "notes.txt"), "mine");
    account.uninstall("project");
    expect(snapshot(join(account.project, ".defenter"))).toEqual({ "config.json": "{}", "hooks/notes.txt": "mine" });
  });

  it("sets disableAllHooks to false in local scope alone, and puts it back", () => {
    const account = makeAccount();
    put(account.settings("local"), '{"disableAllHooks": true}');
    expect(account.install("local").warnings).toContainEqual(expect.stringContaining("is now false"));
    expect(JSON.parse(read(account.settings("local")) ?? "").disableAllHooks).toBe(false);
    put(account.settings("local"), `${read(account.settings("local"))}\n`);
    account.uninstall("local");
    expect(JSON.parse(read(account.settings("local")) ?? "")).toEqual({ disableAllHooks: true });
    account.install("user");
    expect(JSON.parse(read(account.settings("user")) ?? "").disableAllHooks).toBeUndefined();
  });

  it("says where hooks are switched off", () => {
    const account = makeAccount();
    put(account.settings("project"), '{"disableAllHooks": true}');
    expect(account.install("project").warnings).toContainEqual(expect.stringContaining("disableAllHooks is true"));
  });
});

describe("a settings file that another program writes meanwhile", () => {
  it("is planned anew, and nothing is lost", () => {
    const account = makeAccount();
    put(account.settings("user"), '{"a":1}');
    const plan = planInstall(account.request("user"));
    const files = () => Object.keys(snapshot(account.home));
    put(account.settings("user"), '{"a":1,"b":2}');
    expect(applyPlan(plan)).toBe(false);
    expect(files()).toEqual([".claude/settings.json"]);
    account.install("user");
    expect(JSON.parse(read(account.settings("user")) ?? "")).toMatchObject({ a: 1, b: 2 });
  });

  it("is not made where it appeared", () => {
    const account = makeAccount();
    const plan = planInstall(account.request("user"));
    put(account.settings("user"), '{"theirs":true}');
    expect(applyPlan(plan)).toBe(false);
    expect(read(account.settings("user"))).toBe('{"theirs":true}');
  });
});

describe("what cannot be installed", () => {
  const cases: Readonly<Record<string, [RegExp, (account: Account) => void]>> = {
    "a comment": [/settings\.json:2: holds a comment/, (at) => put(at.settings("user"), '{\n  // why\n  "a": 1\n}')],
    "a trailing comma": [/is no valid JSON/, (at) => put(at.settings("user"), '{"a": 1,}')],
    "two values": [/is no valid JSON/, (at) => put(at.settings("user"), "{} {}")],
    "an array": [/holds no JSON object/, (at) => put(at.settings("user"), "[]")],
    "no UTF-8": [/is not valid UTF-8/, (at) => put(at.settings("user"), Buffer.from([0x7b, 0xff, 0x7d]))],
    "an enormous file": [
      /is larger than 2 MiB/,
      (at) => put(at.settings("user"), JSON.stringify({ a: "x".repeat(5 * 1024 * 1024) })),
    ],
    "a deep file": [
      /nested too deeply/,
      (at) => put(at.settings("user"), `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
    ],
    "hooks of a wrong shape": [/hooks: is no object/, (at) => put(at.settings("user"), '{"hooks": []}')],
    "an event of a wrong shape": [/no array/, (at) => put(at.settings("user"), '{"hooks": {"Stop": {}}}')],
    "an entry that drops the file": [
      /already dropped as a whole.*PreToolUse\[0\]/,
      (at) => put(at.settings("user"), '{"hooks": {"PreToolUse": [{"type": "command", "command": "x"}]}}'),
    ],
    "hooks twice": [/stands twice/, (at) => put(at.settings("user"), '{"hooks": {}, "hooks": {}}')],
    "a read-only file": [
      /is read-only/,
      (at) => {
        put(at.settings("user"), "{}");
        chmodSync(at.settings("user"), 0o444);
      },
    ],
    "a folder in its place": [/is no regular file/, (at) => mkdirSync(at.settings("user"), { recursive: true })],
    "a pipe in its place": [
      /is no regular file/,
      (at) => {
        mkdirSync(dirname(at.settings("user")));
        spawnSync("mkfifo", [at.settings("user")]);
      },
    ],
    "a link in a circle": [
      /cannot be read \(ELOOP\)/,
      (at) => {
        mkdirSync(dirname(at.settings("user")));
        symlinkSync("settings.json", at.settings("user"));
      },
    ],
    "a file where .claude should be": [/\.claude/, (at) => put(dirname(at.settings("user")), "")],
    "a file where the data folder should be": [/is no folder/, (at) => put(join(at.home, ".local", "share"), "")],
    "a file where the state folder should be": [/is no folder/, (at) => put(join(at.home, ".local", "state"), "")],
  };

  it.each(Object.entries(cases))("%s: says so and changes nothing", (_, [message, lay]) => {
    const account = makeAccount();
    lay(account);
    account.request("user");
    const files = snapshot(account.folder);
    expect(() => account.install("user")).toThrow(message);
    expect(snapshot(account.folder)).toEqual(files);
  });

  it("is undone where the settings cannot be written after all", () => {
    const account = makeAccount();
    const request = account.request("project");
    const plan = planInstall(request);
    put(join(account.project, ".claude"), "a file by now");
    expect(() => applyPlan(plan)).toThrow(/\.claude/);
    expect(existsSync(join(account.project, ".defenter"))).toBe(false);
    expect(readdirSync(account.home)).toEqual([]);
  });

  it("is a project whose bundles git would ignore", () => {
    const account = makeAccount();
    const request = { ...account.request("project"), ignoredByGit: (paths: readonly string[]) => paths.slice(3, 4) };
    expect(() => planInstall(request)).toThrow(/\.defenter\/hooks\/.*git would ignore it/);
  });

  it("is a project that is the home folder", () => {
    const account = makeAccount();
    const request = account.request("project");
    const place = { ...request.place, project: account.home };
    expect(() => planInstall({ ...request, place })).toThrow(/is the home folder/);
  });

  it("is a project folder that leads elsewhere", () => {
    const account = makeAccount();
    const elsewhere = join(account.folder, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(account.project, ".defenter"));
    expect(() => account.install("project")).toThrow(/leads out of the project/);
  });

  it.each(["project", "local"] as const)("is a project whose settings lead out of it: %s scope", (scope) => {
    const name = scope === "project" ? "settings.json" : "settings.local.json";
    const links: ((account: Account) => void)[] = [
      (at) => symlinkSync(join(at.home, ".claude"), join(at.project, ".claude")),
      (at) => {
        mkdirSync(join(at.project, ".claude"));
        symlinkSync(at.settings("user"), join(at.project, ".claude", name));
      },
      (at) => {
        mkdirSync(join(at.project, "a"));
        symlinkSync("../../home/.claude", join(at.project, "a", "b"));
        symlinkSync("a/b", join(at.project, ".claude"));
      },
    ];
    for (const isThere of [true, false]) {
      for (const link of links) {
        const account = makeAccount();
        if (isThere) put(join(account.home, ".claude", name), FOREIGN);
        if (isThere) put(account.settings("user"), FOREIGN);
        link(account);
        account.request(scope);
        const files = snapshot(account.folder);
        expect(() => account.install(scope)).toThrow(/leads out of the project/);
        expect(() => account.uninstall(scope)).toThrow(/leads out of the project/);
        expect(snapshot(account.folder)).toEqual(files);
      }
    }
  });

  it("is not a project whose settings are behind a link that stays in it", () => {
    const account = makeAccount();
    mkdirSync(join(account.project, "config"));
    symlinkSync("config", join(account.project, ".claude"));
    account.install("project");
    expect(unguardedEvents(registered(account, "project"))).toEqual([]);
    account.uninstall("project");
    expect(readdirSync(account.project)).toEqual([".claude", "config"]);
  });

  it("is not a project that merely carries a newer version's manifest", () => {
    const account = makeAccount();
    put(join(account.project, ".defenter", "hooks", "manifest.json"), '{"version":"99.0.0","files":{}}');
    account.install("project");
    expect(unguardedEvents(registered(account, "project"))).toEqual([]);
  });

  it.each(SCOPES)("is an older version in the place of a newer one: %s scope", (scope) => {
    const account = makeAccount();
    account.install(scope, "0.2.0");
    account.request(scope);
    const files = snapshot(account.folder);
    expect(() => account.install(scope)).toThrow(/version 0\.2\.0 is installed, and this is 0\.1\.0/);
    expect(snapshot(account.folder)).toEqual(files);
    account.uninstall(scope);
    account.install(scope);
    expect(unguardedEvents(registered(account, scope))).toEqual([]);
  });

  it("never quotes what the file holds", () => {
    const account = makeAccount();
    put(account.settings("user"), '{"env": {"KEY": "canary-in-the-file" "x"}}');
    expect(() => account.install("user")).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("canary") }),
    );
  });
});

describe("uninstalling", () => {
  it("is nothing where nothing was installed", () => {
    const account = makeAccount();
    put(account.settings("user"), FOREIGN);
    const plan = account.uninstall("user");
    expect(plan.settings).toBeNull();
    expect(snapshot(account.home)).toEqual({ ".claude/settings.json": FOREIGN });
  });

  it("takes the settings out before the bundles", () => {
    const account = makeAccount();
    account.install("user");
    const plan = planUninstall(account.request("user"));
    const file = realpathSync(account.settings("user"));
    writeFileSync(file, `${readFileSync(file, "utf8")} `);
    expect(applyPlan(plan)).toBe(false);
    expect(unguardedEvents(registered(account, "user"))).toEqual([]);
    for (const { own } of registered(account, "user")) expect(existsSync(join(own.folder ?? "", own.file))).toBe(true);
  });

  const other = (account: Account): Account => {
    const place = { ...account.request("local").place, project: join(account.folder, "other") };
    mkdirSync(place.project, { recursive: true });
    const request: Account["request"] = (scope, version) => ({ ...account.request(scope, version), place });
    const { state } = account.request("local").roots;
    return {
      ...account,
      request,
      project: place.project,
      settings: (scope) => settingsPath(scope, place),
      install: (scope, version) => carryOut(state, () => planInstall(request(scope, version))),
      uninstall: (scope) => carryOut(state, () => planUninstall(request(scope))),
    };
  };
  const versionsOf = (account: Account) => readdirSync(join(account.home, ".local", "share", "defenter", "hooks"));

  it.each<[string, (at: Account) => void]>([
    ["is moved away", (at) => renameSync(at.project, `${at.project}-moved`)],
    ["is gone", (at) => rmSync(at.settings("local"))],
    ["is a folder", (at) => [rmSync(at.settings("local")), mkdirSync(at.settings("local"))]],
    ["holds no JSON", (at) => put(at.settings("local"), "{ // mine\n}")],
    ["is no UTF-8", (at) => put(at.settings("local"), Buffer.from([0x7b, 0xff, 0x7d]))],
    [
      "leads in a circle",
      (at) => [rmSync(at.settings("local")), symlinkSync("settings.local.json", at.settings("local"))],
    ],
  ])("keeps the bundles of another project whose settings file %s", (_, harm) => {
    const account = makeAccount();
    const elsewhere = other(account);
    elsewhere.install("local");
    account.install("user", "0.2.0");
    harm(elsewhere);
    const plan = account.uninstall("user");
    expect(versionsOf(account)).toEqual(["0.1.0"]);
    expect(plan.warnings).toEqual([expect.stringContaining(elsewhere.settings("local"))]);
    expect(read(join(account.home, ".local", "share", "defenter", "current.json"))).toBe('{"version":"0.1.0"}\n');
  });

  it("removes the bundles of a project that others have taken them out of", () => {
    const account = makeAccount();
    const elsewhere = other(account);
    elsewhere.install("local");
    account.install("user");
    put(elsewhere.settings("local"), "{}");
    account.uninstall("user");
    expect(existsSync(join(account.home, ".local", "share", "defenter"))).toBe(false);
  });

  it.each<[string, (state: string) => void]>([
    ["lost", (state) => rmSync(state, { recursive: true })],
    ["emptied", (state) => put(join(state, "installed.json"), "")],
    ["cut off", (state) => put(join(state, "installed.json"), '{"complete":true,"files":[{"path":"/x"}]}')],
  ])("keeps all bundles where the record of the installations is %s, also after the next one", (_, harm) => {
    for (const isAgain of [false, true]) {
      const account = makeAccount();
      const elsewhere = other(account);
      elsewhere.install("local");
      account.install("user");
      harm(account.request("user").roots.state);
      if (isAgain) account.install("user", "0.2.0");
      const { warnings } = account.uninstall("user");
      expect(warnings).toEqual([expect.stringMatching(/stay in .*not known which other settings files/)]);
      expect(versionsOf(account)).toContain("0.1.0");
      expect(unguardedEvents(registered(elsewhere, "local"))).toEqual([]);
    }
  });

  it("deletes nothing of a project that nothing was registered in", () => {
    const account = makeAccount();
    put(join(account.project, ".defenter", "hooks", "stop.cjs"), "theirs");
    put(join(account.project, ".defenter", "hooks", "manifest.json"), "{}");
    account.uninstall("project");
    expect(Object.keys(snapshot(account.project))).toHaveLength(2);
  });

  it.each([".defenter", join(".defenter", "hooks")])(
    "deletes nothing behind a link that leads out of the project: %s",
    (link) => {
      const account = makeAccount();
      account.install("project");
      const elsewhere = join(account.folder, "elsewhere");
      renameSync(join(account.project, link), elsewhere);
      symlinkSync(elsewhere, join(account.project, link));
      const files = snapshot(elsewhere);
      expect(account.uninstall("project").warnings).toEqual([expect.stringContaining("leads out of the project")]);
      expect(snapshot(elsewhere)).toEqual(files);
      expect(existsSync(account.settings("project"))).toBe(false);
    },
  );

  it("deletes only what is as the manifest says, executables of ours, and no folder of their name", () => {
    const account = makeAccount();
    const { bundleFolder } = account.install("project");
    put(join(bundleFolder, "runtime.cjs"), "changed");
    put(join(bundleFolder, "stop.cjs"), "changed");
    rmSync(join(bundleFolder, "session-start.cjs"));
    put(join(bundleFolder, "session-start.cjs", "notes.txt"), "mine");
    const { warnings } = account.uninstall("project");
    expect(snapshot(bundleFolder)).toEqual({ "runtime.cjs": "changed", "session-start.cjs/notes.txt": "mine" });
    expect(warnings).toEqual([expect.stringMatching(/runtime\.cjs: is not as it was installed, and stays/)]);
  });

  it("is undone where something cannot be removed after all", () => {
    for (const scope of ["user", "project"] as const) {
      const account = makeAccount();
      put(account.settings(scope), FOREIGN);
      account.install(scope);
      const plan = planUninstall(account.request(scope));
      const files = snapshot(account.home);
      const inProject = snapshot(account.project);
      const blocked = { ...plan, removals: [...plan.removals, join(account.settings(scope), "x")] };
      expect(() => applyPlan(blocked)).toThrow(expect.objectContaining({ code: "FILE_FAILED" }));
      expect(snapshot(account.home)).toEqual(files);
      expect(snapshot(account.project)).toEqual(inProject);
      expect(unguardedEvents(registered(account, scope))).toEqual([]);
    }
  });

  it("does not follow names that a project's manifest makes up", () => {
    const account = makeAccount();
    account.install("project");
    put(join(account.project, "precious.txt"), "x");
    const manifest = join(account.project, ".defenter", "hooks", "manifest.json");
    put(manifest, '{"version":"0.1.0","files":{"../../precious.txt":"00"}}');
    const { warnings } = account.uninstall("project");
    expect(read(join(account.project, "precious.txt"))).toBe("x");
    expect(read(manifest)).not.toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/manifest\.json: is not as it was installed, and stays/)]);
  });
});

describe("the diff of a dry run", () => {
  it.each([
    ["a\nb\nc\n", "a\nB\nc\n"],
    ["", "a\n"],
    ["a\n", ""],
    ["a", "a\n"],
    ["a\nb", "b"],
    ["1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n13\n"],
  ])("is what patch takes: %j to %j", (before, after) => {
    const account = makeAccount();
    const path = join(account.folder, "file.txt");
    put(path, before);
    const diff = unifiedDiff("file.txt", before, after);
    const ended = spawnSync("git", ["apply", "--unidiff-zero", "-p0", "-"], {
      cwd: account.folder,
      input: diff,
      encoding: "utf8",
    });
    expect(ended.stderr).toBe("");
    expect(read(path) ?? "").toBe(after);
  });

  it("is empty where nothing changes", () => {
    expect(unifiedDiff("x", "a\n", "a\n")).toBe("");
  });
});
