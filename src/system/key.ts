import { closeSync, constants, fstatSync, linkSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../state/make-folder.ts";
import { hmacSha256 } from "./hmac.ts";

const KEY_BYTES = 32;
/** A pipe in the place of the file does not hang; absent on Windows. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

export interface Key {
  /** HMAC-SHA256 of the value's UTF-8 bytes, 64 of `[0-9a-f]`. */
  digest(value: string): string;
  /** Set where the key lives only as long as this process: placeholders will not be restored by the next one. */
  readonly ephemeralBecause: string | null;
}

/**
 * The installation's key, `<state>/key`, made where there is none. Hooks that start at once agree on one: it is written
 * beside and linked into place, which fails for all but the first. Where it can be neither read nor written, the key is
 * ephemeral, and redaction goes on.
 */
export function openKey(state: string): Key {
  const path = join(state, "key");
  let because: string;
  try {
    return keyed(readKey(path) ?? makeKey(state, path), null);
  } catch (error) {
    because = `${path}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`;
  }
  return keyed(newKey(), because);
}

/** Digests that our own code, which V8 has not compiled yet, makes in the time that `node:crypto` takes to load: 3 ms. */
const MAX_OWN_DIGESTS = 32;

function keyed(key: Buffer, ephemeralBecause: string | null): Key {
  const own = hmacSha256(key);
  const made = new Map<string, string>();
  const digest = (value: string): string => {
    const known = made.get(value);
    if (known !== undefined) return known;
    const hex = made.size < MAX_OWN_DIGESTS ? own(Buffer.from(value, "utf8")) : digestByNode(key, value);
    made.set(value, hex);
    return hex;
  };
  return { digest, ephemeralBecause };
}

function digestByNode(key: Buffer, value: string): string {
  return process.getBuiltinModule("node:crypto").createHmac("sha256", key).update(value, "utf8").digest("hex");
}

function newKey(): Buffer {
  return process.getBuiltinModule("node:crypto").randomBytes(KEY_BYTES);
}

function readKey(path: string): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, READ_FLAGS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const stat = fstatSync(descriptor);
    if (process.getuid && stat.uid !== process.getuid()) throw new Error("belongs to somebody else");
    const key = Buffer.alloc(KEY_BYTES + 1);
    if (readSync(descriptor, key, 0, key.length, 0) !== KEY_BYTES) throw new Error("is damaged");
    return key.subarray(0, KEY_BYTES);
  } finally {
    closeSync(descriptor);
  }
}

function makeKey(state: string, path: string): Buffer {
  makeFolder(state);
  const key = newKey();
  const beside = join(state, `key.${process.pid}.${key.toString("hex", 0, 4)}`);
  try {
    writeFileSync(beside, key, { flag: "wx", mode: 0o600 });
    linkSync(beside, path);
    return key;
  } catch (error) {
    const winner = (error as NodeJS.ErrnoException).code === "EEXIST" ? readKey(path) : null;
    if (winner === null) throw error;
    return winner;
  } finally {
    rmSync(beside, { force: true });
  }
}
