import { describe, expect, test } from "vitest";
import { makeRecord } from "../../../src/audit/record.ts";
import { ALLOW, type Decision } from "../../../src/core/decision.ts";
import type { HookEvent } from "../../../src/core/event.ts";
import { findingOf, PLACES } from "../policy/findings.ts";

const EVENT: HookEvent = {
  host: "claude",
  phase: "post-tool",
  session: "s",
  agent: null,
  callId: "c",
  cwd: "/home/u/code",
  tool: "Read",
  mcpServer: null,
  input: null,
  output: undefined,
  prompt: null,
  surfaces: [],
  skipped: [],
  can: new Set(),
  payload: {},
};
const CONTEXT = { time: new Date(0), version: "0.1.0", ms: 3.0712, pid: 7, places: PLACES };
const recordOf = (decision: Partial<Decision>, event: Partial<HookEvent> = {}) =>
  makeRecord({ ...EVENT, ...event }, { ...ALLOW, ...decision }, CONTEXT);

test("a harmless event is one short line", () => {
  expect(recordOf({})).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    version: "0.1.0",
    host: "claude",
    phase: "post-tool",
    session: "s",
    callId: "c",
    tool: "Read",
    project: "~/code",
    action: "allow",
    ms: 3.1,
    pid: 7,
  });
});

test("a finding says what, where and what was done", () => {
  const finding = findingOf({ path: "/home/u/x/.env", pointer: "/tool_response/file/content", line: 4 });
  const record = recordOf({ action: "redact", findings: [{ finding, wanted: "redact", done: "redact" }] });
  expect(record.findings).toEqual([
    {
      rule: "secret/github-token",
      category: "secret",
      severity: "critical",
      confidence: "high",
      channel: "tool_output",
      destination: "read",
      pointer: "/tool_response/file/content",
      line: 4,
      path: "~/x/.env",
      fingerprint: "0123456789abcdef",
      wanted: "redact",
      done: "redact",
    },
  ]);
});

describe("what the trail must not hold", () => {
  test("a key that is a finding, nor the input, output or reason", () => {
    const key = "AKIA".padEnd(20, "Q");
    const one = findingOf({ pointer: `/tool_response/${key}`, inKey: true });
    const two = findingOf({ pointer: `/tool_response/${key}/inner` });
    const record = recordOf(
      {
        findings: [one, two].map((finding) => ({ finding, wanted: "redact", done: "redact" })),
        output: { [key]: key },
        input: { key },
        reason: { person: key, agent: key },
      },
      { prompt: key, payload: { key }, skipped: [{ pointer: `/tool_response/${key}/image`, why: "an image" }] },
    );
    expect(JSON.stringify(record)).not.toContain(key);
    expect(record.skipped).toEqual([{ pointer: "/tool_response/*/image", why: "an image" }]);
  });

  test("the home folder's name", () => {
    const detail = "deletes /home/u/Documents";
    const record = recordOf({
      findings: [{ finding: findingOf({ detail, path: "/home/u/a" }), wanted: "block", done: "block" }],
      degraded: ["/home/u/big.bin is larger than 64 MiB"],
    });
    expect(JSON.stringify(record)).not.toContain("/home/u");
  });

  test("more than a hundred findings: the others are counted", () => {
    const findings = Array.from(
      { length: 250 },
      () => ({ finding: findingOf({}), wanted: "redact", done: "redact" }) as const,
    );
    const record = recordOf({ findings });
    expect(record.findings).toHaveLength(100);
    expect(record.moreFindings).toBe(150);
  });
});
