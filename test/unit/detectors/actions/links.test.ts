import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { analyzeCommand } from "../../../../src/detectors/shell/analyze.ts";
import { FILES } from "../../../../src/system/files.ts";
import { tempFolder } from "../../../support/temp-folder.ts";
import { PLACES } from "./support.ts";

/** A repository that carries links: `dist` to the home folder, `rootl` to `/`, `build` to a folder of its own. */
function rulesOf(command: string): string[] {
  const folder = tempFolder("links");
  const [home, project] = [join(folder, "home"), join(folder, "project")];
  for (const path of [join(home, "Documents"), join(project, "out")]) mkdirSync(path, { recursive: true });
  symlinkSync("../home", join(project, "dist"));
  symlinkSync("/", join(project, "rootl"));
  symlinkSync("out", join(project, "build"));
  const places = { ...PLACES, home, project, cwd: project, temp: ["/nowhere"] };
  const { matches } = analyzeCommand(command, places, { realPath: (path) => FILES.real(path) });
  return matches.map(({ rule }) => rule.id.slice("action/".length));
}

it.each([
  ["rm -rf dist/*", "recursive-delete-home"],
  ["rm -rf dist/", "recursive-delete-home"],
  ["find dist/ -delete", "recursive-delete-home"],
  ["cd dist && rm -rf *", "recursive-delete-home"],
  ["rm -rf dist/Documents", "recursive-delete-outside"],
  ["rm -rf rootl/usr/*", "recursive-delete-home"],
  ["cd rootl/usr && rm -rf lib", "recursive-delete-home"],
  ["cd dist && rm -rf ../home", "recursive-delete-home"],
  ["cd dist/Documents && rm -rf ..", "recursive-delete-home"],
  ["rm -rf dist/Documents/../Documents", "recursive-delete-outside"],
  ["rm -rf src/../dist/../home", "recursive-delete-home"],
  ["rsync -a --delete out/ dist", "recursive-delete-home"],
])("what a repository's link leads to is not deleted in silence: %s", (command, rule) => {
  expect(rulesOf(command)).toContain(rule);
});

it.each([
  "rm -rf dist",
  "rm -rf rootl build",
  "rm -rf build/*",
  "rm -rf build/",
  "rm -rf out/*",
  "rm -f build/a",
  "cd out && rm -rf ../build",
  "rm -rf src/../out",
])("a link itself may go, and what lies in the project: %s", (command) => expect(rulesOf(command)).toEqual([]));

it("names the project by the path that it was opened with", () => {
  const folder = tempFolder("links");
  mkdirSync(join(folder, "real/project/out"), { recursive: true });
  symlinkSync("real", join(folder, "link"));
  const project = join(folder, "link/project");
  const places = { ...PLACES, home: "/home/dev", project, cwd: project, temp: ["/nowhere"] };
  const { matches } = analyzeCommand("rm -rf out/*", places, { realPath: (path) => realpathSync(path) });
  expect(matches).toEqual([]);
});
