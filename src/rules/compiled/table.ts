import type { RuleInfo } from "../../core/finding.ts";

/**
 * A rule as the hooks use it. `pattern` is run sticky (`y` flag) at an anchor, in a bounded window; the value is group 1,
 * or the whole match where there is no group. `check` names a predicate in `src/detectors/checks.ts` (checksum, entropy).
 */
export interface CompiledRule {
  readonly info: RuleInfo;
  readonly pattern: string;
  readonly flags: string;
  readonly checks: readonly string[];
}
