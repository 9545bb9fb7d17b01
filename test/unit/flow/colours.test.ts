import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/engine.ts";
import { claude } from "../../../src/hosts/claude.ts";
import { machineFor } from "../../support/machine.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { expand } from "../../support/templates.ts";

const PROJECT = tempFolder("colours");
const MACHINE = machineFor(PROJECT);

async function outputOf(stdout: string, command: string): Promise<string> {
  const event = {
    session_id: "s",
    cwd: PROJECT,
    hook_event_name: "PostToolUse",
    tool_name: "Bash",
    tool_input: { command },
    tool_response: { stdout, stderr: "", interrupted: false, isImage: false },
  };
  const decision = await evaluate(claude.decode(event, "PostToolUse"), MACHINE);
  return (decision.output as { stdout: string } | undefined)?.stdout ?? stdout;
}

const ESC = "\u001b";
const MARK = "DEFENTER_[A-Z_]+_[a-z2-7]{10}";
const EDGE = /^\u001b|\u001b\[[\d;]*[mK]$/;

/** What a program prints of a value with its colours; the value's two parts are `$1` and `$2`. */
const PRINTED: readonly (readonly [string, string, string])[] = [
  ["grep of the prefix", `TOKEN=${ESC}[1;31mghp_${ESC}[m$1$2\n`, "ghp_"],
  ["grep of the key", `DB_${ESC}[01;31m${ESC}[KPASSWORD${ESC}[m${ESC}[K=$1$2\n`, ""],
  ["rg of the value's start", `${ESC}[0m1${ESC}[0m:DB_PASSWORD=${ESC}[0m${ESC}[1m${ESC}[31m$1${ESC}[0m$2\n`, ""],
  ["rg of the value's end", `DB_PASSWORD=$1${ESC}[1m${ESC}[31m$2${ESC}[0m\n`, ""],
  [
    "jq -C",
    `${ESC}[1;39m{\n  ${ESC}[0m${ESC}[34;1m"password"${ESC}[0m${ESC}[1;39m:${ESC}[0m ${ESC}[0;32m"$1$2"${ESC}[0m\n`,
    "",
  ],
  ["bat", `${ESC}[38;5;81mDB_PASSWORD${ESC}[0m${ESC}[38;5;203m=${ESC}[0m${ESC}[38;5;186m$1$2${ESC}[0m\n`, ""],
  ["a dump of an object", `{\n  token: ${ESC}[32m'$1$2$1$2'${ESC}[39m,\n`, ""],
  ["a string that holds codes", `{"text":"DB_\\u001b[31mPASSWORD\\u001b[0m=$1\\u001b[1m$2\\u001b[0m"}\n`, ""],
  ["characters without a width", `DB_PASSWORD=$1\u200b$2\n`, ""],
  ["a soft hyphen", `TOKEN=ghp_$1\u00ad$2\n`, "ghp_"],
];

describe("colours in and beside a value", () => {
  it.each(PRINTED)("%s", async (_name, printed, prefix) => {
    const [first, second] =
      prefix === "" ? [expand("{{alnum:8}}"), expand("{{alnum:8}}")] : [expand("{{alnum:18}}"), expand("{{alnum:18}}")];
    const text = `before\n${printed.replaceAll("$1", first).replaceAll("$2", second)}after\n`;
    const shown = await outputOf(text, "./run");
    expect(shown).not.toContain(first);
    expect(shown).not.toContain(second);
    // Outside of what the placeholder stands for, every character is as before.
    const [head = "", tail = ""] = shown.split(new RegExp(MARK));
    expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
    expect(text.slice(head.length, text.length - tail.length)).not.toMatch(EDGE);
  });

  it("are left in an output that holds no value", async () => {
    const text = `${ESC}[32m✓${ESC}[39m 12 tests, a\u200bword, N\bNA\bAME\n`;
    expect(await outputOf(text, "./run")).toBe(text);
  });

  it("hide no overstruck password of a manual page", async () => {
    const value = expand("{{alnum:16}}");
    const bold = (word: string) => [...word].map((char) => `${char}\b${char}`).join("");
    const shown = await outputOf(`${bold("DB_PASSWORD")}=${bold(value)}\n`, "./run");
    expect(shown).toMatch(new RegExp(`=${MARK}\n$`));
  });
});

describe("values of a file that a command shows", () => {
  const first = expand("{{alnum:8}}");
  const second = expand("{{alnum:8}}");
  const quoted = expand("it''s{{alnum:14}}");
  writeFileSync(join(PROJECT, ".env"), `DB_PASSWORD=${first}${second}\n`);
  writeFileSync(join(PROJECT, "a.yml"), `password: '${quoted}'\n`);

  it("are found with colours in them", async () => {
    const text = `${ESC}[1;31m${first}${ESC}[m${second}\n`;
    const shown = await outputOf(text, "grep -o --color=always '[A-Za-z0-9]*$' .env");
    expect(shown).toMatch(new RegExp(`^\\u001b\\[1;31m${MARK}\n$`));
  });

  it("are found where more than a part of them was found already", async () => {
    const shown = await outputOf(`password=${first}${ESC}[m${second}\n`, "cat .env");
    expect(shown).not.toContain(second);
  });

  it("are found as the program reads them", async () => {
    const shown = await outputOf(`${quoted.replace("''", "'")}\n`, "cat a.yml | yq .password");
    expect(shown).toMatch(new RegExp(`^${MARK}\n$`));
  });
});

describe("two readings of one value", () => {
  it("leave nothing of it", async () => {
    const value = `${expand("{{alnum:10}}")}${ESC}[31m${expand("{{alnum:10}}")}`;
    const shown = await outputOf(`export DB_PASSWORD="${value}"\n`, "./run");
    expect(shown).toMatch(new RegExp(`^export DB_PASSWORD="${MARK}"\n$`));
  });
});
