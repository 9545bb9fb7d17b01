import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject, stringAt } from "../../src/core/json.ts";
import { install, lay, makeSandbox, removeSandbox, run, type Sandbox, type Scope } from "../support/sandbox.ts";
import { expand, mapStrings } from "../support/templates.ts";
import { type ModelRequest, type Said, type Script, startFakeModel, type Turn } from "./fake-model.ts";

/** One session of a real Claude Code with a scripted model. */
export interface Scenario extends Script {
  readonly prompt: string;
  /** Laid before the guard is installed. In all texts templates are expanded, `{{project}}` and `{{home}}` too. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A second run in the same place. */
  readonly next?: { readonly prompt: string; readonly args: readonly string[] };
  /** Starts `tiny-mcp-server.mjs` as the server `tiny`, with this as its secret. */
  readonly mcpSecret?: string;
  /** Changes the project after the guard is installed, before Claude starts; where it returns a sandbox, that is used. */
  readonly before?: (sandbox: Sandbox) => Sandbox | undefined;
}

export interface Session {
  readonly sandbox: Sandbox;
  /** What Claude printed: one JSON event a line. */
  readonly events: readonly JsonObject[];
  readonly requests: readonly ModelRequest[];
  /** Everything that reached the model, in any conversation, as JSON text. */
  readonly sent: string;
  /** Tool results of all conversations as the model saw them last. */
  readonly results: readonly string[];
  readonly stderr: string;
  readFile(path: string): string;
}

/** The scope or scopes that the guard is installed in; null for an unguarded session. */
export type Guard = Scope | readonly Scope[] | null;

/** Values of templates, shared by the runs that are compared. */
export type Names = Map<string, string>;

/**
 * Runs the scenario and hands what happened to `look`, then removes the sandbox.
 * @throws Error where Claude Code does not end by itself within a minute
 */
export async function session<T>(
  claude: string,
  scenario: Scenario,
  guard: Guard,
  look: (session: Session) => T | Promise<T>,
  names: Names = new Map(),
): Promise<T> {
  const made = makeSandbox();
  let sandbox = made;
  names.set("project", made.project).set("home", made.home);
  const fill = (text: string) => expand(text, names);
  const model = await startFakeModel(filledScript(scenario, fill));
  try {
    for (const [path, content] of Object.entries(scenario.files ?? {})) lay(sandbox, { [path]: fill(content) });
    for (const scope of [guard ?? []].flat()) await install(sandbox, scope);
    sandbox = scenario.before?.(sandbox) ?? sandbox;
    names.set("project", sandbox.project).set("home", sandbox.home);
    const secret = scenario.mcpSecret === undefined ? null : fill(scenario.mcpSecret);
    const start = (prompt: string, more: readonly string[] = []) =>
      startClaude(claude, sandbox, model.url, [...claudeArgs(secret), ...more], fill(prompt));
    const first = await start(scenario.prompt, scenario.args);
    const second = scenario.next && (await start(scenario.next.prompt, scenario.next.args));
    return await look({
      sandbox,
      events: readEvents(`${first.stdout}\n${second?.stdout ?? ""}`),
      requests: model.requests,
      sent: JSON.stringify(model.requests.map(({ body }) => body)),
      results: toolResults(model.requests),
      stderr: `${first.stderr}${second?.stderr ?? ""}`,
      readFile: (path) => readFileSync(join(sandbox.project, path), "utf8"),
    });
  } finally {
    await model.close();
    removeSandbox(made);
  }
}

async function startClaude(claude: string, sandbox: Sandbox, url: string, args: readonly string[], prompt: string) {
  const ended = await run(claude, ["-p", ...args], {
    cwd: sandbox.project,
    env: { ...sandbox.env, ...claudeEnv(url) },
    stdin: prompt,
    timeoutMs: 60_000,
  });
  if (ended.signal === null) return ended;
  throw new Error(`claude ended by ${ended.signal}: ${ended.stderr}${ended.stdout.slice(-2000)}`);
}

/** Filled when a turn is played: only then every name is made. */
function filledScript(script: Script, fill: (text: string) => string): Script {
  const fillTurn =
    (turn: Turn): Turn =>
    (lastResult) =>
      mapStrings(typeof turn === "function" ? turn(lastResult) : turn, fill) as Said;
  const others = (script.others ?? []).map((other) => ({ ...other, turns: other.turns.map(fillTurn) }));
  return { turns: script.turns.map(fillTurn), others };
}

function claudeArgs(secret: string | null): string[] {
  const args = ["--output-format", "stream-json", "--verbose", "--include-hook-events"];
  args.push("--permission-mode", "bypassPermissions");
  if (secret === null) return args;
  const server = join(import.meta.dirname, "tiny-mcp-server.mjs");
  const tiny = { type: "stdio", command: process.execPath, args: [server], env: { TINY_SECRET: secret } };
  return [...args, "--mcp-config", JSON.stringify({ mcpServers: { tiny } })];
}

function claudeEnv(url: string): Record<string, string> {
  return {
    // Lets bypassPermissions work for root, as in a container.
    IS_SANDBOX: "1",
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "scripted",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_TELEMETRY: "1",
    DISABLE_ERROR_REPORTING: "1",
  };
}

function readEvents(stdout: string): JsonObject[] {
  const events = stdout.split("\n").map((line): Json => (line.startsWith("{") ? JSON.parse(line) : null));
  return events.filter(isObject);
}

function toolResults(requests: readonly ModelRequest[]): string[] {
  const byId = new Map<string, string>();
  for (const { body } of requests) {
    for (const message of listOf(body["messages"])) {
      for (const block of listOf(message["content"])) {
        if (block["type"] !== "tool_result") continue;
        byId.set(stringAt(block, "tool_use_id") ?? "", textOf(block["content"]));
      }
    }
  }
  return [...byId.values()];
}

function textOf(content: Json | undefined): string {
  return typeof content === "string"
    ? content
    : listOf(content)
        .map((block) => stringAt(block, "text") ?? "")
        .join("\n");
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
