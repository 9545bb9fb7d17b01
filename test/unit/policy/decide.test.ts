import { describe, expect, test } from "vitest";
import { compileGlob } from "../../../src/config/compile/glob.ts";
import type { CompiledPolicy } from "../../../src/config/compiled/policy.ts";
import type { Capability } from "../../../src/core/event.ts";
import type { Finding } from "../../../src/core/finding.ts";
import { combine, decide } from "../../../src/policy/decide.ts";
import { findingOf, lineOf, PLACES, policyOf, ruleOf } from "./findings.ts";

/** What Claude Code honours at each moment. */
const PROMPT: Capability[] = ["block", "notify", "context"];
const CALL: Capability[] = ["block", "ask", "restore", "notify", "context"];
const RESULT: Capability[] = ["redact", "notify", "context"];
const NOTHING: Capability[] = ["notify"];

function decided(finding: Partial<Finding>, can: Capability[], policy: Partial<CompiledPolicy> = {}, tool = "Bash") {
  const [one] = decide([findingOf(finding)], policyOf(policy), { tool, can: new Set(can) }, PLACES);
  return one;
}
const done = (...args: Parameters<typeof decided>) => decided(...args)?.done;

describe("the table of defaults", () => {
  test.each([
    ["prompt", PROMPT, "block", "notice"],
    ["prompt", ["redact", ...PROMPT], "redact", "notice"],
    ["pulled", PROMPT, "block", "block"],
    ["read", RESULT, "redact", "redact"],
    ["lost", NOTHING, "notice", "notice"],
    ["leaves", CALL, "block", "ask"],
    ["stays", CALL, "notice", "notice"],
    ["written", CALL, "ask", "notice"],
    ["said", NOTHING, "notice", "allow"],
  ] as const)("%s, where the host can %j: high %s, lower %s", (destination, can, high, lower) => {
    expect(done({ destination, confidence: "high" }, [...can])).toBe(high);
    expect(done({ destination, confidence: "medium" }, [...can])).toBe(lower);
    expect(done({ destination, confidence: "low" }, [...can])).toBe(lower);
  });

  test("an action rule brings its own response", () => {
    const action = { rule: ruleOf({ id: "action/x", category: "action" }), destination: "stays" } as const;
    expect(done({ ...action, response: "block" }, CALL)).toBe("block");
    expect(done({ ...action, response: "ask" }, CALL)).toBe("ask");
  });
});

describe("what the host cannot do", () => {
  test("asking about what leaves, and about an action, becomes a block", () => {
    expect(done({ destination: "leaves", confidence: "low" }, PROMPT)).toBe("block");
    const rule = ruleOf({ id: "action/x", category: "action" });
    expect(done({ rule, destination: "stays", confidence: "low", response: "ask" }, PROMPT)).toBe("block");
  });

  test("asking about a write becomes a block", () => {
    expect(done({ destination: "written" }, PROMPT)).toBe("block");
  });

  test("redacting an output becomes a block where it is sure, a notice where it is not", () => {
    expect(done({ destination: "read", confidence: "high" }, PROMPT)).toBe("block");
    expect(done({ destination: "read", confidence: "low" }, PROMPT)).toBe("notice");
    expect(done({ destination: "read", confidence: "high" }, NOTHING)).toBe("notice");
  });

  test("what is wanted stays on record", () => {
    expect(decided({ destination: "prompt" }, PROMPT)).toMatchObject({ wanted: "redact", done: "block" });
  });

  test("a block of an output is one where it can be withheld", () => {
    expect(done({}, RESULT, { lines: [lineOf({ response: "block" })] })).toBe("block");
  });

  test("a redact line for a call asks: a placeholder would be sent or written", () => {
    const lines = [lineOf({ response: "redact" })];
    expect(done({ destination: "leaves", confidence: "low" }, CALL, { lines })).toBe("ask");
    expect(done({ destination: "written" }, CALL, { lines })).toBe("ask");
  });
});

