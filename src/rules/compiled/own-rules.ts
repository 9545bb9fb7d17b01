import { ROWS } from "./table.generated.ts";
import { type CompiledRule, readRow } from "./table.ts";

/** The rules that come with the package. Not for the hooks' first load: they read single rows. */
export const RULES: readonly CompiledRule[] = ROWS.split("\n").map(readRow);
