import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isObject, type Json, type JsonObject } from "../../src/core/json.ts";

export type ToolCall = { readonly name: string; readonly input: JsonObject };

export type Said = string | ToolCall | readonly ToolCall[];

/** What the model says next: words, tool calls, or what it makes of the last tool result's text. */
export type Turn = Said | ((lastResult: string) => Said);

export interface Script {
  /** The main conversation's turns, one a request; when they are used up the model says "Done." */
  readonly turns: readonly Turn[];
  /** Further conversations, told apart by a pattern in their first user message: sub-agents. */
  readonly others?: readonly { readonly firstUser: RegExp; readonly turns: readonly Turn[] }[];
}

/** One request that reached the model. */
export interface ModelRequest {
  readonly conversation: string;
  readonly body: JsonObject;
}

export interface FakeModel {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

/** A Messages API on loopback that plays a script and keeps every body it was sent. */
export async function startFakeModel(script: Script): Promise<FakeModel> {
  const requests: ModelRequest[] = [];
  const play = makePlayer(script);
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const path = (request.url ?? "").split("?")[0];
      const body: Json = text === "" ? null : JSON.parse(text);
      if (request.method !== "POST" || !isObject(body)) return sendJson(response, 200, {});
      if (path === "/v1/messages/count_tokens") return sendJson(response, 200, { input_tokens: 100 });
      if (path !== "/v1/messages")
        return sendJson(response, 404, { type: "error", error: { type: "not_found_error" } });
      const { conversation, turn } = play(body);
      requests.push({ conversation, body });
      const message = toMessage(body, turn);
      return body["stream"] === true ? streamMessage(response, message) : sendJson(response, 200, message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function makePlayer(script: Script): (body: JsonObject) => { conversation: string; turn: Said } {
  const others = (script.others ?? []).map((other) => ({ ...other, left: [...other.turns] }));
  const main = [...script.turns];
  // Claude Code repeats a request whose answer it did not get; the repetition gets the same answer.
  const answered = new Map<string, { conversation: string; turn: Said }>();
  return (body) => {
    const key = JSON.stringify([body["system"], body["messages"], listOf(body["tools"]).length]);
    const known = answered.get(key);
    if (known !== undefined) return known;
    const at = others.findIndex(({ firstUser }) => firstUser.test(firstUserText(body)));
    const other = others[at];
    const left = other?.left ?? (offersTools(body) ? main : null);
    const turn = left === null ? "ok" : (left.shift() ?? "Done.");
    const said = typeof turn === "function" ? turn(lastResultText(body)) : turn;
    const played = { conversation: other ? `other-${at}` : left === null ? "side" : "main", turn: said };
    answered.set(key, played);
    return played;
  };
}

/** Titles, summaries and the like come without tools. */
function offersTools(body: JsonObject): boolean {
  return listOf(body["tools"]).length > 0;
}

function firstUserText(body: JsonObject): string {
  return textOf(listOf(body["messages"]).find((message) => message["role"] === "user")?.["content"]);
}

/** The last tool result as text, without the line numbers that Read puts in front: what a model would copy from it. */
function lastResultText(body: JsonObject): string {
  const blocks = listOf(body["messages"]).flatMap((message) => listOf(message["content"]));
  const text = textOf(blocks.filter((block) => block["type"] === "tool_result").at(-1)?.["content"]);
  const plain = text.replace(/\n*<system-reminder>[\s\S]*?<\/system-reminder>\n*/g, "");
  return /^ *\d+\t/.test(plain) ? plain.replace(/^ *\d+\t/gm, "") : plain;
}

function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .map((block) => (typeof block["text"] === "string" ? block["text"] : ""))
    .join("\n");
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

let ids = 0;

function toMessage(request: JsonObject, turn: Said): JsonObject {
  const calls = typeof turn === "string" ? [] : Array.isArray(turn) ? turn : [turn as ToolCall];
  const tools = calls.map(({ name, input }) => ({ type: "tool_use", id: `toolu_scripted${++ids}`, name, input }));
  return {
    id: `msg_scripted${++ids}`,
    type: "message",
    role: "assistant",
    model: request["model"],
    content: typeof turn === "string" ? [{ type: "text", text: turn }] : tools,
    stop_reason: tools.length > 0 ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
  };
}

function streamMessage(response: ServerResponse, message: JsonObject): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (event: JsonObject) => response.write(`event: ${event["type"]}\ndata: ${JSON.stringify(event)}\n\n`);
  send({ type: "message_start", message: { ...message, content: [], stop_reason: null } });
  for (const [index, block] of listOf(message["content"]).entries()) {
    const isText = block["type"] === "text";
    const empty: JsonObject = isText ? { type: "text", text: "" } : { ...block, input: {} };
    const delta: JsonObject = isText
      ? { type: "text_delta", text: block["text"] }
      : { type: "input_json_delta", partial_json: JSON.stringify(block["input"]) };
    send({ type: "content_block_start", index, content_block: empty });
    send({ type: "content_block_delta", index, delta });
    send({ type: "content_block_stop", index });
  }
  const stop = { stop_reason: message["stop_reason"], stop_sequence: null };
  send({ type: "message_delta", delta: stop, usage: { output_tokens: 10 } });
  send({ type: "message_stop" });
  response.end();
}

function sendJson(response: ServerResponse, status: number, value: Json): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
