import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../src/core/json.ts";

/** What an answer comes to for the person and the model, as Claude Code reads it. */
export type Verdict = "allow" | "notice" | "redact" | "ask" | "block";

export interface Answer {
  readonly verdict: Verdict;
  /** `{}` where the hook said nothing. */
  readonly json: JsonObject;
  /** The rewritten tool output; undefined where there is none. */
  readonly output: Json | undefined;
}

/**
 * Reads what a hook process said.
 * @throws Error where no host could rely on it: an exit code other than 0 and 2, a stdout that is neither empty nor one
 * JSON object, a stack trace, or an `allow`, which would skip the person's own permission rules
 */
export function readAnswer(ended: { code: number | null; stdout: string; stderr: string }): Answer {
  if (ended.code !== 0 && ended.code !== 2) throw new Error(`exit code ${ended.code}: ${ended.stderr}`);
  if (/\n\s+at \S+.*:\d+:\d+/.test(ended.stderr)) throw new Error(`a stack trace on stderr: ${ended.stderr}`);
  const json = readStdout(ended.stdout);
  const specific = objectAt(json, "hookSpecificOutput") ?? {};
  const permission = stringAt(specific, "permissionDecision");
  if (permission === "allow" || json["decision"] === "approve") throw new Error("the hook answered allow");
  return { verdict: verdictOf(ended.code, json, specific), json, output: specific["updatedToolOutput"] };
}

function readStdout(stdout: string): JsonObject {
  if (stdout.trim() === "") return {};
  let json: Json;
  try {
    json = JSON.parse(stdout);
  } catch {
    throw new Error(`stdout is not one JSON value: ${stdout.slice(0, 200)}`);
  }
  if (!isObject(json)) throw new Error(`stdout is no JSON object: ${stdout.slice(0, 200)}`);
  return json;
}

function verdictOf(code: number, json: JsonObject, specific: JsonObject): Verdict {
  if (code === 2 || json["decision"] === "block" || specific["permissionDecision"] === "deny") return "block";
  if (specific["permissionDecision"] === "ask") return "ask";
  if (specific["updatedToolOutput"] !== undefined) return "redact";
  if (json["systemMessage"] !== undefined || specific["additionalContext"] !== undefined) return "notice";
  return "allow";
}

/** Every string in a JSON value, keys of objects too. */
export function stringsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => stringsIn(item));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}

/**
 * Where the shape of `value` differs from that of `model` (type, length, keys but for redacted ones), as a JSON pointer;
 * null where nowhere.
 */
export function shapeDifference(model: Json | undefined, value: Json | undefined, pointer = ""): string | null {
  if (kindOf(model) !== kindOf(value)) return pointer === "" ? "/" : pointer;
  const [before, after] = [partsOf(model), partsOf(value)];
  if (before.length !== after.length) return pointer === "" ? "/" : pointer;
  for (const [at, [key, item]] of before.entries()) {
    const [otherKey, other] = after[at] ?? [key, undefined];
    if (otherKey !== key && !otherKey.includes("DEFENTER_")) return `${pointer}/${key}`;
    const difference = shapeDifference(item, other, `${pointer}/${key}`);
    if (difference !== null) return difference;
  }
  return null;
}

function kindOf(value: Json | undefined): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}

function partsOf(value: Json | undefined): [string, Json | undefined][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
