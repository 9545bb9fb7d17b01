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
export type Memory = readonly InstalledFile[];

export function memoryPath(state: string): string {
  return join(state, "installed.json");
}

export function backupFolder(state: string): string {
  return join(state, "backups");
}

/** What is remembered; nothing where there is no such file or it is damaged. Never throws. */
export function readMemory(state: string): Memory {
  try {
    const json = JSON.parse(readFileSync(memoryPath(state), "utf8")) as Json;
    const files = isObject(json) ? json["files"] : undefined;
    return Array.isArray(files) ? files.filter(isObject).flatMap(readInstalledFile) : [];
  } catch {
    return [];
  }
}

export function writtenMemory(memory: Memory): Buffer {
  return Buffer.from(`${JSON.stringify({ files: memory }, null, 2)}\n`);
}

/** Tells a running session's own hooks that a change of a settings file is ours: its path, and until when. */
export function markerPath(state: string): string {
  return join(state, "changing.json");
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function readInstalledFile(file: JsonObject): InstalledFile[] {
  const { path, version, afterHash } = file;
  const scope = SCOPES.find((name) => name === file["scope"]);
  if (scope === undefined || typeof path !== "string") return [];
  if (typeof version !== "string" || typeof afterHash !== "string") return [];
  return [
    {
      path,
      scope,
      version,
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
