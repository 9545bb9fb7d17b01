/**
 * What an event that is not quiet needs beside the rules, as one part: of three, each would be opened, read and checked on
 * its own and hold a copy of what the others hold too (0.4 ms).
 */
export { judge } from "../flow/judge.ts";
export { encode, refuse } from "../hosts/claude/encode.ts";
export { openKey } from "./key.ts";
