import type { Surface } from "../core/event.ts";
import type { Destination, Finding, Match, Span } from "../core/finding.ts";
import type { Machine } from "./machine.ts";
import { type FoundIn, type Scanned, scanSurfaces } from "./scan.ts";

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

export async function collect(
  surfaces: Iterable<Surface>,
  destinationOf: DestinationOf,
  machine: Machine,
): Promise<Collected> {
  return hitsOf(await scanSurfaces(surfaces, machine), destinationOf, machine);
}

/**
 * Findings of one event that are looked at one by one; what each costs afterwards has no deadline. With more of them a
 * text is a dump of secrets, and is held back as a whole.
 */
const MAX_FINDINGS = 5000;

/** What was found, as findings with an address. */
export function hitsOf(scanned: Scanned, destinationOf: DestinationOf, machine: Machine): Collected {
  const hits: Hit[] = [];
  for (const { surface, matches } of scanned.found) {
    const room = MAX_FINDINGS - hits.length;
    hits.push(...locate({ surface, matches: matches.slice(0, room) }, destinationOf, machine));
    if (matches.length > room) return { hits, degraded: [...scanned.degraded, `more than ${MAX_FINDINGS} findings`] };
  }
  return { hits, degraded: scanned.degraded };
}

function locate({ surface, matches }: FoundIn, destinationOf: DestinationOf, machine: Machine): readonly Hit[] {
  // A link under a harmless name must not be judged by that name.
  const path = surface.path === null ? null : machine.files.real(surface.path);
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
      path,
      response: null,
      detail: null,
    };
    return { finding, surface, match, value };
  });
}
