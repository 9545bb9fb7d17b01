import { createHmac, randomBytes } from "node:crypto";
import type { Digest } from "../../../src/redact/placeholder.ts";
import type { Found } from "../../../src/redact/redact.ts";

/** A digest as an installation has it, with a key of its own. */
export function newDigest(): Digest {
  const key = randomBytes(32);
  return (value) => createHmac("sha256", key).update(value).digest("hex");
}

/** Every place where one of the values stands in a text, as a detector would report it. */
export function foundIn(text: string, values: readonly string[], type = "TOKEN", bareNumber = false): Found[] {
  const found: Found[] = [];
  for (const value of values) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
      found.push({ span: { start: at, end: at + value.length }, type, bareNumber });
    }
  }
  return found;
}
