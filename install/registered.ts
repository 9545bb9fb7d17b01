import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { MOMENTS, type Moment, type OwnCommand, readOwnHook, weaknessesOf } from "./claude.ts";
import { findCommandProblem, genuineFolder, type Origins } from "./origins.ts";
import type { ScopeState } from "./scopes.ts";

/** A hook of ours as a settings file registers it. */
export interface OwnRegistration {
  readonly moment: Moment;
  /** As written. */
  readonly command: string;
  readonly own: OwnCommand;
  /** The folder of bundles that it runs; null where the command is not as the installer writes it. */
  readonly folder: string | null;
  /** What keeps it from doing its work, one phrase each. */
  readonly weaknesses: readonly string[];
}

/** Every hook that is or claims to be ours in a settings file's content, in its order. */
export function listRegistrations(settings: Json, scope: ScopeState["scope"], origins: Origins): OwnRegistration[] {
  const hooks = isObject(settings) && isObject(settings["hooks"]) ? settings["hooks"] : {};
  return MOMENTS.flatMap((moment) =>
    listOf(hooks[moment.event]).flatMap((group) => readGroup(moment, group, scope, origins)),
  );
}

/** Events that no hook of ours guards as it should: none is registered, or only weakened ones. */
export function unguardedEvents(registrations: readonly OwnRegistration[]): string[] {
  const isGuarded = (moment: Moment) =>
    registrations.some(({ moment: { event }, weaknesses }) => event === moment.event && weaknesses.length === 0);
  return MOMENTS.filter((moment) => !isGuarded(moment)).map(({ event }) => event);
}

/** Versions in the user's data folder that a settings file's content names; "" stands for a project's own bundles. */
export function registeredVersions(settings: Json): string[] {
  const all = isObject(settings) && isObject(settings["hooks"]) ? Object.values(settings["hooks"]) : [];
  const hooks = all.flatMap((groups) => listOf(groups)).flatMap((group) => listOf(group["hooks"]));
  const own = hooks.map((hook) => readOwnHook(hook)).filter((command) => command !== null);
  return [...new Set(own.map(({ version }) => version ?? ""))];
}

function readGroup(moment: Moment, group: JsonObject, scope: ScopeState["scope"], origins: Origins): OwnRegistration[] {
  return listOf(group["hooks"]).flatMap((hook) => {
    const own = readOwnHook(hook);
    if (own === null) return [];
    const command = String(hook["command"]);
    const folder = genuineFolder(command, own, scope, origins);
    const problem = findCommandProblem(folder, own, origins.place.platform);
    const weaknesses = weaknessesOf(group, hook, moment);
    if (problem !== null) weaknesses.push(problem);
    if (own.file !== moment.file) weaknesses.push("runs what is for another event");
    return [{ moment, command, own, folder, weaknesses }];
  });
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: Json) => isObject(item)) : [];
}
