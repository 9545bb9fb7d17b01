import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonObject } from "../../../src/core/json.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures", "claude");

/** Every payload recorded from a real Claude Code, by file name. */
export function recordedPayloads(): { name: string; payload: JsonObject }[] {
  return readdirSync(FIXTURES)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, payload: recorded(name.slice(0, -".json".length)) }));
}

export function recorded(name: string): JsonObject {
  return JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), "utf8")) as JsonObject;
}

/** A payload as Claude Code sends it, with the given fields. */
export function payloadOf(event: string, fields: JsonObject): JsonObject {
  return { session_id: "s1", cwd: "/home/dev/project", hook_event_name: event, ...fields };
}

export function toolUse(tool: string, input: JsonObject, output: Json): JsonObject {
  return payloadOf("PostToolUse", { tool_name: tool, tool_input: input, tool_response: output, tool_use_id: "t1" });
}

/** What a JSON pointer names. */
export function at(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const step of pointer.split("/").slice(1)) {
    found = (found as JsonObject)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return found;
}
