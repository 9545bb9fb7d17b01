import type { Channel, Surface } from "../core/event.ts";
import { baseName, folderOf } from "../core/path.ts";
import type { PrintedFile } from "../detectors/actions/action.ts";
import type { Files, Machine } from "./machine.ts";
import { holdsValues } from "./value-files.ts";
import { pathsBelow } from "./walk.ts";

export interface ReadSurfaces {
  readonly surfaces: readonly Surface[];
  readonly degraded: readonly string[];
}

/** A file as a surface. A missing or binary one is none; one that cannot be read in full is `degraded`. */
export function readSurface(path: string, channel: Channel, machine: Machine): ReadSurfaces {
  const read = machine.files.read(path);
  if (read.kind === "unread") return { surfaces: [], degraded: [`${baseName(path)} ${read.why}`] };
  if (read.kind !== "text") return { surfaces: [], degraded: [] };
  return { surfaces: [{ channel, pointer: path, isKey: false, text: read.text, path, url: null }], degraded: [] };
}

/**
 * The text files that a command plainly prints, one by one; their globs are resolved in their last step.
 * @param unread told why a file, or what lies behind a bound, is not among them
 */
export function* surfacesOf(
  prints: readonly PrintedFile[],
  machine: Machine,
  unread: (why: string) => void = ignore,
): Generator<Surface> {
  const seen = new Set<string>();
  for (const { path, glob } of prints) {
    if (seen.has(path)) continue;
    seen.add(path);
    const paths = glob ? expandGlob(path, machine.files) : [path];
    yield* filesOf(paths.slice(0, MAX_EXPANDED), machine, unread);
    if (paths.length > MAX_EXPANDED) unread(`${baseName(path)} names more than ${MAX_EXPANDED} files`);
  }
}

/** The text files among the paths, one by one; of a folder, those below it that programs keep values in. */
export function* filesOf(
  paths: readonly string[],
  machine: Machine,
  unread: (why: string) => void = ignore,
): Generator<Surface> {
  for (const path of paths) {
    const own = readSurface(path, "file", machine);
    for (const why of own.degraded) unread(why);
    yield* own.surfaces;
    if (own.surfaces.length > 0 || own.degraded.length > 0) continue;
    for (const file of valueFiles(path, machine.files)) yield* readSurface(file, "file", machine).surfaces;
  }
}

function ignore(): void {}

const PASSED_OVER = /^(?:node_modules|\.git|dist|build|target|vendor|\.venv|__pycache__)$/;
const WALK = { depth: 5, names: 5000 };
const MAX_VALUE_FILES = 60;

function valueFiles(root: string, files: Files): readonly string[] {
  const found: string[] = [];
  const enters = (name: string) => !PASSED_OVER.test(name) && !/.\.[A-Za-z]\w{0,9}$/.test(name);
  for (const { name, path } of pathsBelow(root, files, WALK, enters)) {
    if (holdsValues(name)) found.push(path);
    if (found.length >= MAX_VALUE_FILES) break;
  }
  return found;
}

/** Files that one glob of a command may name. */
const MAX_EXPANDED = 2000;

/** The files that fit a path whose last step is a pattern. */
export function expandGlob(path: string, files: Files): readonly string[] {
  const name = baseName(path);
  const folder = folderOf(path);
  const fits = (candidate: string) => (name.startsWith(".") || !candidate.startsWith(".")) && fitsGlob(name, candidate);
  return files
    .list(folder)
    .filter(fits)
    .map((candidate) => (folder === "/" ? `/${candidate}` : `${folder}/${candidate}`));
}

/** `*` and `?` of one path step, by the two-pointer method: linear in practice, never exponential. */
export function fitsGlob(glob: string, name: string): boolean {
  let g = 0;
  let n = 0;
  let star = -1;
  let mark = 0;
  while (n < name.length) {
    if (glob[g] === "*") {
      star = g++;
      mark = n;
    } else if (g < glob.length && (glob[g] === "?" || glob[g] === name[n])) {
      g++;
      n++;
    } else if (star >= 0) {
      g = star + 1;
      n = ++mark;
    } else return false;
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}
