import type { Channel } from "../core/event.ts";
import type { Destination, Finding, Response } from "../core/finding.ts";
import type { ActionMatch, ActionRule } from "../detectors/actions/action.ts";
import type { Machine } from "./machine.ts";

/** Rules that no detector holds, because they judge what the flow itself knows. Listed in `rules/actions.json` too. */
const rule = (id: string, title: string, response: Response, advice: string): ActionRule => ({
  id: `action/${id}`,
  title,
  category: "action",
  severity: "high",
  confidence: "high",
  placeholder: "ACTION",
  response,
  advice,
});

export const UNREDACTABLE_OUTPUT = rule(
  "unredactable-output",
  "Secret in an output that cannot be redacted",
  "block",
  "Read the file with the Read tool, or print it by a command that names only files that exist and no folder, encodes nothing and cannot fail (`… || true`): its values are then redacted.",
);

export const PLACEHOLDER_LOST = rule(
  "placeholder-not-restorable",
  "Placeholder that stands for no value here",
  "block",
  "Leave that line out of the edit, or write the whole file that the value was redacted from; a placeholder is restored only in that file.",
);

export const PLACEHOLDER_SENT = rule(
  "placeholder-used",
  "Placeholder used as if it were the value",
  "block",
  "Let the program read the value itself, from its file or from an environment variable.",
);

export const MASK_OVER_SECRET = rule(
  "mask-over-secret",
  "Mask written over a secret",
  "block",
  "Keep the placeholder that you read, it is restored on writing, or edit only the other lines.",
);

export const INCOMPLETE_SCAN = rule(
  "incomplete-scan",
  "Text that could not be checked in full",
  "ask",
  "Split it into smaller parts.",
);

export interface ActionPlace {
  readonly channel: Channel;
  readonly destination: Destination;
  readonly pointer: string;
  readonly path: string | null;
  readonly detail: string;
}

export function actionFinding(of: ActionRule, place: ActionPlace, machine: Machine, response = of.response): Finding {
  return {
    rule: of,
    confidence: of.confidence,
    channel: place.channel,
    destination: place.destination,
    pointer: place.pointer,
    inKey: false,
    span: null,
    line: null,
    fingerprint: machine.digest(`${of.id}\n${place.detail}`).slice(0, 16),
    path: place.path,
    response,
    detail: place.detail,
  };
}

/** What an action rule saw in a tool call. */
export function findingOf(match: ActionMatch, machine: Machine): Finding {
  const place: ActionPlace = {
    channel: "tool_input",
    destination: "stays",
    pointer: `/tool_input${match.pointer}`,
    path: null,
    detail: match.detail,
  };
  return { ...actionFinding(match.rule, place, machine), span: match.span };
}
