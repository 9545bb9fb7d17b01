import type { Confidence, Span } from "../../core/finding.ts";
import type { TextContext } from "../text.ts";

export interface RawMatch {
  /** Of the value itself, not of its key or quotes. */
  readonly span: Span;
  /** Where it differs from the rule's own. */
  readonly confidence?: Confidence;
  readonly weak?: boolean;
  readonly bareNumber?: boolean;
  /** Further values behind the same anchor, of a list; ordered, not overlapping. */
  readonly also?: readonly RawMatch[];
}

/**
 * Looks at one anchor hit, `text.slice(at, end)`. Reads at most a bounded window around it (4 KB; a private key 64 KB),
 * in time linear in that window. A list or a manifest is read to its end, but no part of it at two anchors.
 */
export type Matcher = (text: string, at: number, end: number, context: TextContext) => RawMatch | null;
