import { DEFAULT_RESPONSES, raisedRules } from "../config/compiled/defaults.ts";
import { createLookup } from "../config/compiled/lookup.ts";
import type { CompiledPolicy, PolicyLine } from "../config/compiled/policy.ts";
import type { Action, DecidedFinding } from "../core/decision.ts";
import { strictest } from "../core/decision.ts";
import type { HookEvent, Places } from "../core/event.ts";
import type { Finding, Response } from "../core/finding.ts";
import { RESPONSES, strictestResponse } from "../core/finding.ts";

/**
 * What is to be done about each finding, in the order given. The user's last fitting line replaces the default; the
 * project's can only make it stricter; what the user allowlisted passes. Pure.
 */
export function decide(
  findings: readonly Finding[],
  policy: CompiledPolicy,
  event: Pick<HookEvent, "tool" | "can">,
  places: Pick<Places, "project" | "home">,
): DecidedFinding[] {
  const lookup = createLookup(policy, event.tool, places);
  const raised = raisedRules(policy.profiles);
  return findings.map((finding) => {
    if (lookup.isAllowlisted(finding)) return { finding, wanted: "allow", done: "allow" };
    const isHigh = finding.confidence === "high" || raised.has(finding.rule.id);
    const byDefault = finding.response ?? DEFAULT_RESPONSES[finding.destination][isHigh ? "high" : "lower"];
    const ofUser = lookup.user(finding);
    const ofProject = lookup.project(finding);
    const base = ofUser === null ? byDefault : loosened(byDefault, ofUser, finding);
    const wanted = ofProject === null ? base : strictestResponse(base, ofProject.response);
    const isByLine = ofUser !== null || wanted !== base;
    const isFirm = isHigh || isFirmPlace(finding) || (isByLine && (wanted === "ask" || wanted === "block"));
    return { finding, wanted, done: doable(wanted, isFirm, finding, event.can) };
  });
}

const GUARD_RULES = "action/guard-";

/** A wide line ("every Bash call") is not meant to let the agent switch its guard off: that takes a line that says so. */
function loosened(byDefault: Response, line: PolicyLine, { rule }: Finding): Response {
  const isMeant = !rule.id.startsWith(GUARD_RULES) || line.rule?.startsWith(GUARD_RULES);
  return isMeant ? line.response : strictestResponse(byDefault, line.response);
}

/** What is done with the event as a whole: the strictest of its findings. */
export function combine(decided: readonly DecidedFinding[]): Action {
  return decided.reduce<Action>((action, { done }) => strictest(action, actionOf(done)), "allow");
}

export function actionOf(response: Response): Action {
  return response === "notice" ? "allow" : response;
}

/** Where something may not pass only because the host cannot do exactly what is wanted, however sure the finding is. */
function isFirmPlace(finding: Finding): boolean {
  const { destination } = finding;
  return finding.rule.category === "action" || destination === "leaves" || isPrompt(finding);
}

function isPrompt({ destination }: Finding): boolean {
  return destination === "prompt" || destination === "pulled";
}

/**
 * The wanted response where the host can do it. Else, where it is firm, the next stricter one that the host can do; and
 * where there is none, or it is not firm, the strictest weaker one.
 */
function doable(wanted: Response, isFirm: boolean, finding: Finding, can: HookEvent["can"]): Response {
  const at = RESPONSES.indexOf(wanted);
  const canDo = (response: Response) => isPossible(response, finding, can);
  const stricter = isFirm ? RESPONSES.slice(at).find(canDo) : undefined;
  return stricter ?? RESPONSES.slice(0, at + 1).findLast(canDo) ?? "notice";
}

/**
 * Text is replaced only on its way to the model: in a call it would be sent or written as a placeholder. Where it can be
 * replaced, it can be withheld as a whole.
 */
function isPossible(response: Response, finding: Finding, can: HookEvent["can"]): boolean {
  const isRead = finding.destination === "read";
  if (response === "redact") return can.has("redact") && (isRead || finding.destination === "prompt");
  if (response === "ask") return can.has("ask") && !isPrompt(finding);
  return response === "block" ? can.has("block") || (isRead && can.has("redact")) : true;
}
