import { isObject, type Json } from "../src/core/json.ts";
import { EVENTS, HOOKS, SETTINGS, TOLERATED } from "./host-settings.ts";
import type { Mismatch } from "./shape.ts";

/** Events whose invalid entries make Claude Code drop the whole settings file, permissions too, in silence. */
const GUARDS: readonly string[] = ["PreToolUse", "PermissionRequest"];

export interface SettingsProblem {
  /** Claude Code ignores the whole file; else only the entry. */
  readonly dropsFile: boolean;
  /** A later version of Claude Code may know what this one does not. */
  readonly isValue: boolean;
  /** Where and what: "hooks.PreToolUse[0].hooks[1]: has no command". */
  readonly message: string;
}

/** What Claude Code 2.1.331 would drop of a settings file. */
export function findSettingsProblems(settings: Json): SettingsProblem[] {
  if (!isObject(settings)) return [problem(true, "the file holds no object")];
  const { hooks, ...others } = settings;
  const wrong = SETTINGS(others);
  const misplaced = Object.entries(others).some(
    ([key, value]) =>
      isGuardList(key, value) || (!OTHERS_HOOKS.has(key) && holdsHooks(value ?? null, 3, !EVENTS.has(key))),
  );
  return [
    ...(wrong === null ? [] : [mismatch(true, "", wrong)]),
    ...(misplaced ? [problem(true, 'hooks for PreToolUse or PermissionRequest stand outside "hooks"')] : []),
    ...(hooks === undefined ? [] : findHooksProblems(hooks)),
  ];
}

/** Known keys with a value of a type that they do not take, and that Claude Code 2.1.331 overlooks all the same. */
export function findOverlooked(settings: Json): string[] {
  const entries = isObject(settings) ? Object.entries(settings) : [];
  return entries.filter(([key, value]) => TOLERATED({ [key]: value }) !== null).map(([key]) => key);
}

function findHooksProblems(hooks: Json): SettingsProblem[] {
  if (!isObject(hooks)) return [problem(true, "hooks: is no object")];
  if (isMatcher(hooks)) return [problem(true, "hooks: holds a matcher where events were expected")];
  return Object.entries(hooks).flatMap(([event, groups]) => findEventProblems(event, groups ?? null));
}

function findEventProblems(event: string, groups: Json): SettingsProblem[] {
  const isGuard = GUARDS.includes(event);
  const place = `hooks.${event}`;
  if (!EVENTS.has(event)) {
    return [problem(holdsHooks(groups, 3, !Array.isArray(groups)), `${place}: is an unknown event`)];
  }
  if (!Array.isArray(groups)) {
    return [problem((isGuard && groups !== null) || holdsHooks(groups, 3, false), `${place}: is no array`)];
  }
  return groups.flatMap((group: Json, index) => findGroupProblems(`${place}[${index}]`, group, isGuard));
}

function findGroupProblems(at: string, group: Json, isGuard: boolean): SettingsProblem[] {
  if (holdsHooks(group, 3, false)) return [problem(true, `${at}: holds events where a matcher was expected`)];
  if (!isObject(group) || !Array.isArray(group["hooks"])) return [problem(isGuard, `${at}: has no array "hooks"`)];
  const matcher = group["matcher"];
  const wrong =
    matcher === undefined || typeof matcher === "string" ? [] : [problem(isGuard, `${at}: its matcher is no string`)];
  const hooks = group["hooks"].flatMap((hook: Json, place) => {
    const found = findHookMismatch(hook);
    return found === null ? [] : [mismatch(isGuard, `${at}.hooks[${place}]`, found)];
  });
  return [...wrong, ...hooks];
}

function findHookMismatch(hook: Json): Mismatch | null {
  if (!isObject(hook)) return { path: [], what: "is no object", isValue: false };
  const type = hook["type"];
  if (typeof type !== "string") return { path: [], what: "has no type", isValue: false };
  const shape = Object.hasOwn(HOOKS, type) ? HOOKS[type] : undefined;
  return shape === undefined ? { path: ["type"], what: "is unknown", isValue: true } : shape(hook);
}

/** Keys below which Claude Code does not look for hooks in a wrong place. */
const OTHERS_HOOKS: ReadonlySet<string> = new Set([
  "mcpServers",
  "managedMcpServers",
  "lspServers",
  "pluginConfigs",
  "enabledPlugins",
  "extraKnownMarketplaces",
  "env",
  "skillOverrides",
  "modelSettings",
]);

/**
 * Hooks in a wrong place, as Claude Code looks for them: what cannot be loaded may be what guards the permissions beside
 * it, so nothing of the file counts.
 *
 * @param depth how many levels below `value` are looked at
 * @param areMatchers a group of hooks counts, and not only the name of an event
 */
function holdsHooks(value: Json, depth: number, areMatchers: boolean, isHookList = false): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isObject(value) && Object.entries(value).some(([key, list]) => isGuardList(key, list))) return true;
  if (areMatchers && isMatcher(value)) return true;
  if (depth === 0) return false;
  if (!isObject(value)) return value.some((item) => holdsHooks(item, depth - 1, areMatchers, isHookList));
  if (isHookList && typeof value["type"] === "string") return false;
  return Object.entries(value).some(([key, item]) =>
    holdsHooks(item ?? null, depth - 1, areMatchers && !EVENTS.has(key), key === "hooks" && Array.isArray(item)),
  );
}

function isGuardList(key: string, value: Json | undefined): boolean {
  const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  return GUARDS.includes(key) && !isEmpty;
}

function isMatcher(value: Json): boolean {
  if (!isObject(value)) return false;
  const hasMatcher = Object.hasOwn(value, "matcher");
  if (!hasMatcher && Object.keys(value).some((key) => EVENTS.has(key))) return false;
  const hooks = value["hooks"];
  if (Array.isArray(hooks)) return hooks.length > 0;
  return isObject(hooks) && (hasMatcher || typeof hooks["type"] === "string");
}

function problem(dropsFile: boolean, message: string): SettingsProblem {
  return { dropsFile, isValue: false, message };
}

function mismatch(dropsFile: boolean, at: string, { path, what, isValue }: Mismatch): SettingsProblem {
  const place = path.reduce(
    (before, step) => (/^\d+$/.test(step) ? `${before}[${step}]` : `${before}${before === "" ? "" : "."}${step}`),
    at,
  );
  return { dropsFile, isValue, message: `${place}: ${what}` };
}
