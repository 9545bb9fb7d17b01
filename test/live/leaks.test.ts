// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the host fills these in
import { describe, expect, inject, test } from "vitest";
import { type Names, type Scenario, type Session, session } from "./scenario.ts";

const claude = inject("claude");

const ENV = { ".env": "PORT=3000\nGITHUB_TOKEN=ghp_{{token=alnum:36}}\nDEBUG=1\n" };
const bash = (command: string) => ({ name: "Bash", input: { command, description: "Look" } });
const PROMPT = "Have a look.";

const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: "code", id: "c1", metadata: {}, outputs: [], source: ["t = 'ghp_{{token=alnum:36}}'"] }],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
});

/** Ways by which a token reaches the model where nobody stops it. */
const LEAKS: Readonly<Record<string, Scenario>> = {
  "the prompt": { prompt: "Log in with ghp_{{token=alnum:36}} please.", turns: [] },
  "an @file mention": { files: ENV, prompt: "Explain @.env to me.", turns: [] },
  "a quoted @file mention with a line range": {
    files: { "my notes/prod.txt": "first\ntoken ghp_{{token=alnum:36}}\n" },
    prompt: 'Explain @"my notes/prod.txt#L1-2" to me.',
    turns: [],
  },
  "an @file mention before a full stop of another script": { files: ENV, prompt: "请总结 @.env。", turns: [] },
  "an @file mention with a heading": { files: ENV, prompt: "Explain @.env#setup to me.", turns: [] },
  "a slash command's @file": {
    files: { ...ENV, ".claude/commands/leak.md": "---\ndescription: Look\n---\nExplain @.env to me.\n" },
    prompt: "/leak",
    turns: [],
  },
  "a slash command's shell line": {
    files: { ...ENV, ".claude/commands/leak.md": "---\ndescription: Look\n---\nExplain: !`cat .env`\n" },
    prompt: "/leak",
    turns: [],
  },
  "a slash command's first argument": {
    files: { ...ENV, ".claude/commands/leak.md": "Explain @$0 to me.\n" },
    prompt: "/leak .env",
    turns: [],
  },
  "a slash command's named argument": {
    files: { ...ENV, ".claude/commands/leak.md": "---\narguments: [file]\n---\nExplain: !`cat $file`\n" },
    prompt: "/leak .env",
    turns: [],
  },
  "a slash command's argument behind a quoted one": {
    files: { ...ENV, ".claude/commands/leak.md": "---\narguments: [file-name, env]\n---\nExplain @$env to me.\n" },
    prompt: '/leak "my notes" .env',
    turns: [],
  },
  "a slash command's missing argument": {
    files: { ...ENV, ".claude/commands/leak.md": "---\narguments:\n  - a\n  - suffix\n---\nExplain @.env$suffix\n" },
    prompt: "/leak x",
    turns: [],
  },
  "a slash command's fence within a line": {
    files: { ...ENV, ".claude/commands/leak.md": "Explain ```! echo `cat .env` ``` to me.\n" },
    prompt: "/leak",
    turns: [],
  },
  "a file beside a skill": {
    files: {
      ".claude/skills/leak/SKILL.md": "---\nname: leak\ndescription: Look\n---\n!`cat ${CLAUDE_SKILL_DIR}/x.env`\n",
      ".claude/skills/leak/x.env": "GITHUB_TOKEN=ghp_{{token=alnum:36}}\n",
    },
    prompt: "/leak",
    turns: [],
  },
  "a skill by the name in its front matter": {
    files: { ...ENV, ".claude/skills/other/SKILL.md": "---\nname: leak\ndescription: Look\n---\nExplain @.env\n" },
    prompt: "/leak",
    turns: [],
  },
  "an argument that the model gives to a skill": {
    files: { ...ENV, ".claude/skills/tidy/SKILL.md": "---\nname: tidy\ndescription: Tidy\n---\nTidy up.\n" },
    prompt: PROMPT,
    turns: [{ name: "Skill", input: { skill: "tidy", args: "@.env" } }],
  },
  "a slash command in a subfolder": {
    files: { ...ENV, ".claude/commands/team/leak.md": "Explain: !`head -5 .env | sort`\n" },
    prompt: "/team:leak",
    turns: [],
  },
  "a skill of the person's own": {
    files: { ...ENV, "~/.claude/skills/leak/SKILL.md": "---\nname: leak\ndescription: Look\n---\nExplain @.env\n" },
    prompt: "/leak",
    turns: [],
  },
  Read: { files: ENV, prompt: PROMPT, turns: [{ name: "Read", input: { file_path: "{{project}}/.env" } }] },
  Bash: { files: ENV, prompt: PROMPT, turns: [bash("cat .env")] },
  "Bash, in a large output": {
    files: { "big.log": "token ghp_{{token=alnum:36}}\n{{log:90000}}" },
    prompt: PROMPT,
    turns: [bash("cat big.log")],
  },
  "the saved copy of a large output": {
    files: { "big.log": "{{log:60000}}token ghp_{{token=alnum:36}}\n{{log:60000}}" },
    prompt: PROMPT,
    turns: [
      bash("cat big.log"),
      (lastResult) => {
        const path = /\/\S+\.txt/.exec(lastResult)?.[0] ?? "nowhere";
        return bash(`grep -n token ${path}`);
      },
    ],
  },
  "a notebook": {
    files: { "a.ipynb": NOTEBOOK },
    prompt: PROMPT,
    turns: [{ name: "Read", input: { file_path: "{{project}}/a.ipynb" } }],
  },
  "Bash, failing": { files: ENV, prompt: PROMPT, turns: [bash("cat .env; exit 3")] },
  "Bash, failing for a missing file": { files: ENV, prompt: PROMPT, turns: [bash("cat .env .env.local 2>/dev/null")] },
  "Bash, a diff that answers with 1": {
    files: { ...ENV, ".env.example": "GITHUB_TOKEN=\n" },
    prompt: PROMPT,
    turns: [bash("diff -u .env.example .env")],
  },
  "Bash, a diff of git": {
    files: { ...ENV, ".env.example": "GITHUB_TOKEN=\n" },
    prompt: PROMPT,
    turns: [bash("git diff --no-index .env.example .env")],
  },
  "Bash, a diff behind another program": {
    files: { ...ENV, ".env.example": "GITHUB_TOKEN=\n" },
    prompt: PROMPT,
    turns: [bash("env diff .env.example .env")],
  },
  "Bash, failing by its last command": { files: ENV, prompt: PROMPT, turns: [bash("cat .env; ls nofile")] },
  "Bash, made to fail": { files: ENV, prompt: PROMPT, turns: [bash("! cat .env")] },
  "a slash command's shell block": {
    files: { ...ENV, ".claude/commands/leak.md": "---\ndescription: Look\n---\nExplain:\n```!\ncat .env\n```\n" },
    prompt: "/leak",
    turns: [],
  },
  "a search by Bash": { files: ENV, prompt: PROMPT, turns: [bash("grep -rn TOKEN .")] },
  Grep: {
    files: ENV,
    prompt: PROMPT,
    args: ["--disallowedTools", "Bash"],
    turns: [{ name: "Grep", input: { pattern: "TOKEN", output_mode: "content", path: "{{project}}/.env" } }],
  },
  "an MCP server's text": {
    mcpSecret: "ghp_{{token=alnum:36}}",
    prompt: PROMPT,
    turns: [{ name: "mcp__tiny__text", input: {} }],
  },
  "an MCP server's structured content": {
    mcpSecret: "ghp_{{token=alnum:36}}",
    prompt: PROMPT,
    turns: [{ name: "mcp__tiny__structured", input: {} }],
  },
  "a sub-agent": {
    files: ENV,
    prompt: PROMPT,
    turns: [
      {
        name: "Agent",
        input: {
          description: "Look around",
          prompt: "Errand: look into the project.",
          subagent_type: "general-purpose",
          run_in_background: false,
        },
      },
    ],
    others: [{ firstUser: /Errand:/, turns: [bash("cat .env"), "I looked."] }],
  },
};

