import { execFileSync } from "node:child_process";
import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkBundles, readManifest } from "../../../install/bundles.ts";
import { readRegular } from "../../../install/read-regular.ts";
import { tempFolder } from "../../support/temp-folder.ts";

describe("a file of a folder that anybody may have laid", () => {
  it("is read, also behind a link", () => {
    const folder = tempFolder("regular");
    writeFileSync(join(folder, "a"), "text");
    symlinkSync("a", join(folder, "b"));
    expect(readRegular(join(folder, "b"), 4).toString()).toBe("text");
  });

  it("is not read where it is too large", () => {
    const folder = tempFolder("regular");
    writeFileSync(join(folder, "a"), "text");
    truncateSync(join(folder, "a"), 3_000_000_000);
    expect(() => readRegular(join(folder, "a"), 1024)).toThrow("too large");
  });

  it.skipIf(process.platform === "win32")("hangs nobody: a device, a pipe", () => {
    const folder = tempFolder("regular");
    symlinkSync("/dev/zero", join(folder, "manifest.json"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(readManifest(folder)).toBe(null);
    expect(checkBundles(folder)).toEqual(["manifest.json is missing or not valid"]);
    expect(() => readRegular(join(folder, "pipe"), 1024)).toThrow("no regular file");
  });
});
