import type { Channel } from "../../core/event.ts";
import type { Confidence, Destination, Response } from "../../core/finding.ts";
import { RESPONSES } from "../../core/finding.ts";
import { DEFAULT_RESPONSES } from "../compiled/defaults.ts";
import type { PolicyLine } from "../compiled/policy.ts";

/** Where text of a channel can go. */
const DESTINATIONS: Readonly<Record<Channel, readonly Destination[]>> = {
  user_prompt: ["prompt"],
  tool_input: ["leaves", "stays", "written"],
  tool_output: ["read", "lost"],
  file: ["read", "pulled", "lost", "leaves", "written"],
  web: ["read", "lost"],
  mcp: ["read", "lost", "leaves"],
  agent_response: ["said", "read"],
};

/** What a line without a channel is about: elsewhere nothing can be prevented any more. */
const PREVENTABLE: readonly Destination[] = ["prompt", "pulled", "read", "leaves", "written"];

/**
 * Whether a project's line can only be meant to loosen: `allow`, or less than the default somewhere and more than it
 * nowhere. Lines that are kept may still ask for less than the default here and there; then the default holds.
 *
 * @param confidence the rule's own, where the line names one rule that is known
 */
export function loosens(
  line: Pick<PolicyLine, "rule" | "category" | "channel" | "response">,
  confidence: Confidence | null = null,
): boolean {
  const distances = defaultsFor(line, confidence).map((response) => rank(line.response) - rank(response));
  return line.response === "allow" || (distances.every((far) => far <= 0) && distances.some((far) => far < 0));
}

function defaultsFor(
  { rule, category, channel }: Pick<PolicyLine, "rule" | "category" | "channel">,
  confidence: Confidence | null,
): Response[] {
  if (category === "action" || rule?.startsWith("action/")) return ["ask"];
  const destinations = channel === null ? PREVENTABLE : DESTINATIONS[channel];
  return destinations.flatMap((destination) => {
    const { high, lower } = DEFAULT_RESPONSES[destination];
    if (confidence === null) return [high, lower];
    return confidence === "high" ? [high] : [lower];
  });
}

function rank(response: Response): number {
  return RESPONSES.indexOf(response);
}
