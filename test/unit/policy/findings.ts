import { type CompiledPolicy, DEFAULT_POLICY, type PolicyLine } from "../../../src/config/compiled/policy.ts";
import type { Finding, RuleInfo } from "../../../src/core/finding.ts";

export const PLACES = { project: "/home/u/code", home: "/home/u" } as const;

const RULE: RuleInfo = {
  id: "secret/github-token",
  title: "GitHub token",
  category: "secret",
  severity: "critical",
  confidence: "high",
  placeholder: "GITHUB_TOKEN",
};

export function ruleOf(changes: Partial<RuleInfo>): RuleInfo {
  return { ...RULE, ...changes };
}

export function findingOf(changes: Partial<Finding>): Finding {
  return {
    rule: RULE,
    confidence: "high",
    channel: "tool_output",
    destination: "read",
    pointer: "/tool_response/stdout",
    inKey: false,
    span: { start: 0, end: 40 },
    line: 1,
    fingerprint: "0123456789abcdef",
    path: null,
    response: null,
    detail: null,
    ...changes,
  };
}

export function lineOf(changes: Partial<PolicyLine> & { layer?: "user" | "project" }): PolicyLine {
  const { layer = "user", ...rest } = changes;
  return {
    origin: { layer, file: "/x/config.json", line: 1 },
    rule: null,
    category: null,
    path: null,
    tool: null,
    channel: null,
    response: "allow",
    ...rest,
  };
}

export function policyOf(changes: Partial<CompiledPolicy>): CompiledPolicy {
  return { ...DEFAULT_POLICY, ...changes };
}
