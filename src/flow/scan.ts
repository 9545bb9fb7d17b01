import type { Surface } from "../core/event.ts";
import type { Match, Span } from "../core/finding.ts";
import { DEADLINE, type TextScan } from "../detectors/text.ts";
import { type TextView, viewThrough } from "../detectors/text-view.ts";
import { unescapedView } from "../detectors/unescaped.ts";
import { visibleView } from "../detectors/visible.ts";
import type { Machine } from "./machine.ts";

export interface FoundIn {
  readonly surface: Surface;
  readonly matches: readonly Match[];
}

export interface Scanned {
  /** Surfaces in which something was found. */
  readonly found: readonly FoundIn[];
  readonly degraded: readonly string[];
}

/** In UTF-16 code units. Nothing shorter is found by a rule of ours: a key, its sign and a value, or a number with a check. */
const MIN_LENGTH = 7;

/** Runs every text detector over every surface, as long as there is time. Surfaces that are made one by one are read so. */
export async function scanSurfaces(surfaces: Iterable<Surface>, machine: Machine): Promise<Scanned> {
  const found: FoundIn[] = [];
  const degraded = new Set<string>();
  for (const surface of surfaces) {
    if (surface.text.length < MIN_LENGTH && machine.policy.rules.length === 0) continue;
    const problems = (scan: TextScan) => {
      for (const problem of scan.degraded) degraded.add(problem);
      return scan;
    };
    const context = { channel: surface.channel, path: surface.path };
    const scan = problems(machine.scan(surface.text, context));
    let matches = scan.matches;
    if (scan.uncovered.length > 0) matches = await addUncovered(surface, matches, scan.uncovered, degraded, machine);
    for (const view of viewsOf(surface.text)) {
      const shown = scanView(view, (text) => problems(machine.scan(text, context)).matches);
      matches = withMatchesOf(view, matches, shown);
    }
    if (matches.length > 0) found.push({ surface, matches });
    if (degraded.has(DEADLINE)) break;
  }
  return { found, degraded: [...degraded] };
}

/**
 * Other ways in which somebody reads the text: `postgres:\/\/app:x@db` in JSON is a URL, and what `grep --color` prints
 * has codes in the middle of a token.
 */
function viewsOf(text: string): readonly TextView[] {
  const views: TextView[] = [];
  const unescaped = unescapedView(text);
  if (unescaped !== null) views.push(unescaped);
  const visible = visibleView(text);
  if (visible === null) return views;
  views.push(visible);
  const both = unescapedView(visible.text);
  if (both !== null) views.push(viewThrough(visible, both));
  return views;
}

/** Characters up to which a view is scanned as a whole. */
const SMALL_VIEW = 65_536;
/** Characters before and after a change that are scanned in a larger one; rules with a longer reach have changes all over. */
const REACH = 4096;

/**
 * What a view shows. Away from its changes it is the original, which was scanned: a megabyte of source with ten slashes
 * escaped in patterns costs 4 ms instead of 25.
 */
function scanView({ text, changes }: TextView, scan: (text: string) => readonly Match[]): readonly Match[] {
  if (text.length <= SMALL_VIEW) return scan(text);
  return around(changes, text.length).flatMap(({ start, end }) =>
    scan(text.slice(start, end))
      .map((match) => ({ ...match, span: { start: start + match.span.start, end: start + match.span.end } }))
      // What is cut off by the window is something else in the text.
      .filter(({ span }) => (span.start > start || start === 0) && (span.end < end || end === text.length)),
  );
}

/** Windows around the places, joined where they touch. */
function around(places: readonly number[], length: number): readonly Span[] {
  const windows: Span[] = [];
  for (const place of places) {
    const end = Math.min(length, place + REACH);
    const last = windows.at(-1);
    if (last !== undefined && place - REACH <= last.end) windows[windows.length - 1] = { start: last.start, end };
    else windows.push({ start: Math.max(0, place - REACH), end });
  }
  return windows;
}

/**
 * The matches together with those of a view. Where one of each overlap, what both cover is one match, so that nothing of
 * either is left.
 */
function withMatchesOf(view: TextView, plain: readonly Match[], shown: readonly Match[]): readonly Match[] {
  if (shown.length === 0) return plain;
  const hidden = shown.map((match) => ({ ...match, span: view.toOriginal(match.span) }));
  const united: Match[] = [];
  for (const match of [...plain, ...hidden].sort((a, b) => a.span.start - b.span.start)) {
    const last = united.at(-1);
    if (last !== undefined && overlaps(last.span, match.span)) united[united.length - 1] = union(last, match);
    else united.push(match);
  }
  return united;
}

/** Of two that overlap: what the surer one says, of all that either covers. */
function union(a: Match, b: Match): Match {
  const [first, second] = isSurer(b, a) ? [b, a] : [a, b];
  const span = { start: Math.min(a.span.start, b.span.start), end: Math.max(a.span.end, b.span.end) };
  const { weak: _, bareNumber, ...match } = first;
  const isWhole = span.start === first.span.start && span.end === first.span.end;
  return {
    ...match,
    span,
    ...(first.weak && second.weak && { weak: true }),
    ...(bareNumber && isWhole && { bareNumber }),
  };
}

function isSurer(a: Match, b: Match): boolean {
  if (a.confidence !== b.confidence) return a.confidence === "high" || b.confidence === "low";
  return a.span.end - a.span.start > b.span.end - b.span.start;
}

async function addUncovered(
  surface: Surface,
  ours: readonly Match[],
  windows: readonly Span[],
  degraded: Set<string>,
  machine: Machine,
): Promise<readonly Match[]> {
  try {
    const theirs = await machine.scanUncovered(surface.text, windows, { channel: surface.channel, path: surface.path });
    const added = theirs.filter(({ span }) => !ours.some((match) => overlaps(match.span, span)));
    return [...ours, ...added].sort((a, b) => a.span.start - b.span.start);
  } catch {
    degraded.add("secretlint could not run");
    return ours;
  }
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
