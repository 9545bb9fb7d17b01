import type { Channel } from "../../core/event.ts";
import type { Destination, Response } from "../../core/finding.ts";
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

/**
 * Whether a project's line can only be meant to loosen: `allow`, or less than the default everywhere it could fit.
 * Lines that are kept may still ask for less than the default here and there; then the default holds.
 */
export function loosens(line: Pick<PolicyLine, "rule" | "category" | "channel" | "response">): boolean {
  return line.response === "allow" || rank(line.response) < Math.min(...defaultsFor(line).map(rank));
}

function defaultsFor({ rule, category, channel }: Pick<PolicyLine, "rule" | "category" | "channel">): Response[] {
  if (category === "action" || rule?.startsWith("action/")) return ["ask", "block"];
  const destinations = channel === null ? (Object.keys(DEFAULT_RESPONSES) as Destination[]) : DESTINATIONS[channel];
  return destinations.flatMap((destination) => Object.values(DEFAULT_RESPONSES[destination]));
}

function rank(response: Response): number {
  return RESPONSES.indexOf(response);
}
