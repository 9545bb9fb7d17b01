/** Why an expected failure happened. Anything thrown that is no DefenterError is a bug of ours. */
export type ErrorCode =
  /** stdin is no event of the host: empty, cut off, of a wrong type, nested too deeply. */
  | "EVENT_INVALID"
  /** The time that a hook gives itself is over. */
  | "DEADLINE"
  /** A configuration or rule file is not valid. */
  | "CONFIG_INVALID"
  /** A rule pattern could take more than linear time. */
  | "PATTERN_UNSAFE"
  /** A host's settings file cannot be read, written or understood. */
  | "SETTINGS_INVALID"
  /** A file or folder could not be read or written. */
  | "FILE_FAILED"
  /** The command line holds something that does not fit. */
  | "USAGE";

/**
 * An expected failure, told to a person as `defenter: error: MESSAGE` and one `defenter: hint: HINT` a line.
 * Messages are lower case, without a full stop, and never hold matched text.
 */
export class DefenterError extends Error {
  readonly code: ErrorCode;
  readonly hints: readonly string[];

  constructor(code: ErrorCode, message: string, options: { hints?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DefenterError";
    this.code = code;
    this.hints = options.hints ?? [];
  }
}
