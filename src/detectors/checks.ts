import type { CheckName } from "../rules/compiled/table.ts";

/** Named by a rule's `checks`: does the value look like what the rule means? */
export type Check = (value: string) => boolean;

export const CHECKS: Readonly<Record<CheckName, Check>> = {
  /** Letters and digits both: a word or a number alone was not made by a machine. */
  mixed: (value) => /[0-9]/.test(value) && /[A-Za-z]/.test(value),
};

const OURS = /DEFENTER_[A-Z][A-Z_]{0,39}_[a-z2-7]{10}/g;

/** True for a value that is a placeholder of ours and nothing more: what was removed is not found again. */
export function isPlaceholder(value: string): boolean {
  return value.includes("DEFENTER_") && value.replace(OURS, "").length <= 2;
}

/** An address on a blockchain is public; a private key has 64 digits. */
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** What everybody may know whatever rule finds it: examples that vendors publish, public addresses. */
export function isPublic(value: string): boolean {
  return ADDRESS.test(value) || isPublished(value);
}

/**
 * False for what everybody may know: a mask or a sample (most of the value is runs of one character, as in `ghp_xxxx…`)
 * and the examples that vendors publish.
 */
export function isPlausible(value: string): boolean {
  return !isMostlyRuns(value) && !isPublished(value);
}

const RUN = /([^\n])\1{3,}/g;

function isMostlyRuns(value: string): boolean {
  let inRuns = 0;
  for (const [run] of value.matchAll(RUN)) inRuns += run.length;
  return inRuns * 2 >= value.length;
}

/** What AWS writes into every key in its documentation; a random key holds it once in 10^10 and more. */
const AWS_EXAMPLE =
  /^(?:A[A-Z]{3}[A-Z0-9]{9}EXAMPLE|[A-Za-z0-9/+]{28,36}EXAMPLEKEY|amzn1\.[\w.-]{8,80}EXAMPLE|(?:AQo|IQo)[\w/+]{4,60}EXAMPLE[\w/+=]{0,4000})$/;

/** Digests (see `digestOf`) of the example keys in the documentation of Stripe, and of the key of Azure's emulator. */
const PUBLISHED: ReadonlySet<string> = new Set([
  "32:e972e9a4",
  "32:1d14fe37",
  "32:6e701be4",
  "32:6b5da019",
  "88:c0cc49e7",
]);

function isPublished(value: string): boolean {
  return AWS_EXAMPLE.test(value) || PUBLISHED.has(digestOf(value));
}

/**
 * FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), 32 bit, and the length: enough to know a published value again
 * without a file of the repository holding it. Not for secrets.
 */
export function digestOf(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193);
  return `${value.length}:${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
