import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Roots } from "../src/config/roots.ts";
import {
  absoluteCommand,
  type OwnCommand,
  projectBundles,
  projectCommand,
  type Scope,
  type SessionPlace,
  userBundles,
} from "./claude.ts";
import { readMemory } from "./memory.ts";
import { namedNodes, temporaryFolders } from "./node-path.ts";

/** Where a command that the installer wrote may lead. What else is registered in our name guards nothing. */
export interface Origins {
  readonly place: SessionPlace;
  /** Data folders: bundles lie in `hooks/<version>` below them. */
  readonly data: readonly string[];
  /** Nodes, as they may be written. */
  readonly nodes: readonly string[];
}

/**
 * The account's data folder and the Nodes that were registered, or, where nobody remembers, those that PATH names.
 *
 * @param running the folder of the bundles that run now, where the question is theirs: its siblings count too
 */
export function findOrigins(place: SessionPlace, roots: Roots, running: string | null = null): Origins {
  const remembered = readMemory(roots.state).files.flatMap(({ node }) => (node === null ? [] : [node]));
  const nodes = remembered.length > 0 ? remembered : namedNodes({ ...place, temporary: temporaryFolders() });
  const own = running !== null && basename(dirname(running)) === "hooks" ? [dirname(dirname(running))] : [];
  return { place, data: [roots.data, ...own], nodes: [...new Set([...nodes, process.execPath])] };
}

/**
 * The folder of bundles that a command runs, where it is to the letter what the installer writes, of whatever version;
 * else null. Only a project's own settings may name the project's own bundles; what administrators manage may lie anywhere.
 */
export function genuineFolder(
  command: string,
  own: OwnCommand,
  scope: Scope | "managed",
  { place, data, nodes }: Origins,
): string | null {
  const { project, platform } = place;
  if (scope === "project" && command === projectCommand(own.file)) return projectBundles(project, platform);
  const { version } = own;
  if (version === null) return null;
  const isManaged = scope === "managed" && own.folder !== null;
  const folders = isManaged ? [own.folder] : data.map((root) => userBundles(root, version, platform));
  const programs = isManaged ? [own.node] : nodes;
  const isWritten = (folder: string) =>
    programs.some((node) => command === absoluteCommand(node, bundlePath(folder, own.file, platform), platform));
  return folders.find(isWritten) ?? null;
}

/** What keeps a command of ours from guarding, or null. */
export function findCommandProblem(folder: string | null, own: OwnCommand, platform: string): string | null {
  if (folder === null) return "does not run the guard as defenter install writes it";
  return existsSync(bundlePath(folder, own.file, platform)) ? null : "runs a bundle that is not there";
}

/** As the installer joins them. */
function bundlePath(folder: string, file: string, platform: string): string {
  return platform === "win32" ? `${folder}\\${file}` : `${folder}/${file}`;
}
