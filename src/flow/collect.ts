import type { Surface } from "../core/event.ts";
import type { Destination, Finding, Match, Span } from "../core/finding.ts";
import type { Machine } from "./machine.ts";

/** A finding with what it was found in. Lives only within one evaluation: `value` is matched text. */
export interface Hit {
  readonly finding: Finding;
  readonly surface: Surface;
  readonly match: Match;
  readonly value: string;
}

export interface Collected {
  readonly hits: readonly Hit[];
  readonly degraded: readonly string[];
}

export type DestinationOf = (surface: Surface, span: Span) => Destination;

/** Runs every text detector over every surface. */
export async function collect(
  surfaces: readonly Surface[],
  destinationOf: DestinationOf,
  machine: Machine,
): Promise<Collected> {
  const hits: Hit[] = [];
  const degraded = new Set<string>();
  for (const surface of surfaces) {
    const scan = machine.scan(surface.text, { channel: surface.channel, path: surface.path });
    for (const problem of scan.degraded) degraded.add(problem);
    let matches = scan.matches;
    if (scan.uncovered.length > 0) matches = await addUncovered(surface, matches, scan.uncovered, degraded, machine);
    if (matches.length > 0) hits.push(...locate(surface, matches, destinationOf, machine));
  }
  return { hits, degraded: [...degraded] };
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

function locate(
  surface: Surface,
  matches: readonly Match[],
  destinationOf: DestinationOf,
  machine: Machine,
): readonly Hit[] {
  let line = 1;
  let counted = 0;
  return matches.map((match) => {
    for (;;) {
      const next = surface.text.indexOf("\n", counted);
      if (next < 0 || next >= match.span.start) break;
      line++;
      counted = next + 1;
    }
    const value = surface.text.slice(match.span.start, match.span.end);
    const finding: Finding = {
      rule: match.rule,
      confidence: match.confidence,
      channel: surface.channel,
      destination: destinationOf(surface, match.span),
      pointer: surface.pointer,
      inKey: surface.isKey,
      span: match.span,
      line,
      fingerprint: machine.digest(value).slice(0, 16),
      path: surface.path,
      response: null,
      detail: null,
    };
    return { finding, surface, match, value };
  });
}
