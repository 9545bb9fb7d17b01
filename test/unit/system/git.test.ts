import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { gitSurfaces } from "../../../src/selfcheck/git-status.ts";
import { createGit } from "../../../src/system/git.ts";
import { tempFolder } from "../../support/temp-folder.ts";

let folder = "";
let marker = "";
let env: NodeJS.ProcessEnv = {};

/** A repository whose head is a commit with a signature. */
function makeRepository(): string {
  const project = join(folder, "project");
  mkdirSync(project);
  git(project, "init", "--quiet");
  writeFileSync(join(project, "a.txt"), "a\n");
  git(project, "add", "a.txt");
  git(project, "-c", "user.name=Dev", "-c", "user.email=dev@example.com", "commit", "--quiet", "-m", "First");
  const [tree] = git(project, "rev-parse", "HEAD^{tree}").split("\n");
  const parent = git(project, "rev-parse", "HEAD").trim();
  const who = "Dev <dev@example.com> 1700000000 +0000";
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----";
  const commit = `tree ${tree}\nparent ${parent}\nauthor ${who}\ncommitter ${who}\n${signature}\n\nSecond\n`;
  const id = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], {
    cwd: project,
    env,
    input: commit,
  });
  git(project, "reset", "--quiet", "--hard", id.toString().trim());
  return project;
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, env, stdio: ["ignore", "pipe", "ignore"] }).toString();
}

/** A program that leaves a mark where it is run. */
function makeProgram(): string {
  const path = join(folder, "run.sh");
  writeFileSync(path, `#!/bin/sh\ntouch '${marker}'\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

const subjects = (project: string) =>
  gitSurfaces(project, env)
    .find(({ pointer }) => pointer === "/git/log")
    ?.text.split("\n")[0];

beforeEach(() => {
  folder = tempFolder("git");
  marker = join(folder, "marker");
  const { PATH } = process.env;
  env = { HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...(PATH === undefined ? {} : { PATH }) };
});

describe("a repository's own configuration runs nothing", () => {
  it("is not asked for the program that checks signatures", () => {
    const project = makeRepository();
    git(project, "config", "log.showSignature", "true");
    git(project, "config", "gpg.program", makeProgram());
    git(project, "log", "-n", "1");
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    expect(subjects(project)).toBe("Second");
    expect(existsSync(marker)).toBe(false);
  });

  it("is not asked at all where a folder of the work tree looks like a bare repository", () => {
    const project = makeRepository();
    git(project, "config", "log.showSignature", "true");
    git(project, "config", "gpg.program", makeProgram());
    const sample = join(folder, "clone", "sample");
    cpSync(join(project, ".git"), sample, { recursive: true });
    expect(gitSurfaces(sample, env)).toEqual([]);
    expect(createGit(sample, env).tracks(join(sample, "HEAD"))).toBe(null);
    expect(existsSync(marker)).toBe(false);
  });

  it("fetches no missing object", () => {
    const project = makeRepository();
    for (const [key, value] of [
      ["core.repositoryFormatVersion", "1"],
      ["extensions.partialClone", "origin"],
      ["remote.origin.promisor", "true"],
      ["remote.origin.url", folder],
      ["remote.origin.uploadpack", makeProgram()],
      ["protocol.file.allow", "always"],
    ] as const) {
      git(project, "config", key, value);
    }
    const parent = git(project, "rev-parse", "HEAD^").trim();
    rmSync(join(project, ".git", "objects", parent.slice(0, 2), parent.slice(2)));
    expect(() => git(project, "log", "-n", "2")).toThrow();
    expect(existsSync(marker)).toBe(true);
    rmSync(marker);
    gitSurfaces(project, env);
    createGit(project, env).holds("HEAD^", join(project, "a.txt"));
    expect(existsSync(marker)).toBe(false);
    expect(readdirSync(project)).toContain("a.txt");
  });
});
