import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { claude } from "../../../src/hosts/claude.ts";
import { expand } from "../../support/templates.ts";
import { payloadOf, recorded, toolUse } from "./events.ts";

function surfacesOf(payload: JsonObject): string[] {
  const { surfaces } = claude.decode(payload, null);
  return surfaces.map(({ channel, pointer, isKey, path, url }) =>
    [channel, isKey ? `key ${pointer}` : pointer, path ?? url].filter(Boolean).join(" "),
  );
}

describe("surfaces of what comes in", () => {
  test("a prompt", () => {
    expect(surfacesOf(recorded("UserPromptSubmit"))).toEqual(["user_prompt /prompt"]);
    expect(surfacesOf(recorded("UserPromptExpansion.slash-command"))).toEqual(["user_prompt /prompt"]);
    const apart = payloadOf("UserPromptExpansion", { prompt: "/greet", command_args: "bob" });
    expect(surfacesOf(apart)).toEqual(["user_prompt /prompt", "user_prompt /command_args"]);
  });

  test("a command, not its plumbing", () => {
    expect(surfacesOf(recorded("PreToolUse.Bash"))).toEqual([
      "tool_input /tool_input/command",
      "tool_input /tool_input/description",
    ]);
  });

  test("a write belongs to its file", () => {
    const input = { file_path: "sub/../w.txt", content: "a", mode: 420 };
    expect(surfacesOf(payloadOf("PreToolUse", { tool_name: "Write", tool_input: input }))).toEqual([
      "tool_input /tool_input/file_path",
      "tool_input /tool_input/content /home/dev/project/w.txt",
    ]);
    expect(surfacesOf(recorded("PreToolUse.Edit"))).toContain(
      "tool_input /tool_input/new_string /home/dev/project/notes.txt",
    );
    expect(surfacesOf(recorded("PreToolUse.NotebookEdit"))).toContain(
      "tool_input /tool_input/new_source /home/dev/project/nb.ipynb",
    );
  });

  test("a fetch belongs to its address", () => {
    expect(surfacesOf(recorded("PreToolUse.WebFetch"))).toEqual([
      "tool_input /tool_input/url https://www.example.test/p",
      "tool_input /tool_input/prompt https://www.example.test/p",
    ]);
  });

  test("an MCP call: values at any depth, keys that can hold data, long numbers", () => {
    const input = { "a/b~c": { list: ["x", { y: "z" }] }, card: 5555444433332222, page: 12, "user 1234": true };
    expect(surfacesOf(payloadOf("PreToolUse", { tool_name: "mcp__a__b", tool_input: input }))).toEqual([
      "tool_input /tool_input/a~1b~0c/list/0",
      "tool_input /tool_input/a~1b~0c/list/1/y",
      "tool_input /tool_input/card",
      "tool_input key /tool_input/user 1234",
    ]);
  });

  test("another tool's call: keys that no program would name so", () => {
    const data = [expand("ghp_{{alnum:30}}1x"), "4111111111111111", "219-09-9999", "two words"];
    const names = [
      "sha256Checksum",
      "oauth2_client_id",
      "data-testid-2",
      "ephemeral_1h_input_tokens",
      "aLongNameInCamelCase",
    ];
    const input = Object.fromEntries([...data, ...names].map((key) => [key, 1]));
    const surfaces = surfacesOf(payloadOf("PreToolUse", { tool_name: "Lookup", tool_input: input }));
    expect(surfaces.sort()).toEqual(data.map((key) => `tool_input key /tool_input/${key}`).sort());
  });

  test("nothing at the start of a session or a change of settings", () => {
    expect(surfacesOf(recorded("SessionStart.startup"))).toEqual([]);
    expect(surfacesOf(recorded("ConfigChange.local_settings"))).toEqual([]);
  });
});

