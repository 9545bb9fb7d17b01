import { isInside } from "../../core/path.ts";
import { locate } from "./locate.ts";
import type { Machine, Shell } from "./machine.ts";
import { GLOB, isGlob, isKnown } from "./value.ts";

/** Whether a word names a file that is surely not there: it is known in full, and the command has not made it before. */
export function isMissing(text: string, shell: Shell): boolean {
  const path = locate(text, shell);
  if (path === null || path.startsWith("/dev/") || path.startsWith("/proc/")) return false;
  const isPattern = isGlob(path);
  if (!isKnown(path.replaceAll(GLOB, "")) || path.slice(0, path.lastIndexOf("/")).includes(GLOB)) return false;
  const { machine } = shell;
  return !(isPattern ? machine.made.size > 0 : isMade(path, machine)) && !machine.exists(path, isPattern);
}

/** Whether a word names a folder that is there, or a pattern one of which is. */
export function isFolder(text: string, shell: Shell): boolean {
  const path = locate(text, shell);
  if (path === null || !isKnown(path.replaceAll(GLOB, ""))) return false;
  if (path.slice(0, path.lastIndexOf("/")).includes(GLOB)) return false;
  return shell.machine.isFolder(path, isGlob(path));
}

/** Whether a word names a file or folder that is there, and that nothing in the command can have taken away or made. */
export function isThere(text: string, shell: Shell): boolean {
  const path = locate(text, shell);
  const { machine } = shell;
  return path !== null && isKnown(path) && !isGlob(path) && !isMade(path, machine) && machine.exists(path, false);
}

/** Notes that the file, or anything below the folder, may be there from here on. */
export function noteMade(text: string, shell: Shell): void {
  const path = locate(text, shell) ?? "/";
  shell.machine.made.add(path);
  const { removed } = shell.state;
  for (const gone of removed) if (isInside(path, gone) || isInside(gone, path)) removed.delete(gone);
}

/** Notes that a folder is gone from here on, until something may have made it anew. */
export function noteRemoved(text: string, shell: Shell): void {
  const path = locate(text, shell);
  if (path !== null && isKnown(path) && shell.state.removed.size < 64) shell.state.removed.add(path);
}

export function isRemoved(text: string, shell: Shell): boolean {
  const path = locate(text, shell);
  return path !== null && [...shell.state.removed].some((gone) => isInside(gone, path));
}

function isMade(path: string, { made }: Machine): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (made.has(path.slice(0, end))) return true;
  }
  return made.has("/");
}
