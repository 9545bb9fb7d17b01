import { DefenterError } from "../core/error.ts";
import { EXIT, type Io } from "./command.ts";

/**
 * What the process is given to write with. A reader that went away (`| head`) ends it without a word; any other failure to
 * write is told, as far as that is possible, and is exit 1.
 *
 * @throws DefenterError FILE_FAILED where the current folder is gone
 */
export function processIo(): Io {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    process.stderr.write(errorText(`stdout cannot be written to (${error.code ?? "unknown"})`));
    process.exit(EXIT.negative);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? undefined : EXIT.negative);
  });
  const isTty = process.stdout.isTTY === true;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: currentFolder(),
    isTty,
    ...(isTty && process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}),
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new DefenterError("FILE_FAILED", "the current folder is gone", { hints: ["go to one that exists"], cause });
  }
}

/** `defenter: error: …` and a `defenter: hint: …` for each hint, as lines. */
export function errorText(message: string, hints: readonly string[] = []): string {
  const lines = [
    `defenter: error: ${printable(message)}`,
    ...hints.map((hint) => `defenter: hint: ${printable(hint)}`),
  ];
  return `${lines.join("\n")}\n`;
}

export function writeError(error: DefenterError, io: Io): void {
  io.err(errorText(error.message, error.hints));
}

/** One JSON object and a line end: the whole answer of a command under `--json`. */
export function writeJson(value: object, io: Io): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * `text` with every control and direction character as an escape: file names and configuration are other people's text,
 * and a terminal obeys what it is shown. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (char) => {
    const code = char.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Ink = keyof typeof CODES;
export type Paint = (ink: Ink, text: string) => string;

/** Colours where stdout is a terminal that shows them; NO_COLOR (https://no-color.org), CI and TERM=dumb switch them off. */
export function painter(io: Io): Paint {
  const { NO_COLOR, CI, TERM } = io.env;
  const plain = !io.isTty || isSet(NO_COLOR) || isSet(CI) || TERM === "dumb";
  return plain ? (_, text) => text : (ink, text) => `\x1b[${CODES[ink]}m${text}\x1b[0m`;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** Breaks `text` at spaces so that no line is longer than `columns`; a longer word stays whole. Line ends and a line's
 * own indent are kept. */
export function wrap(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, columns));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  const [first = "", ...words] = text.split(" ");
  let line = first;
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
