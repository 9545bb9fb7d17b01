import type { Channel } from "../../core/event.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { stringAt } from "../../core/json.ts";

/**
 * Strings of a tool's output that the host made itself and whose values its schema or its program depends on: the
 * discriminators, ids and paths of its own files. They are neither scanned nor withheld. `*` stands for any index.
 */
const FIXED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Bash", new Set(["/backgroundTaskId", "/persistedOutputPath"])],
  [
    "Read",
    new Set([
      "/type",
      "/file/filePath",
      "/file/type",
      "/file/cells/*/cellType",
      "/file/cells/*/cell_id",
      "/file/cells/*/language",
      "/file/cells/*/outputs/*/output_type",
    ]),
  ],
  ["Write", new Set(["/type", "/filePath"])],
  ["Edit", new Set(["/filePath"])],
  ["NotebookEdit", new Set(["/cell_type", "/cell_id", "/language", "/edit_mode", "/notebook_path"])],
  ["Grep", new Set(["/mode"])],
  [
    "Agent",
    new Set([
      "/status",
      "/agentId",
      "/agentType",
      "/resolvedModel",
      "/outputFile",
      "/harnessSectionHash",
      "/toolsUsed/*",
      "/content/*/type",
      "/usage/service_tier",
      "/usage/inference_geo",
      "/usage/speed",
    ]),
  ],
  ["Skill", new Set(["/commandName", "/status"])],
]);

/** `type` of an MCP content block. A server may write anything there, so only these words count. */
const BLOCK_TYPES: ReadonlySet<Json> = new Set(["text", "image", "audio", "resource", "resource_link", "base64"]);

/** True where the string at `shape` (pointer within the output, indices as `*`) is the host's own. */
export function isFixed(tool: string, shape: string, value: string): boolean {
  if (isMcp(tool)) return shape.startsWith("/*/") && shape.endsWith("/type") && BLOCK_TYPES.has(value);
  return FIXED.get(tool)?.has(shape) ?? false;
}

export function isMcp(tool: string): boolean {
  return tool.startsWith("mcp__");
}

/** `server` of `mcp__server__tool`, or null. */
export function mcpServerOf(tool: string): string | null {
  if (!isMcp(tool)) return null;
  const end = tool.indexOf("__", 5);
  return tool.slice(5, end === -1 ? undefined : end) || null;
}

/** The channel of what a tool gives back. */
export function outputChannel(tool: string): Channel {
  switch (tool) {
    case "Read":
    case "Write":
    case "Edit":
    case "NotebookEdit":
      return "file";
    case "WebFetch":
    case "WebSearch":
      return "web";
    case "Agent":
      return "agent_response";
    case "ReadMcpResourceTool":
    case "ListMcpResourcesTool":
      return "mcp";
    default:
      return isMcp(tool) ? "mcp" : "tool_output";
  }
}

/**
 * The smallest output that the host accepts for a tool whose own output could not be read, holding nothing but `note`;
 * undefined where no such shape is known.
 */
export function smallestOutput(tool: string, input: JsonObject | null, note: string): Json | undefined {
  if (isMcp(tool)) return note;
  if (tool === "Bash") return { stdout: note, stderr: "", interrupted: false };
  if (tool !== "Read") return undefined;
  const filePath = (input === null ? null : stringAt(input, "file_path")) ?? "";
  return { type: "text", file: { filePath, content: note, numLines: 1, startLine: 1, totalLines: 1 } };
}
