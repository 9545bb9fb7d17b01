import type { HookEvent, Surface } from "../core/event.ts";
import type { Span } from "../core/finding.ts";
import { needsShellParser } from "../detectors/actions/words.ts";
import { collect, type Hit } from "./collect.ts";
import { surfacesOf } from "./files.ts";
import { commandOf } from "./first-look.ts";
import type { Machine } from "./machine.ts";
import { overlaps } from "./scan.ts";

/** A value shorter than this would be found in too many places where it stands for something else. */
const MIN_LENGTH = 8;

/**
 * Values of the files that a command printed, where they stand bare in its output: `grep ^DB_PASSWORD= .env | cut -d= -f2`
 * prints what no rule can know, but the file says what it is.
 */
async function knownValues(event: HookEvent, machine: Machine): Promise<readonly Hit[]> {
  const command = commandOf(event);
  if (command === null || !needsShellParser(command, machine.places)) return [];
  const files = surfacesOf(machine.analyzeCommand(command).prints, machine);
  if (files.length === 0) return [];
  const { hits } = await collect(files, () => "read", machine);
  const values = new Map(hits.map((hit) => [hit.value, hit]));
  return [...values.values()].filter((hit) => hit.value.length >= MIN_LENGTH);
}

/** Where those values stand in an output, outside of what was found there already. */
export async function knownHits(event: HookEvent, found: readonly Hit[], machine: Machine): Promise<readonly Hit[]> {
  const known = await knownValues(event, machine);
  return event.surfaces.flatMap((surface) => {
    const taken = found.filter((hit) => hit.surface === surface).map((hit) => hit.match.span);
    return known.flatMap((source) =>
      occurrences(surface.text, source.value)
        .filter((span) => !taken.some((other) => overlaps(other, span)))
        .map((span) => moved(source, surface, span)),
    );
  });
}

function occurrences(text: string, value: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    spans.push({ start: at, end: at + value.length });
  }
  return spans;
}

function moved(source: Hit, surface: Surface, span: Span): Hit {
  const { channel, pointer } = surface;
  return {
    ...source,
    surface,
    match: { ...source.match, span },
    finding: { ...source.finding, channel, pointer, span, line: null },
  };
}