describe("lines", () => {
  test("the user's last fitting line replaces the default", () => {
    const lines = [
      lineOf({ response: "block" }),
      lineOf({ rule: "secret/*", response: "allow" }),
      lineOf({ rule: "pii/*", response: "block" }),
    ];
    expect(done({}, RESULT, { lines })).toBe("allow");
  });

  test("a project's line tightens and never loosens, also what the user loosened", () => {
    const looser = lineOf({ layer: "project", response: "notice" });
    expect(done({}, RESULT, { lines: [looser] })).toBe("redact");
    const tighter = lineOf({ layer: "project", response: "block" });
    expect(done({}, RESULT, { lines: [lineOf({ response: "allow" }), tighter] })).toBe("block");
  });

  test.each([
    [{ rule: "secret/git*" }, true],
    [{ rule: "secret/aws*" }, false],
    [{ category: "secret" }, true],
    [{ category: "pii" }, false],
    [{ tool: "mcp__*" }, true],
    [{ tool: "Bash" }, false],
    [{ channel: "mcp" }, true],
    [{ channel: "web" }, false],
    [{ path: compileGlob("src/**") }, true],
    [{ path: compileGlob("~/code/src/*") }, true],
    [{ path: compileGlob("/home/**") }, true],
    [{ path: compileGlob("other/**") }, false],
    [{ category: "secret", tool: "Bash" }, false],
  ] as const)("%j fits: %s", (conditions, fits) => {
    const lines = [lineOf({ ...conditions, response: "block" })];
    const finding = { channel: "mcp", path: "/home/u/code/other/../src/a.ts" } as const;
    expect(done(finding, RESULT, { lines }, "mcp__db__read")).toBe(fits ? "block" : "redact");
  });

  test("the guard's own rules are loosened only by a line that names them", () => {
    const guard = { rule: ruleOf({ id: "action/guard-write", category: "action" }), response: "block" } as const;
    const wide = [lineOf({ response: "allow" }), lineOf({ rule: "action/*", tool: "Bash", response: "allow" })];
    expect(done({ ...guard, destination: "stays" }, CALL, { lines: wide })).toBe("block");
    const meant = [...wide, lineOf({ rule: "action/guard-write", response: "notice" })];
    expect(done({ ...guard, destination: "stays" }, CALL, { lines: meant })).toBe("notice");
  });

  test("a path does not fit where no file is known, a tool where there is none", () => {
    expect(done({}, RESULT, { lines: [lineOf({ path: compileGlob("**"), response: "allow" })] })).toBe("redact");
    const policy = policyOf({ lines: [lineOf({ tool: "*", response: "allow" })] });
    const [one] = decide([findingOf({})], policy, { tool: null, can: new Set(RESULT) }, PLACES);
    expect(one?.done).toBe("redact");
  });

  test("a line's ask or block is held also for a finding that is not sure", () => {
    const lines = [lineOf({ layer: "project", response: "ask" })];
    expect(done({ destination: "written", confidence: "low" }, PROMPT, { lines })).toBe("block");
  });
});

describe("the allowlist", () => {
  const entry = { origin: lineOf({}).origin, fingerprint: null, path: null, rule: null };

  test("passes a fingerprint or a path, and the finding stays on record", () => {
    const byPrint = policyOf({ allowlist: [{ ...entry, fingerprint: "0123456789abcdef" }] });
    expect(decided({}, RESULT, byPrint)).toMatchObject({ wanted: "allow", done: "allow" });
    expect(done({ fingerprint: "fedcba9876543210" }, RESULT, byPrint)).toBe("redact");
    const byPath = policyOf({ allowlist: [{ ...entry, path: compileGlob("fixtures/**"), rule: "secret/*" }] });
    expect(done({ path: "/home/u/code/fixtures/a" }, RESULT, byPath)).toBe("allow");
    expect(done({ path: "/home/u/code/fixtures/../.env" }, RESULT, byPath)).toBe("redact");
    expect(
      done({ path: "/home/u/code/fixtures/a", rule: ruleOf({ id: "pii/iban", category: "pii" }) }, RESULT, byPath),
    ).toBe("redact");
  });
});

describe("the allowlist and actions", () => {
  test("a path alone passes no action", () => {
    const origin = lineOf({}).origin;
    const rule = ruleOf({ id: "action/guard-write", category: "action" });
    const finding = { rule, path: "/home/u/code/a", destination: "stays", response: "block" } as const;
    const all = { origin, fingerprint: null, path: compileGlob("**") };
    expect(
      done(finding, CALL, {
        allowlist: [
          { ...all, rule: null },
          { ...all, rule: "*" },
        ],
      }),
    ).toBe("block");
    expect(done(finding, CALL, { allowlist: [{ ...all, rule: "action/guard-write" }] })).toBe("allow");
  });
});

describe("profiles", () => {
  test("customer-data makes cards, IBAN and SSN high, and nothing else", () => {
    const card = {
      rule: ruleOf({ id: "pii/payment-card", category: "pii" }),
      confidence: "medium",
      destination: "leaves",
    } as const;
    expect(done(card, CALL)).toBe("ask");
    expect(done(card, CALL, { profiles: ["standard", "customer-data"] })).toBe("block");
    const mail = { ...card, rule: ruleOf({ id: "pii/email-address", category: "pii" }) };
    expect(done(mail, CALL, { profiles: ["customer-data"] })).toBe("ask");
  });
});

describe("combine", () => {
  test("the strictest wins, a notice is none, nothing is allow", () => {
    const of = (...responses: ("allow" | "notice" | "redact" | "ask" | "block")[]) =>
      combine(responses.map((response) => ({ finding: findingOf({}), wanted: response, done: response })));
    expect(of()).toBe("allow");
    expect(of("notice", "allow")).toBe("allow");
    expect(of("ask", "redact", "notice")).toBe("ask");
    expect(of("ask", "block", "redact")).toBe("block");
  });
});
