import type { Decision } from "../../core/decision.ts";
import type { HookEvent } from "../../core/event.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, stringAt } from "../../core/json.ts";
import { depthOf } from "../../core/rewrite.ts";
import { withhold } from "../../core/withhold.ts";
import type { Message, Reply } from "../host.ts";
import { MAX_DEPTH, toolNameOf } from "./decode.ts";
import { contractOf, eventNameOf } from "./events.ts";
import { smallestOutput } from "./shapes.ts";
import type { Parts } from "./surfaces.ts";
import { addOutput } from "./surfaces.ts";

const SILENCE: Reply = { stdout: null, stderr: "", exitCode: 0 };

/** Where a decision refuses without saying why. */
const UNEXPLAINED: Message = {
  person: "defenter stopped this, because what it holds could not be let through",
  agent: "defenter stopped this, because what it holds could not be let through",
};

/**
 * The answer in Claude Code's form. Never `allow` (it would skip the person's own permission rules), and where an event
 * cannot do what the decision says, the next stricter thing it can do.
 */
export function encode(event: HookEvent, decision: Decision): Reply {
  const name = eventNameOf(event.phase);
  const { notices, context } = decision;
  const reason = decision.reason ?? UNEXPLAINED;
  const { action } = decision;
  const stops =
    action === "block" ||
    (action === "ask" && !event.can.has("ask")) ||
    (action === "redact" && !event.can.has("redact"));
  switch (event.phase) {
    case "prompt":
    case "prompt-expansion":
    case "config-change":
      if (stops) return refusal(name, reason, notices, context);
      return answer(name, {}, notices, context);
    case "pre-tool":
      if (stops) return refusal(name, reason, notices, context);
      return answer(name, { ...asking(decision, reason), ...restored(decision) }, notices, context);
    case "post-tool": {
      const output = decision.output ?? (action === "allow" ? undefined : withheld(event.payload, reason));
      const told = stops ? [...context, reason.agent] : context;
      return answer(name, output === undefined ? {} : { updatedToolOutput: output }, notices, told);
    }
    default:
      return answer(name, {}, notices, context);
  }
}

/** See `Host.refuse`. */
export function refuse(eventName: string, message: Message, payload: unknown): Reply {
  const contract = contractOf(eventName);
  if (contract?.can.has("block")) return refusal(eventName, message, [], []);
  if (contract?.phase === "post-tool") {
    const output = withheld(payload, message);
    const specific: JsonObject = output === undefined ? {} : { updatedToolOutput: output };
    return { ...answer(eventName, specific, [message.person], [message.agent]), stderr: line(message.person) };
  }
  // Where an event cannot be refused, an answer of an unknown name could be invalid: the plain message is not.
  return { stdout: { systemMessage: message.person }, stderr: line(message.person), exitCode: 0 };
}

/** Deny in every form at once: each holds where another does not (a dirty stdout, an older version, a wrong name). */
function refusal(name: string, reason: Message, notices: readonly string[], context: readonly string[]): Reply {
  const toTool = name === "PreToolUse";
  const why = toTool ? reason.agent : reason.person;
  // The person sees the refusal too: once is enough where it says all.
  const told = toTool && !why.startsWith(reason.person) ? [reason.person, ...notices] : notices;
  const specific: JsonObject = toTool
    ? { permissionDecision: "deny", permissionDecisionReason: why }
    : { suppressOriginalPrompt: true };
  const { stdout } = answer(name, specific, told, toTool ? context : []);
  return { stdout: { decision: "block", reason: why, ...stdout }, stderr: line(why), exitCode: 2 };
}

function answer(name: string, specific: JsonObject, notices: readonly string[], context: readonly string[]): Reply {
  const stdout: Record<string, Json> = {};
  if (notices.length > 0) stdout["systemMessage"] = notices.join("\n");
  const hookSpecificOutput = context.length > 0 ? { ...specific, additionalContext: context.join("\n") } : specific;
  if (contractOf(name)?.specific && Object.keys(hookSpecificOutput).length > 0) {
    stdout["hookSpecificOutput"] = { hookEventName: name, ...hookSpecificOutput };
  }
  return Object.keys(stdout).length === 0 ? SILENCE : { ...SILENCE, stdout };
}

function asking(decision: Decision, reason: Message): JsonObject {
  if (decision.action !== "ask") return {};
  return { permissionDecision: "ask", permissionDecisionReason: reason.person };
}

/** Replaces the whole input: the host does not merge. */
function restored(decision: Decision): JsonObject {
  return decision.input === undefined ? {} : { updatedInput: decision.input };
}

/**
 * A tool's output with every string of it withheld, in the same shape; the smallest one that the host accepts where the
 * output cannot be walked; undefined where none is known.
 */
function withheld(payload: unknown, reason: Message): Json | undefined {
  if (!isObject(payload)) return undefined;
  const tool = toolNameOf(stringAt(payload, "tool_name") ?? "");
  const input = isObject(payload["tool_input"]) ? payload["tool_input"] : null;
  const output = payload["tool_response"];
  const note = `[withheld: ${reason.agent}]`;
  if (output === undefined || depthOf(output, MAX_DEPTH) >= MAX_DEPTH) return smallestOutput(tool, input, note);
  const parts: Parts = { surfaces: [], skipped: [] };
  try {
    addOutput(parts, tool, input, output, stringAt(payload, "cwd") ?? "/");
  } catch {
    return smallestOutput(tool, input, note);
  }
  return withhold(output, "/tool_response", parts.surfaces, note);
}

function line(text: string): string {
  return `${text}\n`;
}
