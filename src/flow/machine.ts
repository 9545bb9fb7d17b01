import type { CompiledPolicy } from "../config/compiled/policy.ts";
import type { Places } from "../core/event.ts";
import type { Match, Span } from "../core/finding.ts";
import type { ActionScan } from "../detectors/actions/action.ts";
import type { TextContext, TextScan } from "../detectors/text.ts";

export type FileRead =
  | { readonly kind: "text"; readonly text: string }
  /** No such file, or a folder. */
  | { readonly kind: "missing" }
  /** There, but not to be read or too large: a scan of it is incomplete. */
  | { readonly kind: "unread"; readonly why: string };

export interface Files {
  /** Regular files only (a pipe or device would hang the hook), at most 64 MiB; whatever is in one is read as text. */
  read(path: string): FileRead;
  exists(path: string): boolean;
  /** Names in a folder; empty where there is none. */
  list(folder: string): readonly string[];
  /** Symlinks resolved as far as the path exists. */
  real(path: string): string;
}

export interface Git {
  /** True where git ignores the path; null where git does not say (no repository, no git, over time). */
  ignores(path: string): boolean | null;
  tracks(path: string): boolean | null;
  /** Whether a path exists in a revision: false is sure, null is unknown. */
  holds(revision: string, path: string): boolean | null;
}

/** Everything the engine is handed: it starts no process, opens no file and asks no clock itself. */
export interface Machine {
  readonly places: Places;
  readonly policy: CompiledPolicy;
  readonly files: Files;
  readonly git: Git;
  /** Secrets, personal data: our rules and those of the user and the project. */
  scan(text: string, context: TextContext): TextScan;
  /** secretlint, in the windows that no rule of ours covers. */
  scanUncovered(text: string, windows: readonly Span[], context: TextContext): Promise<readonly Match[]>;
  /** The shell parser: a bundle of its own. */
  analyzeCommand(command: string): ActionScan;
  /** What judges an event that needs more than a first look: a bundle of its own. */
  closer(): typeof import("./judge.ts");
  /** Keyed digest, 64 of `[0-9a-f]`. */
  digest(value: string): string;
  /** Of the given keys those to tell now: once per session, but by every process of the same event. */
  tell(keys: readonly string[]): readonly string[];
}
