import { spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, parse, relative } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { compareVersions } from "../src/core/version.ts";

/** The oldest Node that the bundles run on. */
export const MIN_NODE = "20.19.0";
/** Milliseconds. */
const VERSION_TIMEOUT_MS = 5000;

/** Folders of a path that belong to one run of a program (npx, a package's dependencies). */
const PASSING = /[\\/](?:node_modules|_npx|\.pnpm-store|dlx-[^\\/]*)(?:[\\/]|$)/;
/** Folders that a version manager makes for one shell and takes away with it; their links lead to what stays. */
const PER_SHELL = /[\\/](?:fnm_multishells|nvm_shell)(?:[\\/]|$)/;

export interface NodeSearch {
  readonly env: NodeJS.ProcessEnv;
  /** Absolute; what lies below it could be replaced by the agent. */
  readonly project: string;
  readonly home: string;
  /** The Node that runs now: the last resort. */
  readonly running: string;
  /** Folders whose content goes away by itself. */
  readonly temporary: readonly string[];
}

/**
 * The Node to register: what PATH names, symbolic links unresolved, so that an upgrade behind the link is followed. Paths
 * that end with a shell, a run or a reboot are resolved or skipped, and so is what the project itself could replace. Of a
 * version manager's stand-in, which asks the folder it is run in what to start, what it stands for is taken.
 *
 * @returns an absolute path
 * @throws DefenterError FILE_FAILED where no lasting Node of 20.19 or newer is found
 */
export function findLastingNode(search: NodeSearch): string {
  const candidates = [...candidatesOnPath(search.env), search.running];
  const skipped: string[] = [];
  for (const candidate of candidates) {
    if (!isProgram(candidate)) continue;
    const lasting = toLasting(candidate, search);
    const found = lasting === null ? null : ask(lasting);
    const own = found?.standsFor == null ? lasting : toLasting(found.standsFor, search);
    if (own !== null && isNewEnough(found)) return own;
    skipped.push(candidate);
  }
  throw new DefenterError("FILE_FAILED", "no node was found that can be registered", {
    hints: [
      skipped.length === 0 ? "PATH names no node" : `passing or older than ${MIN_NODE}: ${skipped.join(", ")}`,
      "install node where it stays, and have PATH name it",
    ],
  });
}

/** Every Node that PATH names and that could be registered, as it would be written. Starts none of them. */
export function namedNodes(search: Omit<NodeSearch, "running">): string[] {
  return candidatesOnPath(search.env).flatMap((candidate) => {
    const lasting = isProgram(candidate) ? toLasting(candidate, search) : null;
    return lasting === null ? [] : [lasting];
  });
}

function candidatesOnPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, "node"));
}

/** What a registered Node is worth: null where it is good, else what is wrong with it. */
export function findNodeProblem(node: string): string | null {
  if (!isProgram(node)) return "is not there or cannot be run";
  const found = ask(node);
  if (!isNewEnough(found)) return `is older than ${MIN_NODE} or does not start`;
  return found?.standsFor == null ? null : "stands for another one that each folder may choose";
}

function toLasting(candidate: string, { project, home, temporary }: Omit<NodeSearch, "running">): string | null {
  const real = realpathSync(candidate);
  const lasting = PER_SHELL.test(candidate) ? real : candidate;
  // Where somebody works in the home folder itself, the programs installed there are no part of a project.
  const isHome = project === home || isBelow(project, home);
  const isPassing = (path: string) => PASSING.test(path) || PER_SHELL.test(path) || (!isHome && isBelow(project, path));
  if (isPassing(lasting) || isPassing(real)) return null;
  return temporary.some((folder) => isBelow(folder, lasting) || isBelow(folder, real)) ? null : lasting;
}

/** Of this machine. */
export function temporaryFolders(): string[] {
  const folders = [tmpdir(), "/tmp", "/var/tmp", "/private/tmp", "/private/var/folders", "/var/folders", "/run/user"];
  return folders.filter((folder) => folder !== "/" && folder !== "");
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

interface Answer {
  /** Without `v`. */
  readonly version: string;
  /** The program that really runs, where the one that was asked is a stand-in for it. */
  readonly standsFor: string | null;
}

/** By which the version managers are told which Node a folder or shell wants. */
const CHOOSES_NODE =
  /^(?:(?:ASDF|MISE|RTX)_\w*VERSION|(?:MISE|RTX)_(?:ENV|PROFILE)|NODENV_(?:VERSION|DIR)|VOLTA_(?!HOME$)\w*|NVM_BIN|NODE_VERSION|NODE_OPTIONS|PWD|OLDPWD)$/;

/** Null where it does not start. Asked away from every project, which could choose what a stand-in starts. */
function ask(node: string): Answer | null {
  // A stand-in needs the home folder to find what it stands for; NODE_OPTIONS could run anything.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !CHOOSES_NODE.test(name)));
  const ended = spawnSync(node, ["-p", "process.version + ' ' + process.execPath"], {
    cwd: parse(node).root,
    env,
    timeout: VERSION_TIMEOUT_MS,
    encoding: "utf8",
  });
  const [, version, path] = /^v(\d+\.\d+\.\d+)(?:[^ \n]*)(?: ([^\r\n]+))?/.exec(ended.stdout ?? "") ?? [];
  if (version === undefined) return null;
  const isItself = path === undefined || sameFile(path, node);
  return { version, standsFor: isItself ? null : path };
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function isNewEnough(found: Answer | null): boolean {
  return found !== null && compareVersions(found.version, MIN_NODE) >= 0;
}
