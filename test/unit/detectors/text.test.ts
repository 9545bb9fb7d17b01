import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuleTable } from "../../../src/detectors/rule-table.ts";
import { makeRuleTable, TABLE } from "../../../src/detectors/rule-table.ts";
import { createScanner, type TextContext } from "../../../src/detectors/text.ts";
import { RULES } from "../../../src/rules/compiled/own-rules.ts";
import { idsIn, matchedText, scanText } from "../../support/scan.ts";
import { expand } from "../../support/templates.ts";

const CONTEXT: TextContext = { channel: "tool_output", path: null };
const TOKEN = "ghp_{{alnum:36}}";

describe("a token is found wherever it stands", () => {
  it.each([
    "⟨T⟩",
    "yes⟨T⟩",
    "GITHUB_TOKEN⟨T⟩",
    "\x1b[32m⟨T⟩\x1b[0m",
    "\\u001b[0m⟨T⟩\\u001b[0m",
    "\\x1b[1;31m⟨T⟩",
    '{\\"token\\":\\"⟨T⟩\\"}',
    "line\\n⟨T⟩\\nline",
    "https://x:⟨T⟩@github.com/acme/app.git",
    "https://example.com/?t=⟨T⟩&b=1",
    "t%3D⟨T⟩%26",
    "\u0000⟨T⟩\ud800",
    "\ufeff⟨T⟩\r\n",
    "日本語⟨T⟩日本語",
  ])("%j", (frame) => {
    const token = expand(TOKEN);
    const text = frame.replace("⟨T⟩", token);
    expect(scanText(text).matches.map((match) => matchedText(text, match))).toContain(token);
  });

  it.each([1, 500, 990, 1000, 1024, 70_000])("after %d other characters", (length) => {
    const token = expand(TOKEN);
    const text = "x ".repeat(length).slice(0, length) + token;
    expect(matchedText(text, scanText(text).matches[0])).toBe(token);
  });
});

describe("keys that need an edge", () => {
  it.each(["\\n", "\\t", "\\u001b[0m", "\x1b[32m", "%3D", " ", '"', "="])("are found after %j", (before) => {
    const key = expand("SK{{hex:32}}");
    expect(matchedText(before + key, scanText(before + key).matches[0])).toBe(key);
  });

  it.each(["a", "A", "7", "_", "DE"])("are not found after %j", (before) => {
    expect(idsIn(expand(`${before}SK{{hex:32}} `))).not.toContain("secret/twilio-api-key");
  });
});

describe("what is no secret", () => {
  it.each([
    "ghp_{{rep:36:x}}",
    "ghp_{{rep:36:0}}",
    "sk-your-key-here",
    "sk-proj-your-openai-api-key-goes-right-here-please",
    "{{lit:xoxb}}-your-slack-bot-token",
    "AKIA{{rep:9:X}}EXAMPLE",
    "glpat-{{rep:20:*}}",
    "sk_live_{{rep:24:x}}",
    '"integrity": "sha512-{{base64:86}}=="',
    "commit {{hex:40}}",
    "{{uuid}}",
    "//# sourceMappingURL=data:application/json;base64,{{base64:400}}",
    "const reallyLongCamelCaseIdentifierWithManyWordsInIt = anotherQuiteLongIdentifier;",
    "npm_config_registry_and_some_more_words_in_a_name",
  ])("%s", (template) => {
    expect(idsIn(expand(template))).toEqual([]);
  });

  it("a placeholder of ours, whatever its type", () => {
    const types = [...new Set([...RULES.map((rule) => rule.info.placeholder), "SK", "AKIA"])];
    const placeholder = fc
      .tuple(
        fc.constantFrom(...types),
        fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz234567"), minLength: 10, maxLength: 10 }),
      )
      .map(([type, body]) => `DEFENTER_${type}_${body}`);
    const frame = fc.constantFrom(
      "⟨P⟩",
      "TOKEN=⟨P⟩",
      '"password": "⟨P⟩"',
      "postgres://u:⟨P⟩@h/db",
      "Bearer ⟨P⟩",
      "-p⟨P⟩",
      "key: ⟨P⟩\n",
    );
    fc.assert(
      fc.property(placeholder, frame, (value, around) => idsIn(around.replace("⟨P⟩", value)).length === 0),
      {
        numRuns: 2000,
      },
    );
  });
});

