import yargs from "yargs";
import { DefenterError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import { type Command, EXIT, type Io } from "./command.ts";
import { errorText, writeError } from "./output.ts";

/** What a command line asks for: a command to run, or a text to show (`--help`, `--version`). */
type Request = { readonly command: Command; readonly args: Record<string, unknown> } | { readonly text: string };

/** Runs one command line and returns the exit code. Never throws: what goes wrong is told on stderr. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  version: string,
  io: Io,
): Promise<number> {
  try {
    const request = readCommandLine(argv, commands, version, io);
    if ("command" in request) return await request.command.run(request.args, io);
    io.out(`${request.text}\n`);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof DefenterError)) return reportBug(error, io);
    writeError(error, io);
    return error.code === "USAGE" ? EXIT.usage : EXIT.negative;
  }
}

function readCommandLine(argv: readonly string[], commands: readonly Command[], version: string, io: Io): Request {
  let chosen: Request | null = null;
  let text = "";
  checkWords(argv, commands);
  const parser = yargs()
    .scriptName("defenter")
    .usage("$0 <command>\n\nKeeps secrets, personal data and destructive commands away from AI coding agents.")
    .locale("en")
    .wrap(io.columns === undefined ? 80 : Math.min(io.columns, 100))
    .parserConfiguration({ "camel-case-expansion": false, "dot-notation": false, "strip-aliased": true })
    .version(version)
    .help()
    .alias("help", "h")
    .strict()
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      // yargs' own errors say what is wrong with the command line; any other is a bug.
      if (error !== undefined && error !== null && error.name !== "YError") throw error;
      throw usageError(message ?? error?.message ?? "", argv, commands);
    });
  for (const command of commands) {
    parser.command(
      command.name,
      command.describe,
      (builder) => builder.usage(`$0 ${command.name}\n\n${sentence(command.describe)}`).options(command.options),
      ({ _, $0, ...args }) => {
        chosen = { command, args };
      },
    );
  }
  parser.parse(argv, {}, (_error, _args, output) => {
    text = output;
  });
  if (chosen !== null) return chosen;
  if (text === "") throw usageError("", argv, commands);
  return { text };
}

/**
 * What yargs would take for something else without a word: `--dry-run=1` for false, an empty value for one, and the last
 * of two for both.
 */
function checkWords(argv: readonly string[], commands: readonly Command[]): void {
  const command = commands.find((candidate) => argv.includes(candidate.name));
  const options: Command["options"] = { help: BOOLEAN, h: BOOLEAN, version: BOOLEAN, ...command?.options };
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const refuse = (message: string) => usageError(message, argv, commands);
  // yargs would drop them without a word; `install -- --dry-run` would install.
  const dropped = end < 0 ? undefined : argv[end + 1];
  if (dropped !== undefined) throw refuse(`Unknown argument: ${dropped}`);
  const seen = new Set<string>();
  for (const [index, word] of words.entries()) {
    const written = /^(?:--(?<no>no-)?(?<long>[^=]+)|-(?<short>[A-Za-z](?![A-Za-z])))(?:=(?<value>.*))?/s.exec(
      word,
    )?.groups;
    const name = written?.["long"] ?? written?.["short"];
    const option = name === undefined || !Object.hasOwn(options, name) ? undefined : options[name];
    if (option === undefined || name === undefined) continue;
    const shown = word.split("=")[0] ?? word;
    if (seen.has(name)) throw refuse(`${shown} is given twice`);
    seen.add(name);
    const value = written?.["value"];
    const isNegated = written?.["no"] !== undefined;
    if (option.type !== "boolean") {
      if (isNegated) throw refuse(`Unknown argument: no-${name}`);
      const given = value ?? words[index + 1];
      if (given === "") throw refuse(`${shown} is empty`);
      // yargs would take 0x10 and 1e3 for numbers too.
      if (option.type === "number" && given !== undefined && !/^-?\d+$/.test(given)) {
        throw refuse(`${shown} takes a whole number`);
      }
    } else if (value !== undefined && (isNegated || !/^(?:true|false)$/.test(value))) {
      throw refuse(`${shown} takes no value but true or false`);
    }
  }
}

const BOOLEAN = { type: "boolean" } as const;

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** yargs tells only in prose which word it does not know; the rest of its messages are passed on as they are. */
function usageError(message: string, argv: readonly string[], commands: readonly Command[]): DefenterError {
  const command = commands.find((candidate) => argv.includes(candidate.name));
  const name = command?.name ?? argv.find((word) => !word.startsWith("-"));
  const seeHelp = `see defenter ${command === undefined ? "" : `${command.name} `}--help`;
  if (name === undefined && message === "") {
    const names = commands.map((candidate) => candidate.name).join(", ");
    return new DefenterError("USAGE", "no command given", { hints: [`the commands are ${names}`, seeHelp] });
  }
  if (command === undefined && name !== undefined) {
    const meant = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    const hints = meant === null ? [seeHelp] : [`did you mean ${meant}?`, seeHelp];
    return new DefenterError("USAGE", `there is no command ${name}`, { hints });
  }
  const unknown = /^Unknown arguments?: ([^\s,]+)/.exec(message)?.[1];
  if (unknown !== undefined) {
    const typed = argv.find((word) => word === unknown || word.replace(/^--?/, "").split("=")[0] === unknown);
    const shown = typed?.split("=")[0] ?? unknown;
    const names = [...Object.keys(command?.options ?? {}), "help", "version"];
    const meant = nearest(unknown, names);
    const isMisplaced = meant === unknown && command !== undefined && argv.indexOf("--") < 0;
    const hint = isMisplaced
      ? `write it behind the command: defenter ${command.name} ${shown}`
      : `did you mean --${meant}?`;
    const hints = meant === null || (meant === unknown && !isMisplaced) ? [seeHelp] : [hint, seeHelp];
    return new DefenterError("USAGE", `${command?.name ?? "defenter"} does not know ${shown}`, { hints });
  }
  const flat = message.trim().replace(/\s*\n\s*/g, " ");
  return new DefenterError("USAGE", `${flat.charAt(0).toLowerCase()}${flat.slice(1)}`, { hints: [seeHelp] });
}

/** An unexpected error's message may quote what was being read, so only its kind and place are told. */
function reportBug(error: unknown, io: Io): number {
  const kind = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && "code" in error ? ` ${String(error.code)}` : "";
  const debug = io.env["DEFENTER_DEBUG"];
  const hints = ["this is a bug in defenter: please report it with the command you ran and your defenter --version"];
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^ {4}at /.test(line)) : [];
  if (debug === undefined || debug === "") hints.push("DEFENTER_DEBUG=1 shows where it happened");
  io.err(errorText(`unexpected ${kind}${code}`, hints));
  if (debug !== undefined && debug !== "") io.err(`${frames.join("\n")}\n`);
  return EXIT.bug;
}
