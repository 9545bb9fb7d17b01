import type { Places } from "../../core/event.ts";
import type { Response, RuleInfo, Span } from "../../core/finding.ts";
import type { JsonObject } from "../../core/json.ts";

/** A rule of `rules/actions.json` as the hooks use it. */
export interface ActionRule extends RuleInfo {
  readonly category: "action";
  /** What is done without any configuration: `ask` or `block`. */
  readonly response: Response;
  /** What the agent is told to do instead, one sentence. */
  readonly advice: string;
}

export interface ActionMatch {
  readonly rule: ActionRule;
  /** Pointer within the tool's input, e.g. `/command`, `/file_path`. */
  readonly pointer: string;
  readonly span: Span | null;
  /** What was seen, for people and the model, without values: `deletes ~/Documents`. */
  readonly detail: string;
}

/** A file that a command plainly prints (or searches) to its output. */
export interface PrintedFile {
  /** Absolute. */
  readonly path: string;
  /** Printed in another encoding (base64, xxd, gzip -c): no detector can read it in the output. */
  readonly encoded: boolean;
  /** The command can be seen to fail (`; exit 3`, `false`), so that its output cannot be redacted. */
  readonly failing: boolean;
}

export interface ActionScan {
  readonly matches: readonly ActionMatch[];
  readonly prints: readonly PrintedFile[];
  /** Parts of `/command` that leave the machine: arguments, here-documents and pipelines of network programs. */
  readonly leaving: readonly Span[];
  /** Parts of `/command` that are only read by a local search (`grep DEFENTER_X .`): a placeholder there is harmless. */
  readonly searched: readonly Span[];
  /** e.g. `the command could not be parsed`. Empty means full coverage. */
  readonly degraded: readonly string[];
}

export interface ToolCall {
  readonly tool: string;
  readonly input: JsonObject;
}

export const NO_ACTIONS: ActionScan = { matches: [], prints: [], leaving: [], searched: [], degraded: [] };

export type ActionPlaces = Places;
