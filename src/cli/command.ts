import type { Options } from "yargs";

/** What a command's exit code says. 70 is EX_SOFTWARE of BSD's sysexits. */
export const EXIT = {
  done: 0,
  /** Worked, and the answer is no: something is wrong, missing or was not caught. */
  negative: 1,
  usage: 2,
  /** Worked in part. */
  incomplete: 3,
  /** A bug of ours. */
  bug: 70,
} as const;

/** What a command may know of the process it runs in; nothing else of it is touched. */
export interface Io {
  /** Writes to stdout as it is: the caller ends its lines. */
  out(text: string): void;
  /** Writes to stderr as it is. For people; what a program reads goes to `out`. */
  err(text: string): void;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute. */
  readonly cwd: string;
  /** True where stdout is a terminal. */
  readonly isTty: boolean;
  /** Width of that terminal in columns; absent where there is none. */
  readonly columns?: number;
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line, lower case, without a full stop. */
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  /**
   * Does the work and returns the exit code. `args` holds the checked options by their name as declared.
   * A DefenterError that it throws is told to the person: code `USAGE` is exit 2, any other exit 1.
   */
  run(args: Record<string, unknown>, io: Io): Promise<number>;
}

/** Declared alike by every command that works on a project. Absent: the command's own default. */
export const PROJECT_OPTION = {
  type: "string",
  requiresArg: true,
  describe: "folder of the project",
} as const satisfies Options;

/** Declared alike by every command that can answer a program. */
export const JSON_OPTION = {
  type: "boolean",
  describe: "print one JSON object instead of text",
} as const satisfies Options;
