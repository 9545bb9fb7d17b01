/** Names in a settings file's `env` that change what a hook runs: with them a repository or an agent switches it off. */
const HOSTILE_ENV = /"(?:NODE_OPTIONS|PATH|LD_PRELOAD|DYLD_[A-Z_]{1,40}|GIT_[A-Z_]{1,40}|CLAUDE_CODE_SIMPLE)"\s{0,20}:/;
const DISABLE = /disableAllHooks(?!["'\\]{0,4}\s{0,20}[:=,]?\s{0,20}false)/;
/** A key spelled with escapes hides from a reader of the text. */
const ESCAPED_KEY = /"[^"\n]{0,60}\\u[0-9a-fA-F]{4}[^"\n]{0,60}"\s{0,20}:/;

/** True where a text that goes into a hook settings file switches the guard off. Linear. */
export function switchesOff(text: string): boolean {
  return DISABLE.test(text) || HOSTILE_ENV.test(text) || ESCAPED_KEY.test(text);
}

/** True where a change takes registrations of ours out: fewer of them after than before. */
export function removesOurs(before: string, after: string): boolean {
  return count(before) > count(after);
}

function count(text: string): number {
  return text.split("defenter").length - 1;
}
