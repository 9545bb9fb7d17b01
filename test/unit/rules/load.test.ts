import { describe, expect, it } from "vitest";
import { loadRules } from "../../../src/rules/compile/load.ts";

const VALID = {
  id: "secret/acme-key",
  title: "Acme key",
  category: "secret",
  severity: "high",
  confidence: "high",
  placeholder: "ACME_KEY",
  why: "Opens the Acme service.",
  anchors: ["ACME-"],
  pattern: "ACME-[0-9]{6}",
  examples: { match: ["ACME-483920"], ignore: ["ACME-1"] },
};

function load(rules: readonly object[], isOwn = false, taken: readonly string[] = []) {
  return loadRules(".defenter/rules/own.json", JSON.stringify({ rules }), { taken: new Set(taken), isOwn });
}

function problemOf(fields: object, isOwn = false, taken: readonly string[] = []) {
  const { rules, problems } = load([{ ...VALID, ...fields }], isOwn, taken);
  expect(rules).toEqual([]);
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe("loadRules", () => {
  it("gives a rule as plain data", () => {
    const { rules, problems } = load([VALID]);
    expect(problems).toEqual([]);
    const [rule] = rules;
    expect(JSON.parse(JSON.stringify(rule?.compiled))).toEqual(rule?.compiled);
    expect(rule?.compiled).toMatchObject({
      info: { id: "secret/acme-key", placeholder: "ACME_KEY" },
      anchors: { literals: ["ACME-"], insensitive: false, pattern: null },
      pattern: "ACME-[0-9]{6}",
      rank: "exact",
    });
  });

  it("allows comments, a BOM and a trailing comma", () => {
    const text = `\ufeff// ours\n{ "rules": [${JSON.stringify(VALID)},] }`;
    expect(loadRules("own.json", text, { taken: new Set(), isOwn: false })).toMatchObject({ problems: [] });
  });

  it("leaves out what is not valid and keeps the rest", () => {
    const { rules, problems } = load([
      { ...VALID, severity: "hi" },
      { ...VALID, id: "secret/other" },
    ]);
    expect(rules.map(({ source }) => source.id)).toEqual(["secret/other"]);
    expect(problems[0]?.message).toBe(
      ".defenter/rules/own.json: secret/acme-key: severity must be low, medium, high, critical",
    );
    expect(problems[0]?.hints).toContain("this rule is not in force; the others in the file are");
  });

  it.each([
    [{ patern: "x" }, 'unknown key "patern" (did you mean pattern?)'],
    [{ title: undefined }, "title is missing"],
    [{ examples: { match: ["ACME-483920"], ignore: [] } }, "examples.ignore"],
    [{ examples: { match: [], ignore: ["ACME-1"] } }, "examples.match"],
    [{ examples: undefined }, "examples is missing"],
    [{ id: "pii/acme" }, "id and category disagree"],
    [{ id: "Secret/Acme" }, "id must be secret/kebab-name or pii/kebab-name"],
    [{ placeholder: "acme" }, "placeholder must be capital letters joined by _"],
    [{ anchors: undefined }, "needs either anchors or anchorPattern"],
    [{ anchorPattern: "ACME" }, "needs either anchors or anchorPattern"],
    [{ pattern: undefined }, "needs either pattern or matcher"],
    [{ pattern: undefined, matcher: "card" }, "matcher is for rules that come with the package"],
    [{ checks: ["entropy"] }, "checks.0 must be mixed"],
    [{ pattern: "ACME(?&asign)[0-9]{6}" }, "pattern names (?&asign), which does not exist"],
    [{ lead: { chars: "0-9", min: 0, max: 4 } }, "lead.chars must be one character class such as [0-9]"],
  ])("%j: %s", (fields, message) => {
    const problem = problemOf(fields);
    expect(problem?.code).toBe("CONFIG_INVALID");
    expect(problem?.message).toContain(message);
  });

  it.each([
    [{ pattern: "ACME-(\\w+\\s?)*$" }, "pattern"],
    [{ pattern: "ACME-[0-9]+" }, "pattern matches text of any length; at most 8192 are allowed"],
    [{ pattern: "ACME-[0-9]{1,9999}" }, "pattern matches 10004 characters; at most 8192 are allowed"],
    [{ pattern: "ACME-[0-9" }, "pattern is not a valid regular expression"],
    [{ pattern: "ACME-(.)\\1" }, "pattern has a backreference"],
    [{ anchorTail: "(a+)+" }, "anchorTail"],
    [{ anchors: undefined, anchorPattern: "[0-9]+" }, "anchorPattern matches text of any length"],
  ])("refuses as unsafe: %j", (fields, message) => {
    const problem = problemOf(fields);
    expect(problem?.code).toBe("PATTERN_UNSAFE");
    expect(problem?.message).toContain(`secret/acme-key: ${message}`);
  });

  it("refuses an id that is in use, here or elsewhere", () => {
    expect(problemOf({}, false, ["secret/acme-key"])?.message).toContain("id is in use by another rule");
    expect(load([VALID, VALID]).problems).toHaveLength(1);
  });

  it.each([
    ["", "is not valid JSON"],
    ['{"rules": [', "is not valid JSON"],
    ["[]", 'needs the form {"rules": […]}'],
    ["null", 'needs the form {"rules": […]}'],
    ['{"rules": {}}', 'needs the form {"rules": […]}'],
    ['{"rules": [], "rulez": 1}', 'unknown key "rulez" (did you mean rules?)'],
  ])("refuses a file of another form: %j", (text, message) => {
    const { rules, problems } = loadRules("own.json", text, { taken: new Set(), isOwn: false });
    expect(rules).toEqual([]);
    expect(problems.map((problem) => problem.message).join()).toContain(message);
    expect(problems[0]?.message).toContain("own.json");
  });

  it.each([[null], [7], ["x"], [[]], [{}]])("refuses a rule that is %j", (item) => {
    const text = JSON.stringify({ rules: [item] });
    const { problems } = loadRules("own.json", text, { taken: new Set(), isOwn: false });
    expect(problems[0]?.message).toContain("own.json: rules[0]: ");
  });
});
