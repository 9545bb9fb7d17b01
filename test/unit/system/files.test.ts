import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FILES } from "../../../src/system/files.ts";
import { tempFolder } from "../../support/temp-folder.ts";

it("follows links to what is not there yet, and no circle for ever", () => {
  const folder = realpathSync(tempFolder("files"));
  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "project"));
  const link = (target: string, name: string) => symlinkSync(target, join(folder, "project", name));
  link("../home/new.json", "relative");
  link(join(folder, "home/new.json"), "absolute");
  link("relative", "chain");
  link("../home/none", "folder");
  link("self", "self");
  link("below/x", "below");
  const real = (name: string) => FILES.real(join(folder, "project", name));
  for (const name of ["relative", "absolute", "chain"]) expect(real(name)).toBe(join(folder, "home/new.json"));
  expect(real("folder/a/b")).toBe(join(folder, "home/none/a/b"));
  expect(real("plain/a")).toBe(join(folder, "project/plain/a"));
  for (const name of ["self", "below", "below/x/y"]) expect(real(name)).toContain(folder);
});
