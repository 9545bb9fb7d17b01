import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Machine } from "../../../src/flow/machine.ts";
import { redirectsIntoLink } from "../../../src/flow/redirect-links.ts";
import { FILES } from "../../../src/system/files.ts";
import { tempFolder } from "../../support/temp-folder.ts";

function leads(command: string): boolean {
  const folder = tempFolder("redirect");
  mkdirSync(join(folder, "real/project/out"), { recursive: true });
  mkdirSync(join(folder, "state"));
  symlinkSync("real", join(folder, "link"));
  // Opened by a path with a link in it, as on macOS below /tmp.
  const project = join(folder, "link/project");
  symlinkSync(join(folder, "state"), join(project, "st"));
  symlinkSync(join(folder, "state/settings.json"), join(project, "cfg.json"));
  const places = { cwd: project, project } as Machine["places"];
  return redirectsIntoLink(command, { places, files: FILES } as Machine);
}

it.each(["echo x > st/key", "echo x >>st/key", 'printf x > "st/a b"', "date >| st/key 2>&1"])(
  "sees a redirect that leaves by a link: %s",
  (command) => expect(leads(command)).toBe(true),
);

it.each([
  "echo x > out/key",
  "echo x > new/key",
  "npm test > /dev/null 2>&1",
  "npm test 2>&1 | tee log",
  'echo "a -> st" ',
  "ls st",
])("and no other: %s", (command) => expect(leads(command)).toBe(false));
