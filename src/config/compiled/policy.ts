import type { Channel } from "../../core/event.ts";
import type { Category, Response } from "../../core/finding.ts";
import { shownText } from "../../core/shown.ts";
import type { CompiledRule } from "../../rules/compiled/table.ts";
import type { ProfileName } from "./defaults.ts";
import type { PathGlob } from "./glob.ts";

/** Where a value of the configuration came from. */
export interface Origin {
  readonly layer: "default" | "user" | "project" | "environment";
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
}

/** One line of somebody's policy: conditions that must all hold, and the response. `rule` and `tool` may hold `*`. */
export interface PolicyLine {
  readonly origin: Origin;
  readonly rule: string | null;
  readonly category: Category | null;
  /** Tried on the path from the project, from the home folder (`~/…`) and from the root. */
  readonly path: PathGlob | null;
  readonly tool: string | null;
  readonly channel: Channel | null;
  readonly response: Response;
}

/** What the user knows to be harmless: one fingerprint, or all that a path holds; `rule` narrows it. Still counted in the trail. */
export interface AllowEntry {
  readonly origin: Origin;
  readonly fingerprint: string | null;
  readonly path: PathGlob | null;
  readonly rule: string | null;
}

/** Something about the configuration that a person should know: an error, or a project's line that would loosen. */
export interface ConfigNote {
  readonly origin: Origin;
  readonly key: string;
  readonly message: string;
}

/** The effective configuration, ready for use: plain JSON, kept in the state folder. */
export interface CompiledPolicy {
  readonly profiles: readonly ProfileName[];
  /** The user's lines first, then the project's; within a layer the last that fits counts. */
  readonly lines: readonly PolicyLine[];
  /** Only the user's own file can hold one. */
  readonly allowlist: readonly AllowEntry[];
  /** Rules of the user and the project. Their patterns come from others: they run under a budget that can interrupt them. */
  readonly rules: readonly CompiledRule[];
  /** Lines of the project that would loosen: ignored. */
  readonly ignored: readonly ConfigNote[];
  /** What is not valid, and so is not in force. */
  readonly problems: readonly ConfigNote[];
}

export const DEFAULT_POLICY: CompiledPolicy = {
  profiles: ["standard"],
  lines: [],
  allowlist: [],
  rules: [],
  ignored: [],
  problems: [],
};

/** For people: `/x/config.json:12: policy[0].path: …`. Keys and paths are other people's words. */
export function noteText({ origin, key, message }: ConfigNote): string {
  const place = origin.line === null ? origin.file : `${origin.file}:${origin.line}`;
  const parts = [shownText(place ?? "", 500), shownText(key, 80), shownText(message, 500)];
  return parts.filter((part) => part !== "").join(": ");
}
