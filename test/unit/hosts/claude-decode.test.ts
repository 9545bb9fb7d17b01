import { describe, expect, test } from "vitest";
import { DefenterError } from "../../../src/core/error.ts";
import { pointerTo } from "../../../src/core/json.ts";
import { claude } from "../../../src/hosts/claude.ts";
import { at, payloadOf, recorded, recordedPayloads, toolUse } from "./events.ts";

const HANDLED =
  /^(?:UserPromptSubmit|UserPromptExpansion|PreToolUse|PostToolUse|PostToolUseFailure|SessionStart|ConfigChange|Stop|SubagentStop)\./;

function refusalOf(payload: unknown, expected: string | null = null): string {
  try {
    claude.decode(payload, expected);
  } catch (error) {
    if (error instanceof DefenterError && error.code === "EVENT_INVALID") return error.message;
    throw error;
  }
  throw new Error("decoded");
}

describe("recorded payloads", () => {
  test.each(recordedPayloads())("$name", ({ name, payload }) => {
    const copy = structuredClone(payload);
    if (!HANDLED.test(name)) {
      expect(refusalOf(payload)).toContain("is not one that this guard handles");
      return;
    }
    const event = claude.decode(payload, payload["hook_event_name"] as string);
    expect(event.payload).toEqual(copy);
    expect(event.cwd).toBe(payload["cwd"]);
    expect(event.session).toBe(payload["session_id"]);
    expect(event.callId).toBe(
      payload["tool_use_id"] ?? payload["prompt_id"] ?? (event.phase === "session-start" ? payload["source"] : null),
    );
    for (const surface of event.surfaces) {
      const found = at(payload, surface.pointer);
      if (surface.isKey) expect(surface.pointer).toBe(pointerTo(surface.pointer.replace(/\/[^/]*$/, ""), surface.text));
      else expect(String(found)).toBe(surface.text);
      expect(surface.pointer).toMatch(
        /^\/(?:prompt|command_args|tool_input|tool_response|error|last_assistant_message)/,
      );
    }
  });
});

describe("what is read from a payload", () => {
  test("the tool, its server and the subagent", () => {
    const event = claude.decode(recorded("PreToolUse.mcp__tiny__echo"), "PreToolUse");
    expect(event).toMatchObject({ phase: "pre-tool", tool: "mcp__tiny__echo", mcpServer: "tiny", agent: null });
    expect(claude.decode(recorded("PreToolUse.Bash.subagent"), null).agent).toBe("a0000000000000001");
    const nameless = payloadOf("PreToolUse", { tool_name: "mcp__a_b__c__d", tool_input: {} });
    expect(claude.decode(nameless, null).mcpServer).toBe("a_b");
  });

  test("the older name of the subagent tool", () => {
    expect(claude.decode(payloadOf("PreToolUse", { tool_name: "Task", tool_input: { prompt: "x" } }), null).tool).toBe(
      "Agent",
    );
  });

  test("what other hosts leave out is optional", () => {
    const event = claude.decode(
      { hook_event_name: "PreToolUse", cwd: "/p", tool_name: "Bash", tool_input: { command: "ls" } },
      "PreToolUse",
    );
    expect(event).toMatchObject({ session: null, callId: null, agent: null, prompt: null, output: undefined });
  });

  test("an output of null is an output", () => {
    expect(claude.decode(toolUse("Bash", {}, null), null).output).toBeNull();
  });

  test("what each phase can answer", () => {
    const can = (name: string) => [...claude.decode(recorded(name), null).can].sort().join(" ");
    expect(can("UserPromptSubmit")).toBe("block context notify");
    expect(can("UserPromptExpansion.slash-command")).toBe("block context notify");
    expect(can("PreToolUse.Bash")).toBe("ask block context notify restore");
    expect(can("PostToolUse.Bash")).toBe("context notify redact");
    expect(can("PostToolUseFailure.Bash.failing")).toBe("context notify");
    expect(can("SessionStart.startup")).toBe("context notify");
    expect(can("ConfigChange.local_settings")).toBe("block notify");
    expect(can("Stop")).toBe("notify");
    expect(can("SubagentStop")).toBe("notify");
  });
});

describe("what is refused", () => {
  test.each([
    ["a list", [], "an array, not an object"],
    ["null", null, "null, not an object"],
    ["nothing", undefined, "missing, not an object"],
    ["a text", "{}", "a string, not an object"],
    ["no event name", { cwd: "/p" }, "hook_event_name is missing"],
    ["an event name that is a number", { hook_event_name: 1 }, "hook_event_name is a number"],
    ["an unknown event", payloadOf("PreToolUseX", {}), "PreToolUseX is not one"],
    ["a property of every object", payloadOf("constructor", {}), "is not one that this guard handles"],
    ["no folder", { hook_event_name: "Stop" }, "cwd is missing"],
    ["no tool", payloadOf("PreToolUse", { tool_input: {} }), "tool_name is missing"],
    ["a tool without name", payloadOf("PreToolUse", { tool_name: "", tool_input: {} }), "tool_name is empty"],
    [
      "an input that is a text",
      payloadOf("PreToolUse", { tool_name: "Bash", tool_input: "ls" }),
      "tool_input is a string",
    ],
    [
      "an input that is a list",
      payloadOf("PreToolUse", { tool_name: "Bash", tool_input: [] }),
      "tool_input is an array",
    ],
    ["no input", payloadOf("PreToolUse", { tool_name: "Bash" }), "tool_input is missing"],
    ["no output", payloadOf("PostToolUse", { tool_name: "Bash", tool_input: {} }), "tool_response is missing"],
    ["a prompt that is a list", payloadOf("UserPromptSubmit", { prompt: ["x"] }), "prompt is an array"],
    ["a session that is a number", payloadOf("Stop", { session_id: 4 }), "session_id is a number"],
  ])("%s", (_, payload, message) => {
    expect(refusalOf(payload)).toContain(message);
  });

  test("another event than the one registered", () => {
    expect(refusalOf(recorded("Stop"), "PreToolUse")).toBe(
      "the event is Stop, but this hook is registered for PreToolUse",
    );
  });

  test("the name of an event is not repeated where it is none", () => {
    expect(refusalOf(payloadOf("one two", {}))).not.toContain("two");
  });

  test("ten thousand levels, without a stack overflow", () => {
    const deep = JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`) as never;
    expect(refusalOf(toolUse("mcp__a__b", {}, deep))).toContain("nested more than 1000 levels");
    const fine = JSON.parse(`${"[".repeat(900)}"x"${"]".repeat(900)}`) as never;
    expect(claude.decode(toolUse("mcp__a__b", {}, fine), null).surfaces).toHaveLength(1);
  });
});
