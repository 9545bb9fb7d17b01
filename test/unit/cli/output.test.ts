import { describe, expect, test } from "vitest";
import type { Io } from "../../../src/cli/command.ts";
import { painter, printable, wrap } from "../../../src/cli/output.ts";

function ioWith(isTty: boolean, env: NodeJS.ProcessEnv): Io {
  return { out: () => {}, err: () => {}, env, cwd: "/", isTty };
}

describe("colours", () => {
  test("are there on a terminal; an empty NO_COLOR counts as unset", () => {
    for (const env of [{}, { NO_COLOR: "" }, { CI: "", TERM: "xterm" }])
      expect(painter(ioWith(true, env))("red", "x")).toBe("\x1b[31mx\x1b[0m");
  });

  test.each([{ NO_COLOR: "1" }, { CI: "true" }, { TERM: "dumb" }])("are not there under %j", (env) => {
    expect(painter(ioWith(true, env))("red", "x")).toBe("x");
  });

  test("are not there where stdout is no terminal", () => {
    expect(painter(ioWith(false, { TERM: "xterm-256color" }))("red", "x")).toBe("x");
  });
});

test("wrap breaks at spaces, keeps line ends and never cuts a word", () => {
  expect(wrap("one two three\nfour", 8)).toEqual(["one two", "three", "four"]);
  expect(wrap("unbreakable-word x", 5)).toEqual(["unbreakable-word", "x"]);
  expect(wrap("  a table\n\n  row", 20)).toEqual(["  a table", "", "  row"]);
  expect(wrap("", 5)).toEqual([""]);
});

test("printable leaves line ends, tabs and letters of any script", () => {
  expect(printable("a\tb\nżółć 日本")).toBe("a\tb\nżółć 日本");
  expect(printable("\r\x00\x9b\u2066")).toBe("\\x0d\\x00\\x9b\\u2066");
});
