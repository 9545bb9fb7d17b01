import type { Surface } from "../core/event.ts";
import { folderOf, resolvePath } from "../core/path.ts";
import type { Machine } from "../flow/machine.ts";
import { findMentions } from "../flow/mentions.ts";

/** As Claude Code follows imports: a file imported by a file imported by …, five deep. */
const MAX_DEPTH = 5;
const MAX_FILES = 300;

/**
 * Instruction files that reach the model at the start of a session past every command hook: CLAUDE.md and
 * CLAUDE.local.md of the project, the folders above it and the home, what they import, and `.claude/rules/*.md`.
 */
export function instructionSurfaces(machine: Machine): readonly Surface[] {
  const { cwd, project, home } = machine.places;
  const folders = [...new Set([...upwards(cwd), ...upwards(project), home])];
  const roots = folders.flatMap((folder) => [
    `${folder}/CLAUDE.md`,
    `${folder}/CLAUDE.local.md`,
    `${folder}/.claude/CLAUDE.md`,
    ...ruleFiles(`${folder}/.claude/rules`, machine),
  ]);
  const surfaces = new Map<string, Surface>();
  for (const path of roots) addFile(path, 0, surfaces, machine);
  return [...surfaces.values()];
}

function addFile(path: string, depth: number, surfaces: Map<string, Surface>, machine: Machine): void {
  if (surfaces.has(path) || surfaces.size >= MAX_FILES) return;
  const read = machine.files.read(path);
  if (read.kind !== "text") return;
  surfaces.set(path, { channel: "file", pointer: path, isKey: false, text: read.text, path, url: null });
  if (depth >= MAX_DEPTH) return;
  for (const mention of findMentions(read.text)) {
    const written = mention.path.startsWith("~/") ? machine.places.home + mention.path.slice(1) : mention.path;
    addFile(resolvePath(folderOf(path), written), depth + 1, surfaces, machine);
  }
}

function ruleFiles(folder: string, machine: Machine, depth = 0): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  return machine.files.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return name.endsWith(".md") ? [path] : name.includes(".") ? [] : ruleFiles(path, machine, depth + 1);
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
