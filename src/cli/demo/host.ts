import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../core/json.ts";

/** What a hook process answered. */
export interface Answer {
  readonly exitCode: number | null;
  /** stdout where it is one JSON object, else null. */
  readonly reply: JsonObject | null;
  readonly stderr: string;
  /** Wall time of the process, shell included. */
  readonly ms: number;
}

/** Plays the host: runs what a settings file registers for an event, as Claude Code does. */
export interface Host {
  fire(event: JsonObject): Answer;
  /** Every process so far, in milliseconds. */
  readonly times: readonly number[];
}

export function openHost(options: { settings: string; cwd: string; env: NodeJS.ProcessEnv; session: string }): Host {
  const commands = registeredCommands(options.settings);
  const times: number[] = [];
  return {
    times,
    fire(event) {
      const command = commands.get(stringAt(event, "hook_event_name") ?? "");
      if (command === undefined) return { exitCode: null, reply: null, stderr: "", ms: 0 };
      const payload = { session_id: options.session, cwd: options.cwd, permission_mode: "default", ...event };
      const started = performance.now();
      const run = spawnSync(command, {
        shell: true,
        cwd: options.cwd,
        env: options.env,
        input: JSON.stringify(payload),
      });
      const ms = performance.now() - started;
      times.push(ms);
      return { exitCode: run.status, reply: parseReply(run.stdout.toString()), stderr: run.stderr.toString(), ms };
    },
  };
}

/** True where Claude Code would not go on: it takes any of the three forms. */
export function isRefused(answer: Answer): boolean {
  const decision = objectAt(answer.reply ?? {}, "hookSpecificOutput");
  return (
    answer.exitCode === 2 ||
    stringAt(answer.reply ?? {}, "decision") === "block" ||
    (decision !== null && stringAt(decision, "permissionDecision") === "deny")
  );
}

/** A field of the answer's `hookSpecificOutput`. */
export function answered(answer: Answer, field: string): Json | undefined {
  return objectAt(answer.reply ?? {}, "hookSpecificOutput")?.[field];
}

/** The command for each event. */
function registeredCommands(settings: string): Map<string, string> {
  const commands = new Map<string, string>();
  const file: unknown = JSON.parse(readFileSync(settings, "utf8"));
  const hooks = isObject(file) ? (objectAt(file, "hooks") ?? {}) : {};
  for (const [event, groups] of Object.entries(hooks)) {
    const group = Array.isArray(groups) ? groups[0] : undefined;
    const entry = isObject(group) && Array.isArray(group["hooks"]) ? group["hooks"][0] : undefined;
    const command = isObject(entry) ? stringAt(entry, "command") : null;
    if (command !== null) commands.set(event, command);
  }
  return commands;
}

function parseReply(stdout: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(stdout);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
