import fc from "fast-check";
import { expect, test } from "vitest";
import { DefenterError } from "../../src/core/error.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { isObject, objectAt } from "../../src/core/json.ts";
import { withhold } from "../../src/core/withhold.ts";
import { claude } from "../../src/hosts/claude.ts";
import { sameShape } from "../../src/redact/output.ts";

const EVENTS = [
  "UserPromptSubmit",
  "UserPromptExpansion",
  "PreToolUse",
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "ConfigChange",
  "Stop",
  "SubagentStop",
  "PostToolBatch",
];
const TOOLS = [
  "Bash",
  "Read",
  "Write",
  "Edit",
  "NotebookEdit",
  "Grep",
  "Glob",
  "WebFetch",
  "Agent",
  "mcp__a__b",
  "Some",
];
const MESSAGE = { person: "person", agent: "agent" };

const json = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<Json>;

/** Almost an event: each field as it should be, or anything, or missing. */
const almostEvent = fc.record(
  {
    hook_event_name: fc.oneof(fc.constantFrom(...EVENTS), json),
    session_id: fc.oneof(fc.string(), json),
    cwd: fc.oneof(fc.constant("/p"), json),
    tool_name: fc.oneof(fc.constantFrom(...TOOLS), json),
    tool_input: fc.oneof(fc.dictionary(fc.string(), json), json),
    tool_response: json,
    tool_use_id: json,
    mcp_server: json,
    prompt: fc.oneof(fc.string(), json),
    command_args: json,
    error: json,
    last_assistant_message: json,
  },
  { requiredKeys: [] },
);

const toolOutput = fc.record({
  hook_event_name: fc.constant("PostToolUse"),
  cwd: fc.constant("/p"),
  tool_name: fc.constantFrom(...TOOLS),
  tool_input: fc.dictionary(fc.string(), json),
  tool_response: json,
});

test("decoding throws nothing but EVENT_INVALID, and loses nothing", () => {
  fc.assert(
    fc.property(fc.oneof(almostEvent, json), (payload) => {
      const before = JSON.stringify(payload);
      try {
        const event = claude.decode(payload, null);
        expect(event.payload).toBe(payload);
        for (const { text } of event.surfaces) expect(text).not.toBe("");
      } catch (error) {
        expect(error).toBeInstanceOf(DefenterError);
        expect(error).toMatchObject({ code: "EVENT_INVALID" });
      }
      expect(JSON.stringify(payload)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test("a refusal always has a form: a gate's is exit 2, and no answer repeats the payload", () => {
  fc.assert(
    fc.property(fc.constantFrom(...EVENTS), fc.oneof(almostEvent, json), (name, payload) => {
      const { stdout, exitCode } = claude.refuse(name, MESSAGE, payload);
      const isGate = ["UserPromptSubmit", "UserPromptExpansion", "PreToolUse", "ConfigChange"].includes(name);
      expect(exitCode).toBe(isGate ? 2 : 0);
      expect(stdout).not.toBeNull();
      expect(stdout?.["decision"]).toBe(isGate ? "block" : undefined);
    }),
    { numRuns: 300 },
  );
});

test("every string of an output is a surface, the host's own, or listed as skipped", () => {
  fc.assert(
    fc.property(toolOutput, (payload) => {
      const event = claude.decode(payload, null);
      const surfaces = new Set(event.surfaces.filter(({ isKey }) => !isKey).map(({ pointer }) => pointer));
      for (const pointer of stringPointers(payload.tool_response, "/tool_response")) {
        const last = pointer.slice(pointer.lastIndexOf("/") + 1);
        expect(surfaces.has(pointer) || OWN_FIELDS.has(last)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("withholding keeps the shape and leaves no string of the original", () => {
  fc.assert(
    fc.property(toolOutput, (payload) => {
      const { stdout } = claude.refuse("PostToolUse", MESSAGE, payload);
      const fromHost = objectAt(stdout ?? {}, "hookSpecificOutput")?.["updatedToolOutput"];
      const { surfaces } = claude.decode(payload, null);
      const fromRedact = withhold(payload.tool_response, "/tool_response", surfaces, "[withheld: agent]");
      expect(fromHost).toEqual(fromRedact);
      const after = claude.decode({ ...payload, tool_response: fromRedact } as JsonObject, null);
      for (const { text } of after.surfaces) expect(text).toMatch(/^(?:\[withheld(?:: agent)?\]|withheld(?:_\d+)?)$/);
      expect(sameShape(blankKeys(payload.tool_response), blankKeys(fromRedact))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

/** Names of fields whose strings the host makes itself, in one tool or another. */
const OWN_FIELDS = new Set(
  "type mode status filePath backgroundTaskId persistedOutputPath cellType cell_id cell_type language edit_mode notebook_path agentId agentType resolvedModel outputFile commandName".split(
    " ",
  ),
);

function stringPointers(value: Json, pointer: string): string[] {
  if (typeof value === "string") return value === "" ? [] : [pointer];
  if (Array.isArray(value)) return value.flatMap((item: Json, at) => stringPointers(item, `${pointer}/${at}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    stringPointers(item as Json, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

/** The same value with keys and long numbers (which can be withheld as text) made alike. */
function blankKeys(value: Json): Json {
  if (typeof value === "number" && Math.abs(value) >= 100_000_000) return "number";
  if (typeof value === "string") return "string";
  if (Array.isArray(value)) return value.map((item: Json) => blankKeys(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.values(value).map((item, at) => [`k${at}`, blankKeys(item as Json)]));
}
