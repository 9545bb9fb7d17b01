import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/core/decision.ts";
import { ACTIONS, ALLOW } from "../../../src/core/decision.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { objectAt } from "../../../src/core/json.ts";
import { claude } from "../../../src/hosts/claude.ts";
import { sameShape } from "../../../src/redact/output.ts";
import { recorded, recordedPayloads, toolUse } from "./events.ts";

const REASON = { person: "for the person", agent: "for the agent" };

function answer(name: string, decision: Partial<Decision>) {
  return claude.encode(claude.decode(recorded(name), null), { ...ALLOW, ...decision });
}

describe("silence", () => {
  test.each(recordedPayloads().filter(({ payload }) => isHandled(payload)))("$name", ({ payload }) => {
    expect(claude.encode(claude.decode(payload, null), ALLOW)).toEqual({ stdout: null, stderr: "", exitCode: 0 });
  });
});

test.each(recordedPayloads().filter(({ payload }) => isHandled(payload)))(
  "never allows, never halts the session: $name",
  ({ payload }) => {
    const event = claude.decode(payload, null);
    for (const action of ACTIONS) {
      const decision = { ...ALLOW, action, reason: REASON, notices: ["n"], context: ["c"], input: { command: "x" } };
      const text = JSON.stringify(claude.encode(event, decision).stdout);
      expect(text).not.toMatch(/"allow"|"approve"|"continue"/);
    }
  },
);

describe("refusals", () => {
  test("of a tool call, in every form at once", () => {
    expect(
      answer("PreToolUse.Bash", { action: "block", reason: REASON, notices: ["n"], input: { command: "x" } }),
    ).toEqual({
      stdout: {
        decision: "block",
        reason: "for the agent",
        systemMessage: "for the person\nn",
        hookSpecificOutput: {
          hookEventName: "PreToolUse",
          permissionDecision: "deny",
          permissionDecisionReason: "for the agent",
        },
      },
      stderr: "for the agent\n",
      exitCode: 2,
    });
  });

  test("are not told twice where the agent reads all that the person would", () => {
    const reason = { person: "refused: a token.", agent: "refused: a token. Do not retry." };
    expect(answer("PreToolUse.Bash", { action: "block", reason }).stdout).not.toHaveProperty("systemMessage");
  });

  test("of a prompt, which is not shown again", () => {
    for (const action of ["block", "ask", "redact"] as const) {
      expect(answer("UserPromptSubmit", { action, reason: REASON })).toEqual({
        stdout: {
          decision: "block",
          reason: "for the person",
          hookSpecificOutput: { hookEventName: "UserPromptSubmit", suppressOriginalPrompt: true },
        },
        stderr: "for the person\n",
        exitCode: 2,
      });
    }
    expect(answer("UserPromptExpansion.slash-command", { action: "block", reason: REASON }).stdout).toMatchObject({
      decision: "block",
      hookSpecificOutput: { hookEventName: "UserPromptExpansion", suppressOriginalPrompt: true },
    });
  });

  test("of a change of settings, which has no part of its own", () => {
    expect(answer("ConfigChange.local_settings", { action: "block", reason: REASON })).toEqual({
      stdout: { decision: "block", reason: "for the person" },
      stderr: "for the person\n",
      exitCode: 2,
    });
  });

  test("without a reason they hold too", () => {
    const { stdout, exitCode } = answer("PreToolUse.Bash", { action: "block" });
    expect(exitCode).toBe(2);
    expect(stdout?.["reason"]).toMatch(/\w/);
  });

  test("a redaction of an input that is not there refuses", () => {
    expect(answer("PreToolUse.Bash", { action: "redact", reason: REASON }).exitCode).toBe(2);
  });
});

