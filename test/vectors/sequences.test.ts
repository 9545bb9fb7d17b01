import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isObject, type JsonObject, objectAt } from "../../src/core/json.ts";
import { type Answer, readAnswer, stringsIn } from "../support/answer.ts";
import {
  defenter,
  fire,
  install,
  lay,
  makeSandbox,
  registered,
  removeSandbox,
  type Sandbox,
  type Scope,
  settingsPath,
} from "../support/sandbox.ts";
import { expand } from "../support/templates.ts";

const PLACEHOLDER = /^DEFENTER_[A-Z_]+_[a-z2-7]{10}$/;

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = makeSandbox();
});

afterEach(() => removeSandbox(sandbox));

async function ask(event: JsonObject, scope: Scope = "project", id = "toolu_1"): Promise<Answer> {
  const name = String(event["hook_event_name"]);
  const [command = "exit 9"] = registered(sandbox, scope, name);
  const common = { session_id: "s", transcript_path: "/t.jsonl", cwd: sandbox.project, tool_use_id: id };
  return readAnswer(await fire(sandbox, command, JSON.stringify({ ...common, ...event })));
}

function readEvent(path: string): JsonObject {
  const content = readFileSync(path, "utf8");
  const lines = content.split("\n").length;
  const file = { filePath: path, content, numLines: lines, startLine: 1, totalLines: lines };
  const input = { tool_name: "Read", tool_input: { file_path: path } };
  return { hook_event_name: "PostToolUse", ...input, tool_response: { type: "text", file } };
}

function printed(stdout: string): JsonObject {
  const response = { stdout, stderr: "", interrupted: false };
  return { hook_event_name: "PostToolUse", tool_name: "Bash", tool_input: { command: "./x" }, tool_response: response };
}

function writing(path: string, content: string): JsonObject {
  return { hook_event_name: "PreToolUse", tool_name: "Write", tool_input: { file_path: path, content } };
}

async function placeholderOf(value: string, scope: Scope = "project"): Promise<string> {
  const { output } = await ask(printed(value), scope);
  return isObject(output) ? String(output["stdout"]) : "none";
}

/** The same project for somebody else: what the installer remembered in the home folder is not there. */
function withAnotherHome(before: Sandbox): Sandbox {
  const home = join(before.folder, "another home");
  mkdirSync(home);
  return { ...before, home, env: { ...before.env, HOME: home, USERPROFILE: home } };
}

describe("a placeholder", () => {
  test("stands for the same value in every process, for another in another installation, and is never a finding", async () => {
    await install(sandbox);
    const [token, other] = [expand("ghp_{{alnum:36}}"), expand("ghp_{{alnum:36}}")];
    const placeholder = await placeholderOf(token);
    expect(placeholder).toMatch(PLACEHOLDER);
    expect(await placeholderOf(token)).toBe(placeholder);
    expect(await placeholderOf(other)).not.toBe(placeholder);
    expect((await ask(printed(`token ${placeholder}\n`))).verdict).toBe("allow");
    sandbox = withAnotherHome(sandbox);
    expect(await placeholderOf(token)).not.toBe(placeholder);
  });

  test("comes back as the value that the file holds, every other byte as written", async () => {
    await install(sandbox);
    const path = join(sandbox.project, ".env");
    const before = expand(
      "# local\r\nPORT=3000\nGITHUB_TOKEN=ghp_{{alnum:36}}\nDB_URL=postgres://app:{{alnum:20}}@db/app\n\tweiß=ja\nLAST=1",
    );
    lay(sandbox, { ".env": before });
    const read = await ask(readEvent(path));
    const shown = stringsIn(read.output).find((text) => text.includes("PORT=")) ?? "";
    expect(shown.match(/DEFENTER_/g)).toHaveLength(2);
    const written = await ask(writing(path, shown.replace("PORT=3000", "PORT=8080")));
    const specific = objectAt(written.json, "hookSpecificOutput") ?? {};
    expect(written.verdict).not.toBe("block");
    expect(specific["permissionDecision"]).toBeUndefined();
    expect(specific["updatedInput"]).toEqual({ file_path: path, content: before.replace("PORT=3000", "PORT=8080") });
  });

  test("is refused in another file, which does not hold the value", async () => {
    await install(sandbox);
    lay(sandbox, { ".env": expand("GITHUB_TOKEN=ghp_{{alnum:36}}\n"), "config.ts": "export {};\n" });
    const read = await ask(readEvent(join(sandbox.project, ".env")));
    const shown = stringsIn(read.output).find((text) => text.includes("TOKEN=")) ?? "";
    const written = await ask(writing(join(sandbox.project, "config.ts"), `// ${shown}`));
    expect(written.verdict).toBe("block");
  });
});

describe("registered in user and project scope, both processes", () => {
  beforeEach(async () => {
    await install(sandbox, "user");
    await install(sandbox, "project");
  });

  const token = expand("ghp_{{alnum:36}}");
  const EVENTS: Readonly<Record<string, JsonObject>> = {
    "a redacted output": printed(`token ${token}\n`),
    "a harmless output": printed("12 passed\n"),
    "a refused prompt": { hook_event_name: "UserPromptSubmit", prompt: `use ${token}`, prompt_id: "p1" },
    "a refused command": {
      hook_event_name: "PreToolUse",
      tool_name: "Bash",
      tool_input: { command: "rm -rf /", description: "Tidy" },
    },
    "a notice": {
      hook_event_name: "Stop",
      stop_hook_active: false,
      last_assistant_message: `I used ${token}.`,
      prompt_id: "p1",
    },
  };

  test.each(Object.keys(EVENTS))("answer the same: %s", async (name) => {
    const event = EVENTS[name] ?? {};
    const [user, project] = await Promise.all([ask(event, "user"), ask(event, "project")]);
    expect(project).toEqual(user);
  });

  test("appear once in the trail", async () => {
    await Promise.all(
      ["user", "project"].map((scope) => ask(printed(`token ${token}\n`), scope as Scope, "toolu_twice")),
    );
    const log = await defenter(sandbox, ["log", "--json"]);
    expect(log.code).toBe(0);
    expect(log.stdout.match(/toolu_twice/g)).toHaveLength(1);
    expect(log.stdout).not.toContain(token);
  });
});

describe("a change that takes the guard out of the project's settings", () => {
  const change = () =>
    ask({ hook_event_name: "ConfigChange", source: "project_settings", file_path: settingsPath(sandbox, "project") });

  beforeEach(async () => {
    await install(sandbox);
    sandbox = withAnotherHome(sandbox);
  });

  test.each(["PreToolUse", "PostToolUse", "UserPromptSubmit"])("is refused: %s", async (event) => {
    const path = settingsPath(sandbox, "project");
    const settings = JSON.parse(readFileSync(path, "utf8"));
    settings.hooks[event] = [];
    writeFileSync(path, JSON.stringify(settings));
    expect((await change()).verdict).toBe("block");
  });

  test("passes where it leaves the guard alone", async () => {
    const path = settingsPath(sandbox, "project");
    writeFileSync(path, JSON.stringify({ model: "opus", ...JSON.parse(readFileSync(path, "utf8")) }));
    expect((await change()).verdict).toBe("allow");
  });
});
