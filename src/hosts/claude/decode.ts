import { DefenterError } from "../../core/error.ts";
import type { HookEvent, Phase } from "../../core/event.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectAt, stringAt } from "../../core/json.ts";
import { depthOf } from "../../core/rewrite.ts";
import { contractOf } from "./events.ts";
import { mcpServerOf } from "./shapes.ts";
import type { Parts } from "./surfaces.ts";
import { addError, addInput, addOutput, addText } from "./surfaces.ts";

/** Far above any real event, far below what a recursive walk or JSON.stringify can take. */
export const MAX_DEPTH = 1000;

/**
 * A HookEvent from a payload of Claude Code. Loose: unknown fields are kept and ignored, and what other hosts that read
 * its settings leave out (`transcript_path`, `prompt_id`, `tool_use_id`, …) is optional.
 * @throws DefenterError EVENT_INVALID
 */
export function decode(payload: unknown, expectedEvent: string | null): HookEvent {
  if (!isObject(payload)) throw invalid(`the event is ${kindOf(payload)}, not an object`);
  const name = requiredString(payload, "hook_event_name");
  if (expectedEvent !== null && name !== expectedEvent) {
    throw invalid(`the event is ${nameForPeople(name)}, but this hook is registered for ${expectedEvent}`);
  }
  const contract = contractOf(name);
  if (contract === null) throw invalid(`the event ${nameForPeople(name)} is not one that this guard handles`);
  if (depthOf(payload, MAX_DEPTH) >= MAX_DEPTH) throw invalid(`the event is nested more than ${MAX_DEPTH} levels deep`);
  const common = {
    host: "claude" as const,
    phase: contract.phase,
    session: optionalString(payload, "session_id"),
    agent: optionalString(payload, "agent_id"),
    callId: callIdOf(contract.phase, payload),
    cwd: requiredString(payload, "cwd"),
    can: contract.can,
    payload,
  };
  return { ...common, ...detailsOf(contract.phase, payload, common.cwd) };
}

/** A session starts without an id of its own: two hooks of one start know it by its source. */
function callIdOf(phase: Phase, payload: JsonObject): string | null {
  const id = optionalString(payload, "tool_use_id") ?? optionalString(payload, "prompt_id");
  return id ?? (phase === "session-start" ? stringAt(payload, "source") : null);
}

type Details = Pick<HookEvent, "tool" | "mcpServer" | "input" | "output" | "prompt" | "surfaces" | "skipped">;

const NO_TOOL = { tool: null, mcpServer: null, input: null, output: undefined };

function detailsOf(phase: Phase, payload: JsonObject, cwd: string): Details {
  const parts: Parts = { surfaces: [], skipped: [] };
  switch (phase) {
    case "prompt":
    case "prompt-expansion": {
      const prompt = requiredString(payload, "prompt", true);
      addText(parts, prompt, "/prompt", "user_prompt", null);
      const rest = stringAt(payload, "command_args");
      if (rest !== null && !prompt.includes(rest)) addText(parts, rest, "/command_args", "user_prompt", null);
      return { ...NO_TOOL, prompt, ...parts };
    }
    case "pre-tool":
    case "post-tool":
    case "post-tool-failure":
      return toolDetails(phase, payload, cwd, parts);
    case "stop":
    case "subagent-stop":
      addText(
        parts,
        optionalString(payload, "last_assistant_message"),
        "/last_assistant_message",
        "agent_response",
        null,
      );
      return { ...NO_TOOL, prompt: null, ...parts };
    case "session-start":
    case "config-change":
      return { ...NO_TOOL, prompt: null, ...parts };
  }
}

function toolDetails(phase: Phase, payload: JsonObject, cwd: string, parts: Parts): Details {
  const tool = toolNameOf(requiredString(payload, "tool_name"));
  const input = payload["tool_input"];
  if (!isObject(input)) throw invalid(`tool_input is ${kindOf(input)}, not an object`);
  const output = phase === "post-tool" ? requiredOutput(payload) : undefined;
  if (phase === "pre-tool") addInput(parts, tool, input, cwd);
  else if (output !== undefined) addOutput(parts, tool, input, output, cwd);
  else addError(parts, tool, input, optionalString(payload, "error"), cwd);
  const server = objectAt(payload, "mcp_server");
  const mcpServer = (server === null ? null : stringAt(server, "name")) ?? mcpServerOf(tool);
  return { tool, mcpServer, input, output, prompt: null, ...parts };
}

/** `Task` is the older name of `Agent`. */
export function toolNameOf(name: string): string {
  return name === "Task" ? "Agent" : name;
}

function requiredOutput(payload: JsonObject): Json {
  const output = payload["tool_response"];
  if (output === undefined) throw invalid("tool_response is missing");
  return output;
}

function requiredString(payload: JsonObject, key: string, mayBeEmpty = false): string {
  const value = payload[key];
  if (typeof value !== "string") throw invalid(`${key} is ${kindOf(value)}, not a string`);
  if (value === "" && !mayBeEmpty) throw invalid(`${key} is empty`);
  return value;
}

/** Null where it is missing, null or empty. */
function optionalString(payload: JsonObject, key: string): string | null {
  const value = payload[key] ?? null;
  if (value !== null && typeof value !== "string") throw invalid(`${key} is ${kindOf(value)}, not a string`);
  return value === "" ? null : value;
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** An event's name is shown only if it looks like one: it comes from outside. */
function nameForPeople(name: string): string {
  return /^[A-Za-z]{1,40}$/.test(name) ? name : "of an unreadable name";
}

function invalid(message: string): DefenterError {
  return new DefenterError("EVENT_INVALID", message, {
    hints: ["the event on stdin must be one JSON object as Claude Code sends it"],
  });
}
