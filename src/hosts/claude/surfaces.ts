import { DefenterError } from "../../core/error.ts";
import type { Channel, SkippedPart, Surface } from "../../core/event.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, pointerTo, stringAt } from "../../core/json.ts";
import { resolvePath } from "../../core/path.ts";
import { isFixed, isMcp, outputChannel } from "./shapes.ts";

/** Surfaces and skipped parts of one payload. */
export interface Parts {
  readonly surfaces: Surface[];
  readonly skipped: SkippedPart[];
}

interface Address {
  readonly channel: Channel;
  readonly path: string | null;
  readonly url: string | null;
}

/** One string that reaches the model or comes from it as it is. Empty strings are no surface. */
export function addText(parts: Parts, text: string | null, pointer: string, channel: Channel, path: string | null) {
  if (text) parts.surfaces.push({ channel, pointer, isKey: false, text, path, url: null });
}

/** Every string of a tool's input. */
export function addInput(parts: Parts, tool: string, input: JsonObject, cwd: string): void {
  const path = isWriter(tool) ? filePathOf(tool, input, cwd) : null;
  const url = tool === "WebFetch" ? stringAt(input, "url") : null;
  const walk: Walk = { parts, tool, isOutput: false, address: { channel: "tool_input", path, url } };
  // What names the file is no text of the file.
  const naming: Walk = { ...walk, address: { channel: "tool_input", path: null, url } };
  for (const key of Object.keys(input)) {
    const pointer = below("/tool_input", key);
    addKey(walk, key, pointer);
    addValue(isPathKey(key) ? naming : walk, input[key], pointer, `/${key}`);
  }
}

/** Every string of a tool's output, save the host's own (`isFixed`) and binary parts, which are listed as skipped. */
export function addOutput(parts: Parts, tool: string, input: JsonObject | null, output: Json, cwd: string): void {
  const address = { channel: outputChannel(tool), ...whereFrom(tool, input ?? {}, output, cwd) };
  addValue({ parts, tool, isOutput: true, address }, output, "/tool_response", "");
}

/** The message of a failed tool. */
export function addError(parts: Parts, tool: string, input: JsonObject, error: string | null, cwd: string): void {
  if (error) {
    const { path, url } = whereFrom(tool, input, null, cwd);
    parts.surfaces.push({ channel: outputChannel(tool), pointer: "/error", isKey: false, text: error, path, url });
  }
}

function isWriter(tool: string): boolean {
  return tool === "Write" || tool === "Edit" || tool === "NotebookEdit";
}

function isPathKey(key: string): boolean {
  return key === "file_path" || key === "notebook_path";
}

function filePathOf(tool: string, input: JsonObject, cwd: string): string | null {
  const path = stringAt(input, tool === "NotebookEdit" ? "notebook_path" : "file_path");
  return path === null || path === "" ? null : resolvePath(cwd, path);
}

function whereFrom(tool: string, input: JsonObject, output: Json, cwd: string): Omit<Address, "channel"> {
  if (tool === "Read" || isWriter(tool)) return { path: filePathOf(tool, input, cwd), url: null };
  if (tool === "WebFetch") {
    const final = isObject(output) ? stringAt(output, "url") : null;
    return { path: null, url: final ?? stringAt(input, "url") };
  }
  if (tool === "ReadMcpResourceTool") return { path: null, url: stringAt(input, "uri") };
  return { path: null, url: null };
}

interface Walk {
  readonly parts: Parts;
  readonly tool: string;
  readonly isOutput: boolean;
  readonly address: Address;
}

/** Recursive: `decode` refuses what is nested deeper than its limit. `shape` is the pointer with `*` for indices. */
function addValue(walk: Walk, value: Json | undefined, pointer: string, shape: string): void {
  if (typeof value === "string") {
    if (value !== "" && !(walk.isOutput && isFixed(walk.tool, shape, value))) push(walk, pointer, false, value);
  } else if (typeof value === "number") {
    if (isMcp(walk.tool) && hasManyDigits(value)) push(walk, pointer, false, String(value));
  } else if (Array.isArray(value)) {
    const itemShape = `${shape}/*`;
    for (let at = 0; at < value.length; at++) addValue(walk, value[at], `${pointer}/${at}`, itemShape);
  } else if (isObject(value)) addObject(walk, value, pointer, shape);
}

