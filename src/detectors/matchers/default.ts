import type { Span } from "../../core/finding.ts";

/** `${NAME:-`, `${NAME-`, `${NAME:=`, `${NAME:+` of the shell and of Compose, `${NAME:` of Spring: a value in its place follows. */
const OPENING = /\\{0,2}\$\{[A-Za-z_][\w.]{0,80}(?::[-=+]?|[-=+])/y;
/** A default in which no other variable stands. */
const DEFAULT = /[^\s{}$"'`\\]{1,200}(?=\})/y;
/** Behind the name: a default, a message (`:?`), a part of the value (`:0:8`, `#`, `%`, `/`). Not `?.` and `??` of a program. */
const EXPANSION = /[:#%/^,@+=-]|\?(?![?.])/y;

/** The default of the variable that is opened at `at` (its `$`, or a backslash before it); null where none stands there. */
export function readDefault(text: string, at: number): Span | null {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  if (opening === null) return null;
  const start = at + opening[0].length;
  DEFAULT.lastIndex = start;
  const value = DEFAULT.exec(text)?.[0];
  return value === undefined ? null : { start, end: start + value.length };
}

/** Whether a name that stands at `start` to `end` is the variable in `${NAME:…}`, and so no key of what follows. */
export function isExpanded(text: string, start: number, end: number): boolean {
  if (text[start - 1] !== "{" || text[start - 2] !== "$") return false;
  EXPANSION.lastIndex = end;
  return EXPANSION.test(text);
}