describe("surfaces of what goes to the model", () => {
  test.each([
    ["PostToolUse.Bash", ["tool_output /tool_response/stdout"]],
    ["PostToolUse.Bash.large", ["tool_output /tool_response/stdout"]],
    ["PostToolUse.Read", ["file /tool_response/file/content /home/dev/project/notes.txt"]],
    ["PostToolUse.Read.notebook", ["file /tool_response/file/cells/0/source /home/dev/project/nb.ipynb"]],
    ["PostToolUse.Grep.content", ["tool_output /tool_response/content"]],
    ["PostToolUse.Glob", ["tool_output /tool_response/filenames/0"]],
    ["PostToolUse.mcp__tiny__echo", ["mcp /tool_response/0/text"]],
    ["PostToolUse.mcp__tiny__structured", ["mcp /tool_response"]],
    ["PostToolUse.mcp__tiny__image", ["mcp /tool_response/0/text", "mcp /tool_response/2/text"]],
    ["PostToolUse.Agent", ["agent_response /tool_response/prompt", "agent_response /tool_response/content/0/text"]],
    ["PostToolUse.Skill", []],
    ["PostToolUseFailure.Bash.failing", ["tool_output /error"]],
    ["PostToolUseFailure.Read.missing", ["file /error /home/dev/project/missing.txt"]],
    ["PostToolUseFailure.mcp__tiny__fail", ["mcp /error"]],
    ["Stop", ["agent_response /last_assistant_message"]],
    ["SubagentStop", ["agent_response /last_assistant_message"]],
  ])("%s", (name, surfaces) => {
    expect(surfacesOf(recorded(name))).toEqual(surfaces);
  });

  test("web, resources, answers and writes", () => {
    expect(surfacesOf(recorded("PostToolUse.WebFetch"))).toContain(
      "web /tool_response/result https://www.example.test/p",
    );
    expect(surfacesOf(recorded("PostToolUse.ReadMcpResourceTool"))).toContain(
      "mcp /tool_response/contents/0/text tiny://secret",
    );
    expect(surfacesOf(recorded("PostToolUse.AskUserQuestion"))).toContain(
      "tool_output /tool_response/questions/0/question",
    );
    expect(surfacesOf(recorded("PostToolUse.Edit"))).toEqual(
      [
        "oldString",
        "newString",
        "originalFile",
        "structuredPatch/0/lines/0",
        "structuredPatch/0/lines/1",
        "structuredPatch/0/lines/2",
      ].map((field) => `file /tool_response/${field} /home/dev/project/notes.txt`),
    );
  });
});

describe("parts that are no text", () => {
  const skippedOf = (payload: JsonObject) => claude.decode(payload, null).skipped.map(({ pointer }) => pointer);

  test("images are passed over and said so", () => {
    expect(skippedOf(recorded("PostToolUse.Read.image"))).toEqual(["/tool_response/file/base64"]);
    expect(skippedOf(recorded("PostToolUse.mcp__tiny__image"))).toEqual(["/tool_response/1/source/data"]);
    const stdout = `data:image/png;base64,${"QUJD".repeat(40)}`;
    expect(skippedOf(toolUse("Bash", {}, { stdout, stderr: "", isImage: true }))).toEqual(["/tool_response/stdout"]);
  });

  test("what only says that it is an image is read", () => {
    const text = expand("ghp_{{alnum:36}} ").repeat(4);
    const blocks = [{ type: "image", source: { type: "base64", media_type: "image/png", data: text } }];
    expect(surfacesOf(toolUse("mcp__a__b", {}, blocks))).toContain("mcp /tool_response/0/source/data");
    expect(surfacesOf(toolUse("Bash", {}, { stdout: text, stderr: "", isImage: true }))).toHaveLength(1);
    const data = "QUJD".repeat(40);
    expect(surfacesOf(toolUse("mcp__a__b", {}, { data }))).toEqual(["mcp /tool_response/data"]);
    expect(surfacesOf(toolUse("mcp__a__b", {}, [{ type: expand("ghp_{{alnum:36}}"), text: "" }]))).toEqual([
      "mcp /tool_response/0/type",
    ]);
  });
});
