import { baseName, folderOf } from "../../core/path.ts";

interface Known {
  readonly real: string;
  readonly isThere: boolean;
}

/**
 * `realPath`, which is asked about each path once, and not about what is not there: below a folder that is missing nothing
 * leads anywhere else. (36 files of a folder that was not built yet: 0.4 ms instead of 8, most of it errors of Node.)
 */
export function rememberingRealPath(
  realPath: (path: string) => string,
  exists: (path: string) => boolean,
): (path: string) => string {
  const known = new Map<string, Known>();
  const look = (path: string): Known => {
    let found = known.get(path);
    if (found === undefined) {
      const folder = folderOf(path);
      const parent = folder === path ? null : look(folder);
      // A link to what is not there is not there itself for `exists`, and still leads away.
      const real = parent?.isThere === false ? below(parent.real, baseName(path)) : realPath(path);
      found = { real, isThere: parent?.isThere !== false && exists(path) };
      known.set(path, found);
    }
    return found;
  };
  return (path) => look(path).real;
}

function below(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
