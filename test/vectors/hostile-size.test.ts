import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAnswer } from "../support/answer.ts";
import { fire, install, makeSandbox, registered, removeSandbox, type Sandbox } from "../support/sandbox.ts";
import { expand } from "../support/templates.ts";

/**
 * Payloads of which one stage once took longer than the host waits, so that the original passed. A host waits 60 s for a
 * result and 15 s for a gate; each takes one or two here, so the bound leaves room for a busy machine.
 */
const BOUND_MS = 12_000;

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = makeSandbox();
  await install(sandbox);
});

afterAll(() => removeSandbox(sandbox));

async function send(event: "PreToolUse" | "PostToolUse", fields: object) {
  const [command] = registered(sandbox, "project", event);
  if (command === undefined) throw new Error(`nothing is registered for ${event}`);
  const common = { session_id: "s", cwd: sandbox.project, hook_event_name: event, tool_use_id: "t" };
  const ended = await fire(sandbox, command, JSON.stringify({ ...common, ...fields }));
  expect(ended.ms).toBeLessThan(BOUND_MS);
  return { ended, verdict: readAnswer(ended).verdict };
}

const token = () => expand("ghp_{{alnum:36}}");
const output = (stdout: string, command = "./run") => ({
  tool_name: "Bash",
  tool_input: { command },
  tool_response: { stdout, stderr: "", interrupted: false },
});
const mcp = (structuredContent: unknown) => ({
  tool_name: "mcp__db__read",
  tool_input: {},
  tool_response: { structuredContent },
});

describe("what a result is made of does not let it through", () => {
  test.each<[string, (secret: string) => object]>([
    [
      "names of twenty thousand characters",
      (secret) =>
        mcp({ ["k".repeat(20_480)]: Array.from({ length: 9_000 }, (_, at) => (at % 3 === 0 ? secret : `${at}`)) }),
    ],
    [
      "names of long names",
      (secret) => {
        let inner: object = { found: secret };
        for (let level = 0; level < 300; level++) inner = { ["n".repeat(1_000)]: inner };
        return mcp(inner);
      },
    ],
    [
      "a value that recurs in a line without an end",
      (secret) => output(`${secret}\nDB_PASSWORD="Zx9k7Qp2"\n${"Zx9k7Qp2".repeat(260_000)}`),
    ],
    [
      "a value of a hundred thousand characters in a text that goes on like it",
      (secret) => output(`${secret}\nDB_PASSWORD="${"k7Qz9pLw".repeat(12_000)}END"\n${"k7Qz9pLw".repeat(130_000)}`),
    ],
    [
      "many values in many strings",
      (secret) =>
        mcp(Array.from({ length: 60_000 }, (_, at) => (at % 20 === 0 ? token() : at === 1 ? secret : `row ${at}`))),
    ],
    ["very many small strings", (secret) => mcp([...Array.from({ length: 1_000_000 }, () => "a"), secret])],
  ])("%s", async (_, fill) => {
    const secret = token();
    const { ended, verdict } = await send("PostToolUse", fill(secret));
    expect(verdict).toBe("redact");
    expect(ended.stdout).not.toContain(secret);
  });

  test("the file that a password comes from holds more of them than are looked at", async () => {
    const value = expand("{{alnum:18}}");
    const lines = Array.from({ length: 5_200 }, (_, at) => `S${at}_PASSWORD=${expand("{{alnum:18}}")}`);
    writeFileSync(join(sandbox.project, "many.env"), [...lines, `LAST_PASSWORD=${value}`, ""].join("\n"));
    const { ended } = await send("PostToolUse", output(`${value}\n`, "tail -n 1 many.env | cut -d= -f2"));
    expect(ended.stdout).not.toBe("");
    expect(ended.stdout).not.toContain(value);
  });
});

describe("what a write is made of does not let it through", () => {
  test("thousands of placeholders with types of their own, over thousands of values", async () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `S${at}_PASSWORD=${expand("{{alnum:18}}")}`);
    writeFileSync(join(sandbox.project, "types.env"), lines.join("\n"));
    const letters = (at: number) => [...`${at}`].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
    const content = lines.map((_, at) => `S${at}=DEFENTER_T_${letters(at)}_abcdefghij`).join("\n");
    const { verdict } = await send("PreToolUse", {
      tool_name: "Write",
      tool_input: { file_path: "types.env", content },
    });
    expect(verdict).toBe("block");
  });

  test("masks in a line without an end", async () => {
    writeFileSync(join(sandbox.project, "line.env"), `DB_PASSWORD=${expand("{{alnum:18}}")}\n`);
    const content = `DB_PASSWORD=*** ${"x=*** ".repeat(300_000)}`;
    const { verdict } = await send("PreToolUse", {
      tool_name: "Write",
      tool_input: { file_path: "line.env", content },
    });
    expect(verdict).toBe("block");
  });
});