describe("overlapping rules", () => {
  it("leave an exact provider format before a generic one", () => {
    expect(idsIn(expand(`GITHUB_TOKEN=${TOKEN}`))).toEqual(["secret/github-token"]);
    expect(idsIn(expand('{"api_key": "sk-ant-api03-{{b64url:93}}AA"}'))).toEqual(["secret/anthropic-key"]);
  });

  it("leave the token in a URL, not the password that it is", () => {
    expect(idsIn(expand(`https://x:${TOKEN}@github.com/acme/app.git`))).toEqual(["secret/github-token"]);
  });

  it("leave a private key whole, whatever its body happens to hold", () => {
    const key = expand("{{pem:RSA}}");
    const lines = key.split("\n");
    lines[3] = expand("/AKIA{{b32:16}}/{{base64:42}}");
    const text = lines.join("\n");
    const { matches } = scanText(text);
    expect(matches.map(({ rule }) => rule.id)).toEqual(["secret/private-key"]);
  });

  it("are ordered and disjoint in any text", () => {
    const part = fc.constantFrom(
      ...RULES.flatMap(({ anchors }) => anchors.literals),
      "=",
      ": ",
      '"',
      "\n",
      "a1B2c3D4e5F6g7H8i9",
      "@h",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        let last = 0;
        for (const { span } of scanText(text).matches) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          last = span.end;
        }
      }),
    );
  });
});

describe("large texts", () => {
  it("are scanned whole, also where two windows meet", () => {
    const window = 1 << 20;
    for (const at of [window - 20, window - 1, window, window + 511, 3 * window - 7]) {
      const token = expand(TOKEN);
      const text = `${"log line 12 ok\n".repeat(280_000).slice(0, at)}${token}${"\nmore".repeat(1000)}`;
      const { matches, degraded } = scanText(text);
      expect(matches.map(({ span }) => span)).toEqual([{ start: at, end: at + token.length }]);
      expect(degraded).toEqual([]);
    }
  });

  it("are found the same in one and in two bytes for a character", () => {
    const text = expand(`a\n${TOKEN}\nAKIA{{b32:16}} `).repeat(50);
    const wide = `${text}é漢`;
    expect(scanText(wide).matches.map(({ span }) => span)).toEqual(scanText(text).matches.map(({ span }) => span));
  });
});

describe("limits", () => {
  it("say so when the time is over, and keep what was found", () => {
    const text = expand(`${TOKEN}\n`).repeat(1000);
    let asked = 0;
    const scan = createScanner({ loadTable: () => TABLE, overdue: () => ++asked > 2 })(text, CONTEXT);
    expect(scan.degraded).toEqual(["deadline"]);
    expect(scan.matches.length).toBeGreaterThan(0);
    expect(scan.matches.length).toBeLessThan(1000);
  });

  it("name the rule whose budget is spent", () => {
    const github = RULES.filter(({ info }) => info.id === "secret/github-token");
    const table = makeRuleTable(github);
    const scan = createScanner({ loadTable: () => table, overdue: () => false });
    expect(scan("ghp_".repeat(60_000), CONTEXT).degraded).toEqual(["budget of secret/github-token spent"]);
  });

  it("load the table at the first hit, once", () => {
    let loaded = 0;
    const loadTable = (): RuleTable => {
      loaded++;
      return TABLE;
    };
    const scan = createScanner({ loadTable, overdue: () => false });
    scan("nothing to see in this line", CONTEXT);
    scan("", CONTEXT);
    expect(loaded).toBe(0);
    scan(expand(TOKEN), CONTEXT);
    scan(expand(TOKEN), CONTEXT);
    expect(loaded).toBe(1);
  });

  it("reports windows where only secretlint knows an anchor", () => {
    const table = makeRuleTable([], ["ghp_"]);
    const text = `${" ".repeat(10_000)}ghp_${" ".repeat(10_000)}`;
    const scan = createScanner({ loadTable: () => table, overdue: () => false })(text, CONTEXT);
    expect(scan.uncovered).toEqual([{ start: 10_000 - 4096, end: 10_000 + 4096 }]);
  });
});
