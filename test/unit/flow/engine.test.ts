import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HookEvent } from "../../../src/core/event.ts";
import { evaluate } from "../../../src/engine.ts";
import type { Machine } from "../../../src/flow/machine.ts";
import { claude } from "../../../src/hosts/claude.ts";
import { FILES } from "../../../src/system/files.ts";
import { machineFor } from "../../support/machine.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { expand } from "../../support/templates.ts";

const PROJECT = tempFolder("engine");
const machineWith = (overrides: Partial<Machine> = {}, overdue = () => false) =>
  machineFor(PROJECT, overrides, overdue);

function eventOf(name: string, fields: object): HookEvent {
  return claude.decode({ session_id: "s", cwd: PROJECT, hook_event_name: name, ...fields }, name);
}

const token = () => expand("ghp_{{alnum:36}}");
const bash = (stdout: string, command = "./run") =>
  eventOf("PostToolUse", {
    tool_name: "Bash",
    tool_input: { command },
    tool_response: { stdout, stderr: "", interrupted: false, isImage: false },
  });

describe("a spent deadline is no pass", () => {
  // More hits than the scanner looks at between two questions whether the time is over.
  const lines = () => Array.from({ length: 200 }, (_, at) => `password: walrus${at}\n`).join("");
  const long = () => `${lines()}${token()}\n`;
  const late = () => machineWith({}, () => true);

  it("withholds an output whole", async () => {
    const text = long();
    const decision = await evaluate(bash(text), late());
    expect(decision.action).toBe("redact");
    expect(JSON.stringify(decision.output)).not.toContain("walrus7\\n");
    expect(decision.output).toMatchObject({ stderr: "", interrupted: false, isImage: false });
  });

  it("blocks a prompt", async () => {
    const decision = await evaluate(eventOf("UserPromptSubmit", { prompt: long() }), late());
    expect(decision.action).toBe("block");
    expect(decision.degraded).not.toEqual([]);
  });

  it("asks about a call", async () => {
    const input = { file_path: join(PROJECT, "a.txt"), content: lines() };
    const decision = await evaluate(eventOf("PreToolUse", { tool_name: "Write", tool_input: input }), late());
    expect(decision.action).toBe("ask");
  });
});

describe("an output", () => {
  it("is redacted wherever the value recurs, and nowhere else", async () => {
    const value = token();
    const decision = await evaluate(bash(`a\r\n${value} b\n\u0000 x=${value}-x\n`), machineWith());
    const { stdout } = decision.output as { stdout: string };
    expect(stdout).toMatch(/^a\r\nDEFENTER_GITHUB_TOKEN_[a-z2-7]{10} b\n\0 x=DEFENTER_GITHUB_TOKEN_[a-z2-7]{10}-x\n$/);
  });

  it("of more than 64 KiB holds no value afterwards", async () => {
    const values = Array.from({ length: 30 }, token);
    const text = values.map((value) => `${"plain words on a line\n".repeat(300)}key: ${value}\n`).join("");
    const decision = await evaluate(bash(text), machineWith());
    const { stdout } = decision.output as { stdout: string };
    expect(values.filter((value) => stdout.includes(value))).toEqual([]);
    expect(stdout.match(/DEFENTER_/g)).toHaveLength(30);
    expect(stdout.replace(/DEFENTER_GITHUB_TOKEN_[a-z2-7]{10}/g, "")).toBe(
      values.reduce((rest, value) => rest.replace(value, ""), text),
    );
  });
});

describe("what is told", () => {
  it("holds no value, also where a file is named by one", async () => {
    const value = token();
    const path = join(PROJECT, `${value}.txt`);
    writeFileSync(path, `token ${value}\n`);
    const response = {
      type: "text",
      file: { filePath: path, content: `${value}\n`, numLines: 1, startLine: 1, totalLines: 1 },
    };
    const event = eventOf("PostToolUse", {
      tool_name: "Read",
      tool_input: { file_path: path },
      tool_response: response,
    });
    const { notices, reason, findings, degraded } = await evaluate(event, machineWith());
    expect(findings).not.toEqual([]);
    expect(JSON.stringify({ notices, reason, findings, degraded })).not.toContain(value);
  });
});

describe("git commands that may take the guard away", () => {
  const checkout = eventOf("PreToolUse", { tool_name: "Bash", tool_input: { command: "git checkout old" } });
  const list = (folder: string) => (folder.endsWith("/.defenter/hooks") ? ["manifest.json"] : []);
  const asking = (holds: boolean | null) =>
    machineWith({ files: { ...FILES, list }, git: { ignores: () => false, tracks: () => true, holds: () => holds } });

  it.each([
    [false, "ask"],
    [true, "allow"],
    [null, "allow"],
  ] as const)("holds %s: %s", async (holds, action) => {
    expect((await evaluate(checkout, asking(holds))).action).toBe(action);
  });
});
