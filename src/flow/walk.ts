import type { Files } from "./machine.ts";

export interface WalkBounds {
  /** Folders deep, the first included. */
  readonly depth: number;
  /** Names looked at in all folders together. */
  readonly names: number;
}

/** Paths below a folder, breadth first. A name that is no folder lists nothing, so `enters` may guess by the name. */
export function* pathsBelow(root: string, files: Files, bounds: WalkBounds, enters: (name: string) => boolean) {
  let folders = [root];
  let names = 0;
  for (let depth = 0; depth < bounds.depth && folders.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of folders) {
      for (const name of files.list(folder)) {
        if (++names > bounds.names) return;
        const path = folder === "/" ? `/${name}` : `${folder}/${name}`;
        yield { name, path };
        if (enters(name)) below.push(path);
      }
    }
    folders = below;
  }
}
