import type { Places } from "../../core/event.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, pointerTo, stringAt } from "../../core/json.ts";
import { resolvePath, shortPath } from "../../core/path.ts";
import type { ActionMatch, ToolCall } from "./action.ts";
import { comparable, guardPart, isInProject } from "./paths.ts";
import type { ActionId } from "./rules.generated.ts";
import { ACTION_RULES } from "./rules.generated.ts";
import { removesOurs, switchesOff } from "./settings.ts";
import { isKeyFile, storeAt } from "./stores.ts";

export interface ToolOptions {
  /** Where the symbolic links of an absolute path lead; the path itself where it does not exist. */
  readonly realPath?: (path: string) => string;
  /** What a file holds now, or null. Asked for hook settings files only. */
  readonly current?: (path: string) => string | null;
}

/** Which inputs of a host's own tools name a file, and what is done to it. */
const OWN_TOOLS: ReadonlyMap<string, { readonly keys: readonly string[]; readonly kind: "read" | "search" | "write" }> =
  new Map([
    ["Read", { keys: ["file_path"], kind: "read" }],
    ["NotebookRead", { keys: ["notebook_path"], kind: "read" }],
    ["Grep", { keys: ["path", "glob"], kind: "search" }],
    ["Write", { keys: ["file_path"], kind: "write" }],
    ["Edit", { keys: ["file_path"], kind: "write" }],
    ["MultiEdit", { keys: ["file_path"], kind: "write" }],
    ["NotebookEdit", { keys: ["notebook_path", "file_path"], kind: "write" }],
  ]);

/** What a tool call other than a shell command would do to keys, credential stores and the guard's own files. */
export function judgeToolCall(call: ToolCall, places: Places, options: ToolOptions = {}): ActionMatch[] {
  const own = OWN_TOOLS.get(call.tool);
  const judge: Judge = { call, places, options, matches: [] };
  if (own !== undefined) {
    for (const key of own.keys) {
      const path = stringAt(call.input, key);
      if (path === null) continue;
      if (own.kind === "write") judgeWrite(path, `/${key}`, judge);
      else
        judgeRead(
          own.kind === "search" ? searched(key, path, call.input) : path,
          `/${key}`,
          own.kind === "search",
          judge,
        );
    }
  } else if (call.tool === "WebFetch") {
    const url = stringAt(call.input, "url");
    if (url !== null) judgeAddress(url, "/url", judge);
  } else if (call.tool.startsWith("mcp__")) judgeMcp(judge);
  return judge.matches;
}

interface Judge {
  readonly call: ToolCall;
  readonly places: Places;
  readonly options: ToolOptions;
  readonly matches: ActionMatch[];
}

function searched(key: string, text: string, input: JsonObject): string {
  if (key !== "glob") return text;
  return `${stringAt(input, "path") ?? "."}/${text}`.replace(/\*{1,2}|\?/g, "\uE001");
}

function judgeRead(path: string, pointer: string, whole: boolean, judge: Judge): void {
  const { places } = judge;
  for (const each of spellings(path, judge)) {
    const shown = shortPath(each, places).replaceAll("\uE001", "*");
    if (guardPart(each, places) === "keys") add("action/guard-key-read", pointer, `reads ${shown}`, judge);
    const store =
      storeAt(each, places, whole) ?? (isKeyFile(each) && !isInProject(each, places) ? "private key" : null);
    if (store !== null) add("action/credential-store-read", pointer, `reads ${shown} (${store})`, judge);
  }
}

function judgeWrite(path: string, pointer: string, judge: Judge): void {
  const { places } = judge;
  for (const each of spellings(path, judge)) {
    const part = guardPart(each, places);
    if (part === null) continue;
    const detail = `changes ${shortPath(each, places)}`;
    if (part === "keys" || part === "files") add("action/guard-write", pointer, detail, judge);
    else {
      if (part === "settings" && disarms(path, judge)) add("action/guard-switch-off", pointer, detail, judge);
      add("action/guard-settings", pointer, detail, judge);
    }
  }
}

/** True where the settings file, as the call leaves it, has less of the guard in it. */
function disarms(path: string, { call, places, options }: Judge): boolean {
  const before = options.current?.(resolvePath(places.cwd, path)) ?? null;
  const content = stringAt(call.input, "content");
  if (content !== null) return switchesOff(plain(content)) || (before !== null && removesOurs(before, content));
  const edits = [call.input, ...objects(call.input["edits"])];
  return edits.some((edit) => {
    const old = stringAt(edit, "old_string") ?? "";
    const text = stringAt(edit, "new_string") ?? "";
    if (switchesOff(plain(text)) || removesOurs(old, text)) return true;
    if (before === null || old === "") return false;
    const after = before.replace(old, () => text);
    return removesOurs(before, after) || (switchesOff(plain(after)) && !switchesOff(plain(before)));
  });
}

/** JSON as the host reads it, so that no escape hides a key; other text as it is. */
function plain(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** `file:///home/x/.ssh/id_rsa` reads a file like any other tool. */
function judgeAddress(url: string, pointer: string, judge: Judge): void {
  const file = /^file:\/\/(?:localhost)?(\/.{1,4096})$/i.exec(url)?.[1];
  if (file !== undefined) judgeRead(decoded(file), pointer, false, judge);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const PATH_KEY = /path|file|folder|dir|uri|source|destination|target|^(?:name|from|to)$/i;
const PATH = /^(?:file:|(?:~|\/|\.{0,2}\/|[A-Za-z]:[\\/]|\.[a-z]|\$HOME)[^\n]*$)/;
const WRITING_TOOL = /write|edit|create|move|rename|delete|remove|append|replace|patch|save|put|upload|insert/i;
/** Paths of one call; each is looked up on disk. */
const MAX_PATHS = 2_000;

/** Arguments of an MCP tool that look like paths: by their name and by their form. */
function judgeMcp(judge: Judge): void {
  const paths = new Map<string, string>();
  collectPaths(judge.call.input, "", paths);
  if (paths.size > MAX_PATHS) {
    add("action/unparsed-command", "", `names ${paths.size} files`, judge);
    return;
  }
  for (const [path, pointer] of paths) {
    if (path.startsWith("file:")) judgeAddress(path, pointer, judge);
    else judgeMcpPath(path, pointer, judge);
  }
}

/** Recursive: `decode` refuses what is nested deeper than its limit. */
function collectPaths(value: Json | undefined, pointer: string, paths: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) collectPaths(entry, pointerTo(pointer, at), paths);
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) collectPaths(entry, pointerTo(pointer, key), paths);
  } else if (typeof value === "string" && value.length < 4_096 && PATH_KEY.test(pointer) && PATH.test(value)) {
    if (!paths.has(value)) paths.set(value, pointer);
  }
}

function judgeMcpPath(path: string, pointer: string, judge: Judge): void {
  if (WRITING_TOOL.test(judge.call.tool.slice(5))) judgeWrite(path, pointer, judge);
  judgeRead(path, pointer, false, judge);
}

/** The path as written and where its symbolic links lead, comparable. */
function spellings(path: string, { places, options }: Judge): readonly string[] {
  const written = comparable(path, places);
  const real =
    options.realPath === undefined ? written : comparable(options.realPath(resolvePath(places.cwd, path)), places);
  return real === written ? [written] : [written, real];
}

function add(id: ActionId, pointer: string, detail: string, { matches }: Judge): void {
  if (matches.some((match) => match.rule.id === id && match.pointer === pointer)) return;
  matches.push({ rule: ACTION_RULES[id], pointer, span: null, detail });
}
