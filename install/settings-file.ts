import { lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { DefenterError } from "../src/core/error.ts";
import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { leadsOut } from "./links.ts";

/** 2 MiB: Claude Code reads no larger one. */
export const MAX_SETTINGS_BYTES = 2 * 1024 * 1024;
const BOM = "\ufeff";

/** A settings file as it lies on disk; `bytes` is null where there is none. */
export interface SettingsFile {
  readonly path: string;
  /** What `path` leads to: another file where it is a symbolic link. */
  readonly target: string;
  readonly bytes: Buffer | null;
  /** Permission bits of an existing file. */
  readonly mode: number | null;
}

/**
 * Reads a settings file; a missing one is no error.
 *
 * @throws DefenterError FILE_FAILED where it cannot be read, is no regular file or is larger than 2 MiB
 */
export function readSettingsFile(path: string): SettingsFile {
  const fail = (what: string, cause?: unknown) =>
    new DefenterError("FILE_FAILED", `${path}: ${what}`, cause === undefined ? {} : { cause });
  try {
    const target = resolveLink(path);
    const stat = statSync(target, { throwIfNoEntry: false });
    if (stat === undefined) return { path, target, bytes: null, mode: null };
    if (!stat.isFile()) throw fail("is no regular file");
    if (stat.size > MAX_SETTINGS_BYTES) throw fail("is larger than 2 MiB");
    return { path, target, bytes: readFileSync(target), mode: stat.mode & 0o7777 };
  } catch (error) {
    if (error instanceof DefenterError) throw error;
    throw fail(`cannot be read (${errorCode(error)})`, error);
  }
}

/** @throws DefenterError FILE_FAILED where nobody may write to it. Root may, so the mode is read too */
export function checkSettingsWritable({ target, mode }: SettingsFile): void {
  if (mode === null || (mode & 0o200) !== 0) return;
  throw new DefenterError("FILE_FAILED", `${target}: is read-only`, { hints: ["chmod u+w makes it writable"] });
}

/**
 * A repository can hold links: what is meant for the project must not end up in the account's own settings.
 *
 * @throws DefenterError FILE_FAILED where a project's settings file leads out of it
 */
export function checkStaysInProject({ path }: SettingsFile, project: string): void {
  if (!leadsOut(project, path)) return;
  throw new DefenterError("FILE_FAILED", `${path}: is behind a link that leads out of the project`, {
    hints: ["a repository can carry such a link: look where it leads, and remove it", "--scope user needs none"],
  });
}

/** The file that `path` leads to, also where the last link dangles. */
function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? resolve(realpathSync(dirname(path)), readlinkSync(path)) : path;
  }
}

/** A settings file's text, and what stands in front of it. */
export interface SettingsText {
  /** A byte order mark, or nothing. */
  readonly bom: string;
  readonly text: string;
  readonly json: JsonObject;
}

/**
 * Decodes a settings file as strictly as Claude Code does. An empty or missing one is as good as `{}`.
 *
 * @throws DefenterError SETTINGS_INVALID where Claude Code would drop the file in silence: no UTF-8, no JSON, comments
 */
export function decodeSettings(file: SettingsFile): SettingsText {
  const all = decodeUtf8(file);
  const bom = all.startsWith(BOM) ? BOM : "";
  const text = all.slice(bom.length);
  if (text.trim() === "") return { bom, text, json: {} };
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (error) {
    throw syntaxError(file.path, text, error);
  }
  if (!isObject(json)) throw new DefenterError("SETTINGS_INVALID", `${file.path}: holds no JSON object`);
  return { bom, text, json };
}

function decodeUtf8(file: SettingsFile): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file.bytes ?? Buffer.alloc(0));
  } catch (cause) {
    throw new DefenterError("SETTINGS_INVALID", `${file.path}: is not valid UTF-8`, { cause });
  }
}

/** JSON.parse's own message quotes the text, which may hold a token, so the place is found anew. */
function syntaxError(path: string, text: string, cause: unknown): DefenterError {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return new DefenterError("SETTINGS_INVALID", `${path}: is no valid JSON`, { cause });
  }
  const first = errors[0];
  const what = first === undefined ? "syntax" : printParseErrorCode(first.error);
  const line = text.slice(0, first?.offset ?? 0).split("\n").length;
  const isComment = what === "InvalidCommentToken";
  return new DefenterError(
    "SETTINGS_INVALID",
    `${path}:${line}: ${isComment ? "holds a comment" : `is no valid JSON (${what})`}`,
    { cause, hints: ["claude code ignores such a file as a whole, and says nothing: mend it, then install again"] },
  );
}

/** The system's name of what went wrong, e.g. EACCES. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown";
}
