import { chmodSync, existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { planInstall } from "../../../install/plan-install.ts";
import { makeAccount, put, read } from "./guard.ts";

describe("a state folder that cannot be written", () => {
  it.each(["user", "project", "local"] as const)("does not keep the guard in: %s scope", (scope) => {
    const account = makeAccount();
    put(account.settings(scope), '{\n  "model": "opus"\n}\n');
    account.install(scope);
    const { state } = account.request(scope).roots;
    rmSync(state, { recursive: true });
    put(state, "a file that fills the place");
    const plan = account.uninstall(scope);
    expect(JSON.parse(read(account.settings(scope)) ?? "")).toEqual({ model: "opus" });
    expect(plan.backup).toBeNull();
    expect(plan.warnings).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\S*defenter\/backups\/\S+, \S*changing\.json: cannot be written/),
        "no backup of the settings could be made",
      ]),
    );
    expect(read(state)).toBe("a file that fills the place");
  });

  it("still keeps a guard from being put in that could not be taken out", () => {
    const account = makeAccount();
    const { state } = account.request("user").roots;
    put(state, "");
    expect(() => account.install("user")).toThrow(/is no folder/);
  });
});

describe("what a run that was killed has left", () => {
  it("is swept by the next one, and nothing else is", () => {
    const account = makeAccount();
    account.install("user");
    const { data, state } = account.request("user").roots;
    const folders = [data, join(data, "hooks"), join(data, "hooks", "0.1.0"), state, dirname(account.settings("user"))];
    for (const folder of folders) {
      put(join(folder, ".0123456789ab.defenter.tmp", "pre-tool-use.cjs"), "");
      put(join(folder, ".fedcba987654.defenter.tmp"), "");
      put(join(folder, ".mine.defenter.tmp"), "");
    }
    const outside = join(account.folder, "outside");
    put(join(outside, "file"), "");
    symlinkSync(outside, join(state, ".aaaaaaaaaaaa.defenter.tmp"));
    account.install("user", "0.2.0");
    account.uninstall("user");
    const left = folders.filter(existsSync).flatMap((folder) => readdirSync(folder));
    expect(left.filter((name) => /^\.[0-9a-f]+\.defenter\.tmp$/.test(name))).toEqual([]);
    expect(left.filter((name) => name === ".mine.defenter.tmp").length).toBeGreaterThan(1);
    expect(existsSync(join(outside, "file"))).toBe(true);
  });

  it("is no gap in the memory", () => {
    const account = makeAccount();
    account.install("user");
    const { data, state } = account.request("user").roots;
    // As after a kill between the memory and the settings.
    rmSync(account.settings("user"));
    account.install("user");
    account.uninstall("user");
    expect(existsSync(join(data, "hooks"))).toBe(false);
    expect(JSON.parse(read(join(state, "installed.json")) ?? "")).toEqual({ complete: true, files: [] });
  });
});

describe.skipIf(process.platform === "win32")("bundles", () => {
  it("get our own mode, whatever was there", () => {
    const account = makeAccount();
    account.install("user");
    const folder = join(account.request("user").roots.data, "hooks", "0.1.0");
    const [unreadable, shared, linked] = ["pre-tool-use.cjs", "runtime.cjs", "stop.cjs"].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    chmodSync(unreadable, 0o000);
    put(shared, "// changed");
    chmodSync(shared, 0o666);
    const elsewhere = join(account.folder, "elsewhere.cjs");
    renameSync(linked, elsewhere);
    chmodSync(elsewhere, 0o600);
    symlinkSync(elsewhere, linked);
    account.install("user");
    for (const path of [unreadable, shared, linked]) {
      expect(lstatSync(path).isFile()).toBe(true);
      expect(statSync(path).mode & 0o777 & ~0o022).toBe(0o644 & ~0o022);
      expect(statSync(path).mode & 0o022).toBe(0);
    }
    expect(statSync(elsewhere).mode & 0o777).toBe(0o600);
  });

  it("are no reason to write where git laid them with a mode of its own", () => {
    const account = makeAccount();
    account.install("project");
    chmodSync(join(account.project, ".defenter", "hooks", "stop.cjs"), 0o600);
    expect(account.install("project").writesBefore).toEqual([]);
  });
});

describe("a home folder behind a link", () => {
  it("is no project either", () => {
    const account = makeAccount();
    const home = join(account.folder, "link");
    symlinkSync(account.home, home);
    const request = account.request("project");
    const place = { ...request.place, home, project: account.home };
    expect(() => planInstall({ ...request, place })).toThrow(/is the home folder/);
  });
});