/**
 * Characters of the names from the root to a value. V8 tells strings of more than 16,383 apart by their length alone when
 * it looks them up, so that thousands of them would take minutes; no tool comes near it.
 */
const MAX_POINTER = 16_000;

/** @throws DefenterError EVENT_INVALID where the pointer becomes too long */
function below(pointer: string, key: string): string {
  const child = pointerTo(pointer, key);
  if (child.length <= MAX_POINTER) return child;
  throw new DefenterError("EVENT_INVALID", `the event has names of more than ${MAX_POINTER} characters in a row`);
}

function addObject(walk: Walk, value: JsonObject, pointer: string, shape: string): void {
  const binary = walk.isOutput ? binaryPart(walk.tool, value) : null;
  for (const key of Object.keys(value)) {
    const childPointer = below(pointer, key);
    if (binary !== null && key === binary.key) {
      walk.parts.skipped.push({ pointer: childPointer, why: binary.why });
    } else if (binary === null || !isMediaType(key, value[key])) {
      addKey(walk, key, childPointer);
      addValue(walk, value[key], childPointer, pointerTo(shape, key));
    }
  }
}

function push(walk: Walk, pointer: string, isKey: boolean, text: string): void {
  // Spelled out: a spread costs ten times as much, and there can be many.
  const { channel, path, url } = walk.address;
  walk.parts.surfaces.push({ channel, pointer, isKey, text, path, url });
}

/** A key is a surface where it can hold data: of MCP any that is more than letters, else what no program would name so. */
function addKey(walk: Walk, key: string, pointer: string): void {
  if (key.length >= 8 && !(isMcp(walk.tool) ? /^[A-Za-z_]*$/.test(key) : isName(key))) push(walk, pointer, true, key);
}

/** `sha256Sum`, `ephemeral_1h_input_tokens`: words with a number in them, not digits in a long row of letters. */
function isName(key: string): boolean {
  if (/^[A-Za-z_$-]*$/.test(key)) return true;
  if (/[^\w$-]/.test(key) || /(?:\d\D*){4}/.test(key)) return false;
  return !key.split(/[_$-]/).some((word) => word.length >= 16 && /\d/.test(word));
}

/** Nine digits and more can be an identity or card number. */
function hasManyDigits(value: number): boolean {
  return Number.isSafeInteger(value) && Math.abs(value) >= 100_000_000;
}

/**
 * Which field of an object holds an image or a document that the model gets as such, not as text. Only what is base64
 * throughout counts: anything else is text that says it is none.
 */
function binaryPart(tool: string, value: JsonObject): { key: string; why: string } | null {
  if (tool === "Bash" && value["isImage"] === true)
    return isImageUrl(value["stdout"]) ? { key: "stdout", why: "image" } : null;
  if (tool === "Read") {
    if (isBase64(value["base64"])) return { key: "base64", why: "image or document" };
    if (isBase64(value["image_data"])) return { key: "image_data", why: "image" };
  }
  const type = value["type"];
  const isMedia =
    type === "image" || type === "audio" || (type === "base64" && isMediaType("media_type", value["media_type"]));
  return isMedia && isBase64(value["data"]) ? { key: "data", why: "image or audio" } : null;
}

function isBase64(value: Json | undefined): boolean {
  return typeof value === "string" && value.length >= MIN_BINARY_CHARS && !NOT_BASE64.test(value);
}

function isImageUrl(value: Json | undefined): boolean {
  if (typeof value !== "string") return false;
  const start = value.indexOf(",") + 1;
  return /^data:image\/[a-z0-9.+-]{1,40};base64,$/.test(value.slice(0, start)) && !NOT_BASE64.test(value.slice(start));
}

const MIN_BINARY_CHARS = 64;
const NOT_BASE64 = /[^A-Za-z0-9+/=\r\n]/;

/** The neighbours of binary data that say what it is: without them the host or the model's API refuses it. */
function isMediaType(key: string, value: Json | undefined): boolean {
  if (key !== "type" && key !== "media_type" && key !== "mimeType") return false;
  return (
    typeof value === "string" && /^(?:image|audio|base64|(?:image|audio|application)\/[a-z0-9.+-]{1,40})$/.test(value)
  );
}
