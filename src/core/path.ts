/**
 * Path arithmetic without `node:path`, for layers that may not use a Node API. Paths are absolute POSIX paths or
 * Windows paths with a drive letter; backslashes of the latter become slashes.
 */

const DRIVE = /^[A-Za-z]:(?=[\\/]|$)/;

export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || DRIVE.test(path);
}

/** `path` as seen from `base`, with `.`, `..` and doubled slashes removed and no trailing slash (but for the root). */
export function resolvePath(base: string, path: string): string {
  const joined = isAbsolute(path) ? path : `${base}/${path}`;
  const drive = DRIVE.exec(joined)?.[0] ?? "";
  const rest = drive === "" ? joined : joined.slice(drive.length).replaceAll("\\", "/");
  const steps: string[] = [];
  for (const step of rest.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") steps.pop();
    else steps.push(step);
  }
  return `${drive}/${steps.join("/")}`;
}

/** True where `path` is `folder` itself or lies below it. Both absolute and resolved. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** For people: the project and the home folder are shortened, so that no user name is told. */
export function shortPath(path: string, places: { readonly project: string; readonly home: string }): string {
  if (path !== places.project && isInside(places.project, path)) return path.slice(places.project.length + 1);
  if (isInside(places.home, path)) return `~${path.slice(places.home.length)}`;
  return path;
}
