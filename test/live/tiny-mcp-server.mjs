// A stdio MCP server with two tools that tell a secret: as text, and as structured content.
// The secret comes in the environment variable TINY_SECRET.
import { createInterface } from "node:readline";

const secret = process.env.TINY_SECRET ?? "none";
const noArguments = { type: "object", properties: {} };
const tools = [
  { name: "text", description: "Tells the deploy log", inputSchema: noArguments },
  {
    name: "structured",
    description: "Tells the account",
    inputSchema: noArguments,
    outputSchema: { type: "object", properties: { region: { type: "string" }, token: { type: "string" } } },
  },
];

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: "tiny", version: "1.0.0" },
  }),
  ping: () => ({}),
  "tools/list": () => ({ tools }),
  "tools/call": ({ name }) => {
    if (name === "text") return { content: [{ type: "text", text: `deploy ok, token ${secret} was used` }] };
    const account = { region: "eu-1", token: secret };
    return { content: [{ type: "text", text: JSON.stringify(account) }], structuredContent: account };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  const { id, method, params } = JSON.parse(line);
  if (id === undefined || method === undefined) continue;
  const answer = answers[method];
  const reply = answer ? { result: answer(params ?? {}) } : { error: { code: -32601, message: `no method ${method}` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...reply })}\n`);
}
