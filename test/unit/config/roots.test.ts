import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findPolicyFolder, findProject, findRoots } from "../../../src/config/roots.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "defenter-roots-")));
  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "project"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const home = () => join(folder, "home");
const project = () => join(folder, "project");

describe.skipIf(process.platform === "win32")("findRoots", () => {
  test("uses the XDG defaults below HOME", () => {
    expect(findRoots({ HOME: home() }, project())).toEqual({
      home: home(),
      config: join(home(), ".config/defenter"),
      data: join(home(), ".local/share/defenter"),
      state: join(home(), ".local/state/defenter"),
      problems: [],
    });
  });

  test("follows an absolute XDG variable, takes an empty one as unset, ignores and reports a relative one", () => {
    const env = { HOME: home(), XDG_CONFIG_HOME: join(folder, "xdg"), XDG_DATA_HOME: "", XDG_STATE_HOME: "here" };
    const roots = findRoots(env, project());
    expect(roots.config).toBe(join(folder, "xdg/defenter"));
    expect(roots.data).toBe(join(home(), ".local/share/defenter"));
    expect(roots.state).toBe(join(home(), ".local/state/defenter"));
    expect(roots.problems).toEqual(["XDG_STATE_HOME is ignored: it is no absolute path"]);
  });

  test("ignores variables that lead into the project, also through a symbolic link", () => {
    symlinkSync(project(), join(folder, "link"));
    const env = { HOME: home(), XDG_CONFIG_HOME: join(project(), "x"), XDG_STATE_HOME: join(folder, "link/deep/er") };
    const roots = findRoots(env, project());
    expect(roots.config).toBe(join(home(), ".config/defenter"));
    expect(roots.state).toBe(join(home(), ".local/state/defenter"));
    expect(roots.problems).toHaveLength(2);
  });

  test("sees a project that is itself reached through a link", () => {
    symlinkSync(project(), join(folder, "link"));
    const roots = findRoots({ HOME: home(), XDG_CONFIG_HOME: join(project(), "x") }, join(folder, "link"));
    expect(roots.config).toBe(join(home(), ".config/defenter"));
  });

  test("ignores a HOME in the project for the account's own", () => {
    const roots = findRoots({ HOME: join(project(), "h") }, project());
    expect(roots.home).toBe(userInfo().homedir);
    expect(roots.problems).toEqual(["HOME is ignored: it leads into the project"]);
  });

  test("keeps the account's own roots where the project is the home folder", () => {
    const own = userInfo().homedir;
    const roots = findRoots({ HOME: own }, own);
    expect(roots.config).toBe(join(own, ".config/defenter"));
    expect(roots.problems).toEqual([]);
  });

  test("takes a HOME as it is where the project is the root folder, as in a container", () => {
    const roots = findRoots({ HOME: home(), XDG_CONFIG_HOME: join(folder, "xdg") }, "/");
    expect(roots).toMatchObject({ home: home(), config: join(home(), ".config", "defenter") });
    expect(roots.problems).toEqual(["XDG_CONFIG_HOME is ignored: it leads into the project"]);
  });

  test("asks the account where there is no HOME", () => {
    expect(findRoots({}, project()).home).toBe(userInfo().homedir);
  });

  test("knows a name that only looks like the project's as outside", () => {
    const env = { HOME: home(), XDG_CONFIG_HOME: `${project()}-2` };
    expect(findRoots(env, project()).config).toBe(`${project()}-2/defenter`);
  });
});

test("findRoots uses the folders of Windows there", () => {
  const env = { USERPROFILE: "C:\\Users\\u", APPDATA: "C:\\Users\\u\\AppData\\Roaming", LOCALAPPDATA: "D:\\P\\in" };
  const roots = findRoots(env, "d:\\p", "win32");
  expect(roots.config).toBe("C:\\Users\\u\\AppData\\Roaming\\defenter");
  expect(roots.data).toBe("C:\\Users\\u\\AppData\\Local\\defenter\\data");
  expect(roots.state).toBe("C:\\Users\\u\\AppData\\Local\\defenter\\state");
  expect(roots.problems).toEqual(["LOCALAPPDATA is ignored: it leads into the project"]);
});

describe("findProject", () => {
  test("takes the host's word, else the nearest .git, else the folder itself", () => {
    const deep = join(project(), "a/b");
    mkdirSync(deep, { recursive: true });
    expect(findProject({ CLAUDE_PROJECT_DIR: `${project()}/` }, deep)).toBe(project());
    expect(findProject({ CLAUDE_PROJECT_DIR: "relative" }, deep)).toBe(deep);
    mkdirSync(join(project(), ".git"));
    expect(findProject({}, deep)).toBe(project());
  });
});

describe("findPolicyFolder", () => {
  test("goes up to the root of the repository and no further", () => {
    const deep = join(project(), "a/b");
    mkdirSync(deep, { recursive: true });
    mkdirSync(join(folder, ".defenter"));
    mkdirSync(join(project(), ".git"));
    expect(findPolicyFolder(deep)).toBeNull();
    mkdirSync(join(project(), ".defenter"));
    expect(findPolicyFolder(deep)).toBe(join(project(), ".defenter"));
    mkdirSync(join(deep, ".defenter"));
    expect(findPolicyFolder(deep)).toBe(join(deep, ".defenter"));
  });

  test("looks only at the project itself outside of a repository", () => {
    mkdirSync(join(folder, ".defenter"));
    expect(findPolicyFolder(project())).toBeNull();
    mkdirSync(join(project(), ".defenter"));
    expect(findPolicyFolder(project())).toBe(join(project(), ".defenter"));
  });
});
