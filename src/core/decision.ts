import type { Finding, Response } from "./finding.ts";
import type { Json, JsonObject } from "./json.ts";

/** What is done with the event as a whole, ordered by strictness; combining takes the strictest. */
export const ACTIONS = ["allow", "redact", "ask", "block"] as const;
export type Action = (typeof ACTIONS)[number];

export function strictest(a: Action, b: Action): Action {
  return ACTIONS.indexOf(a) >= ACTIONS.indexOf(b) ? a : b;
}

/** A finding and what the policy says about it. */
export interface DecidedFinding {
  readonly finding: Finding;
  /** What the policy wants. */
  readonly wanted: Response;
  /** What this host can do for this event; differs from `wanted` where it cannot do that. */
  readonly done: Response;
}

/** The result for one event. No field of it holds matched text, save `input` and `output`, which go back to the host alone. */
export interface Decision {
  readonly action: Action;
  readonly findings: readonly DecidedFinding[];
  /** Why it is refused or asked: `agent` is what the model reads, `person` what the person reads. Null where nothing is. */
  readonly reason: { readonly person: string; readonly agent: string } | null;
  /** Told to the person now, one line each. */
  readonly notices: readonly string[];
  /** Told to the model beside the result, one line each. */
  readonly context: readonly string[];
  /** The tool's input with placeholders restored; undefined leaves it alone. */
  readonly input: JsonObject | undefined;
  /** The tool's output redacted, in the same shape; undefined leaves it alone. */
  readonly output: Json | undefined;
  /** What could not run or be read in full; empty means full coverage. */
  readonly degraded: readonly string[];
}

export const ALLOW: Decision = {
  action: "allow",
  findings: [],
  reason: null,
  notices: [],
  context: [],
  input: undefined,
  output: undefined,
  degraded: [],
};

/** No objection and nothing to tell: each host says that in one way, whatever the event. */
export function saysNothing({ action, notices, context, input, output }: Decision): boolean {
  const isUntouched = input === undefined && output === undefined;
  return action === "allow" && isUntouched && notices.length === 0 && context.length === 0;
}
