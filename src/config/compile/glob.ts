import micromatch from "micromatch";
import { DefenterError } from "../../core/error.ts";
import type { PathGlob } from "../compiled/glob.ts";

const MAX_LENGTH = 300;
const MAX_STEPS = 40;
/** Alternatives that `{a,b}` may make. */
const MAX_ALTERNATIVES = 64;
const MAX_BRACES = 4;
const MAX_COMMAS = 20;
/** Each more multiplies what one step costs by its length. */
const MAX_STARS = 2;

const STEP_OPTIONS = { dot: true, noext: true, nonegate: true, nobrace: true } as const;

/**
 * A glob as the hooks use it: `*`, `?`, `[a-z]` and `{a,b}` within a step, `**` for any number of steps; a trailing `/`
 * means all below. Hidden files match like any other.
 * @throws DefenterError CONFIG_INVALID, or PATTERN_UNSAFE where matching could take more than linear time
 */
export function compileGlob(glob: string): PathGlob {
  if (glob.length > MAX_LENGTH) throw invalid(`is longer than ${MAX_LENGTH} characters`);
  if (glob.startsWith("!")) throw invalid("cannot start with !", "a later line can make an exception instead");
  if (glob.includes("\\")) throw invalid("holds a backslash", "write / between folders");
  return alternatives(glob).map(compileRow);
}

function alternatives(glob: string): string[] {
  const braces = glob.split("{").length - 1;
  if (braces === 0) return [glob];
  if (braces > MAX_BRACES || glob.split(",").length - 1 > MAX_COMMAS || glob.includes("..")) {
    throw unsafe("has too many alternatives", `at most ${MAX_BRACES} of {a,b}, no ranges`);
  }
  const expanded = micromatch.braces(glob, { expand: true });
  if (expanded.length > MAX_ALTERNATIVES) throw unsafe("has too many alternatives", "write several lines");
  return expanded;
}

function compileRow(glob: string): (string | null)[] {
  const whole = glob.replace(/^(?:\.\/)+/, "").replace(/\/$/, "/**");
  const steps = whole.split("/").filter((step, at) => step !== "" || at === 0);
  if (steps.length > MAX_STEPS) throw unsafe("has too many steps", `at most ${MAX_STEPS}`);
  if (steps.includes("..") || steps.includes(".")) throw invalid("may not hold . or .. as a step");
  return steps.map((step) => (step === "**" ? null : compileStep(step)));
}

function compileStep(step: string): string {
  if (step === "") return "^$";
  const merged = step.replace(/\*+/g, "*");
  if (merged.split("*").length - 1 > MAX_STARS) {
    throw unsafe("is too costly to match", `at most ${MAX_STARS} * between two /`);
  }
  const regex = micromatch.makeRe(merged.replace(/[()|]/g, "\\$&"), STEP_OPTIONS);
  if (!regex) throw invalid("is not a valid glob");
  return regex.source;
}

function invalid(message: string, ...hints: readonly string[]): DefenterError {
  return new DefenterError("CONFIG_INVALID", message, { hints });
}

function unsafe(message: string, ...hints: readonly string[]): DefenterError {
  return new DefenterError("PATTERN_UNSAFE", message, { hints });
}
