import { describe, expect, test } from "vitest";
import { textAfterEdit } from "../../../src/redact/edit.ts";
import { findMasks, maskedOver } from "../../../src/redact/masks.ts";
import { placeholderFor } from "../../../src/redact/placeholder.ts";
import { expand } from "../../support/templates.ts";
import { foundIn, newDigest } from "./digest.ts";

const TOKEN = expand("{{alnum:30}}");

/** The masks that are put over TOKEN, as text. */
function overwritten(oldText: string, newText: string): string[] {
  const spans = foundIn(oldText, [TOKEN]).map(({ span }) => span);
  return maskedOver(newText, oldText, spans).map(({ start, end }) => newText.slice(start, end));
}

describe("masks", () => {
  test.each([
    "***",
    "********",
    "[REDACTED]",
    "<redacted>",
    "<hidden>",
    "(hidden)",
    "{{MASKED_TOKEN}}",
    "[GITHUB_TOKEN_REDACTED]",
    "[REDACTED: GitHub token]",
    "[MASKED]",
    "<secret>",
    "(sensitive value)",
    "***REDACTED***",
    "__REDACTED__",
    "REDACTED",
    "xxxxxxxx",
    "XXXX-XXXX",
    "••••••••",
    "█████",
    "…",
    "...",
    "ghp_****",
    `${TOKEN.slice(0, 4)}…${TOKEN.slice(-4)}`,
    `${TOKEN.slice(0, 4)}...`,
    "DEFENTER_GITHUB_TOKEN_",
    "DEFENTER_GITHUB_TOKEN_…",
  ])("%s", (mask) => {
    for (const frame of ["API_TOKEN=@\nB=1\n", '{ "api_token": "@", "b": 1 }', "api_token: '@'", "@\n", "token = @;"]) {
      const text = frame.replace("@", () => mask);
      expect(findMasks(text).map(({ start, end }) => text.slice(start, end))).toEqual([mask]);
      expect(
        overwritten(
          frame.replace("@", () => TOKEN),
          text,
        ),
      ).toEqual([mask]);
    }
  });

  test.each([
    `API_TOKEN=\${API_TOKEN}`,
    "API_TOKEN={{ vault.token }}",
    "API_TOKEN=%TOKEN%",
    "api_token: process.env.API_TOKEN",
    "API_TOKEN=",
    `API_TOKEN=${placeholderFor("TOKEN", "x", false, newDigest())}`,
    `API_TOKEN=${expand("{{alnum:30}}")}`,
  ])("no mask: %s", (line) => {
    expect(findMasks(`${line}\n`)).toEqual([]);
    expect(overwritten(`API_TOKEN=${TOKEN}\n`, `${line}\n`)).toEqual([]);
  });
});

describe("what a mask would overwrite", () => {
  test.each([
    "your-token-here",
    "redacted",
    "--redacted--",
    "«redacted»",
    "# redacted",
    "/* redacted */",
    `\${REDACTED}`,
    "$REDACTED",
    "<snip>",
    "<elided>",
    "<unchanged>",
    "<existing value>",
    "<token>",
    "<GITHUB_TOKEN>",
    "[API_KEY]",
    "[...]",
    "PLACEHOLDER",
    "xxx",
    "••",
    "?????",
    "~~~~",
    "--------",
  ])("what is no value behind its key: %s", (text) => {
    expect(overwritten(`A=1\nAPI_TOKEN=${TOKEN}\n`, `A=1\nAPI_TOKEN=${text}\n`)).toHaveLength(1);
  });

  test("a mask behind a new name", () => {
    expect(overwritten(`GH=${TOKEN}\n`, "GITHUB_TOKEN=***\n")).toEqual(["***"]);
  });

  test.each(["", '""', "[]", "process.env.TOKEN", "getToken()", "other-value-1"])("%j is a value", (text) => {
    expect(overwritten(`API_TOKEN=${TOKEN}\n`, `API_TOKEN=${text}\n`)).toEqual([]);
  });

  test("a URL's password, a header, a flag, an element", () => {
    for (const frame of [
      "URL=postgres://app:@@db.internal/x",
      "Authorization: Bearer @",
      "deploy --password @ --yes",
      "<password>@</password>",
      'aws_secret_access_key = "@"',
    ]) {
      expect(overwritten(frame.replace("@", TOKEN), frame.replace("@", "****"))).toEqual(["****"]);
    }
  });

  test("reformatting and order do not hide it", () => {
    const old = `{"user":"u","password":"${TOKEN}","port":1}`;
    expect(overwritten(old, '{\n  "port": 1,\n  "password": "[REDACTED]"\n}\n')).toEqual(["[REDACTED]"]);
  });

  test("a private key behind a mask", () => {
    const pem = expand("{{pem:RSA}}");
    const old = `# key\n${pem}\n`;
    const spans = foundIn(old, [pem]).map(({ span }) => span);
    const masked = "# key\n-----BEGIN RSA PRIVATE KEY-----\n[REDACTED]\n-----END RSA PRIVATE KEY-----\n";
    expect(maskedOver(masked, old, spans)).toHaveLength(1);
  });

  test("a second one beside one that was there before", () => {
    const old = `a:\n  password: "***"\nb:\n  password: ${TOKEN}\n`;
    expect(overwritten(old, old.replace(TOKEN, '"***"'))).toHaveLength(2);
    expect(overwritten(old, old)).toEqual([]);
    expect(overwritten(old, old.replace(TOKEN, `\${DB_PASSWORD}`))).toEqual([]);
  });

  test("nothing where the value stays, the key is another, or the file held no secret", () => {
    expect(overwritten(`A=${TOKEN}\n`, `A=${TOKEN}\nB=***\n`)).toEqual([]);
    expect(overwritten(`A=${TOKEN}\nB=***\n`, "B=***\n")).toEqual([]);
    expect(maskedOver("A=***", "A=plain", [])).toEqual([]);
    expect(overwritten(`A=${TOKEN}\n`, "# *** important ***\nfoo(...args)\n/****/\n")).toEqual([]);
  });

  test("masks without end are read in one pass", () => {
    const text = "password=****** [REDACTED x".repeat(40_000) + "x".repeat(200_000) + "[".repeat(200_000);
    const start = performance.now();
    findMasks(text);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("thousands of keys whose values are gone are looked for in one pass", () => {
    const lines = Array.from({ length: 4000 }, (_, at) => `KEY${at}=`);
    const values = lines.map(() => expand("{{alnum:20}}"));
    const old = lines.map((line, at) => line + values[at]).join("\n");
    const spans = values.map((value) => ({ start: old.indexOf(value), end: old.indexOf(value) + value.length }));
    const filler = "a line of something else = 12345\n".repeat(100_000);
    const start = performance.now();
    expect(maskedOver(filler, old, spans)).toEqual([]);
    expect(maskedOver(`${filler}key77=<set by vault>\n`, old, spans)).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("an edit", () => {
  test("is taken literally, once or everywhere", () => {
    expect(textAfterEdit("a b a", "a", "$&", false)).toBe("$& b a");
    expect(textAfterEdit("a b a", "a", "$1", true)).toBe("$1 b $1");
    expect(textAfterEdit("a", "x", "y", false)).toBeNull();
    expect(textAfterEdit("", "", "new", false)).toBe("new");
    expect(textAfterEdit("a", "", "new", false)).toBeNull();
  });
});
