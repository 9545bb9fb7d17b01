import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { readAnswer, shapeDifference, stringsIn } from "../support/answer.ts";
import {
  fire,
  install,
  makeSandbox,
  type RunOptions,
  registered,
  removeSandbox,
  type Sandbox,
} from "../support/sandbox.ts";
import { expand } from "../support/templates.ts";

const GATES = ["UserPromptSubmit", "UserPromptExpansion", "PreToolUse"];
const OTHERS = ["PostToolUse", "PostToolUseFailure", "SessionStart", "Stop", "SubagentStop"];

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = makeSandbox();
  await install(sandbox);
});

afterAll(() => removeSandbox(sandbox));

function send(event: string, stdin: string | Uint8Array, options: RunOptions = {}) {
  const [command] = registered(sandbox, "project", event);
  if (command === undefined) throw new Error(`nothing is registered for ${event}`);
  return fire(sandbox, command, stdin, options);
}

function base(event: string): JsonObject {
  const common = { session_id: "s", transcript_path: "/t.jsonl", cwd: sandbox.project, hook_event_name: event };
  if (event === "UserPromptSubmit") return { ...common, prompt: "Hello." };
  if (event === "UserPromptExpansion") return { ...common, command_name: "look", command_args: "", prompt: "/look" };
  const call = { ...common, tool_name: "Bash", tool_input: { command: "ls" }, tool_use_id: "t" };
  if (event === "PreToolUse") return call;
  if (event === "PostToolUse") return { ...call, tool_response: { stdout: "", stderr: "", interrupted: false } };
  if (event === "PostToolUseFailure") return { ...call, error: "Exit code 1", is_interrupt: false };
  if (event === "SessionStart") return { ...common, source: "startup" };
  return { ...common, stop_hook_active: false, last_assistant_message: "Done." };
}

/** The field that holds what the event is about, with something in it that the host never sends. */
const WRONG_TYPE: Readonly<Record<string, JsonObject>> = {
  UserPromptSubmit: { prompt: 7 },
  UserPromptExpansion: { prompt: ["/look"] },
  PreToolUse: { tool_input: "ls" },
  PostToolUse: { tool_name: null },
  PostToolUseFailure: { error: { text: "failed" }, tool_name: 3 },
  SessionStart: { cwd: 1 },
  Stop: { last_assistant_message: 5, cwd: {} },
  SubagentStop: { last_assistant_message: [], cwd: null },
};

const BAD: Readonly<Record<string, (event: string) => string>> = {
  "nothing at all": () => "",
  "white space": () => " \n\t\r\n",
  "a truncated event": (event) => JSON.stringify(base(event)).slice(0, -3),
  "an array": (event) => JSON.stringify([base(event)]),
  "a string": () => '"hello"',
  null: () => "null",
  "a wrong type": (event) => JSON.stringify({ ...base(event), ...WRONG_TYPE[event] }),
  "two values": (event) => JSON.stringify(base(event)).repeat(2),
};

describe("a gate refuses, with a reason and exit code 2,", () => {
  for (const event of GATES) {
    test.each(Object.keys(BAD))(`${event}: %s`, async (name) => {
      const ended = await send(event, BAD[name]?.(event) ?? "");
      const { json } = readAnswer(ended);
      expect(ended.code).toBe(2);
      expect(ended.stderr.trim()).not.toBe("");
      expect(json).toMatchObject({ decision: "block", reason: expect.stringMatching(/\S/) });
      if (event === "PreToolUse") {
        const specific = { hookEventName: event, permissionDecision: "deny" };
        expect(json["hookSpecificOutput"]).toMatchObject({ ...specific, permissionDecisionReason: json["reason"] });
      }
    });
  }
});

describe("elsewhere it is reported:", () => {
  for (const event of OTHERS) {
    test.each(Object.keys(BAD))(`${event}: %s`, async (name) => {
      const ended = await send(event, BAD[name]?.(event) ?? "");
      readAnswer(ended);
      expect(`${ended.stdout}${ended.stderr}`.trim()).not.toBe("");
    });
  }
});

/** Puts a secret beside what is unusual; everything else in it has to come through, and the secret must not. */
async function redacts(before: string, encode: (json: string) => string | Uint8Array = (json) => json) {
  const token = expand("ghp_{{alnum:36}}");
  const response = { stdout: `${before}\ntoken ${token}\n`, stderr: "", interrupted: false };
  const ended = await send("PostToolUse", encode(JSON.stringify({ ...base("PostToolUse"), tool_response: response })));
  const { output } = readAnswer(ended);
  expect(ended.stdout.includes(token), "the token is in the answer").toBe(false);
  expect(shapeDifference(response, output)).toBeNull();
  return stringsIn(output).join("");
}

