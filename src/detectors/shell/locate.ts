import { isAbsolute, resolvePath } from "../../core/path.ts";
import { comparable } from "../actions/paths.ts";
import { climbedPath } from "./links.ts";
import type { Machine, Shell } from "./machine.ts";
import { MARK, UNKNOWN } from "./value.ts";

/** The absolute path that a word names, as written; null where its folder cannot be known. It may hold marks further on. */
export function locate(text: string, { state }: Shell): string | null {
  if (text === "" || text.startsWith(UNKNOWN)) return null;
  const path = text[1] === ":" && /^[A-Za-z]:\\/.test(text) ? text.replaceAll("\\", "/") : text;
  if (isAbsolute(path)) return resolvePath("/", path);
  return state.cwd === null ? null : resolvePath(state.cwd, path);
}

/** The paths to judge a word by, comparable: as written, and where its symbolic links lead. Empty where unknown. */
export function places(text: string, shell: Shell): readonly string[] {
  const path = locate(text, shell);
  if (path === null) return [];
  const { judged } = shell.machine;
  const key = text.includes("..") ? `${shell.state.cwd} ${text}` : path;
  const known = judged.get(key);
  if (known !== undefined) return known;
  const climbed = climbedPath(text, shell);
  const found = [path, ...(climbed === null ? [] : [climbed])].flatMap((one) => spellings(one, shell.machine));
  judged.set(key, found);
  return found;
}

function spellings(path: string, { places: all, realPath }: Machine): readonly string[] {
  const written = comparable(path, all);
  const mark = path.search(MARK);
  const folder = mark < 0 ? path : path.slice(0, path.lastIndexOf("/", mark));
  if (folder === "") return [written];
  // What a pattern stands for lies where the links before it lead.
  const led = realPath(folder) + path.slice(folder.length);
  if (led === path) return [written];
  const real = comparable(led, all);
  return real === written ? [written] : [written, real];
}