describe("questions and rewrites", () => {
  test("a question carries its reason", () => {
    expect(answer("PreToolUse.Bash", { action: "ask", reason: REASON, input: { command: "y" } })).toEqual({
      stdout: {
        hookSpecificOutput: {
          hookEventName: "PreToolUse",
          permissionDecision: "ask",
          permissionDecisionReason: "for the person",
          updatedInput: { command: "y" },
        },
      },
      stderr: "",
      exitCode: 0,
    });
  });

  test("a restored input goes alone", () => {
    expect(answer("PreToolUse.Write.create", { input: { content: "x" } }).stdout).toEqual({
      hookSpecificOutput: { hookEventName: "PreToolUse", updatedInput: { content: "x" } },
    });
  });

  test("a redacted output, with what the model is told", () => {
    const output = { stdout: "", stderr: "", interrupted: false };
    expect(answer("PostToolUse.Bash", { action: "redact", output, context: ["a", "b"], notices: ["n"] })).toEqual({
      stdout: {
        systemMessage: "n",
        hookSpecificOutput: { hookEventName: "PostToolUse", updatedToolOutput: output, additionalContext: "a\nb" },
      },
      stderr: "",
      exitCode: 0,
    });
  });

  test("notices where nothing can be held, and no context that would keep the agent going", () => {
    expect(answer("PostToolUseFailure.Bash.failing", { notices: ["n"], context: ["c"] }).stdout).toEqual({
      systemMessage: "n",
      hookSpecificOutput: { hookEventName: "PostToolUseFailure", additionalContext: "c" },
    });
    expect(answer("SessionStart.startup", { context: ["c"] }).stdout).toEqual({
      hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: "c" },
    });
    for (const name of ["Stop", "SubagentStop"]) {
      expect(answer(name, { action: "block", reason: REASON, notices: ["n"], context: ["c"] })).toEqual({
        stdout: { systemMessage: "n" },
        stderr: "",
        exitCode: 0,
      });
    }
  });
});

describe("where no decision can be had", () => {
  test.each(["UserPromptSubmit", "UserPromptExpansion", "PreToolUse", "ConfigChange"])("%s is refused", (name) => {
    for (const payload of [undefined, null, "x", {}]) {
      const { stdout, stderr, exitCode } = claude.refuse(name, REASON, payload);
      expect(exitCode).toBe(2);
      expect(stdout).toMatchObject({ decision: "block" });
      expect(stderr).toMatch(/^for the (?:agent|person)\n$/);
    }
  });

  test.each(["SessionStart", "Stop", "SubagentStop", "PostToolUseFailure", "PostToolUse", "Unknown"])(
    "%s is reported",
    (name) => {
      const { stdout, stderr, exitCode } = claude.refuse(name, REASON, undefined);
      expect(exitCode).toBe(0);
      expect(stdout?.["systemMessage"]).toBe("for the person");
      expect(stderr).toBe("for the person\n");
    },
  );

  test.each(recordedPayloads().filter(({ name }) => name.startsWith("PostToolUse.")))(
    "every text of an output is withheld, in the same shape: $name",
    ({ payload }) => {
      const output = withheldOutput(payload);
      expect(sameShape(payload["tool_response"], output)).toBe(true);
      const { surfaces } = claude.decode({ ...payload, tool_response: output }, null);
      for (const { text } of surfaces) expect(text).toMatch(/^\[withheld/);
      const before = claude.decode(payload, null);
      expect(surfaces).toHaveLength(before.surfaces.length);
      expect(claude.decode({ ...payload, tool_response: output }, null).skipped).toEqual(before.skipped);
    },
  );

  test("a redaction that brings no output withholds it", () => {
    const { stdout } = answer("PostToolUse.Bash", { action: "redact", reason: REASON });
    expect(stdout).toMatchObject({
      hookSpecificOutput: { updatedToolOutput: { stdout: "[withheld: for the agent]", interrupted: false } },
    });
  });

  test("an output that cannot be walked is replaced by the smallest one", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}"text"${"]".repeat(5000)}`) as Json;
    expect(withheldOutput(toolUse("mcp__a__b", {}, deep))).toBe("[withheld: for the agent]");
    expect(withheldOutput(toolUse("Bash", {}, deep))).toEqual({
      stdout: "[withheld: for the agent]",
      stderr: "",
      interrupted: false,
    });
    expect(withheldOutput(toolUse("Read", { file_path: "/f" }, deep))).toMatchObject({ file: { filePath: "/f" } });
  });

  test("keys of an MCP output that can hold data are withheld, and stay two", () => {
    const output = withheldOutput(toolUse("mcp__a__b", {}, { "one 1234": "x", "two 1234": "y", plain: "z" }));
    expect(output).toEqual({ withheld: "[withheld: for the agent]", withheld_2: "[withheld]", plain: "[withheld]" });
  });
});

function withheldOutput(payload: JsonObject): Json | undefined {
  const { stdout } = claude.refuse("PostToolUse", REASON, payload);
  return objectAt(stdout ?? {}, "hookSpecificOutput")?.["updatedToolOutput"];
}

function isHandled(payload: JsonObject): boolean {
  try {
    claude.decode(payload, null);
    return true;
  } catch {
    return false;
  }
}
