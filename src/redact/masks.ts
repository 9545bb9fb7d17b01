import type { Span } from "../core/finding.ts";
import { presentIn } from "./recurring.ts";

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
  const lost = new Set<string>();
  const valueAt = ({ start, end }: Span) => oldText.slice(start, end);
  const kept = presentIn(newText, oldValues.map(valueAt));
  for (const span of oldValues) if (!kept.has(valueAt(span))) lost.add(keyBefore(oldText, span.start));
  if (lost.size === 0) return [];
  const masks = placedMasks(newText);
  const earlier = placedMasks(oldText);
  const before = countByKey(earlier);
  const after = countByKey(masks);
  const isNew = ({ key }: Placed) => lost.has(key) && (after.get(key) ?? 0) > (before.get(key) ?? 0);
  // Also behind another key: the line was renamed, and what stands there is no value.
  const plain = assignedMasks(masks, newText);
  const hasMore = plain.length > assignedMasks(earlier, oldText).length;
  const found = hasMore ? plain : masks.filter(isNew);
  if (found.length > 0) return found.map(({ span }) => span);
  const held = standInsBehind(lost, oldText);
  return [...standInsBehind(lost, newText)].flatMap(([key, standIns]) =>
    standIns.length > (held.get(key)?.length ?? 0) ? standIns : [],
  );
}

function assignedMasks(masks: readonly Placed[], text: string): Placed[] {
  return masks.filter(
    ({ span: { start, end } }) =>
      isPlainMask(text.slice(start, end)) && /[=:]["'`\s]{0,4}$/.test(text.slice(Math.max(0, start - 6), start)),
  );
}

function placedMasks(text: string): Placed[] {
  return findMasks(text).map((span) => ({ span, key: keyBefore(text, span.start) }));
}

/** Dots, `xxxx` and `####` stand for other things too. */
function isPlainMask(text: string): boolean {
  return /\*{3}|[\u2022\u25cf\u25e6\u2217\u2588\u25aa]{3}|REDACTED|MASKED|HIDDEN|^\[/.test(text);
}

const MAX_STAND_IN = 60;
/**
 * What nobody's value is: signs alone, one character over and over, a word in brackets, a word that says what happened.
 * Made where it is asked for: reading the classes of all the world's letters takes 0.4 ms.
 */
function isStandIn(value: string): boolean {
  return /^(?:[^\p{L}\p{N}\s]{2,60}|(\S)\1{2,60}|<[\w .:/-]{1,40}>|\[[\w .:/-]{0,40}[A-Za-z.][\w .:/-]{0,40}\]|\u00ab.{1,40}\u00bb|your[-_ ].{1,50})$/iu.test(
    value,
  );
}

const EMPTY_LITERAL = /^(?:\[\]|\{\}|\(\)|""|''|``|--|=>|\|\||&&)$/;
const SAYS_SO =
  /(?<![a-z])(?:redacted|masked|hidden|removed|censored|scrubbed|withheld|elided|snip(?:ped)?|unchanged|omitted|existing|placeholder)(?![a-z])/i;

/** A name and what is assigned to it, up to the end of the line; the next name may stand in the same line. */
const ASSIGNED = new RegExp(
  `(?<![\\w.$-])([\\w.$-]{1,${KEY_REACH}})["']?[ \\t]{0,8}(?:=>|[:=])[ \\t]{0,8}(?=([^\\r\\n]{1,${MAX_STAND_IN + 20}}))`,
  "gd",
);

/** Where keys whose secrets are gone now hold what stands for them, by key. */
function standInsBehind(keys: ReadonlySet<string>, text: string): ReadonlyMap<string, readonly Span[]> {
  const found = new Map<string, Span[]>();
  for (const { indices, 1: name = "", 2: rest = "" } of text.matchAll(ASSIGNED)) {
    const key = plainKey(name);
    if (key === "" || !keys.has(key)) continue;
    const value = rest
      .trim()
      .replace(/[,;]$/, "")
      .replace(/^(["'`])(.*)\1$/, "$2");
    if (value.length > MAX_STAND_IN || EMPTY_LITERAL.test(value)) continue;
    if (!isStandIn(value) && !SAYS_SO.test(value)) continue;
    const [start, end] = indices?.[2] ?? [0, 0];
    const own = found.get(key);
    if (own === undefined) found.set(key, [{ start, end }]);
    else own.push({ start, end });
  }
  return found;
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
  const reach = text.slice(Math.max(0, position - KEY_REACH), position);
  const line = reach.slice(reach.lastIndexOf("\n") + 1);
  let end = line.length;
  while (end > 0 && !isKeyChar(line[end - 1])) end--;
  let start = end;
  while (start > 0 && isKeyChar(line[start - 1])) start--;
  return plainKey(line.slice(start, end));
}

function plainKey(name: string): string {
  return name.replace(/^-+/, "").toLowerCase();
}

function isKeyChar(char: string | undefined): boolean {
  return char !== undefined && /[\w.$-]/.test(char);
}

function countByKey(placed: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of placed) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
