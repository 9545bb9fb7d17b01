import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findLastingNode, findNodeProblem, namedNodes, temporaryFolders } from "../../../install/node-path.ts";

const lasting = realpathSync(mkdtempSync(join(tmpdir(), "defenter-node-")));
afterAll(() => rmSync(lasting, { recursive: true, force: true }));

function nodeIn(folder: string, version = "v22.1.0"): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "node");
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

const search = (...folders: string[]) =>
  findLastingNode({
    env: { PATH: folders.join(delimiter) },
    project: join(lasting, "project"),
    home: homedir(),
    running: "/nowhere/node",
    temporary: [join(lasting, "tmp")],
  });

describe("the node that is registered", () => {
  const good = nodeIn(join(lasting, "good", "bin"));

  it("is what PATH names first", () => {
    const other = nodeIn(join(lasting, "other", "bin"));
    expect(search(join(lasting, "good", "bin"), join(lasting, "other", "bin"))).toBe(good);
    expect(search(join(lasting, "other", "bin"), join(lasting, "good", "bin"))).toBe(other);
  });

  it("is the link and not what it leads to, which an upgrade takes away", () => {
    const cellar = nodeIn(join(lasting, "Cellar", "node", "22.1.0", "bin"));
    mkdirSync(join(lasting, "brew", "bin"), { recursive: true });
    symlinkSync(cellar, join(lasting, "brew", "bin", "node"));
    expect(search(join(lasting, "brew", "bin"))).toBe(join(lasting, "brew", "bin", "node"));
  });

  it("is what a version manager's folder for one shell leads to", () => {
    const installed = nodeIn(join(lasting, "fnm", "node-versions", "v22.1.0", "installation", "bin"));
    const shells = join(lasting, "state", "fnm_multishells");
    mkdirSync(shells, { recursive: true });
    symlinkSync(join(installed, "..", ".."), join(shells, "4711_1700000000000"));
    expect(search(join(shells, "4711_1700000000000", "bin"))).toBe(installed);
  });

  it("is what a version manager's stand-in stands for, wherever that is asked", () => {
    const installed = nodeIn(join(lasting, ".asdf", "installs", "nodejs", "22.1.0", "bin"));
    const shim = join(lasting, ".asdf", "shims", "node");
    mkdirSync(join(shim, ".."), { recursive: true });
    writeFileSync(shim, `#!/bin/sh\n[ -e ./.tool-versions ] && exit 126\necho "v22.1.0 ${installed}"\n`);
    chmodSync(shim, 0o755);
    expect(search(join(shim, ".."))).toBe(installed);
    expect(findNodeProblem(shim)).toContain("each folder may choose");
    expect(findNodeProblem(installed)).toBe(null);
    expect(findNodeProblem(process.execPath)).toBe(null);
  });

  it.each([
    ["of a package", join(lasting, "app", "node_modules", ".bin")],
    ["of npx", join(lasting, ".npm", "_npx", "abc", "node_modules", ".bin")],
    ["in the project", join(lasting, "project", "bin")],
    ["in a temp folder", join(lasting, "tmp", "yarn--1700000000000")],
  ])("is not one %s", (_, folder) => {
    nodeIn(folder);
    expect(search(folder, join(lasting, "good", "bin"))).toBe(good);
  });

  it("is not a lasting link to one that passes", () => {
    const target = nodeIn(join(lasting, "app", "node_modules", "node", "bin"));
    mkdirSync(join(lasting, "linked"), { recursive: true });
    symlinkSync(target, join(lasting, "linked", "node"));
    expect(search(join(lasting, "linked"), join(lasting, "good", "bin"))).toBe(good);
  });

  it("is not one that is too old, does not start or is no program", () => {
    nodeIn(join(lasting, "old"), "v18.20.0");
    nodeIn(join(lasting, "broken"), "nothing");
    mkdirSync(join(lasting, "folder", "node"), { recursive: true });
    expect(
      search(...["old", "broken", "folder"].map((name) => join(lasting, name)), join(lasting, "good", "bin")),
    ).toBe(good);
  });

  it("is not found by a relative or empty PATH entry", () => {
    expect(search(".", "", "bin", join(lasting, "good", "bin"))).toBe(good);
  });

  it("is an error where there is none, and names what was skipped", () => {
    expect(() => search(join(lasting, "old"))).toThrow("no node was found that can be registered");
  });
});

describe("the nodes that PATH names", () => {
  it("are those that could be registered, as they would be written", () => {
    const folders = ["good", "other", "old", "app/node_modules/.bin", "project/bin", "tmp/x", "none"];
    for (const folder of folders.slice(0, -1)) nodeIn(join(lasting, folder, "n"));
    const named = namedNodes({
      env: { PATH: ["n", ...folders.map((folder) => join(lasting, folder, "n"))].join(delimiter) },
      project: join(lasting, "project"),
      home: homedir(),
      temporary: [join(lasting, "tmp")],
    });
    expect(named).toEqual(["good", "other", "old"].map((folder) => join(lasting, folder, "n", "node")));
  });
});

describe("folders whose content goes away", () => {
  it("are the system's and this account's", () => {
    expect(temporaryFolders()).toEqual(expect.arrayContaining(["/tmp", tmpdir()]));
  });
});

describe("a registered node", () => {
  it("is checked", () => {
    expect(findNodeProblem(process.execPath)).toBeNull();
    expect(findNodeProblem("/nowhere/node")).toMatch(/not there/);
    expect(findNodeProblem(nodeIn(join(lasting, "old2"), "v20.0.0"))).toMatch(/older/);
  });
});
