import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compile } from "../../../src/config/compile/compile.ts";
import { DEFAULT_POLICY } from "../../../src/config/compiled/policy.ts";
import { type LoadOptions, loadPolicy } from "../../../src/config/load.ts";

let folder: string;
let compiled: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "defenter-load-"));
  compiled = 0;
  mkdirSync(join(folder, "config/rules"), { recursive: true });
  mkdirSync(join(folder, "project/rules"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (changes: Partial<LoadOptions> = {}) =>
  loadPolicy({
    roots: { config: join(folder, "config"), state: join(folder, "state") },
    policyFolder: join(folder, "project"),
    env: {},
    engineVersion: "1.0.0",
    compile(sources) {
      compiled++;
      return compile(sources);
    },
    ...changes,
  });
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const cacheFile = () => join(folder, "state/compiled", readdirSync(join(folder, "state/compiled"))[0] ?? "");
const BLOCK = '{"policy":[{"category":"pii","action":"block"}]}';

test("without any file the defaults hold and nothing is written", () => {
  expect(load()).toEqual({ policy: DEFAULT_POLICY, problems: [] });
  expect(existsSync(join(folder, "state"))).toBe(false);
});

describe("the cache", () => {
  test("is used while the bytes are the same, and is private", () => {
    write("project/config.json", BLOCK);
    const first = load();
    expect(load()).toEqual(first);
    expect(compiled).toBe(1);
    expect(statSync(cacheFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "state/compiled"))).toHaveLength(1);
  });

  test("is dropped for other bytes of the same length, a new file, another engine", () => {
    write("project/config.json", BLOCK);
    load();
    write("project/config.json", BLOCK.replace("pii", "PII"));
    expect(load().problems).not.toEqual([]);
    write("project/rules/a.json", '{"rules":[]}');
    load();
    load({ engineVersion: "1.0.1" });
    expect(compiled).toBe(4);
  });

  test.runIf(process.getuid)("is not trusted where others may write it", () => {
    write("project/config.json", BLOCK);
    load();
    const forged = { ...JSON.parse(readFileSync(cacheFile(), "utf8")), policy: DEFAULT_POLICY };
    writeFileSync(cacheFile(), JSON.stringify(forged));
    expect(load().policy.lines).toEqual([]);
    chmodSync(cacheFile(), 0o620);
    expect(load().policy.lines).toHaveLength(1);
    expect(compiled).toBe(2);
  });

  test.each(["", "{", "null", '{"engineVersion":"1.0.0"}'])("that is damaged (%j) is made anew", (damage) => {
    write("project/config.json", BLOCK);
    load();
    writeFileSync(cacheFile(), damage);
    expect(load().policy.lines).toHaveLength(1);
  });

  test("that cannot be written costs only time", () => {
    write("state", "a file where the folder should be");
    write("project/config.json", BLOCK);
    expect(load()).toMatchObject({ problems: [], policy: { lines: [{ response: "block" }] } });
  });
});

describe("what is not valid", () => {
  test("leaves the defaults and is reported, on every load", () => {
    write("config/config.json", '{"policy":[{"action":"allow"}],"oops":1}');
    for (let round = 0; round < 2; round++) {
      const { policy, problems } = load();
      expect(policy.lines).toEqual([]);
      expect(problems).toEqual([expect.stringContaining("config.json:1: oops: unknown key")]);
    }
  });

  test("10 MB are refused by size, before they are parsed", () => {
    write("project/config.json", `{"policy":[${" ".repeat(10_000_000)}]}`);
    expect(load().problems).toEqual([expect.stringContaining("is larger than 256 KiB")]);
  });

  test("a link in a project is not followed, the user's own is", () => {
    write("elsewhere", BLOCK);
    symlinkSync(join(folder, "elsewhere"), join(folder, "project/config.json"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "config/config.json"));
    const { policy, problems } = load();
    expect(policy.lines.map(({ origin }) => origin.layer)).toEqual(["user"]);
    expect(problems).toEqual([expect.stringContaining("symbolic link")]);
  });

  test.skipIf(process.platform === "win32")("a pipe or a folder in place of a file does not hang it", () => {
    execFileSync("mkfifo", [join(folder, "project/config.json")]);
    mkdirSync(join(folder, "config/config.json"));
    expect(load().problems).toHaveLength(2);
  });

  test("more rule files than allowed are reported", () => {
    for (let index = 0; index < 51; index++) write(`project/rules/${index}.json`, '{"rules":[]}');
    expect(load().problems).toEqual([expect.stringContaining("more than 50 files")]);
  });

  test("a compiler that throws leaves the defaults", () => {
    write("project/config.json", BLOCK);
    const failing = load({
      compile() {
        throw new TypeError("secret words");
      },
    });
    expect(failing.policy).toEqual(DEFAULT_POLICY);
    expect(failing.problems).toEqual([expect.stringContaining("TypeError")]);
    expect(failing.problems.join()).not.toContain("secret words");
  });
});

describe("DEFENTER_PROFILES", () => {
  test("adds profiles and takes none away", () => {
    expect(load({ env: { DEFENTER_PROFILES: "customer-data" } }).policy.profiles).toEqual([
      "standard",
      "customer-data",
    ]);
    write("config/config.json", '{"profiles":["customer-data"]}');
    expect(load({ env: { DEFENTER_PROFILES: "standard" } }).policy.profiles).toEqual(["customer-data", "standard"]);
  });

  test("reports a name that does not exist", () => {
    const { policy, problems } = load({ env: { DEFENTER_PROFILES: "none" } });
    expect(policy.profiles).toEqual(["standard"]);
    expect(problems).toHaveLength(1);
  });
});
