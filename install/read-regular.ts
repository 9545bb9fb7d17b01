import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Keeps the opening of a pipe from hanging; absent on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * A file of a folder that anybody may have laid, such as a cloned repository: a pipe, a device or an endless file must
 * neither hang nor fill the memory.
 *
 * @param maxBytes a larger file is not read
 * @throws NodeJS.ErrnoException ENOENT and the like; EFTYPE where it is no regular file, EFBIG where it is larger
 */
export function readRegular(path: string, maxBytes: number): Buffer {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw Object.assign(new Error("no regular file"), { code: "EFTYPE" });
    if (stat.size > maxBytes) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    const bytes = Buffer.allocUnsafe(stat.size);
    let count = 0;
    for (let more = -1; more !== 0 && count < bytes.length; count += more) {
      more = readSync(descriptor, bytes, count, bytes.length - count, null);
    }
    return bytes.subarray(0, count);
  } finally {
    closeSync(descriptor);
  }
}
