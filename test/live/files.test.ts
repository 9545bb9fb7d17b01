import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import type { ToolCall } from "./fake-model.ts";
import { type Guard, type Names, type Scenario, type Session, session } from "./scenario.ts";

const claude = inject("claude") ?? "";

const ENV =
  "# local\nPORT=3000\nGITHUB_TOKEN=ghp_{{token=alnum:36}}\n" +
  "DB_URL=postgres://app:{{password=alnum:20}}@db.internal:5432/app\nDEBUG=false\n# no line feed at the end";
const PATH = "{{project}}/.env";
const read: ToolCall = { name: "Read", input: { file_path: PATH } };

const editPort: ToolCall = {
  name: "Edit",
  input: { file_path: PATH, old_string: "PORT=3000", new_string: "PORT=8080", replace_all: false },
};

/** Writes back what it was shown, with another port: what a model does that copies the rest. */
const writeWhole = (lastResult: string): ToolCall => ({
  name: "Write",
  input: { file_path: PATH, content: lastResult.replace("PORT=3000", "PORT=8080") },
});

/** Sets the token's line anew around the placeholder it was shown. */
const editAroundPlaceholder = (lastResult: string): ToolCall => {
  const shown = /GITHUB_TOKEN=(\S+)/.exec(lastResult)?.[1] ?? "nothing";
  const input = { file_path: PATH, old_string: "DEBUG=false", new_string: `DEBUG=false\nGH_TOKEN=${shown}` };
  return { name: "Edit", input: { ...input, replace_all: false } };
};

interface Outcome {
  readonly onDisk: string;
  readonly expected: string;
  /** Names of the secrets that the model saw. */
  readonly seen: readonly string[];
}

/** Reads the .env, then plays the turn; `expected` is the file with `change` made to it and every other byte as before. */
async function edit(turn: Scenario["turns"][number], change: (before: string) => string, guard: Guard) {
  const names: Names = new Map();
  let before = "";
  const scenario: Scenario = {
    files: { ".env": ENV },
    prompt: "Use another port.",
    turns: [read, turn],
    before: ({ project }) => {
      before = readFileSync(join(project, ".env"), "utf8");
      return undefined;
    },
  };
  const look = ({ readFile, sent }: Session): Outcome => ({
    onDisk: readFile(".env"),
    expected: change(before),
    seen: ["token", "password"].filter((name) => sent.includes(names.get(name) ?? "-")),
  });
  return session(claude, scenario, guard, look, names);
}

const CASES = {
  "another line is edited": [editPort, (before: string) => before.replace("PORT=3000", "PORT=8080")],
  "the whole file is written back": [writeWhole, (before: string) => before.replace("PORT=3000", "PORT=8080")],
  "a value is copied to a new line": [
    editAroundPlaceholder,
    (before: string) => {
      const value = /GITHUB_TOKEN=(\S+)/.exec(before)?.[1];
      return before.replace("DEBUG=false", `DEBUG=false\nGH_TOKEN=${value}`);
    },
  ],
} as const;

describe.skipIf(claude === "")("a .env that was redacted on its way to the model is right on disk after", () => {
  for (const [name, [turn, change]] of Object.entries(CASES)) {
    test(name, async () => {
      const unguarded = await edit(turn, change, null);
      expect(unguarded.seen, "unguarded both have to leak").toEqual(["token", "password"]);
      expect(unguarded.onDisk).toBe(unguarded.expected);
      for (const guard of ["project", "user", ["user", "project"]] as const) {
        const guarded = await edit(turn, change, guard);
        expect(guarded.seen).toEqual([]);
        expect(guarded.onDisk).toBe(guarded.expected);
      }
    });
  }
});
