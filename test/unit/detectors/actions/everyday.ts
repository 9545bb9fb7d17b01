import { readFileSync } from "node:fs";

/** Commands of an ordinary day's work in `/home/dev/app`: none may ask or be refused. One a line, `\\n` is a line break. */
export const EVERYDAY: readonly string[] = readFileSync(new URL("everyday.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.replaceAll("\\n", "\n"));
