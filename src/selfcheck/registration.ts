import { join } from "node:path";
import { checkBundles, readManifest } from "../../install/bundles.ts";
import { projectBundles, type SessionPlace } from "../../install/claude.ts";
import { findOrigins, type Origins } from "../../install/origins.ts";
import { unguardedEvents } from "../../install/registered.ts";
import {
  findManagedOnly,
  findSwitch,
  harmfulVariables,
  isGuarding,
  readScopes,
  type ScopeState,
} from "../../install/scopes.ts";
import type { Roots } from "../config/roots.ts";
import { compareVersions, plainVersion } from "../core/version.ts";

/** The hook that asks: its session, its version, and the folder its own bundle lies in. */
export interface Asking {
  readonly roots: Roots;
  /** The folder that Claude Code was started in: CLAUDE_PROJECT_DIR. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
  /** Of the running bundles. */
  readonly version: string;
  /** Absolute path of the folder of the running bundles. */
  readonly bundles: string;
}

export function placeOf({ roots, project, env, platform }: Asking): SessionPlace {
  return { home: roots.home, project, env, platform };
}

export function originsOf(asking: Asking): Origins {
  return findOrigins(placeOf(asking), asking.roots, asking.bundles);
}

/**
 * What a person should know of how the guard is registered for this session, one sentence each; empty where all is well.
 * Looks at the files as they are now; never throws.
 */
export function checkRegistration(asking: Asking): string[] {
  const scopes = readScopes(originsOf(asking));
  return [
    ...findGaps(asking, scopes),
    ...findSwitchedOff(scopes, asking.platform),
    ...findBundleProblems(asking),
    ...findOldVersion(asking),
  ];
}

/** The running hook was registered somewhere, so whatever scope holds a part of us should hold the whole. */
function findGaps({ roots }: Asking, scopes: readonly ScopeState[]): string[] {
  const dropped = scopes
    .filter(({ dropped }) => dropped !== null)
    .map(({ path, dropped }) => `claude code ignores ${short(path, roots)} as a whole: ${dropped}`);
  const ours = scopes.filter(({ registrations }) => registrations.length > 0);
  if (ours.some(isGuarding)) return dropped;
  const gaps = ours.map(({ path, registrations }) => {
    const events = unguardedEvents(registrations).join(", ");
    return `the guard is not registered as it should be in ${short(path, roots)}: ${events}. Run defenter install`;
  });
  const none = ours.length === 0 && dropped.length === 0;
  return [
    ...dropped,
    ...gaps,
    ...(none ? ["no settings file registers the guard any more. Run defenter install"] : []),
  ];
}

/** Also what is undone elsewhere is told, where it comes from the project: somebody tries. */
function findSwitchedOff(scopes: readonly ScopeState[], platform: string): string[] {
  const problems: string[] = [];
  const off = findSwitch(scopes);
  for (const state of scopes) {
    const isProject = state.scope === "project" || state.scope === "local";
    if (state.settings["disableAllHooks"] === true && (isProject || state === off)) {
      problems.push(
        `the ${state.scope} settings set disableAllHooks${state === off ? "" : ", which is undone elsewhere"}`,
      );
    }
    const variables = isProject ? harmfulVariables(state, scopes, platform) : [];
    if (variables.length > 0) {
      problems.push(`the ${state.scope} settings set ${variables.join(", ")}, which can disarm hooks`);
    }
  }
  if (findManagedOnly(scopes) !== null) problems.push("the managed settings let no hooks run but their own");
  return problems;
}

function findBundleProblems({ bundles, roots }: Asking): string[] {
  const problems = checkBundles(bundles);
  if (problems.length === 0) return [];
  return [`the guard's bundles in ${short(bundles, roots)} are not as installed: ${problems.join(", ")}`];
}

/** Bundles in the user's folder hand over to newer ones there, never to a project's: those come from others. */
function findOldVersion({ roots, project, platform, version, bundles }: Asking): string[] {
  const folder = projectBundles(project, platform);
  const newer = folder === bundles ? null : readManifest(folder);
  if (newer === null || compareVersions(newer.version, version) <= 0) return [];
  return [
    `this project brings defenter ${plainVersion(newer.version)}, yours is ${version}: upgrade it (${short(join(roots.data, "hooks"), roots)})`,
  ];
}

function short(path: string, roots: Roots): string {
  return path.startsWith(`${roots.home}/`) ? `~${path.slice(roots.home.length)}` : path;
}
