import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CompiledPolicy, PolicyLine } from "../../src/config/compiled/policy.ts";
import { ACTIONS, type Action, strictest } from "../../src/core/decision.ts";
import type { Capability } from "../../src/core/event.ts";
import { type Category, type Destination, type Finding, RESPONSES, type Response } from "../../src/core/finding.ts";
import { combine, decide } from "../../src/policy/decide.ts";
import { findingOf, lineOf, PLACES, policyOf, ruleOf } from "../unit/policy/findings.ts";

const DESTINATIONS: Destination[] = ["prompt", "pulled", "read", "lost", "leaves", "stays", "written", "said"];
const action = fc.constantFrom(...ACTIONS);
const response = fc.constantFrom(...RESPONSES);
const rank = (of: Response) => RESPONSES.indexOf(of);
const strictness = (of: Action) => ACTIONS.indexOf(of);

const rule = fc.constantFrom(
  ruleOf({ id: "secret/a", category: "secret" }),
  ruleOf({ id: "pii/payment-card", category: "pii" }),
  ruleOf({ id: "action/a", category: "action" }),
);
const finding: fc.Arbitrary<Finding> = fc
  .record({
    rule,
    confidence: fc.constantFrom("low", "medium", "high"),
    channel: fc.constantFrom("tool_input", "tool_output", "mcp"),
    destination: fc.constantFrom(...DESTINATIONS),
    response: fc.constantFrom(null, "ask", "block"),
  })
  .map((changes) =>
    findingOf({
      ...changes,
      response: changes.rule.category === "action" ? changes.response : null,
    } as Partial<Finding>),
  );
const can: fc.Arbitrary<ReadonlySet<Capability>> = fc
  .subarray<Capability>(["block", "ask", "redact", "notify"])
  .map((some) => new Set(some));
const lineIn = (layer: "user" | "project"): fc.Arbitrary<PolicyLine> =>
  fc
    .record({
      rule: fc.constantFrom(null, "secret/*", "pii/payment-card", "*"),
      category: fc.constantFrom<Category | null>(null, "secret", "pii", "action"),
      response,
    })
    .map((changes) => lineOf({ layer, ...changes }));
const policy: fc.Arbitrary<CompiledPolicy> = fc
  .record({
    profiles: fc.constantFrom<CompiledPolicy["profiles"]>(["standard"], ["customer-data"]),
    user: fc.array(lineIn("user"), { maxLength: 4 }),
    project: fc.array(lineIn("project"), { maxLength: 4 }),
  })
  .map(({ profiles, user, project }) => policyOf({ profiles, lines: [...user, ...project] }));

const run = (findings: readonly Finding[], of: CompiledPolicy, abilities: ReadonlySet<Capability>) =>
  decide(findings, of, { tool: "Bash", can: abilities }, PLACES);

describe("strictest", () => {
  test("is commutative, associative and idempotent, with allow as its neutral element", () => {
    fc.assert(
      fc.property(action, action, action, (a, b, c) => {
        expect(strictest(a, b)).toBe(strictest(b, a));
        expect(strictest(a, strictest(b, c))).toBe(strictest(strictest(a, b), c));
        expect(strictest(a, a)).toBe(a);
        expect(strictest("allow", a)).toBe(a);
      }),
    );
  });
});

describe("decide", () => {
  test("a further finding never loosens the whole, and changes no other finding", () => {
    fc.assert(
      fc.property(fc.array(finding), finding, policy, can, (some, more, of, abilities) => {
        const before = run(some, of, abilities);
        const after = run([...some, more], of, abilities);
        expect(after.slice(0, -1)).toEqual(before);
        expect(strictness(combine(after))).toBeGreaterThanOrEqual(strictness(combine(before)));
      }),
    );
  });

  test("whatever a project writes, no finding is treated less strictly than without it", () => {
    fc.assert(
      fc.property(finding, policy, can, (one, of, abilities) => {
        const without = policyOf({ ...of, lines: of.lines.filter(({ origin }) => origin.layer === "user") });
        const [before] = run([one], without, abilities);
        const [after] = run([one], of, abilities);
        expect(rank(after?.wanted ?? "allow")).toBeGreaterThanOrEqual(rank(before?.wanted ?? "allow"));
        expect(rank(after?.done ?? "allow")).toBeGreaterThanOrEqual(rank(before?.done ?? "allow"));
      }),
      { numRuns: 2000 },
    );
  });

  test("a stricter line never leads to a laxer result, whatever the host can do", () => {
    fc.assert(
      fc.property(finding, response, response, can, (one, first, second, abilities) => {
        const [laxer, stricter] = rank(first) <= rank(second) ? [first, second] : [second, first];
        const doneBy = (of: Response) =>
          rank(run([one], policyOf({ lines: [lineOf({ response: of })] }), abilities)[0]?.done ?? "allow");
        expect(doneBy(stricter)).toBeGreaterThanOrEqual(doneBy(laxer));
      }),
      { numRuns: 2000 },
    );
  });

  test("the profile customer-data never loosens", () => {
    fc.assert(
      fc.property(finding, policy, can, (one, of, abilities) => {
        const [before] = run([one], { ...of, profiles: ["standard"] }, abilities);
        const [after] = run([one], { ...of, profiles: ["standard", "customer-data"] }, abilities);
        expect(rank(after?.done ?? "allow")).toBeGreaterThanOrEqual(rank(before?.done ?? "allow"));
      }),
    );
  });

  test("nothing is done that the host cannot do", () => {
    fc.assert(
      fc.property(finding, policy, can, (one, of, abilities) => {
        const done = run([one], of, abilities)[0]?.done;
        if (done === "ask") expect(abilities.has("ask")).toBe(true);
        if (done === "redact") expect(abilities.has("redact")).toBe(true);
        if (done === "block") expect(abilities.has("block") || abilities.has("redact")).toBe(true);
      }),
    );
  });
});
