import type { TrailRecord } from "../../../src/audit/record.ts";

export function recordOf(changes: Partial<TrailRecord> = {}): TrailRecord {
  return {
    time: "2026-11-25T09:12:31.000Z",
    version: "0.1.0",
    host: "claude",
    phase: "pre-tool",
    session: "s",
    callId: "c",
    tool: "Bash",
    project: "~/code",
    action: "allow",
    ms: 3.1,
    pid: 1,
    ...changes,
  };
}
