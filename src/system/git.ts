import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative } from "node:path";
import type { Git } from "../flow/machine.ts";

/** Milliseconds; git answers these questions in a few. */
const TIMEOUT_MS = 1500;
const MAX_OUTPUT_BYTES = 256 * 1024;

/**
 * git, asked in a folder. The program is an absolute path outside the project and its environment is ours: a repository's
 * settings can set PATH and GIT_* for a hook.
 */
export function createGit(folder: string, env: NodeJS.ProcessEnv): Git {
  const tell = (at: string, ...args: string[]) => runGit(at, env, args);
  return {
    ignores: (path) => yesOrNo(tell(nearestFolder(path, folder), "check-ignore", "-q", "--", path)),
    tracks: (path) => yesOrNo(tell(nearestFolder(path, folder), "ls-files", "--error-unmatch", "--", path)),
    holds: (revision, path) => {
      if (revision.startsWith("-")) return null;
      if (tell(folder, "rev-parse", "--verify", "--quiet", `${revision}^{tree}`)?.status !== 0) return null;
      const inside = relative(folder, path).replaceAll("\\", "/");
      return tell(folder, "cat-file", "-e", `${revision}:./${inside}`)?.status === 0;
    },
  };
}

export interface GitAnswer {
  readonly status: number;
  readonly stdout: string;
}

/** What a repository's own configuration names of programs, for the commands that are asked here. */
const OURS: readonly string[] = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.pager=cat",
  // A folder of the work tree that looks like a bare repository is no repository: its configuration came with a clone.
  "safe.bareRepository=explicit",
  // Else `log` runs the program that the repository calls gpg.
  "log.showSignature=false",
  "gpg.program=false",
  "gpg.ssh.program=false",
  "gpg.x509.program=false",
];

/**
 * Asks git. A repository's configuration runs nothing, and nothing is fetched: in a partial clone a missing object would
 * be, by a program that the configuration names.
 *
 * @returns null where there is no git or it did not end in time
 */
export function runGit(folder: string, env: NodeJS.ProcessEnv, args: readonly string[]): GitAnswer | null {
  const program = findGit(folder, env);
  if (program === null) return null;
  const result = spawnSync(program, [...OURS.flatMap((line) => ["-c", line]), ...args], {
    cwd: folder,
    env: cleanEnvironment(env),
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ["ignore", "pipe", "ignore"],
    windowsHide: true,
  });
  if (result.error || result.status === null) return null;
  return { status: result.status, stdout: result.stdout.toString("utf8") };
}

function yesOrNo(answer: GitAnswer | null): boolean | null {
  if (answer === null || answer.status > 1) return null;
  return answer.status === 0;
}

function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ["HOME", "USERPROFILE", "SYSTEMROOT", "XDG_CONFIG_HOME", "LANG"];
  const clean: NodeJS.ProcessEnv = {
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    LC_ALL: "C",
    // Older versions do not know the first; the second names a protocol that there is none of, so none is allowed.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
  for (const name of kept) if (env[name] !== undefined) clean[name] = env[name];
  return clean;
}

const USUAL_FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin", "/bin"];

function findGit(folder: string, env: NodeJS.ProcessEnv): string | null {
  const name = process.platform === "win32" ? "git.exe" : "git";
  const fromPath = (env["PATH"] ?? env["Path"] ?? "").split(delimiter);
  for (const place of [...USUAL_FOLDERS, ...fromPath]) {
    if (!isAbsolute(place) || !relative(folder, place).startsWith("..")) continue;
    const program = join(place, name);
    if (statSync(program, { throwIfNoEntry: false })?.isFile()) return program;
  }
  return null;
}

/** The folder of the path, or the nearest above it that exists: a new file's folder may not be there yet. */
function nearestFolder(path: string, otherwise: string): string {
  let folder = dirname(path);
  while (!existsSync(folder)) {
    const parent = dirname(folder);
    if (parent === folder) return otherwise;
    folder = parent;
  }
  return folder;
}
