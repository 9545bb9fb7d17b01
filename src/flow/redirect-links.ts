import { isInside, resolvePath } from "../core/path.ts";
import type { Machine } from "./machine.ts";

/** `> FILE`, `>> "FILE"`; not `2>&1` and no file that only the shell can name. */
const TARGET = /(?<![-=])>{1,2}\|?\s{0,20}(?:"([^"$`\n]{1,400})"|'([^'\n]{1,400})'|([^\s"'`$&|;<>()]{1,400}))/g;
const MAX_TARGETS = 16;

/** Whether a command writes through a link that leads away from where it seems to: only the parser can say whither. */
export function redirectsIntoLink(command: string, { places, files }: Machine): boolean {
  if (!command.includes(">")) return false;
  const targets = [...new Set([...command.matchAll(TARGET)].map(([, a, b, c]) => a ?? b ?? c ?? ""))];
  if (targets.length > MAX_TARGETS) return true;
  const { cwd, project } = places;
  return targets.some((target) => {
    const path = resolvePath(cwd, target);
    if (!isInside(project, path) || path.startsWith("/dev/")) return false;
    return files.real(path) !== files.real(project) + path.slice(project === "/" ? 0 : project.length);
  });
}
