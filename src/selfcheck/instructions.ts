import type { Surface } from "../core/event.ts";
import { folderOf, resolvePath } from "../core/path.ts";
import type { Machine } from "../flow/machine.ts";
import { findMentions } from "../flow/mentions.ts";

export interface Instructions {
  readonly surfaces: readonly Surface[];
  /** False where there are more files than are looked at. */
  readonly isComplete: boolean;
}

/** As Claude Code follows imports: a file imported by a file imported by …, five deep. */
const MAX_DEPTH = 5;
const MAX_FILES = 3000;

/**
 * Instruction files that reach the model at the start of a session past every command hook: CLAUDE.md and
 * CLAUDE.local.md of the project, the folders above it and the home, what they import, and `.claude/rules/*.md`.
 * @param configFolder `CLAUDE_CONFIG_DIR`, else `~/.claude`
 */
export function readInstructions(machine: Machine, configFolder: string): Instructions {
  const { cwd, project, home } = machine.places;
  const folders = [...new Set([...upwards(cwd), ...upwards(project), home])];
  const roots = folders.flatMap((folder) => [
    `${folder}/CLAUDE.md`,
    `${folder}/CLAUDE.local.md`,
    `${folder}/.claude/CLAUDE.md`,
    ...ruleFiles(`${folder}/.claude/rules`, machine),
  ]);
  const surfaces = new Map<string, Surface>();
  const own = [`${configFolder}/CLAUDE.md`, ...ruleFiles(`${configFolder}/rules`, machine)];
  for (const path of [...roots, ...own]) addFile(path, 0, surfaces, machine);
  return { surfaces: [...surfaces.values()], isComplete: surfaces.size < MAX_FILES };
}

function addFile(path: string, depth: number, surfaces: Map<string, Surface>, machine: Machine): void {
  if (surfaces.has(path) || surfaces.size >= MAX_FILES) return;
  const read = machine.files.read(path);
  if (read.kind !== "text") return;
  surfaces.set(path, { channel: "file", pointer: path, isKey: false, text: read.text, path, url: null });
  if (depth >= MAX_DEPTH) return;
  const spaced = Array.from(read.text.matchAll(SPACED_IMPORT), ([, name]) => (name ?? "").replaceAll("\\ ", " "));
  for (const imported of [...findMentions(read.text).map((mention) => mention.path), ...spaced]) {
    const written = imported.startsWith("~/") ? machine.places.home + imported.slice(1) : imported;
    addFile(resolvePath(folderOf(path), written), depth + 1, surfaces, machine);
  }
}

/** `@docs/a\ b.md` */
const SPACED_IMPORT = /(?:^|\s)@((?:[^\s\\]{1,400}\\ ){1,20}[^\s\\]{1,400})/g;

function ruleFiles(folder: string, machine: Machine, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return machine.files.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return name.endsWith(".md") ? [path] : ruleFiles(path, machine, depth + 1);
  });
}

function upwards(from: string): readonly string[] {
  const folders = [from];
  for (let at = from; at !== folderOf(at); ) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders.map((folder) => (folder === "/" ? "" : folder));
}
