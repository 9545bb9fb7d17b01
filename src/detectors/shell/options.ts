import type { Value } from "./value.ts";

export interface Options {
  /** Every option as written, without its value: `-r`, `-f` (of `-rf`), `--force`. */
  readonly flags: ReadonlySet<string>;
  /** Options with a value, in order: `["-d", "@file"]`. */
  readonly valued: readonly (readonly [string, Value])[];
  readonly operands: readonly Value[];
}

/**
 * Splits a program's words as getopt does. `valued` names the options that take a value (`-o`, `--output`); all others
 * take none, unless written `--name=value`. `single`: long options have one dash (`find`, `java`), so that none is a cluster.
 */
export function splitOptions(args: readonly Value[], valued: ReadonlySet<string>, single = false): Options {
  const flags = new Set<string>();
  const pairs: [string, Value][] = [];
  const operands: Value[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === undefined) break;
    const { text } = arg;
    if (text === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      operands.push(arg);
      continue;
    }
    const equals = text.indexOf("=");
    if (text.startsWith("--") && equals > 0) {
      flags.add(text.slice(0, equals));
      pairs.push([text.slice(0, equals), { ...arg, text: text.slice(equals + 1) }]);
    } else if (text.startsWith("--") || single) {
      flags.add(text);
      const value = args[at + 1];
      if (valued.has(text) && value !== undefined) {
        pairs.push([text, value]);
        at++;
      }
    } else at += splitCluster(arg, args[at + 1], valued, flags, pairs);
  }
  return { flags, valued: pairs, operands };
}

/** `-xzf FILE`, `-n5`: returns how many of the following words it takes. */
function splitCluster(
  arg: Value,
  next: Value | undefined,
  valued: ReadonlySet<string>,
  flags: Set<string>,
  pairs: [string, Value][],
): number {
  for (let at = 1; at < arg.text.length; at++) {
    const flag = `-${arg.text[at]}`;
    flags.add(flag);
    if (!valued.has(flag)) continue;
    const rest = arg.text.slice(at + 1);
    if (rest !== "") pairs.push([flag, { ...arg, text: rest }]);
    else if (next !== undefined) pairs.push([flag, next]);
    return rest === "" ? 1 : 0;
  }
  return 0;
}

export const NO_VALUES: ReadonlySet<string> = new Set();

/** GNU programs take a long option by its first letters: `--recur`. */
export function hasShortened({ flags }: Options, name: string): boolean {
  return [...flags].some((flag) => flag.length > 2 && name.startsWith(flag));
}

export function hasFlag(options: Options, ...names: readonly string[]): boolean {
  return names.some((name) => options.flags.has(name));
}
