import type { Json, JsonObject } from "./json.ts";

/** Grows by one with each file in `src/hosts`. */
export type HostId = "claude";

/** The moment of a session that an event belongs to. */
export const PHASES = [
  "prompt",
  "prompt-expansion",
  "pre-tool",
  "post-tool",
  "post-tool-failure",
  "session-start",
  "config-change",
  "stop",
  "subagent-stop",
] as const;
export type Phase = (typeof PHASES)[number];

/** Direction and kind of a text. */
export type Channel = "user_prompt" | "tool_input" | "tool_output" | "file" | "web" | "mcp" | "agent_response";

/**
 * What the host honours as an answer to this event. Travels with the event, so that the policy never names a host.
 * - `block`: the prompt, call or change does not happen
 * - `ask`: the host asks the person
 * - `redact`: text can be replaced on its way
 * - `restore`: a tool's input can be replaced
 * - `notify`: a message to the person · `context`: a message to the model
 */
export type Capability = "block" | "ask" | "redact" | "restore" | "notify" | "context";

/** A piece of text that crosses a trust boundary, and its address in the payload. */
export interface Surface {
  readonly channel: Channel;
  /** RFC 6901 pointer into the host's payload, e.g. `/tool_response/stdout`. */
  readonly pointer: string;
  /** True where the text is the key that the pointer ends in, not the value there. */
  readonly isKey: boolean;
  readonly text: string;
  /** Absolute path of the file the text comes from or goes to, where known. */
  readonly path: string | null;
  readonly url: string | null;
}

/** A part that is no text (image, audio, binary): passed over, and said so. */
export interface SkippedPart {
  readonly pointer: string;
  readonly why: string;
}

/** One event of a host, in one form for all hosts. */
export interface HookEvent {
  readonly host: HostId;
  readonly phase: Phase;
  readonly session: string | null;
  /** Subagent that the event belongs to. */
  readonly agent: string | null;
  /** Identifies the event within the session for two hooks that see the same one: tool use id, else prompt id. */
  readonly callId: string | null;
  /** Absolute; the host's `cwd`, which follows the model's `cd`. */
  readonly cwd: string;
  /** Claude Code's tool names for every host: Bash, Read, Write, Edit, NotebookEdit, Grep, Glob, WebFetch, Agent, mcp__server__tool. */
  readonly tool: string | null;
  readonly mcpServer: string | null;
  /** The tool's input as the host sent it; null outside tool events. */
  readonly input: JsonObject | null;
  /** The tool's output as the host sent it; undefined outside `post-tool`. */
  readonly output: Json | undefined;
  /** What the person typed; null outside prompt events. */
  readonly prompt: string | null;
  readonly surfaces: readonly Surface[];
  readonly skipped: readonly SkippedPart[];
  readonly can: ReadonlySet<Capability>;
  /** The whole payload: fields that only one phase knows (`command_name`, `source`, `file_path`) are read from it. */
  readonly payload: JsonObject;
}

/** The folders that a path is judged by. All absolute, without a trailing slash, symlinks unresolved. */
export interface Places {
  /** Where the host runs: what relative paths start from. */
  readonly cwd: string;
  /** The folder the agent works in: the host's project folder. */
  readonly project: string;
  readonly home: string;
  /** Temp folders, e.g. `/tmp`, `/var/tmp`, `$TMPDIR`. */
  readonly temp: readonly string[];
  readonly guard: GuardPlaces;
}

/** What belongs to the guard itself (rule 9: the agent may not switch it off). */
export interface GuardPlaces {
  /** Hook settings files of every host and scope, e.g. `<project>/.claude/settings.json`, `~/.claude/settings.local.json`. */
  readonly settings: readonly string[];
  /** Folders that hold policy, bundles and state: `<project>/.defenter`, user config, user data. Not to be written. */
  readonly folders: readonly string[];
  /** Folders whose files may not even be read: the state folder (it holds the key). */
  readonly keys: readonly string[];
}
