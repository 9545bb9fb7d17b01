import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../install/memory.ts";
import { disarmingVariables, isGuarding, readScopes, type ScopeState } from "../../install/scopes.ts";
import { removeQuietly } from "../../install/write.ts";
import { isObject, type Json } from "../core/json.ts";
import { makeFolder } from "../state/make-folder.ts";
import { type Asking, originsOf } from "./registration.ts";

/** What a settings file said when the session began. */
export interface RememberedFile {
  /** It registered the whole guard. */
  readonly guards: boolean;
  /** Variables in its `env` that could disarm a hook, each as `NAME=hash of the value`. */
  readonly variables: readonly string[];
  /** Known keys with a value of a wrong type. */
  readonly overlooked: readonly string[];
}

const MAX_AGE_MS = 14 * 24 * 3600 * 1000;

/** A SessionStart event, as far as it matters here. */
export interface SessionBegin {
  readonly session: string | null;
  /** `startup`, `resume`, `clear`, `compact`, `fork`. */
  readonly source: string | null;
}

/**
 * Notes what the settings say when a session begins, for the judging of later changes. Only where the host has just read
 * them (`startup`, `resume`): later on the files may hold what was refused, so that a session which goes on under another
 * id (`clear`, `compact`, `fork` within a process) goes on with what was noted for it. Best effort: where nothing is noted, a change is judged
 * by what was installed.
 *
 * @param nowMs Unix milliseconds
 */
export function rememberSettings(asking: Asking, { session, source }: SessionBegin, nowMs: number): void {
  if (session === null) return;
  const folder = join(asking.roots.state, "settings");
  const path = rememberedPath(asking.roots.state, session);
  const beside = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(folder);
    const isNew = source === "startup" || source === "resume";
    const carried = isNew || existsSync(path) ? null : findNote(folder, asking);
    // A fork on the command line is a new process, which has just read them too.
    const noted = isNew || (source === "fork" && carried === null && !existsSync(path)) ? noteOf(asking) : carried;
    if (noted === null) return;
    writeFileSync(beside, noted, { mode: 0o600 });
    renameSync(beside, path);
    removeOld(folder, nowMs);
  } catch {
    removeQuietly(beside);
  }
}

function noteOf(asking: Asking): string {
  const scopes = readScopes(originsOf(asking));
  const files = Object.fromEntries(scopes.map((scope) => [scope.path, describe(scope)]));
  return JSON.stringify({ host: hostOf(asking), files });
}

/** The host's process and the project, which stay the same when a session goes on under another id. */
function hostOf({ env, project }: Asking): string | null {
  const pid = env["CLAUDE_PID"];
  return pid === undefined || pid === "" ? null : `${pid} ${project}`;
}

/** The latest note of the same running host, as it was written; null where there is none. */
function findNote(folder: string, asking: Asking): string | null {
  const host = hostOf(asking);
  if (host === null) return null;
  let latest: { readonly text: string; readonly madeMs: number } | null = null;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".json")) continue;
    const note = readNote(join(folder, name));
    if (note?.host === host && note.madeMs > (latest?.madeMs ?? 0)) latest = note;
  }
  return latest?.text ?? null;
}

/** Null where it is damaged or was removed meanwhile. */
function readNote(path: string): { readonly text: string; readonly madeMs: number; readonly host: Json } | null {
  try {
    const text = readFileSync(path, "utf8");
    const json = JSON.parse(text) as Json;
    return { text, madeMs: statSync(path).mtimeMs, host: isObject(json) ? (json["host"] ?? null) : null };
  } catch {
    return null;
  }
}

/** What was noted by path; null where nothing was. */
export function readRemembered(state: string, session: string): ReadonlyMap<string, RememberedFile> | null {
  try {
    const json = JSON.parse(readFileSync(rememberedPath(state, session), "utf8")) as Json;
    const files = isObject(json) && isObject(json["files"]) ? Object.entries(json["files"]) : null;
    if (files === null) return null;
    return new Map(files.map(([path, file]) => [path, readFile(file)]));
  } catch {
    return null;
  }
}

/** As they are compared with what was remembered; values are hashed, for they are other people's text. */
export function describeVariables(scope: ScopeState): string[] {
  return [...disarmingVariables(scope.settings)].map(
    ([name, value]) => `${name}=${sha256(Buffer.from(value)).slice(0, 16)}`,
  );
}

function describe(scope: ScopeState): RememberedFile {
  return { guards: isGuarding(scope), variables: describeVariables(scope), overlooked: scope.overlooked };
}

function readFile(file: Json | undefined): RememberedFile {
  const texts = (list: Json | undefined): string[] =>
    Array.isArray(list) ? list.filter((item: Json): item is string => typeof item === "string") : [];
  if (!isObject(file)) return { guards: false, variables: [], overlooked: [] };
  return {
    guards: file["guards"] === true,
    variables: texts(file["variables"]),
    overlooked: texts(file["overlooked"]),
  };
}

/** A session's id comes from the payload, so it is no name for a file as it is. */
function rememberedPath(state: string, session: string): string {
  return join(state, "settings", `${sha256(Buffer.from(session)).slice(0, 24)}.json`);
}

function removeOld(folder: string, nowMs: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const madeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - madeMs > MAX_AGE_MS) rmSync(path, { force: true });
  }
}
