import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkBundles, readCurrent, readManifest } from "../../install/bundles.ts";
import { type SessionPlace, settingsPath, userBundles } from "../../install/claude.ts";
import { findNodeProblem } from "../../install/node-path.ts";
import { findOrigins, type Origins } from "../../install/origins.ts";
import { type OwnRegistration, unguardedEvents } from "../../install/registered.ts";
import {
  disarmingVariables,
  findManagedOnly,
  findSwitch,
  harmfulVariables,
  readScope,
  readScopes,
  type ScopeState,
  switchesIn,
} from "../../install/scopes.ts";
import { findPolicyFolder, type Roots } from "../config/roots.ts";
import { compareVersions, plainVersion } from "../core/version.ts";

/** One settings file, as a person wants to know it. */
export interface ScopeReport {
  readonly scope: ScopeState["scope"];
  readonly path: string;
  readonly exists: boolean;
  /** Some hook of ours is registered there. */
  readonly registered: boolean;
  /** Of the bundles that are registered; null where there are none or nobody can tell. */
  readonly version: string | null;
  /** Events that it should guard and does not; all where nothing is registered. */
  readonly unguarded: readonly string[];
}

/** How the guard stands in one folder that Claude Code could be started in. */
export interface Diagnosis {
  readonly scopes: readonly ScopeReport[];
  /** A scope registers the whole guard and there are no problems. */
  readonly isLive: boolean;
  /** What keeps the guard from its work, one sentence each. */
  readonly problems: readonly string[];
  /** What a person should know beside that. */
  readonly notes: readonly string[];
}

/** Looks at every settings file and bundle that counts for a session started in `place.project`. Never throws. */
export function diagnose(place: SessionPlace, roots: Roots): Diagnosis {
  const origins = findOrigins(place, roots);
  const states = readScopes(origins);
  const scopes = states.map((state) => describeScope(state, place, roots));
  const harmful = new Map(states.map((state) => [state, harmfulVariables(state, states, place.platform)]));
  const whole = scopes.some(({ registered, unguarded }) => registered && unguarded.length === 0);
  const dropped = states
    .filter((state) => state.dropped !== null)
    .map((state) => `claude code ignores ${state.path} as a whole: ${state.dropped}`);
  const problems = [
    ...(whole ? [] : findAbsence(scopes, origins)),
    ...(whole ? [] : dropped),
    ...states.flatMap(findWeakRegistrations),
    ...findSwitchedOff(states),
    ...findSwitches(states, place),
    ...states.filter(isOfProject).flatMap((state) => describeVariables(state, harmful.get(state) ?? [])),
    ...findFolderProblems(states, place, roots),
    ...findNodeProblems(states),
  ];
  const notes = [
    ...roots.problems,
    ...(whole ? dropped : []),
    ...states.flatMap((state) => findNotedVariables(state, harmful.get(state) ?? [])),
    ...findVersions(scopes, roots),
  ];
  return { scopes, isLive: whole && problems.length === 0, problems, notes };
}

function describeScope(state: ScopeState, place: SessionPlace, roots: Roots): ScopeReport {
  const folder = foldersOf(state)[0];
  const runs = folder === undefined ? null : (findSuccessor(folder, place, roots) ?? folder);
  return {
    scope: state.scope,
    path: state.path,
    exists: state.exists,
    registered: state.registrations.length > 0,
    version: runs === null ? null : (readManifest(runs)?.version ?? null),
    unguarded: unguardedEvents(state.registrations),
  };
}

/** The folders of bundles that a settings file's registrations name, where they are as the installer writes them. */
function foldersOf({ registrations }: ScopeState): string[] {
  return [...new Set(registrations.flatMap(({ folder }) => (folder === null ? [] : [folder])))];
}

/** The folder of the newer version that the bundles of a folder hand over to, or null. */
function findSuccessor(folder: string, { platform }: SessionPlace, roots: Roots): string | null {
  const own = readManifest(folder);
  const current = readCurrent(roots.data);
  if (own === null || current === null || compareVersions(current, own.version) <= 0) return null;
  const next = userBundles(roots.data, current, platform);
  return existsSync(next) ? next : null;
}

function findAbsence(scopes: readonly ScopeReport[], origins: Origins): string[] {
  const { place } = origins;
  if (scopes.some(({ registered }) => registered)) return [];
  const above = findGuardAbove(origins);
  if (above === null) return ["no settings file registers the guard: run defenter install"];
  return [
    `the guard is registered in ${above}, but claude code reads a project's settings only in the folder it is started in: ` +
      `started in ${place.project}, no hook runs. Start it in ${above}, or run defenter install for user scope`,
  ];
}

