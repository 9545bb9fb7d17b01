import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { SCOPES, type Scope } from "./claude.ts";
import type { Created } from "./settings-text.ts";

/** What an installation did to one settings file. Kept in the state folder; uninstalling works without it too. */
export interface InstalledFile {
  /** The settings file as it was named. */
  readonly path: string;
  readonly scope: Scope;
  readonly version: string;
  /** The Node that was registered, as written; null in project scope. */
  readonly node: string | null;
  /** SHA-256 of the file as we left it: where that still holds, the backup can be put back whole. */
  readonly afterHash: string;
  /** What was there before the first installation: a backup by its name, no file, or no longer known. */
  readonly before: { readonly backup: string } | "absent" | "unknown";
  /** Folders made for the file, outermost first. */
  readonly folders: readonly string[];
  /** Null where hooks of ours stood there already and nobody remembers who made what. */
  readonly created: Created | null;
}

/** Every settings file that this account registered the guard in. */
export interface Memory {
  readonly files: readonly InstalledFile[];
  /** False where some may be missing: the record was lost or damaged while bundles were installed. */
  readonly isComplete: boolean;
}

export function memoryPath(state: string): string {
  return join(state, "installed.json");
}

export function backupFolder(state: string): string {
  return join(state, "backups");
}

/** What is remembered; nothing, and not complete, where there is no such file or it is damaged. Never throws. */
export function readMemory(state: string): Memory {
  try {
    const json = JSON.parse(readFileSync(memoryPath(state), "utf8")) as Json;
    const list = isObject(json) && Array.isArray(json["files"]) ? json["files"] : null;
    if (!isObject(json) || list === null) return { files: [], isComplete: false };
    const files = list.filter(isObject).flatMap(readInstalledFile);
    return { files, isComplete: json["complete"] === true && files.length === list.length };
  } catch {
    return { files: [], isComplete: false };
  }
}

export function writtenMemory({ files, isComplete }: Memory): Buffer {
  return Buffer.from(`${JSON.stringify({ complete: isComplete, files }, null, 2)}\n`);
}

/** A change of a settings file that is ours, for a running session's own hooks. */
export interface Change {
  readonly path: string;
  /** SHA-256 of the bytes that are written; null where the file is removed. */
  readonly sha256: string | null;
  /** Unix milliseconds. */
  readonly untilMs: number;
}

export function markerPath(state: string): string {
  return join(state, "changing.json");
}

/** The changes that are told and still count; nothing where there is no such file or it is damaged. Never throws. */
export function readChanges(state: string, nowMs: number): Change[] {
  try {
    const json = JSON.parse(readFileSync(markerPath(state), "utf8")) as Json;
    const list = isObject(json) && Array.isArray(json["files"]) ? json["files"] : [];
    return list.filter(isObject).flatMap(({ path, sha256, untilMs }) => {
      if (typeof path !== "string" || typeof untilMs !== "number" || untilMs < nowMs) return [];
      return typeof sha256 === "string" || sha256 === null ? [{ path, sha256, untilMs }] : [];
    });
  } catch {
    return [];
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function readInstalledFile(file: JsonObject): InstalledFile[] {
  const { path, version, node, afterHash } = file;
  const scope = SCOPES.find((name) => name === file["scope"]);
  if (scope === undefined || typeof path !== "string") return [];
  if (typeof version !== "string" || typeof afterHash !== "string") return [];
  return [
    {
      path,
      scope,
      version,
      node: typeof node === "string" ? node : null,
      afterHash,
      before: readBefore(file["before"]),
      folders: stringsOf(file["folders"]),
      created: readCreated(file["created"]),
    },
  ];
}

function readBefore(value: Json | undefined): InstalledFile["before"] {
  const name = isObject(value) ? value["backup"] : undefined;
  if (typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return { backup: name };
  return value === "absent" ? "absent" : "unknown";
}

function readCreated(value: Json | undefined): Created | null {
  if (!isObject(value)) return null;
  const turned = value["switch"];
  return {
    hooks: value["hooks"] === true,
    events: stringsOf(value["events"]),
    switch: turned === "added" || turned === "turned" ? turned : null,
  };
}

function stringsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item: Json): item is string => typeof item === "string") : [];
}