describe.skipIf(claude === null)("a token does not reach the model by", () => {
  for (const [way, scenario] of Object.entries(LEAKS)) {
    test(way, async () => {
      const names: Names = new Map();
      const reached = (guard: "project" | null) =>
        session(claude ?? "", scenario, guard, ({ sent }) => sent.includes(names.get("token") ?? "-"), names);
      expect(await reached(null), "unguarded it has to leak").toBe(true);
      expect(await reached("project")).toBe(false);
    });
  }
});

describe.skipIf(claude === null)("a blocked prompt", () => {
  const prompt = "Log in with ghp_{{token=alnum:36}} please.";

  test("comes back to the person with a placeholder, and without the value", async () => {
    const names: Names = new Map();
    const shown = await session(
      claude ?? "",
      { prompt, turns: [] },
      "project",
      ({ events }) => JSON.stringify(events),
      names,
    );
    expect(shown).toMatch(/Log in with DEFENTER_[A-Z_]+_[a-z2-7]{10} please\./);
    expect(shown).not.toContain(names.get("token"));
  });

  test("does not reach the model with the next one either", async () => {
    const names: Names = new Map();
    const scenario: Scenario = { prompt, turns: [], next: { prompt: "And now?", args: ["--continue"] } };
    const look = ({ sent }: Session) => ({
      token: sent.includes(names.get("token") ?? "-"),
      next: sent.includes("And now?"),
    });
    expect(await session(claude ?? "", scenario, null, look, names)).toEqual({ token: true, next: true });
    expect(await session(claude ?? "", scenario, "project", look, names)).toEqual({ token: false, next: true });
  });
});
