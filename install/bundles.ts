import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DefenterError } from "../src/core/error.ts";
import { isObject, type Json } from "../src/core/json.ts";
import { MOMENTS } from "./claude.ts";
import { sha256 } from "./memory.ts";
import { readRegular } from "./read-regular.ts";
import { errorCode } from "./settings-file.ts";

export const MANIFEST = "manifest.json";
/** Keeps git from turning the line ends of a project's bundles, which would change their hashes. */
export const ATTRIBUTES = { name: ".gitattributes", text: "* -text\n" } as const;

/** What `manifest.json` says of the folder it lies in. */
export interface Manifest {
  readonly version: string;
  /** SHA-256 in hex by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** A folder of bundles in memory. */
export interface Bundles {
  readonly version: string;
  /** Content by name, in the order to write them: what executables require first, the manifest last. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** No folders and no hidden names: a manifest in a project is data from others. */
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$/;
/** Many times what ours have. */
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_BUNDLE_BYTES = 16 * 1024 * 1024;
const VERSION_NAME = /^[0-9][A-Za-z0-9.+-]{0,50}$/;

/** The manifest of a folder, or null where there is none that can be read. Never throws. */
export function readManifest(folder: string): Manifest | null {
  try {
    const json = JSON.parse(readRegular(join(folder, MANIFEST), MAX_MANIFEST_BYTES).toString("utf8")) as Json;
    if (!isObject(json) || typeof json["version"] !== "string" || !isObject(json["files"])) return null;
    const files = Object.entries(json["files"]);
    const isValid = files.every(([name, hash]) => FILE_NAME.test(name) && typeof hash === "string");
    if (!isValid || !VERSION_NAME.test(json["version"])) return null;
    return { version: json["version"], files: new Map(files.map(([name, hash]) => [name, String(hash)])) };
  } catch {
    return null;
  }
}

/** What is wrong with a folder of bundles, one phrase each; empty where every file is as its manifest says. */
export function checkBundles(folder: string): string[] {
  const manifest = readManifest(folder);
  if (manifest === null) return [`${MANIFEST} is missing or not valid`];
  return [...manifest.files].flatMap(([name, hash]) => {
    const found = hashOf(join(folder, name));
    if (found === null) return [`${name} is missing`];
    return found === hash ? [] : [`${name} is not the file that was installed`];
  });
}

/**
 * What may be deleted of a project's folder of bundles: files that are as their manifest says, executables of our names,
 * the manifest and our `.gitattributes`. A repository's manifest is data from others, so it names nothing beyond that.
 *
 * @returns `ours` by name, and under `changed` what the manifest lists and somebody changed
 */
export function listOwnFiles(folder: string): {
  readonly ours: readonly string[];
  readonly changed: readonly string[];
} {
  const manifest = readManifest(folder);
  const executables = MOMENTS.map((moment) => moment.file);
  const [ours, changed]: [string[], string[]] = [[], []];
  for (const [name, hash] of manifest?.files ?? []) {
    const found = hashOf(join(folder, name));
    if (found === hash) ours.push(name);
    else if (found !== null && !executables.includes(name)) changed.push(name);
  }
  const attributes =
    hashOf(join(folder, ATTRIBUTES.name)) === sha256(Buffer.from(ATTRIBUTES.text)) ? [ATTRIBUTES.name] : [];
  const record = manifest === null ? [] : [MANIFEST];
  if (manifest === null && isFile(join(folder, MANIFEST))) changed.push(MANIFEST);
  const named = [...ours, ...executables, ...record, ...attributes].filter((name) => isFile(join(folder, name)));
  return { ours: [...new Set(named)], changed };
}

function isFile(path: string): boolean {
  try {
    const stat = lstatSync(path);
    return stat.isFile() || stat.isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * Reads the bundles that this package brings.
 *
 * @throws DefenterError FILE_FAILED where they are missing or damaged
 */
export function readBundles(folder: string): Bundles {
  const manifest = readManifest(folder);
  const problems = checkBundles(folder);
  if (manifest === null || problems.length > 0) {
    throw new DefenterError("FILE_FAILED", `${folder}: the package's own bundles are damaged: ${problems[0]}`, {
      hints: ["install the package again, or run npm run build in a clone"],
    });
  }
  const names = [...manifest.files.keys()].sort((a, b) => Number(isExecutable(a)) - Number(isExecutable(b)));
  const files = [...names, MANIFEST].map((name) => [name, readFileSync(join(folder, name))] as const);
  return { version: manifest.version, files: new Map(files) };
}

/** Names of the version folders in the user's data folder. */
export function listVersions(data: string): string[] {
  try {
    return readdirSync(join(data, "hooks")).filter((name) => VERSION_NAME.test(name));
  } catch {
    return [];
  }
}

/** The version that older bundles hand over to, or null. */
export function readCurrent(data: string): string | null {
  try {
    const json = JSON.parse(readFileSync(join(data, "current.json"), "utf8")) as Json;
    const version = isObject(json) ? json["version"] : undefined;
    return typeof version === "string" && VERSION_NAME.test(version) ? version : null;
  } catch {
    return null;
  }
}

function hashOf(path: string): string | null {
  try {
    return sha256(readRegular(path, MAX_BUNDLE_BYTES));
  } catch (error) {
    return errorCode(error) === "ENOENT" ? null : "";
  }
}

/** An executable requires the other files, so it is written after them. */
function isExecutable(name: string): boolean {
  return MOMENTS.some((moment) => moment.file === name);
}
