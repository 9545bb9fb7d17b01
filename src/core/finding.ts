import type { Channel } from "./event.ts";

export type Category = "secret" | "pii" | "injection" | "action";
/** How bad it is if it is true. */
export type Severity = "low" | "medium" | "high" | "critical";
/** How likely it is true. `high`: at most 1 alarm in 1,000 real files. The policy knows high and lower (the other two). */
export type Confidence = "low" | "medium" | "high";

/** Half-open, in UTF-16 code units of the surface's text: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What people and policies need to know of a rule; patterns stay in the rule table. */
export interface RuleInfo {
  /** `category/kebab-name`, unique and never reused. */
  readonly id: string;
  /** Names the thing in a sentence: "GitHub token". */
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** TYPE in the placeholder `DEFENTER_<TYPE>_…`: `[A-Z_]+`. */
  readonly placeholder: string;
  /** What the agent can do instead, one sentence; where a rule has none, the destination's is told. */
  readonly advice?: string;
}

/** What a detector returns: internal, lives only within one evaluation. The span is of the value itself, not of its key or quotes. */
export interface Match {
  readonly rule: RuleInfo;
  readonly span: Span;
  /** Where the rule's own confidence does not hold for this one. */
  readonly confidence: Confidence;
  /** A weak word (`admin123`) that is a secret only where it was found: it is not redacted wherever it recurs. */
  readonly weak?: boolean;
  /** The value is a bare JSON or YAML number, whose placeholder needs quotes. */
  readonly bareNumber?: boolean;
}

/**
 * Where a text goes, which decides what is done about what is in it (a row of the table of defaults).
 * - `prompt`: what the person typed
 * - `pulled`: what a prompt pulls in (@file, slash command) and nobody can redact on its way
 * - `read`: tool result, file read, MCP response, on its way to the model
 * - `lost`: on its way to the model where nothing can hold it (a failed tool's output, instruction files)
 * - `leaves`: a tool argument that leaves the machine
 * - `stays`: a tool argument that stays on it
 * - `written`: what Write and Edit put into a file
 * - `said`: the agent's own words
 */
export type Destination = "prompt" | "pulled" | "read" | "lost" | "leaves" | "stays" | "written" | "said";

/** What is reported. Never holds the matched text. */
export interface Finding {
  readonly rule: RuleInfo;
  readonly confidence: Confidence;
  readonly channel: Channel;
  readonly destination: Destination;
  /** JSON pointer of the surface in the payload, or the path of the file that a prompt or command names. */
  readonly pointer: string;
  /** The surface is an object's key, not its value. */
  readonly inKey: boolean;
  /** Null where a whole call is meant (actions). */
  readonly span: Span | null;
  /** 1-based line of the surface's text that the span starts in, or null. */
  readonly line: number | null;
  /** Keyed digest of the value (or of the action's words), stable within an installation: 16 of `[0-9a-f]`. */
  readonly fingerprint: string;
  /** Absolute path of the file that the text comes from or goes to, where known. */
  readonly path: string | null;
  /** For an action rule: what to do without any configuration. */
  readonly response: Response | null;
  /** For an action rule: what was seen, for people, without values: "deletes ~/Documents". */
  readonly detail: string | null;
}

/** What a policy says is to be done about one finding; `notice`: passes, is recorded, is told once. Ordered by strictness. */
export const RESPONSES = ["allow", "notice", "redact", "ask", "block"] as const;
export type Response = (typeof RESPONSES)[number];

export function strictestResponse(a: Response, b: Response): Response {
  return RESPONSES.indexOf(a) >= RESPONSES.indexOf(b) ? a : b;
}
