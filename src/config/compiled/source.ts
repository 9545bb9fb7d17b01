/** One file that people wrote, as it was found. */
export interface ConfigSource {
  readonly layer: "user" | "project";
  readonly kind: "config" | "rules";
  /** Absolute. */
  readonly path: string;
  /** Null where it could not be read; `problem` says why. */
  readonly text: string | null;
  readonly problem: string | null;
}
