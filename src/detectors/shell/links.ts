import { folderOf, isAbsolute, isInside } from "../../core/path.ts";
import { comparable, compared } from "../actions/paths.ts";
import type { Machine, Shell } from "./machine.ts";
import { isKnown } from "./value.ts";

/**
 * Where the links on the way to what is deleted lead, or null where there are none. A link itself is only removed, unless
 * what it leads to is meant (`isContent`).
 */
export function throughLinks(steps: readonly string[], isContent: boolean, machine: Machine): readonly string[] | null {
  const known = steps.findIndex((step) => !isKnown(step));
  const end = known < 0 && !isContent ? steps.length - 1 : known < 0 ? steps.length : known;
  const folder = steps.slice(0, end).join("/");
  if (folder === "") return null;
  const real = unlinked(folder, machine);
  return real === folder ? null : [...(real === "/" ? [""] : real.split("/")), ...steps.slice(end)];
}

/** The real path; what lies in the project or the home is named as these are, which may be behind links themselves. */
function unlinked(path: string, { places, realPath }: Machine): string {
  const real = comparable(realPath(path), places);
  const { project, home } = compared(places);
  for (const own of [project, home]) {
    const folder = comparable(realPath(own), places);
    if (isInside(folder, real)) return own + real.slice(folder.length);
  }
  return real;
}

/**
 * Where a word with `..` in it leads, comparable, where that is another place than its letters say: the step up is one from
 * where a link leads (`link/../x`, or `../x` behind `cd link`). Else null.
 */
export function climbedPath(text: string, { machine, state }: Shell): string | null {
  if (!text.includes("..")) return null;
  const { cwd } = state;
  if (cwd === null && !isAbsolute(text)) return null;
  const steps = (isAbsolute(text) ? text : `${cwd}/${text}`).split("/");
  let path = "";
  let led = "";
  for (const step of steps) {
    if (step === "" || step === ".") continue;
    path = step === ".." ? folderOf(path).replace(/^\/$/, "") : `${path}/${step}`;
    led =
      step === ".."
        ? folderOf(unlinked(comparable(led || "/", machine.places), machine)).replace(/^\/$/, "")
        : `${led}/${step}`;
  }
  const found = comparable(led || "/", machine.places);
  return found === comparable(path || "/", machine.places) ? null : found;
}
