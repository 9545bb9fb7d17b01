import type { Destination, Response } from "../../core/finding.ts";

/** The policy knows two kinds of confidence: `high`, and everything else. */
export type Level = "high" | "lower";

/**
 * What is done without any configuration, by where the text goes and how sure the finding is. What a host cannot do
 * becomes something that it can (`src/policy/decide.ts`): `redact` of a prompt is mostly a block.
 */
export const DEFAULT_RESPONSES: Readonly<Record<Destination, Readonly<Record<Level, Response>>>> = {
  prompt: { high: "redact", lower: "notice" },
  pulled: { high: "block", lower: "block" },
  read: { high: "redact", lower: "redact" },
  lost: { high: "notice", lower: "notice" },
  leaves: { high: "block", lower: "ask" },
  stays: { high: "notice", lower: "notice" },
  written: { high: "ask", lower: "notice" },
  said: { high: "notice", lower: "allow" },
};

export const PROFILE_NAMES = ["standard", "customer-data"] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** Rules that a profile counts as high, whatever their own confidence. Of several profiles the strictest wins. */
const RAISED: Readonly<Record<ProfileName, readonly string[]>> = {
  standard: [],
  "customer-data": ["pii/payment-card", "pii/iban", "pii/us-ssn"],
};

export function isProfile(name: string): name is ProfileName {
  return (PROFILE_NAMES as readonly string[]).includes(name);
}

/** The ids of the rules that the named profiles count as high. */
export function raisedRules(profiles: readonly ProfileName[]): ReadonlySet<string> {
  return new Set(profiles.flatMap((name) => RAISED[name] ?? []));
}
