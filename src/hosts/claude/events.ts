import type { Capability, Phase } from "../../core/event.ts";

interface EventContract {
  readonly phase: Phase;
  readonly can: ReadonlySet<Capability>;
  /** True where an answer can carry `hookSpecificOutput`; elsewhere that object makes the whole answer invalid. */
  readonly specific: boolean;
}

/** What Claude Code honours as an answer to each event we register (README.md says how that was found out). */
const EVENTS: ReadonlyMap<string, EventContract> = new Map<string, EventContract>([
  ["UserPromptSubmit", { phase: "prompt", can: new Set(["block", "notify", "context"]), specific: true }],
  ["UserPromptExpansion", { phase: "prompt-expansion", can: new Set(["block", "notify", "context"]), specific: true }],
  ["PreToolUse", { phase: "pre-tool", can: new Set(["block", "ask", "restore", "notify", "context"]), specific: true }],
  ["PostToolUse", { phase: "post-tool", can: new Set(["redact", "notify", "context"]), specific: true }],
  ["PostToolUseFailure", { phase: "post-tool-failure", can: new Set(["notify", "context"]), specific: true }],
  ["SessionStart", { phase: "session-start", can: new Set(["notify", "context"]), specific: true }],
  ["ConfigChange", { phase: "config-change", can: new Set(["block", "notify"]), specific: false }],
  // A context would make the model go on instead of stopping.
  ["Stop", { phase: "stop", can: new Set(["notify"]), specific: false }],
  ["SubagentStop", { phase: "subagent-stop", can: new Set(["notify"]), specific: false }],
]);

export function contractOf(eventName: string): EventContract | null {
  return EVENTS.get(eventName) ?? null;
}

/** Claude Code's name of a phase. */
export function eventNameOf(phase: Phase): string {
  for (const [name, contract] of EVENTS) if (contract.phase === phase) return name;
  throw new Error(`no event for phase ${phase}`);
}
