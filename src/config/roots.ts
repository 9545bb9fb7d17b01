import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, type PlatformPath, posix, resolve, sep, win32 } from "node:path";
import { isInside } from "../core/path.ts";

/** Where the guard keeps what belongs to the account. Absolute, without a trailing slash. */
export interface Roots {
  readonly home: string;
  /** The user's `config.json` and `rules/`. */
  readonly config: string;
  /** Installed bundles. */
  readonly data: string;
  /** Key, trail, session memory, compiled policies, backups. */
  readonly state: string;
  /** What a person should know: variables that were ignored, one sentence each. */
  readonly problems: readonly string[];
}

/** A root that cannot exist: every read below it finds nothing, every write fails, and both are handled anyway. */
const NOWHERE = "/dev/null/defenter";

interface RootSpec {
  readonly name: "config" | "data" | "state";
  readonly variable: string;
  readonly byDefault: readonly string[];
  readonly below: readonly string[];
}

const POSIX_ROOTS: readonly RootSpec[] = [
  { name: "config", variable: "XDG_CONFIG_HOME", byDefault: [".config"], below: ["defenter"] },
  { name: "data", variable: "XDG_DATA_HOME", byDefault: [".local", "share"], below: ["defenter"] },
  { name: "state", variable: "XDG_STATE_HOME", byDefault: [".local", "state"], below: ["defenter"] },
];
const WINDOWS_ROOTS: readonly RootSpec[] = [
  { name: "config", variable: "APPDATA", byDefault: ["AppData", "Roaming"], below: ["defenter"] },
  { name: "data", variable: "LOCALAPPDATA", byDefault: ["AppData", "Local"], below: ["defenter", "data"] },
  { name: "state", variable: "LOCALAPPDATA", byDefault: ["AppData", "Local"], below: ["defenter", "state"] },
];

/**
 * The account's folders, by the XDG variables (an empty one counts as unset, a relative one is ignored) or
 * `%APPDATA%` and `%LOCALAPPDATA%`. A repository can set variables for a hook, so one that leads into `project` is
 * ignored and reported, `HOME` too; the account's own defaults hold also where the project is the home folder.
 * Never throws: without any home, the roots lie where nothing can exist.
 */
export function findRoots(env: NodeJS.ProcessEnv, project: string, platform: string = process.platform): Roots {
  const paths = platform === "win32" ? win32 : posix;
  const specs = platform === "win32" ? WINDOWS_ROOTS : POSIX_ROOTS;
  const problems: string[] = [];
  const realProject = realPath(project, paths);
  const inProject = (folder: string) => contains(realProject, realPath(folder, paths), paths);

  const home = findHome(env, platform, paths, inProject, realProject === paths.parse(realProject).root, problems);
  const rootOf = (spec: RootSpec): string => {
    if (home === null && !isUsable(env[spec.variable], paths)) return NOWHERE;
    const byDefault = home === null ? NOWHERE : below(home, [...spec.byDefault, ...spec.below], paths.sep);
    const base = env[spec.variable];
    if (!isUsable(base, paths)) {
      if (base) problems.push(`${spec.variable} is ignored: it is no absolute path`);
      return byDefault;
    }
    const root = paths.resolve(base, ...spec.below);
    if (root === byDefault || !inProject(root)) return root;
    problems.push(`${spec.variable} is ignored: it leads into the project`);
    return byDefault;
  };
  const [config, data, state] = specs.map(rootOf) as [string, string, string];
  return { home: home ?? NOWHERE, config, data, state, problems: [...new Set(problems)] };
}

/** The folder the agent works in: the host's own word for it, else the nearest `.git` upwards, else `cwd`. */
export function findProject(env: NodeJS.ProcessEnv, cwd: string): string {
  const told = env["CLAUDE_PROJECT_DIR"];
  if (told && isAbsolute(told)) return resolve(told);
  for (const folder of upwards(cwd)) if (exists(below(folder, [".git"]))) return folder;
  return resolve(cwd);
}

/**
 * The nearest `.defenter` folder from `project` up to the root of its git repository, or null. Outside of a repository
 * only the project itself is looked at, so that a folder that somebody else left in `/tmp` decides nothing.
 */
export function findPolicyFolder(project: string): string | null {
  let found: string | null = null;
  for (const folder of upwards(project)) {
    const candidate = below(folder, [".defenter"]);
    if (found === null && exists(candidate)) found = candidate;
    if (exists(below(folder, [".git"]))) return found;
  }
  const own = below(resolve(project), [".defenter"]);
  return found === own ? own : null;
}

function findHome(
  env: NodeJS.ProcessEnv,
  platform: string,
  paths: PlatformPath,
  inProject: (folder: string) => boolean,
  isRoot: boolean,
  problems: string[],
): string | null {
  const variable = platform === "win32" ? "USERPROFILE" : "HOME";
  const told = env[variable];
  // Where somebody works in the root folder everything lies in the project, and nothing of it came with a repository.
  if (isUsable(told, paths) && (isRoot || !inProject(told))) return paths.resolve(told);
  const own = accountHome(paths);
  if (isUsable(told, paths) && own !== null && paths.resolve(told) === own) return own;
  if (told)
    problems.push(
      `${variable} is ignored: it ${isUsable(told, paths) ? "leads into the project" : "is no absolute path"}`,
    );
  if (own === null) problems.push("no home folder was found: nothing of the user's configuration is in force");
  return own;
}

function accountHome(paths: PlatformPath): string | null {
  try {
    const home = process.getBuiltinModule("node:os").userInfo().homedir;
    return isUsable(home, paths) ? paths.resolve(home) : null;
  } catch {
    return null;
  }
}

function isUsable(folder: string | undefined, paths: PlatformPath): folder is string {
  return folder !== undefined && folder !== "" && !folder.includes("\0") && paths.isAbsolute(folder);
}

/** With symbolic links resolved as far as the path exists, so that a link cannot lead back into the project. */
function realPath(folder: string, paths: PlatformPath): string {
  let rest = "";
  let at = paths.resolve(folder);
  for (;;) {
    try {
      const real = realpathSync.native(at);
      return rest === "" ? real : paths.join(real, rest);
    } catch {
      const parent = paths.dirname(at);
      if (parent === at) return paths.resolve(folder);
      rest = paths.join(paths.basename(at), rest);
      at = parent;
    }
  }
}

function contains(folder: string, inner: string, paths: PlatformPath): boolean {
  if (paths === posix) return isInside(folder, inner);
  const way = paths.relative(folder, inner);
  return way === "" || !(way === ".." || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way));
}

/** `join` for a folder that is resolved already and plain names: every hook asks many times, and `join` resolves anew. */
function below(folder: string, names: readonly string[], separator: string = sep): string {
  const rest = names.join(separator);
  return folder.endsWith(separator) ? folder + rest : folder + separator + rest;
}

function* upwards(from: string): Generator<string> {
  for (let at = resolve(from); ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

function exists(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
