import type { Variable } from "./machine.ts";
import { bounded, literal, type Value } from "./value.ts";

/** Positional parameters of a function or a script. `$@` and `$*` are all of them. */
export function positional(args: readonly Value[]): [string, Variable][] {
  const all: Variable = { values: args.length === 0 ? [literal("")] : bounded(args), spans: [] };
  const each = args
    .slice(0, 9)
    .map((value, at): [string, Variable] => [String(at + 1), { values: [value], spans: [] }]);
  return [...each, ["@", all], ["*", all]];
}
