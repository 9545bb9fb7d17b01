import { describe, expect, test } from "vitest";
import { type Command, EXIT, type Io, JSON_OPTION, PROJECT_OPTION } from "../../../src/cli/command.ts";
import { runCommandLine } from "../../../src/cli/frame.ts";
import { DefenterError, type ErrorCode } from "../../../src/core/error.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function line(argv: string, run: Command["run"] = async () => EXIT.done, env = {}): Promise<Ended> {
  const written = { out: "", err: "" };
  const io: Io = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    env,
    cwd: "/",
    isTty: false,
  };
  const commands: Command[] = [
    {
      name: "install",
      describe: "put the hooks in place",
      options: {
        scope: { choices: ["user", "project"], default: "user", requiresArg: true },
        "dry-run": { type: "boolean" },
        project: PROJECT_OPTION,
      },
      run,
    },
    { name: "log", describe: "show the trail", options: { json: JSON_OPTION, n: { type: "number" } }, run },
  ];
  const argvWords = argv.split(" ").filter((word) => word !== "");
  return { code: await runCommandLine(argvWords, commands, "1.2.3", io), ...written };
}

describe("a command line that fits", () => {
  test("runs the command with its options by their declared names", async () => {
    let seen = {};
    const ended = await line("install --dry-run --project /x", async (args) => {
      seen = args;
      return EXIT.incomplete;
    });
    expect(seen).toEqual({ scope: "user", "dry-run": true, project: "/x" });
    expect(ended).toEqual({ code: 3, out: "", err: "" });
  });

  test.each([
    ["--version", "1.2.3\n"],
    ["--help", "defenter <command>"],
    ["install --help", "Put the hooks in place."],
  ])("%s answers on stdout", async (argv, text) => {
    const ended = await line(argv);
    expect(ended.out).toContain(text);
    expect(ended).toMatchObject({ code: 0, err: "" });
  });
});

describe("a boolean option", () => {
  test.each([
    ["install --dry-run", true],
    ["install --dry-run=true", true],
    ["install --dry-run true", true],
    ["install --dry-run=false", false],
    ["install --no-dry-run", false],
    ["install", undefined],
  ])("%j", async (argv, value) => {
    let seen: Record<string, unknown> = {};
    const ended = await line(argv, async (args) => {
      seen = args;
      return EXIT.done;
    });
    expect(ended.code).toBe(0);
    expect(seen["dry-run"]).toBe(value);
  });
});

describe("a command line that does not fit is exit 2, an error and a hint", () => {
  test.each([
    ["", "no command given", "the commands are install, log"],
    ["instal", "there is no command instal", "did you mean install?"],
    ["frobnicate", "there is no command frobnicate", "see defenter --help"],
    ["install --dryrun", "install does not know --dryrun", "did you mean --dry-run?"],
    ["install --scope project --x=1", "install does not know --x", "see defenter install --help"],
    ["install extra", "install does not know extra", "see defenter install --help"],
    ["install -- --dry-run", "install does not know --dry-run", "see defenter install --help"],
    ["-- install", "does not know install", "see defenter"],
    ["--json log", "log does not know --json", "write it behind the command: defenter log --json"],
    ["log -n 1e3", "-n takes a whole number", "see defenter log --help"],
    ["log -n=0x10", "-n takes a whole number", "see defenter log --help"],
    ["install --scope galaxy", "invalid values", "see defenter install --help"],
    ["install --scope", "not enough arguments following: scope", "see defenter install --help"],
    ["install --dry-run=1", "--dry-run takes no value but true or false", "see defenter install --help"],
    ["install --dry-run=TRUE", "--dry-run takes no value", "see defenter install --help"],
    ["install --dry-run=maybe", "--dry-run takes no value", "see defenter install --help"],
    ["install --dry-run=", "--dry-run takes no value", "see defenter install --help"],
    ["install --no-dry-run=false", "--no-dry-run takes no value", "see defenter install --help"],
    ["install --dry-run maybe", "install does not know maybe", "see defenter install --help"],
    ["install --dry-run.x=1", "install does not know --dry-run.x", "see defenter install --help"],
    ["install --dry-run --no-dry-run", "--no-dry-run is given twice", "see defenter install --help"],
    ["log --json=yes", "--json takes no value", "see defenter log --help"],
    ["--help=yes", "--help takes no value", "see defenter --help"],
    ["install --scope user --scope=project", "--scope is given twice", "see defenter install --help"],
    ["install --project=", "--project is empty", "see defenter install --help"],
    ["install --no-project", "install does not know --no-project", "see defenter install --help"],
    ["log --project /x", "log does not know --project", "see defenter log --help"],
  ])("%j", async (argv, error, hint) => {
    const ended = await line(argv, async () => {
      throw new Error("must not run");
    });
    expect(ended.err).toMatch(/^defenter: error: .*\n(defenter: hint: .*\n)+$/);
    expect(ended.err).toContain(error);
    expect(ended.err).toContain(`defenter: hint: ${hint}`);
    expect(ended).toMatchObject({ code: EXIT.usage, out: "" });
  });
});

describe("a command that fails", () => {
  test.each<[ErrorCode, number]>([
    ["USAGE", EXIT.usage],
    ["SETTINGS_INVALID", EXIT.negative],
    ["FILE_FAILED", EXIT.negative],
  ])("%s is exit %d with its hints", async (code, exit) => {
    const ended = await line("log", async () => {
      throw new DefenterError(code, "x is wrong", { hints: ["mend x"] });
    });
    expect(ended).toEqual({ code: exit, out: "", err: "defenter: error: x is wrong\ndefenter: hint: mend x\n" });
  });

  test("an unexpected error is exit 70 and shows neither its message nor a stack", async () => {
    const ended = await line("log", async () => JSON.parse("hunter2hunter2"));
    expect(ended.code).toBe(EXIT.bug);
    expect(ended.err).toContain("defenter: error: unexpected SyntaxError\n");
    expect(ended.err).toContain("please report it");
    expect(ended.err).not.toContain("hunter2");
    expect(ended.err).not.toMatch(/^\s+at /m);
  });

  test("DEFENTER_DEBUG shows the place, still without the message", async () => {
    const ended = await line("log", async () => JSON.parse("hunter2hunter2"), { DEFENTER_DEBUG: "1" });
    expect(ended.err).toMatch(/^ {4}at .*frame\.test\.ts/m);
    expect(ended.err).not.toContain("hunter2");
  });

  test("control characters of other people's text do not reach the terminal", async () => {
    const ended = await line("log", async () => {
      throw new DefenterError("CONFIG_INVALID", "bad \x1b[31mname\u202e\x07");
    });
    expect(ended.err).toBe("defenter: error: bad \\x1b[31mname\\u202e\\x07\n");
  });
});
