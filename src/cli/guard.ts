import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Scope, SessionPlace } from "../../install/claude.ts";
import { SCOPES } from "../../install/claude.ts";
import { unifiedDiff } from "../../install/diff.ts";
import type { Plan } from "../../install/plan.ts";
import { compile } from "../config/compile/compile.ts";
import { noteText } from "../config/compiled/policy.ts";
import { loadPolicy } from "../config/load.ts";
import { findPolicyFolder, findProject, findRoots, type Roots } from "../config/roots.ts";
import { DefenterError } from "../core/error.ts";
import { VERSION } from "../core/version.ts";
import type { Io } from "./command.ts";
import { printable } from "./output.ts";

/** What `install`, `uninstall`, `status` and `doctor` share. */

export const SCOPE_OPTION = {
  type: "string",
  choices: SCOPES,
  default: "user",
  requiresArg: true,
  describe: "your account, everybody in the project, or you in the project",
} as const;

export const DRY_RUN_OPTION = {
  type: "boolean",
  describe: "show what would change, and change nothing",
} as const;

export interface Where {
  readonly place: SessionPlace;
  readonly roots: Roots;
}

/**
 * @param isExact takes the current folder as it is, as Claude Code would; else the repository around it
 * @throws DefenterError USAGE where --project names no folder; FILE_FAILED where the home folder is one that the hooks
 * would not take for the account's
 */
export function findWhere(args: Record<string, unknown>, io: Io, isExact: boolean): Where {
  const told = args["project"];
  const named = typeof told === "string" ? resolve(io.cwd, told) : isExact ? io.cwd : findProject({}, io.cwd);
  if (statSync(named, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new DefenterError("USAGE", `--project ${String(told)}: there is no such folder`);
  }
  // One name for one folder, in what is remembered too; whoever goes there gets this one.
  const project = realpathSync(named);
  const roots = findRoots(io.env, project);
  checkHome(roots, project, io.env);
  return { roots, place: { home: roots.home, project, env: io.env, platform: process.platform } };
}

/** Claude Code reads the settings in the home folder that it is told, whatever we think of it. */
function checkHome({ home }: Roots, project: string, env: NodeJS.ProcessEnv): void {
  const variable = process.platform === "win32" ? "USERPROFILE" : "HOME";
  const told = env[variable];
  if (!told || resolve(told) === home) return;
  const why = isAbsolute(told) ? `lies in the project ${project}` : "is no absolute path";
  throw new DefenterError(
    "FILE_FAILED",
    `the home folder ${told} (${variable}) ${why}, where anything could change it`,
    {
      hints: [`set ${variable} to a folder outside the project, or name another project by --project`],
    },
  );
}

export function readScopeOption(args: Record<string, unknown>): Scope {
  return SCOPES.find((scope) => scope === args["scope"]) ?? "user";
}

/** The folder of the bundles that this package brings: beside the command line's own, or in a clone's `dist`. */
export function packagedBundles(): string {
  const here = import.meta.dirname;
  const beside = join(dirname(here), "hooks");
  return existsSync(join(beside, "manifest.json")) ? beside : join(here, "..", "..", "dist", "hooks");
}

/** Lines of the project's configuration that would loosen and so are ignored, and what is not valid, one sentence each. */
export function configNotes({ place, roots }: Where): string[] {
  const { policy, problems } = loadPolicy({
    roots,
    policyFolder: findPolicyFolder(place.project),
    env: place.env,
    engineVersion: VERSION,
    compile,
  });
  return [...problems, ...policy.ignored.map((note) => `${noteText(note)}: ignored`)];
}

export function writeWarnings(warnings: readonly string[], io: Io): void {
  for (const warning of warnings) io.err(`defenter: warning: ${printable(warning)}\n`);
}

/** What a plan would do, as a diff of the settings and the names of all other files. */
export function describePlan(plan: Plan): string {
  const lines: string[] = [];
  if (plan.settings !== null) {
    const { file, after } = plan.settings;
    lines.push(unifiedDiff(file.path, file.bytes?.toString("utf8") ?? null, after?.toString("utf8") ?? null).trimEnd());
  }
  lines.push(...[...plan.writesBefore, ...plan.writesAfter].map(({ path }) => `would write ${path}`));
  lines.push(
    ...[...plan.removals, ...plan.trees].filter((path) => existsSync(path)).map((path) => `would remove ${path}`),
  );
  return `${lines.length === 0 ? "nothing to change" : lines.join("\n")}\n`;
}

/** For people: the home folder as `~`. */
export function shorten(path: string, home: string): string {
  return printable(path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path);
}
