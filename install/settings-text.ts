import { isDeepStrictEqual } from "node:util";
import { getNodeValue, type Node, parseTree } from "jsonc-parser";
import { DefenterError } from "../src/core/error.ts";
import type { Json, JsonObject } from "../src/core/json.ts";
import { indentOf, insertItem, insertMember, removeChild, replaceValue } from "./json-edit.ts";

/** What an installation made in a settings file beside its own hooks, so that uninstalling leaves nothing behind. */
export interface Created {
  /** The key `hooks`. */
  readonly hooks: boolean;
  /** Event keys within it. */
  readonly events: readonly string[];
  /** `disableAllHooks: false` was added, or it was `true` before. */
  readonly switch: "added" | "turned" | null;
}

export interface WantedGroup {
  readonly event: string;
  readonly group: JsonObject;
}

type IsOurs = (hook: Json) => boolean;

/**
 * Registers our groups in a settings file's text: one group an event, whatever of ours stood there before. Every byte
 * that is not ours stays.
 *
 * @param text valid JSON that holds an object, or nothing but white space
 * @param switchOn also sets `disableAllHooks` to false
 * @throws DefenterError SETTINGS_INVALID where `hooks` or an event in it has another shape, or stands twice
 */
export function addGroups(
  text: string,
  wanted: readonly WantedGroup[],
  isOurs: IsOurs,
  switchOn: boolean,
): { readonly text: string; readonly created: Created } {
  let now = text.trim() === "" ? "{}\n" : text;
  const hooks = findMember(rootOf(now), "hooks");
  const events: string[] = [];
  if (hooks === null) {
    const all = Object.fromEntries(wanted.map(({ event, group }) => [event, [group]]));
    now = insertMember(now, rootOf(now), "hooks", all);
  } else {
    for (const { event, group } of wanted) {
      const before = findEvent(rootOf(now), event);
      if (before === null) events.push(event);
      now = before === null ? insertMember(now, hooksOf(now), event, [group]) : placeGroup(now, event, group, isOurs);
    }
  }
  const turned = switchOn ? switchHooksOn(now) : { text: now, created: null };
  return { text: turned.text, created: { hooks: hooks === null, events, switch: turned.created } };
}

/**
 * Takes our hooks out of a settings file's text, and what installing made for them: by what was remembered, or, without
 * memory, whatever is left empty. Every other byte stays.
 *
 * @param text valid JSON that holds an object, or nothing but white space
 * @throws DefenterError SETTINGS_INVALID where the file cannot be understood
 */
export function removeGroups(text: string, isOurs: IsOurs, created: Created | null): string {
  if (text.trim() === "") return text;
  const root = rootOf(text);
  const events = listEvents(root).filter((event) => findOurs(root, event, isOurs).length > 0);
  let now = text;
  for (const event of events) {
    now = removeOurs(now, event, isOurs);
    const list = findEvent(rootOf(now), event);
    const isOwn = created === null || created.hooks || created.events.includes(event);
    if (isOwn && list?.children?.length === 0) now = removeMember(now, hooksOf(now), event);
  }
  const hooks = findMember(rootOf(now), "hooks");
  const isOwn = events.length > 0 && (created === null || created.hooks);
  if (isOwn && hooks?.children?.length === 0) now = removeMember(now, rootOf(now), "hooks");
  return now;
}

/** Undoes what `addGroups` did to `disableAllHooks`; without memory a `false` there is taken for ours. */
export function undoSwitch(text: string, created: Created | null): string {
  if (text.trim() === "" || created?.switch === null) return text;
  const value = findMember(rootOf(text), "disableAllHooks");
  if (value?.value !== false) return text;
  if (created?.switch === "turned") return replaceValue(text, value, "true");
  return removeMember(text, rootOf(text), "disableAllHooks");
}

