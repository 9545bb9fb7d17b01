import type { Finding } from "../core/finding.ts";
import type { JsonObject } from "../core/json.ts";
import type { Hit } from "./collect.ts";

/** What a look at one event brought to light, before any policy. */
export interface Examined {
  /** Secrets and personal data, with the text they were found in. */
  readonly hits: readonly Hit[];
  /** Risky actions and misuse of placeholders. */
  readonly actions: readonly Finding[];
  /** The tool's input with its placeholders restored; undefined where there are none. */
  readonly input: JsonObject | undefined;
  readonly degraded: readonly string[];
}

export function mergeExamined(parts: readonly Partial<Examined>[]): Examined {
  return {
    hits: parts.flatMap((part) => part.hits ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    input: parts.find((part) => part.input !== undefined)?.input,
    degraded: [...new Set(parts.flatMap((part) => part.degraded ?? []))],
  };
}
