import type { Channel } from "../core/event.ts";
import type { Match, Span } from "../core/finding.ts";

export interface TextContext {
  readonly channel: Channel;
  /** Absolute path of the file the text comes from or goes to, where known: `.env`, `.netrc`, lock files. */
  readonly path: string | null;
}

export interface TextScan {
  /** Ordered by start, not overlapping: where two rules match the same value, the more specific one stays. */
  readonly matches: readonly Match[];
  /** What was not looked at in full, e.g. `budget of secret/jwt spent`. Empty means full coverage. */
  readonly degraded: readonly string[];
  /** Windows of the text with an anchor that no rule of ours covers: secretlint looks there. */
  readonly uncovered: readonly Span[];
}