describe("what is unusual is read like any other:", () => {
  const bytes = (text: string, at: RegExp, replacement: readonly number[]) => {
    const [head = "", tail = ""] = text.split(at);
    return Buffer.concat([Buffer.from(head), Buffer.from(replacement), Buffer.from(tail)]);
  };

  test("NUL", async () => expect(await redacts("A=1\u0000B=2")).toContain("A=1\u0000B=2"));
  test("lone surrogates", async () => expect(await redacts("x\ud83dy\udc00z")).toContain("x\ud83dy\udc00z"));
  test("invalid UTF-8", async () => {
    expect(await redacts("left@@right", (json) => bytes(json, /@@/, [0xff, 0xc0, 0x80]))).toMatch(/left\ufffd+right/);
  });
  test("a byte order mark", async () => expect(await redacts("a", (json) => `\ufeff${json}`)).toContain("a\n"));
  test("two of them", async () => expect(await redacts("a", (json) => `\ufeff\ufeff${json}`)).toContain("a\n"));
  test("CRLF between fields", async () => {
    const crlf = (json: string) => `${JSON.stringify(JSON.parse(json), null, 2).replaceAll("\n", "\r\n")}\r\n\r\n`;
    expect(await redacts("a\r\nb", crlf)).toContain("a\r\nb");
  });

  test("10,000 levels deep", async () => {
    const token = expand("ghp_{{alnum:36}}");
    const deep = `${'{"a":['.repeat(5_000)}"${token}"${"]}".repeat(5_000)}`;
    const event = JSON.stringify({ ...base("PreToolUse"), tool_name: "mcp__x__y" }).replace('{"command":"ls"}', deep);
    const ended = await send("PreToolUse", event);
    expect(readAnswer(ended).verdict).toBe("block");
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(token);
    const after = await send(
      "PostToolUse",
      event.replace("PreToolUse", "PostToolUse").replace('"tool_input"', '"tool_response"'),
    );
    readAnswer(after);
    expect(`${after.stdout}${after.stderr}`.trim()).not.toBe("");
    expect(`${after.stdout}${after.stderr}`).not.toContain(token);
  });

  test("64 MB of output", async () => {
    const half = expand("{{log:32000000}}");
    const text = await redacts(`${half}DB_PASSWORD=${expand("{{alnum:24}}")}\n${half}`);
    expect(text.length).toBeGreaterThan(0);
  });

  test("64 MB to be written, with a token at the end", async () => {
    const content = `${expand("{{log:64000000}}")}${expand("ghp_{{alnum:36}}")}`;
    const input = { file_path: join(sandbox.project, "big.txt"), content };
    const ended = await send(
      "PreToolUse",
      JSON.stringify({ ...base("PreToolUse"), tool_name: "Write", tool_input: input }),
    );
    expect(["ask", "block"]).toContain(readAnswer(ended).verdict);
  });
});

describe("without a home folder that can be used the output is still redacted:", () => {
  const redactsWith = async (env: Record<string, string>) => {
    const token = expand("ghp_{{alnum:36}}");
    const event = { ...base("PostToolUse"), tool_response: { stdout: token, stderr: "", interrupted: false } };
    const ended = await send("PostToolUse", JSON.stringify(event), { env });
    expect(ended.stdout).not.toContain(token);
    expect(readAnswer(ended).output).toMatchObject({
      stdout: expect.stringMatching(/^DEFENTER_[A-Z_]+_[a-z2-7]{10}$/),
    });
    expect(existsSync(join(sandbox.project, ".local"))).toBe(false);
  };

  test("HOME is empty", () => redactsWith({ HOME: "" }));
  test("HOME does not exist", () => redactsWith({ HOME: join(sandbox.folder, "nobody") }));
  test("HOME is a file", async () => {
    const path = join(sandbox.folder, "a file");
    writeFileSync(path, "");
    await redactsWith({ HOME: path });
  });
  test("a file lies where the state folder should be", async () => {
    const home = join(sandbox.folder, "blocked home");
    mkdirSync(join(home, ".local"), { recursive: true });
    writeFileSync(join(home, ".local", "state"), "");
    await redactsWith({ HOME: home });
  });
  test("every XDG folder is empty in name", () =>
    redactsWith({ XDG_STATE_HOME: "", XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", XDG_CACHE_HOME: "" }));
});

describe("a dump of thirty thousand secrets", () => {
  const dump = () => {
    const token = expand("ghp_{{alnum:36}}");
    const lines = Array.from({ length: 30_000 }, () => `password=${expand("{{alnum:14}}")}`);
    return { token, text: [`token ${token}`, ...lines].join("\n") };
  };

  test.each([
    ["UserPromptSubmit", "block", (text: string) => ({ prompt: text })],
    ["PreToolUse", "ask", (text: string) => ({ tool_name: "Write", tool_input: { file_path: "a.ts", content: text } })],
    ["PostToolUse", "redact", (text: string) => ({ tool_response: { stdout: text, stderr: "", interrupted: false } })],
  ])("%s: is held back as a whole, well before the host stops waiting", async (event, verdict, fill) => {
    const { token, text } = dump();
    const ended = await send(event, JSON.stringify({ ...base(event), ...fill(text) }));
    expect(ended.ms).toBeLessThan(10_000);
    expect(readAnswer(ended).verdict).toBe(verdict);
    expect(ended.stdout).not.toContain(token);
    expect(ended.stdout.length).toBeLessThan(10_000);
  });

  test("PostToolUse: keys of an object are no way around it", async () => {
    const token = expand("ghp_{{alnum:36}}");
    const keys = Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [token + at, at]));
    const event = { ...base("PostToolUse"), tool_name: "mcp__db__read", tool_response: { structuredContent: keys } };
    const ended = await send("PostToolUse", JSON.stringify(event));
    expect(ended.ms).toBeLessThan(10_000);
    expect(readAnswer(ended).verdict).toBe("redact");
    expect(ended.stdout).not.toContain(token);
  });
});
