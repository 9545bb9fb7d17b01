/**
 * Text of others as it may stand in our own messages. A key or a path is chosen by whoever wrote the payload or the
 * repository: it may hold what was found, orders to the model, or codes that a terminal obeys.
 */

/** One step of a pointer that says where something is and no more. */
const PLAIN_STEP = /^[\w.$@-]{1,48}$/;

/** Of a longer pointer the middle is left out. */
const FIRST_STEPS = 8;
const LAST_STEPS = 4;

/** The pointers of keys that are themselves findings: such a step is never shown. */
export function foundKeys(findings: Iterable<{ readonly pointer: string; readonly inKey: boolean }>): Set<string> {
  const keys = new Set<string>();
  for (const { pointer, inKey } of findings) if (inKey) keys.add(pointer);
  return keys;
}

/** A pointer with `*` for every step that is a found key or no plain word, e.g. `/tool_response/content/*`. */
export function shownPointer(pointer: string, hidden: ReadonlySet<string>): string {
  const steps = pointer.split("/");
  const isHidden = (at: number) => hidden.size > 0 && hidden.has(steps.slice(0, at + 1).join("/"));
  const shown: string[] = [];
  for (const [at, step] of steps.entries()) {
    if (at === 0) continue;
    const isLeftOut = steps.length > FIRST_STEPS + LAST_STEPS + 2 && at > FIRST_STEPS && at < steps.length - LAST_STEPS;
    if (!isLeftOut) shown.push(isHidden(at) || !PLAIN_STEP.test(step) ? "*" : step);
    else if (at === FIRST_STEPS + 1) shown.push("…");
  }
  return shown.map((step) => `/${step}`).join("");
}

/** Control, format, direction and separator characters and tags; `\p{C}` costs half a millisecond to compile. */
const UNSHOWN =
  /[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

/** On one line, with `?` for what cannot be seen, at most `max` UTF-16 code units. */
export function shownText(text: string, max = 200): string {
  const short = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  return short.replace(UNSHOWN, "?");
}
