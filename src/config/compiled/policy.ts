import type { Channel } from "../../core/event.ts";
import type { Category, Response } from "../../core/finding.ts";
import type { CompiledRule } from "../../rules/compiled/table.ts";

/** Where a value of the configuration came from. */
export interface Origin {
  readonly layer: "default" | "user" | "project" | "environment";
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** One line of somebody's policy: conditions that must all hold, and the response. Globs are compiled to regular expressions. */
export interface PolicyLine {
  readonly origin: Origin;
  readonly rule: string | null;
  readonly category: Category | null;
  readonly path: string | null;
  readonly tool: string | null;
  readonly channel: Channel | null;
  readonly response: Response;
}

/** Something about the configuration that a person should know: an error, or a project's line that would loosen. */
export interface ConfigNote {
  readonly origin: Origin;
  readonly key: string;
  readonly message: string;
}

/** The effective configuration, ready for use: plain JSON, kept in the state folder. */
export interface CompiledPolicy {
  readonly profiles: readonly string[];
  /** The user's lines first, then the project's; within a layer the last that fits counts. */
  readonly lines: readonly PolicyLine[];
  /** Rules of the user and the project. Their patterns come from others: they run under a budget that can interrupt them. */
  readonly rules: readonly CompiledRule[];
  /** Lines of the project that would loosen: ignored. */
  readonly ignored: readonly ConfigNote[];
  /** What is not valid, and so is not in force. */
  readonly problems: readonly ConfigNote[];
}

export const DEFAULT_POLICY: CompiledPolicy = { profiles: ["standard"], lines: [], rules: [], ignored: [], problems: [] };
