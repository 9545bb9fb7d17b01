import { readlinkSync } from "node:fs";
import { isAbsolute, join, parse, relative, resolve, sep } from "node:path";

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** True where what `path` leads to, every link followed, also a dangling one, does not lie below `folder`. */
export function leadsOut(folder: string, path: string): boolean {
  const way = relative(followLinks(folder), followLinks(path));
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

/** Where a path ends up; unlike `realpath` it goes on below what does not exist. In a circle it stops somewhere. */
export function followLinks(path: string): string {
  let at = parse(resolve(path)).root;
  const rest = partsOf(resolve(path));
  for (let links = 0; rest.length > 0; ) {
    const next = join(at, rest.shift() ?? "");
    const link = links < MAX_LINKS ? readLink(next) : null;
    if (link === null) {
      at = next;
      continue;
    }
    links++;
    const target = resolve(at, link);
    at = parse(target).root;
    rest.unshift(...partsOf(target));
  }
  return at;
}

function partsOf(path: string): string[] {
  return path
    .slice(parse(path).root.length)
    .split(sep)
    .filter((part) => part !== "");
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
