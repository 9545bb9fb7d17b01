import { expect, it } from "vitest";
import { needsShellParser } from "../../../../src/detectors/actions/words.ts";
import { actionSources } from "./generate.ts";

it.each([
  "npm test",
  "ls -la",
  "git status",
  "git diff HEAD~1 && git push",
  "node x.js --flag",
  "npm run format",
  "echo hello world",
  "cd packages/api && npx vitest run",
  "python3 -m pytest -q",
  "make performance",
  "docker compose up -d",
])("needs no parser: %s", (command) => {
  expect(needsShellParser(command)).toBe(false);
});

it("sees every command that a rule's example names", () => {
  for (const { match } of actionSources()) {
    for (const example of match)
      if (typeof example === "string") expect([example, needsShellParser(example)]).toEqual([example, true]);
  }
});
