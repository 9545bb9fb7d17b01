import type { Places } from "../../core/event.ts";
import { isInside, resolvePath } from "../../core/path.ts";

/** Written without patterns, as all that is done for each word of a command: a pattern takes 0.05 ms to compile. */
function isOnDrive(path: string): boolean {
  return path[1] === ":" && /^[A-Za-z]/.test(path);
}

/** macOS and Windows find a file whatever the case of its name. */
export function ignoresCase(places: Places): boolean {
  return places.home.startsWith("/Users/") || isOnDrive(places.home);
}

/**
 * The path as it is compared with others: absolute, `~` and `$HOME` replaced, other spellings of the same folder
 * (`/private/tmp`, `/proc/self/root/…`, `/c/…` of Git for Windows) made one, in lower case where the system ignores case.
 */
export function comparable(path: string, places: Places, cwd: string = places.cwd): string {
  let text = path;
  if (isOnDrive(places.home) && /^..[\\/]/.test(places.home)) {
    text = text.replaceAll("\\", "/").replace(/^\/([A-Za-z])(?=\/|$)/, "$1:");
  }
  if ("~$%".includes(text.charAt(0))) {
    text = text.replace(/^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[\\/]|$)/, () => places.home);
  }
  let full = resolvePath(cwd, text);
  if (full.startsWith("/proc/")) full = full.replace(/^\/proc\/(?:self|\d{1,9})\/root(?=\/|$)/, "");
  if (full.startsWith("/private/")) full = full.replace(/^\/private(?=\/(?:tmp|var|etc)(?:\/|$))/, "");
  if (full === "") full = "/";
  return ignoresCase(places) ? full.toLowerCase() : full;
}

/** The places in the form that paths are compared in, made once for each. */
interface Compared {
  readonly home: string;
  readonly project: string;
  readonly temp: readonly string[];
  readonly settings: readonly string[];
  readonly folders: readonly string[];
  readonly keys: readonly string[];
}

const COMPARED = new WeakMap<Places, Compared>();

export function compared(places: Places): Compared {
  const known = COMPARED.get(places);
  if (known !== undefined) return known;
  const all = (list: readonly string[]) => list.map((entry) => comparable(entry, places));
  const made: Compared = {
    home: comparable(places.home, places),
    project: comparable(places.project, places),
    temp: all(places.temp),
    settings: all(places.guard.settings),
    folders: all(places.guard.folders),
    keys: all(places.guard.keys),
  };
  COMPARED.set(places, made);
  return made;
}

/** Homes of other people on the same machine: `/home/x`, `/Users/x`, `/root`, `C:/Users/x`. */
const OTHER_HOME = /^(?:\/home\/[^/]+|\/users\/[^/]+|\/root|[a-z]:\/users\/[^/]+)(?=\/|$)/i;

/** The part below somebody's home folder (`""` for the folder itself), or null. `path` is comparable. */
export function belowHome(path: string, places: Places): string | null {
  const { home } = compared(places);
  if (isInside(home, path)) return path === home ? "" : path.slice(home === "/" ? 1 : home.length + 1);
  const other = OTHER_HOME.exec(path);
  return other === null ? null : path.slice(other[0].length + 1);
}

/** Strictly below the project, which is not itself a folder that the person's own files lie in. */
export function isInProject(path: string, places: Places): boolean {
  const { project, home } = compared(places);
  if (project === "/" || (isOnDrive(project) && project.slice(2) === "/") || isInside(project, home)) return false;
  return isInside(project, path);
}

/** `.env`, `.env.local`, `.envrc`, `.dev.vars`, but no example, sample or template. */
export function isEnvFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (name === ".dev.vars" || name === ".envrc") return true;
  if (!/^\.env(?:[.\-_*\uE000-\uE002]|$)/.test(name)) return false;
  return !/[.\-_](?:example|sample|template|dist|defaults?|schema|vault)(?:[.\-_]|$)/.test(name);
}

export type GuardPart = "settings" | "policy" | "files" | "keys";

/** Which of the guard's own files a path is, or null. `path` is comparable. */
export function guardPart(path: string, places: Places): GuardPart | null {
  const { settings, folders, keys } = compared(places);
  if (keys.some((folder) => isInside(folder, path))) return "keys";
  const folder = folders.find((entry) => isInside(entry, path));
  if (folder !== undefined) {
    return /^\/(?:config\.jsonc?|rules\/[^/]+\.jsonc?)$/.test(path.slice(folder.length)) ? "policy" : "files";
  }
  return settings.includes(path) ? "settings" : null;
}

/** What a change of a whole folder (delete, move) takes along. `path` is comparable. */
export function guardPartBelow(path: string, places: Places): GuardPart | null {
  const below = (list: readonly string[]) => list.some((entry) => isInside(path, entry));
  const { settings, folders, keys } = compared(places);
  if (below(keys)) return "keys";
  if (below(folders)) return "files";
  return below(settings) ? "settings" : null;
}
