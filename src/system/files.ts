import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { FileRead, Files } from "../flow/machine.ts";

/** 64 MiB. What is larger is said to be unread, which the policy decides on. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** Keep the opening of a pipe or a terminal from hanging; absent on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

export const FILES: Files = { read, exists: existsSync, list, real };

function read(path: string): FileRead {
  let descriptor: number;
  try {
    descriptor = openSync(path, OPEN_FLAGS);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG" || code === "ERR_INVALID_ARG_VALUE"
      ? { kind: "missing" }
      : { kind: "unread", why: `cannot be opened (${code ?? "unknown"})` };
  }
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) return { kind: "missing" };
    if (!stat.isFile()) return { kind: "unread", why: "is no regular file" };
    if (stat.size > MAX_FILE_BYTES) return { kind: "unread", why: "is larger than 64 MiB" };
    return decode(readAll(descriptor, stat.size));
  } catch (error) {
    return { kind: "unread", why: `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})` };
  } finally {
    closeSync(descriptor);
  }
}

/** Files below /proc say that they hold 0 bytes, so the size is only where reading starts. */
function readAll(descriptor: number, size: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(4096, size - total + 1));
    const count = readSync(descriptor, chunk, 0, chunk.length, null);
    if (count === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    total += count;
    if (total > MAX_FILE_BYTES) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    chunks.push(chunk.subarray(0, count));
  }
}

function decode(bytes: Buffer): FileRead {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: "text", text: bytes.toString("utf16le") };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { kind: "text", text: bigEndian(bytes).toString("utf16le") };
  return { kind: "text", text: bytes.toString("utf8") };
}

function bigEndian(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return even.swap16();
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** As many as Linux follows. */
const MAX_LINKS = 40;

function real(path: string): string {
  return realOf(path, MAX_LINKS);
}

function realOf(path: string, linksLeft: number): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    if (parent === path) return path;
    const last = join(realOf(parent, linksLeft), basename(path));
    // A link to what is not there yet: what is written to it comes to be there.
    const target = linksLeft > 0 ? linkTarget(last) : null;
    return target === null ? last : realOf(resolve(dirname(last), target), linksLeft - 1);
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
