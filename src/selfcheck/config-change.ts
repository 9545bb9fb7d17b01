import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MOMENTS, projectBundles, type Scope, settingsPath } from "../../install/claude.ts";
import { readChanges, readMemory } from "../../install/memory.ts";
import {
  disarmingVariables,
  findManagedOnly,
  findSwitch,
  harmfulVariables,
  isGuarding,
  isOfAccount,
  readScopes,
  type ScopeState,
} from "../../install/scopes.ts";
import { type Asking, originsOf, placeOf } from "./registration.ts";
import { describeVariables, readRemembered } from "./remembered.ts";

/** What a ConfigChange event says. */
export interface ConfigChange {
  /** `user_settings`, `project_settings`, `local_settings`, `policy_settings`, `skills`. */
  readonly source: string | null;
  readonly filePath: string | null;
  readonly session: string | null;
}

export interface Verdict {
  /** Why the change must not count in this session, or null. Holds no value of the settings. */
  readonly refuse: string | null;
}

const PASS: Verdict = { refuse: null };
const SCOPE_OF: ReadonlyMap<string, Scope> = new Map([
  ["user_settings", "user"],
  ["project_settings", "project"],
  ["local_settings", "local"],
]);

const POLL_MS = 50;

/**
 * Judges a settings file that changed during a session: a change that disables, removes or weakens the guard, or sets a
 * variable that disarms hooks, is refused. Our own installing and uninstalling pass, and so does another branch that was
 * checked out: there the bundles are gone too. What administrators manage is theirs.
 *
 * @param nowMs Unix milliseconds
 * @param patienceMs how long a project's bundles are waited for: git takes settings and bundles away one after the other
 */
export async function judgeConfigChange(
  change: ConfigChange,
  asking: Asking,
  nowMs: number,
  patienceMs = 1500,
): Promise<Verdict> {
  if (change.source === "policy_settings" || change.source === "skills") return PASS;
  const scopes = readScopes(originsOf(asking));
  const changed = findChanged(change, asking, scopes);

  const off = findSwitch(scopes);
  // Taking our own `false` out of the local settings lets a project's `true` count again: the person wants that.
  const isUndone = off !== null && !changed.includes(off) && isOurDoing(asking, changed, nowMs);
  if (off !== null && off.scope !== "managed" && !isUndone) {
    return { refuse: `disableAllHooks in the ${off.scope} settings would switch the guard off` };
  }
  const variables = findNewVariables(change, asking, scopes, changed, nowMs);
  if (variables.length > 0) return { refuse: `the settings would set ${variables.join(", ")}, which can disarm hooks` };
  const lost = findLost(change, asking, scopes, changed);
  if (lost.length === 0 || isOurDoing(asking, lost, nowMs)) return PASS;
  const isCheckout = lost.every(({ scope }) => scope === "project") && (await areBundlesGone(asking, patienceMs));
  return isCheckout ? PASS : { refuse: REMOVED };
}

const REMOVED = "the settings no longer register the guard as it was; defenter uninstall removes it";

/** Where the event does not say which file it was, all of them are looked at. */
function findChanged(change: ConfigChange, asking: Asking, scopes: readonly ScopeState[]): ScopeState[] {
  const place = placeOf(asking);
  const scope = SCOPE_OF.get(change.source ?? "");
  const path = scope === undefined ? change.filePath : settingsPath(scope, place);
  const found = scopes.filter((state) => state.path === path || state.path === change.filePath);
  return found.length > 0 ? found : scopes.filter((state) => state.scope !== "managed");
}

/**
 * Those that the session did not begin with. Other files count too: what was refused before still lies on disk, and the
 * next change that passes would bring it in. Where it is not known what the session began with, those of the changed file,
 * of the person's own only those that reach what is registered, and none that an installation writes back.
 */
function findNewVariables(
  change: ConfigChange,
  asking: Asking,
  scopes: readonly ScopeState[],
  changed: readonly ScopeState[],
  nowMs: number,
): string[] {
  const before = change.session === null ? null : readRemembered(asking.roots.state, change.session);
  if (before === null) {
    if (isOurDoing(asking, changed, nowMs)) return [];
    return changed.flatMap((state) =>
      state.scope === "user"
        ? harmfulVariables(state, scopes, asking.platform)
        : [...disarmingVariables(state.settings).keys()],
    );
  }
  const judged = scopes.filter(({ scope }) => scope !== "managed");
  return judged.flatMap((state) => {
    const known = new Set(before.get(state.path)?.variables ?? []);
    return describeVariables(state)
      .filter((variable) => !known.has(variable))
      .map((variable) => variable.slice(0, variable.indexOf("=")));
  });
}

/**
 * Files that registered the guard and no longer do: by what the session began with, or, where that is not known, by what
 * was installed. As long as a registration of the account goes on guarding, nothing is lost; a project's own is no
 * substitute for it, since it does not hold against what a repository's settings or branch can do.
 */
function findLost(
  change: ConfigChange,
  { roots }: Asking,
  scopes: readonly ScopeState[],
  changed: readonly ScopeState[],
): ScopeState[] {
  if (findManagedOnly(scopes) !== null) return [];
  const before = change.session === null ? null : readRemembered(roots.state, change.session);
  // Not the one whose values another version of the host might not overlook, where the session did not begin with them.
  const isSound = ({ path, overlooked }: ScopeState) =>
    overlooked.every((key) => before === null || before.get(path)?.overlooked.includes(key) === true);
  const guarding = scopes.filter((state) => isGuarding(state) && isSound(state));
  if (guarding.some(isOfAccount)) return [];
  const installed = new Set(readMemory(roots.state).files.map(({ path }) => path));
  const began = (path: string) => (before === null ? installed.has(path) : before.get(path)?.guards === true);
  const candidates = scopes.filter((state) => !guarding.includes(state));
  // The hook that asks was registered somewhere.
  if (guarding.length === 0)
    return candidates.filter((state) => began(state.path) || (before === null && changed.includes(state)));
  return candidates.filter((state) => isOfAccount(state) && began(state.path));
}

/** Every one of these files is now, to the byte, what an installation of the person's says it is writing. */
function isOurDoing({ roots }: Asking, states: readonly ScopeState[], nowMs: number): boolean {
  const changes = readChanges(roots.state, nowMs);
  return states.every(({ path, exists, sha256 }) =>
    changes.some((change) => change.path === path && (change.sha256 === null ? !exists : change.sha256 === sha256)),
  );
}

async function areBundlesGone({ project, platform }: Asking, patienceMs: number): Promise<boolean> {
  const folder = projectBundles(project, platform);
  const isGone = () => MOMENTS.some(({ isGate, file }) => isGate && !existsSync(join(folder, file)));
  for (let waitedMs = 0; !isGone() && waitedMs < patienceMs; waitedMs += POLL_MS) await sleep(POLL_MS);
  return isGone();
}