/** The nearest folder above, within the repository, whose own settings register the guard. */
function findGuardAbove(origins: Origins): string | null {
  const { place } = origins;
  const top = topOf(place.project);
  for (let at = place.project; at !== top && dirname(at) !== at; ) {
    at = dirname(at);
    const path = settingsPath("project", { ...place, project: at });
    if (readScope("project", path, origins).registrations.length > 0) return at;
  }
  return null;
}

/** The folder that carries the project's `.defenter`, as far up as the root of the repository; else the file system's. */
function topOf(project: string): string {
  const policy = findPolicyFolder(project);
  return policy === null ? project : dirname(policy);
}

function findWeakRegistrations(state: ScopeState): string[] {
  if (state.registrations.length === 0) return [];
  const weak = state.registrations
    .filter(({ weaknesses }) => weaknesses.length > 0)
    .map(({ moment, weaknesses }) => `${state.path}: the hook for ${moment.event} ${weaknesses.join(" and ")}`);
  const missing = unguardedEvents(state.registrations).filter(
    (event) => !state.registrations.some(({ moment }) => moment.event === event),
  );
  return missing.length === 0 ? weak : [...weak, `${state.path}: does not register ${missing.join(", ")}`];
}

function findSwitchedOff(states: readonly ScopeState[]): string[] {
  const off = findSwitch(states);
  const only = findManagedOnly(states);
  const isManaged =
    only !== null && states.some((state) => state.scope === "managed" && state.registrations.length > 0);
  return [
    ...(off === null ? [] : [`${off.path}: disableAllHooks is true, so no hook runs`]),
    ...(only === null || isManaged ? [] : [`${only.path}: allowManagedHooksOnly is true, so only managed hooks run`]),
  ];
}

/** A project's settings cannot set these. */
function findSwitches(states: readonly ScopeState[], { env }: SessionPlace): string[] {
  const own = states
    .filter((state) => !isOfProject(state))
    .flatMap(({ path, settings }) => switchesIn(settings["env"]).map((name) => `${path}: env sets ${name}`));
  const around = switchesIn(env).map((name) => `${name} is set in the environment`);
  return [...own, ...around].map((what) => `${what}, with which claude code runs no hook`);
}

function isOfProject({ scope }: ScopeState): boolean {
  return scope === "project" || scope === "local";
}

function describeVariables({ path }: ScopeState, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${path}: env sets ${names.join(", ")}, which can disarm hooks`];
}

/** The user's own are the user's business; of a project's, those that do not reach what is registered. */
function findNotedVariables(state: ScopeState, harmful: readonly string[]): string[] {
  const all = [...disarmingVariables(state.settings).keys()];
  if (!isOfProject(state)) return describeVariables(state, all);
  const others = all.filter((name) => !harmful.includes(name));
  return others.length === 0 ? [] : [`${state.path}: env sets ${others.join(", ")}, which does not reach the hooks`];
}

/** Those that are registered, and the newer ones that run instead. */
function findFolderProblems(states: readonly ScopeState[], place: SessionPlace, roots: Roots): string[] {
  const named = states.flatMap(foldersOf);
  const folders = new Set(named.flatMap((folder) => [folder, findSuccessor(folder, place, roots) ?? folder]));
  return [...folders].flatMap((folder) => checkBundles(folder).map((problem) => `${folder}: ${problem}`));
}

/** A bare `node` is looked up when the hook runs. What a project's settings name beside our own commands is not started. */
function findNodeProblems(states: readonly ScopeState[]): string[] {
  const ours = states.flatMap((state) =>
    state.registrations.filter(({ folder }) => folder !== null || !isOfProject(state)),
  );
  const nodes = new Set(ours.map(nodeOf).filter((node) => node !== null));
  return [...nodes].flatMap((node) => {
    const problem = findNodeProblem(node);
    return problem === null ? [] : [`${node}: the registered node ${problem}: run defenter install`];
  });
}

function nodeOf({ own }: OwnRegistration): string | null {
  return /[\\/]/.test(own.node) ? own.node : null;
}

function findVersions(scopes: readonly ScopeReport[], roots: Roots): string[] {
  const versionOf = (scope: ScopeReport["scope"]) => scopes.find((report) => report.scope === scope)?.version ?? null;
  const project = versionOf("project");
  const own = readCurrent(roots.data) ?? versionOf("user");
  if (project === null || own === null || compareVersions(project, own) <= 0) return [];
  return [
    `this project brings version ${plainVersion(project)}, yours is ${own}: upgrade (${join(roots.data, "hooks")})`,
  ];
}
