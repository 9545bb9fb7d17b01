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

/** What a git command would do to the working tree: the caller asks git whether it takes the guard's files away. */
export interface GitStep {
  readonly verb: "checkout" | "switch" | "reset" | "stash" | "clean";
  /** The branch, commit or tag that it goes to, or a path where git knows no such revision; null: none is named (HEAD). */
  readonly revision: string | null;
  /** Only these paths, absolute; empty: the whole tree. */
  readonly paths: readonly string[];
  /** Untracked files are taken too (`stash -u`, `clean`). */
  readonly untracked: boolean;
  /** Ignored files are taken too (`stash -a`, `clean -x`). */
  readonly ignored: boolean;
  /** Where it runs, absolute; null where that is unknown. */
  readonly cwd: string | null;
}

export interface ActionMatch {
  readonly rule: ActionRule;
  /** Pointer within the tool's input, e.g. `/command`, `/file_path`. */
  readonly pointer: string;
  readonly span: Span | null;
  /** What was seen, for people and the model, without values: `deletes ~/Documents`. */
  readonly detail: string;
  /** Set by `action/guard-checkout`: the caller asks git whether the step really takes the guard's files away. */
  readonly git?: GitStep;
}

/** A file that a command plainly prints (or searches) to its output. */
export interface PrintedFile {
  /** Absolute, without a trailing slash; a folder where a search goes through one. */
  readonly path: string;
  /** `path` is a pattern: `*` stands for any characters but a slash. */
  readonly glob: boolean;
  /** Printed in another encoding (base64, xxd, gzip -c): no detector can read it in the output. */
  readonly encoded: boolean;
  /** The command can be seen to fail (`; exit 3`, `false`), so that its output cannot be redacted. */
  readonly failing: boolean;
  /** Its values are only put into variables, and nothing in the command prints these. */
  readonly unseen: boolean;
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
