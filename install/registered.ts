import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { MOMENTS, type Moment, type OwnCommand, readOwnHook, weaknessesOf } from "./claude.ts";

/** A hook of ours as a settings file registers it. */
export interface OwnRegistration {
  readonly moment: Moment;
  /** As written. */
  readonly command: string;
  readonly own: OwnCommand;
  /** What keeps it from doing its work, one phrase each. */
  readonly weaknesses: readonly string[];
}

/** Every hook of ours in a settings file's content, in its order. */
export function listRegistrations(settings: Json): OwnRegistration[] {
  const hooks = isObject(settings) && isObject(settings["hooks"]) ? settings["hooks"] : {};
  return MOMENTS.flatMap((moment) => listOf(hooks[moment.event]).flatMap((group) => readGroup(moment, group)));
}

/** Events that no hook of ours guards as it should: none is registered, or only weakened ones. */
export function unguardedEvents(registrations: readonly OwnRegistration[]): string[] {
  const isGuarded = (moment: Moment) =>
    registrations.some(
      ({ moment: { event }, own, weaknesses }) =>
        event === moment.event && own.file === moment.file && weaknesses.length === 0,
    );
  return MOMENTS.filter((moment) => !isGuarded(moment)).map(({ event }) => event);
}

/** Versions in the user's data folder that a settings file's content names. */
export function registeredVersions(settings: Json): string[] {
  const all = isObject(settings) && isObject(settings["hooks"]) ? Object.values(settings["hooks"]) : [];
  const hooks = all.flatMap((groups) => listOf(groups)).flatMap((group) => listOf(group["hooks"]));
  const own = hooks.map((hook) => readOwnHook(hook)).filter((command) => command !== null);
  return [...new Set(own.map(({ version }) => version ?? ""))];
}

function readGroup(moment: Moment, group: JsonObject): OwnRegistration[] {
  return listOf(group["hooks"]).flatMap((hook) => {
    const own = readOwnHook(hook);
    if (own === null) return [];
    const command = String(hook["command"]);
    return [{ moment, command, own, weaknesses: weaknessesOf(group, hook, moment) }];
  });
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: Json) => isObject(item)) : [];
}
