import type { RuleInfo } from "../../core/finding.ts";

/** A rule as the hooks use it. It is tried at the hits of its anchors, never over the whole text. */
export interface CompiledRule {
  readonly info: RuleInfo;
  /**
   * Run sticky (`y`) at an anchor in a bounded window; the value is group 1, or the whole match where there is no group.
   * Null where `matcher` does the work.
   */
  readonly pattern: string | null;
  readonly flags: string;
  /** Key of `MATCHERS` in `src/detectors/matchers/registry.ts`, for what no single pattern can say. */
  readonly matcher: string | null;
  /** Keys of `CHECKS` in `src/detectors/checks.ts` that the value must pass (checksum, entropy). */
  readonly checks: readonly string[];
}