function switchHooksOn(text: string): { text: string; created: Created["switch"] } {
  const root = rootOf(text);
  const value = findMember(root, "disableAllHooks");
  if (value === null) return { text: insertMember(text, root, "disableAllHooks", false), created: "added" };
  if (value.value === false) return { text, created: null };
  return { text: replaceValue(text, value, "false"), created: value.value === true ? "turned" : null };
}

/** Leaves exactly one group of ours under an event that has a list already: in place where there was one. */
function placeGroup(text: string, event: string, group: JsonObject, isOurs: IsOurs): string {
  const ours = findOurs(rootOf(text), event, isOurs);
  const only = ours.length === 1 ? ours[0] : undefined;
  if (only === undefined || only.groupHooks > 1) {
    const cleared = ours.length === 0 ? text : removeOurs(text, event, isOurs);
    const list = findEvent(rootOf(cleared), event);
    if (list === null) throw shapeError(event);
    return insertItem(cleared, list, group);
  }
  if (isDeepStrictEqual(getNodeValue(only.group), group)) return text;
  return replaceValue(text, only.group, group, indentOf(text, only.group));
}

/** A hook of ours in the tree. */
interface OwnNode {
  readonly group: Node;
  readonly hook: Node;
  /** How many hooks its group holds, foreign ones too. */
  readonly groupHooks: number;
}

function findOurs(root: Node, event: string, isOurs: IsOurs): OwnNode[] {
  return (findEvent(root, event)?.children ?? []).flatMap((group) => {
    const list = group.type === "object" ? findMember(group, "hooks") : null;
    const hooks = list?.type === "array" ? (list.children ?? []) : [];
    return hooks
      .filter((hook) => isOurs(getNodeValue(hook) as Json))
      .map((hook) => ({ group, hook, groupHooks: hooks.length }));
  });
}

/** One at a time: each removal moves what follows. */
function removeOurs(text: string, event: string, isOurs: IsOurs): string {
  for (let now = text; ; ) {
    const [first] = findOurs(rootOf(now), event, isOurs);
    if (first === undefined) return now;
    now = removeChild(now, first.groupHooks === 1 ? first.group : first.hook);
  }
}

function removeMember(text: string, object: Node, key: string): string {
  const value = findMember(object, key);
  return value?.parent === undefined ? text : removeChild(text, value.parent);
}

function rootOf(text: string): Node {
  let root: Node | undefined;
  try {
    root = parseTree(text);
  } catch (cause) {
    throw new DefenterError("SETTINGS_INVALID", "the settings file is nested too deeply", { cause });
  }
  if (root?.type !== "object") throw new DefenterError("SETTINGS_INVALID", "the settings file holds no JSON object");
  return root;
}

function hooksOf(text: string): Node {
  const hooks = findMember(rootOf(text), "hooks");
  if (hooks?.type !== "object") throw shapeError(null);
  return hooks;
}

function listEvents(root: Node): string[] {
  const hooks = findMember(root, "hooks");
  if (hooks !== null && hooks.type !== "object") throw shapeError(null);
  return (hooks?.children ?? []).map((member) => String(member.children?.[0]?.value));
}

/** The list under an event, or null where there is none. */
function findEvent(root: Node, event: string): Node | null {
  const hooks = findMember(root, "hooks");
  if (hooks === null) return null;
  if (hooks.type !== "object") throw shapeError(null);
  const list = findMember(hooks, event);
  if (list !== null && list.type !== "array") throw shapeError(event);
  return list;
}

/** A key that stands twice means one thing to one parser and another to the next, so it is no place to write to. */
function findMember(object: Node, key: string): Node | null {
  const members = (object.children ?? []).filter((member) => member.children?.[0]?.value === key);
  if (members.length > 1) throw new DefenterError("SETTINGS_INVALID", `the key "${key}" stands twice in one object`);
  return members[0]?.children?.[1] ?? null;
}

function shapeError(event: string | null): DefenterError {
  const what = event === null ? '"hooks" is no object' : `"hooks.${event}" is no array`;
  return new DefenterError("SETTINGS_INVALID", `the settings file has hooks of a wrong shape: ${what}`);
}
