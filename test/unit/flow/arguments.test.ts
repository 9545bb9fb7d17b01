// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the host fills these in
import { describe, expect, it } from "vitest";
import { expandArguments } from "../../../src/flow/arguments.ts";

const PLACE = { file: "/p/.claude/skills/look/SKILL.md", project: "/p" };
const bodies = (text: string, args: string) => expandArguments(text, args, PLACE).bodies;

describe("a slash command's text with its arguments", () => {
  it.each([
    ["Look: @$0", ".env", "Look: @.env"],
    ["Look: @$1", "a.ts .env", "Look: @.env"],
    ["Look: @$1", ".env", "Look: @.env"],
    ["@$ARGUMENTS", ".env", "@.env"],
    ["@$ARGUMENTS[1]", "a .env", "@.env"],
    ["---\narguments: [file]\n---\n@$file !`cat $file`", ".env", "---\narguments: [file]\n---\n@.env !`cat .env`"],
    ["---\narguments:\n  - x\n  - file\n---\n@${file}", "a .env", "---\narguments:\n  - x\n  - file\n---\n@.env"],
    ['@"$0"', '"my file.env"', '@"my file.env"'],
    ["!`cat ${CLAUDE_SKILL_DIR}/x.env`", "", "!`cat /p/.claude/skills/look/x.env`"],
    ["!`cat $CLAUDE_PROJECT_DIR/.env`", "", "!`cat /p/.env`"],
    ["costs $5 and $HOME", "", "costs $5 and $HOME"],
    ["@$1", '"my notes" .env', "@.env"],
    ["@$1", "it's .env", "@.env"],
    ["@$1", "a\\ b .env", "@.env"],
    ["@$1 @$2", "a ; .env", "@; @.env"],
    ["@$0x @$ARGUMENTS[7]", ".env", "@$0x @$ARGUMENTS[7]\n\nARGUMENTS: .env"],
    ["@\\$0", ".env", "@\\$0\n\nARGUMENTS: .env"],
    ["Tidy up.", "@.env", "Tidy up.\n\nARGUMENTS: @.env"],
  ])("%s with %s", (text, args, expected) => {
    expect(bodies(text, args)).toContain(expected);
  });

  it("takes every argument for a file where a variable that pulls something in is not known", () => {
    expect(expandArguments("---\narguments: [f, f]\n---\n@$f", ".env", PLACE).loose).toEqual([".env"]);
    expect(expandArguments("@$other", "a .env", PLACE).loose).toEqual(["a", ".env"]);
    expect(expandArguments("!`cat $other`", ".env", PLACE).loose).toEqual([".env"]);
    expect(expandArguments("It costs $other", ".env", PLACE).loose).toEqual([]);
  });

  const named = (front: string, use: string, args: string) =>
    bodies(`---\n${front}\n---\n${use}`, args)[0]?.split("---\n")[2];

  it.each([
    ["arguments: [file-name, env]", "@$env", "@.env"],
    ["arguments: [file-name, env]", "@$file-name", "@x"],
    ["arguments: file, env", "@$env", "@.env"],
    ["arguments: 'file env'", "@$env", "@.env"],
    ['"arguments": [a, "env"]', "@$env", "@.env"],
    ["arguments: [\n  a, # first\n  env\n]", "@$env", "@.env"],
    ["arguments: >-\n  file env", "@$env", "@.env"],
    ["arguments:\n- a\n- env\nmodel: x", "@$env", "@.env"],
    ["arguments: [a, ab]", "@$ab", "@.env"],
    ["arguments: [1, a, b]", "@$b", "@.env"],
    ["arguments: datei-für env", "@$datei-für", "@x"],
    ["arguments: [a, b, suffix]", "@.env$suffix", "@.env"],
  ])("reads %s", (front, use, expected) => {
    expect(named(front, use, "x .env")).toBe(expected);
    expect(named(front.replaceAll("\n", "\r\n"), use, "x .env")).toBe(expected);
  });
});
