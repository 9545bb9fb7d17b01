import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { commandFiles } from "../../../src/flow/command-files.ts";
import type { Machine } from "../../../src/flow/machine.ts";
import { FILES } from "../../../src/system/files.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const folder = tempFolder("commands");
const lay = (path: string, text = "Look.\n") => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const places = {
  cwd: join(folder, "project/sub"),
  project: join(folder, "project"),
  home: join(folder, "home"),
  guard: { settings: [join(folder, "elsewhere/settings.json")], folders: [], keys: [] },
} as unknown as Machine["places"];

function found(name: string): readonly string[] {
  return commandFiles(name, { places, files: FILES } as Machine)
    .map(({ path }) => path)
    .filter((path) => FILES.exists(path))
    .map((path) => path.slice(folder.length + 1));
}

it("finds a command by each of the names that it may be typed by", () => {
  lay("project/.claude/commands/team/look.md");
  lay("project/sub/.claude/commands/near.md");
  lay("home/.claude/skills/tidy/SKILL.md", "---\nname: clean\n---\nTidy.\n");
  lay("elsewhere/commands/mine.md");
  lay("plugins/a/1.0/commands/review.md");
  lay("plugins/a/1.0/skills/audit/SKILL.md");
  lay(
    "home/.claude/plugins/installed_plugins.json",
    JSON.stringify({ version: 2, plugins: { "a@b": [{ scope: "user", installPath: join(folder, "plugins/a/1.0") }] } }),
  );
  expect(found("look")).toEqual(["project/.claude/commands/team/look.md"]);
  expect(found("team:look")).toEqual(["project/.claude/commands/team/look.md"]);
  expect(found("near")).toEqual(["project/sub/.claude/commands/near.md"]);
  expect(found("tidy")).toEqual(["home/.claude/skills/tidy/SKILL.md"]);
  expect(found("clean")).toEqual(["home/.claude/skills/tidy/SKILL.md"]);
  expect(found("mine")).toEqual(["elsewhere/commands/mine.md"]);
  expect(found("a:review")).toEqual(["plugins/a/1.0/commands/review.md"]);
  expect(found("a:audit")).toEqual(["plugins/a/1.0/skills/audit/SKILL.md"]);
  expect(found("other")).toEqual([]);
});
