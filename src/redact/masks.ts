import type { Span } from "../core/finding.ts";

/** A mask in a text, with the key that it stands behind. */
interface Placed {
  readonly span: Span;
  /** Lower case; empty where the value stands alone in its line. */
  readonly key: string;
}

/** How much of a value around a mask's core belongs to it, and how far back a key is looked for. */
const MAX_SIDE = 48;
const KEY_REACH = 200;

const WORDS =
  "redacted|masked|hidden|removed|censored|scrubbed|withheld|filtered|sanitized|sanitised|obfuscated|omitted|sensitive(?:[ _-]value)?";

/**
 * `[REDACTED]`, `<hidden>`, `(sensitive value)`, `{{MASKED_TOKEN}}`, `[REDACTED: GitHub token]`, `<secret>`. Not
 * `{{SECRET}}` or `%SECRET%`, which are references.
 */
const BRACKETED = new RegExp(
  `[[<({%]{1,3}(?:[A-Za-z0-9]{1,24}[ :_.-]){0,3}(?:${WORDS})(?:[ :_.-]{1,2}[A-Za-z0-9]{1,24}){0,4}[\\]>)}%]{1,3}|[[<](?:secret|private)[\\]>]`,
  "gi",
);
/** `REDACTED`, `__MASKED__`, `***HIDDEN***`, `TOKEN_REDACTED`; in capitals, since lower case is prose. */
const BARE = /(?:REDACTED|MASKED|HIDDEN|CENSORED|SCRUBBED|WITHHELD|OBFUSCATED)/g;
/** `***`, `xxxxxx`, `••••`, `…`, `...`, also with a few characters of the value around it. */
const RUN = /\*{3,256}|[xX]{4,256}|[\u2022\u25cf\u25e6\u2217\u2588\u25aa]{3,256}|#{4,256}|\u2026|\.{3,256}/g;

/**
 * Where `text` holds a mask that stands as a value: behind a key or an assignment, or alone in its line. A full
 * placeholder of ours is none; a cut one is.
 */
export function findMasks(text: string): Span[] {
  const cores: Span[] = [];
  for (const pattern of [BRACKETED, BARE, RUN, CUT_PLACEHOLDER]) {
    for (const { index, 0: hit } of text.matchAll(pattern)) cores.push({ start: index, end: index + hit.length });
  }
  const masks: Span[] = [];
  let end = -1;
  for (const core of cores.sort((a, b) => a.start - b.start)) {
    if (core.start < end) continue;
    const span = valueAround(text, core);
    if (!isValue(text, span)) continue;
    masks.push(span);
    end = span.end;
  }
  return masks;
}

const CUT_PLACEHOLDER = /DEFENTER_[A-Z][A-Z_]{0,39}_(?![a-z2-7]{10})/g;

/**
 * The masks of `newText` that would take the place of a secret of the file: behind a key (or alone in a line, as the
 * secret was) that has more masks in `newText` than it had in `oldText`, while the secret's value is gone. Empty where
 * nothing is lost.
 * @param newText the whole file as it would be afterwards
 * @param oldValues secrets in `oldText`
 */
export function maskedOver(newText: string, oldText: string, oldValues: readonly Span[]): Span[] {
  if (oldValues.length === 0) return [];
  const masks = findMasks(newText).map((span) => ({ span, key: keyBefore(newText, span.start) }));
  if (masks.length === 0) return [];
  const lost = new Set<string>();
  for (const { start, end } of oldValues) {
    if (!newText.includes(oldText.slice(start, end))) lost.add(keyBefore(oldText, start));
  }
  const before = countByKey(findMasks(oldText).map((span) => ({ span, key: keyBefore(oldText, span.start) })));
  const after = countByKey(masks);
  const isNew = ({ key }: Placed) => lost.has(key) && (after.get(key) ?? 0) > (before.get(key) ?? 0);
  return masks.filter(isNew).map(({ span }) => span);
}

/** `core` with the rest of the value that it stands in. */
function valueAround(text: string, core: Span): Span {
  let { start, end } = core;
  while (core.start - start < MAX_SIDE && isValueChar(text[start - 1])) start--;
  while (end - core.end < MAX_SIDE && isValueChar(text[end])) end++;
  return { start, end };
}

function isValueChar(char: string | undefined): boolean {
  return char !== undefined && /[\w*\u2022\u25cf\u25e6\u2217\u2588\u25aa\u2026#~+-]/.test(char);
}

/** A value begins behind a separator, a quote or at the start of its line, and ends likewise. */
function isValue(text: string, { start, end }: Span): boolean {
  const before = text[start - 1] ?? "\n";
  const after = text[end] ?? "\n";
  return /[\s"'`=:>,(@/]/.test(before) && /[\s"'`,;<)}\]@&#/:\\]/.test(after);
}

/**
 * The last name in front of a value in its line, in lower case: `DB_PASSWORD` of `export DB_PASSWORD="`, `bearer` of
 * `Authorization: Bearer `, `app` of `postgres://app:`. Empty where there is none.
 */
function keyBefore(text: string, position: number): string {
  const from = Math.max(text.lastIndexOf("\n", position - 1) + 1, position - KEY_REACH, 0);
  const line = text.slice(from, position);
  let end = line.length;
  while (end > 0 && !isKeyChar(line[end - 1])) end--;
  let start = end;
  while (start > 0 && isKeyChar(line[start - 1])) start--;
  return line.slice(start, end).replace(/^-+/, "").toLowerCase();
}

function isKeyChar(char: string | undefined): boolean {
  return char !== undefined && /[\w.$-]/.test(char);
}

function countByKey(placed: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of placed) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
