import type { Surface } from "../core/event.ts";
import type { Match, Span } from "../core/finding.ts";
import { type UnescapedView, unescapedView } from "../detectors/unescaped.ts";
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

/** Runs every text detector over every surface. */
export async function scanSurfaces(surfaces: readonly Surface[], machine: Machine): Promise<Scanned> {
  const found: FoundIn[] = [];
  const degraded = new Set<string>();
  for (const surface of surfaces) {
    const scan = machine.scan(surface.text, { channel: surface.channel, path: surface.path });
    for (const problem of scan.degraded) degraded.add(problem);
    let matches = scan.matches;
    if (scan.uncovered.length > 0) matches = await addUncovered(surface, matches, scan.uncovered, degraded, machine);
    const view = unescapedView(surface.text);
    if (view !== null) matches = addFromView(surface, matches, view, degraded, machine);
    if (matches.length > 0) found.push({ surface, matches });
  }
  return { found, degraded: [...degraded] };
}

/** What stands behind JSON's escapes: `postgres:\/\/app:x@db` is a URL to whoever reads the value. */
function addFromView(
  surface: Surface,
  plain: readonly Match[],
  view: UnescapedView,
  degraded: Set<string>,
  machine: Machine,
): readonly Match[] {
  const scan = machine.scan(view.text, { channel: surface.channel, path: surface.path });
  for (const problem of scan.degraded) degraded.add(problem);
  const hidden = scan.matches
    .map((match) => ({
      ...match,
      span: { start: view.toOriginal(match.span.start), end: view.toOriginal(match.span.end) },
    }))
    .filter(({ span }) => !plain.some((match) => overlaps(match.span, span)));
  return hidden.length === 0 ? plain : [...plain, ...hidden].sort((a, b) => a.span.start - b.span.start);
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
