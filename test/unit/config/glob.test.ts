import { describe, expect, test } from "vitest";
import { compileGlob } from "../../../src/config/compile/glob.ts";
import { matchesName, pathTest } from "../../../src/config/compiled/glob.ts";

const matches = (glob: string, path: string) => pathTest(compileGlob(glob))(path);

describe("a path glob", () => {
  test.each([
    ["fixtures/**", "fixtures/a/b.txt"],
    ["fixtures/", "fixtures/.hidden/b.txt"],
    ["**/*.pem", "a/b/c.pem"],
    ["**/*.pem", "c.pem"],
    ["**/.env*", "a/.env.local"],
    ["src/{a,b}/*.ts", "src/b/x.ts"],
    ["{a/b,c}/x", "a/b/x"],
    ["a/**/b/**/c", "a/b/b/x/c"],
    ["/etc/*", "/etc/passwd"],
    ["~/x/**", "~/x/y"],
    ["C:/x/*", "C:/x/y"],
    ["a?c/[0-9].txt", "abc/7.txt"],
    ["app/(group)/a+b$^@x.ts", "app/(group)/a+b$^@x.ts"],
    ["./a//b", "a/b"],
    ["**", "line\nend/x"],
    ["*", "line\nend"],
  ])("%s matches %j", (glob, path) => expect(matches(glob, path)).toBe(true));

  test.each([
    ["fixtures/**", "src/fixtures/a"],
    ["fixtures/**", "/home/u/fixtures/a"],
    ["*.env", "a/b.env"],
    ["a/*/c", "a/c"],
    ["app/(a|b)/x", "app/a/x"],
    ["a.b", "axb"],
    ["", "x"],
  ])("%j does not match %j", (glob, path) => expect(matches(glob, path)).toBe(false));

  test.each([
    "!a",
    "a\\b",
    "../x",
    "a/./b",
    "x".repeat(301),
    "a/".repeat(60),
    "*a*b*c",
    "{a,b}{a,b}{a,b}{a,b}{a,b}",
    "{1..100000}",
    `{${"a,".repeat(30)}}`,
    "{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}",
  ])("%s is refused", (glob) => expect(() => compileGlob(glob)).toThrow());

  test("the costliest glob that is allowed does not hang on the costliest path", () => {
    const hostile = compileGlob(`${"**/*a*b/".repeat(14)}x`);
    const test = pathTest(hostile);
    // One that backs up for each of its 14 double stars would not end within a test's time.
    for (const step of ["a".repeat(254), "a", "aaaaaaaaaaaaaaa"])
      expect(test(`${step}/`.repeat(4096 / (step.length + 1)))).toBe(false);
  });

  test("a path that no file can have is matched by nothing", () => {
    expect(matches("**", "a".repeat(256))).toBe(false);
    expect(matches("**", "a/".repeat(3000))).toBe(false);
  });
});

describe("a name glob", () => {
  test.each([
    ["secret/*", "secret/x", true],
    ["*", "anything", true],
    ["mcp__*__read", "mcp__a__read", true],
    ["a*b*c", "abbc", true],
    ["secret/*", "pii/x", false],
    ["a*a", "a", false],
    ["a*b*b", "ab", false],
    ["Bash", "BashOutput", false],
    ["a.c", "abc", false],
  ])("%s on %s: %s", (glob, name, expected) => expect(matchesName(glob, name)).toBe(expected));
});
