import type { HookEvent, Surface } from "../core/event.ts";
import type { Span } from "../core/finding.ts";
import { stringAt } from "../core/json.ts";
import { resolvePath } from "../core/path.ts";
import { needsShellParser } from "../detectors/actions/words.ts";
import { visibleView } from "../detectors/visible.ts";
import { type Finder, finderOfAll, isParticular } from "../redact/recurring.ts";
import { type Collected, collect, type Hit } from "./collect.ts";
import { filesOf, surfacesOf } from "./files.ts";
import { commandOf, showsPart } from "./first-look.ts";
import type { Machine } from "./machine.ts";

/** A value shorter than this would be found in too many places where it stands for something else. */
const MIN_LENGTH = 8;
/** A line of a longer value (a key) that is as long stands for nothing else. */
const MIN_LINE_LENGTH = 16;

/**
 * Where values of the files that a call showed stand bare in its output, outside of what was found there already.
 * `grep ^DB_PASSWORD= .env | cut -d= -f2` or a Read of some lines prints what no rule can know, but the file says what it is.
 */
export async function knownHits(event: HookEvent, found: readonly Hit[], machine: Machine): Promise<Collected> {
  const { hits, degraded } = await collect(shownFiles(event, machine), () => "read", machine);
  return { hits: knownIn(event, hits, found), degraded };
}

function knownIn(event: HookEvent, hits: readonly Hit[], found: readonly Hit[]): readonly Hit[] {
  const known = new Map(hits.flatMap((hit) => piecesOf(hit.value).map((piece) => [piece, hit] as const)));
  const finder = finderOfAll(new Map([...known.keys()].map((piece) => [piece, piece])));
  if (finder === null) return [];
  const taken = new Map<Surface, Span[]>();
  for (const { surface, match } of found) {
    const own = taken.get(surface);
    if (own === undefined) taken.set(surface, [match.span]);
    else own.push(match.span);
  }
  return event.surfaces.flatMap((surface) => {
    const own = taken.get(surface) ?? [];
    return spansIn(surface.text, finder)
      .filter(({ span }) => !own.some((other) => contains(other, span)))
      .map(({ span, piece }) => moved(known.get(piece) as Hit, surface, span));
  });
}

interface Shown {
  readonly piece: string;
  readonly span: Span;
}

function spansIn(text: string, finder: Finder): readonly Shown[] {
  const shown = shownIn(text, finder);
  const view = visibleView(text);
  if (view === null) return shown;
  // `grep --color` ends a colour in the middle of a value. What shows as before was found already.
  const coloured = shownIn(view.text, finder).map(({ piece, span }) => ({ piece, span: view.toOriginal(span) }));
  return [...shown, ...coloured.filter(({ piece, span }) => span.end - span.start > piece.length)];
}

/** A plain word (`postgres`) is also the name of an image, a user and a folder: it counts where it is all of a value. */
function shownIn(text: string, finder: Finder): readonly Shown[] {
  return finder(text)
    .map(({ span, type }) => ({ piece: type, span }))
    .filter(({ piece, span }) => isParticular(piece) || isValueOfLine(text, span));
}

const MAX_LINE = 400;

/** Whether a span is what its line consists of, or what its line gives to a name. */
function isValueOfLine(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - MAX_LINE), start);
  const behind = text.slice(end, end + 4);
  return /(?:^|\n)[ \t]*["']?$|[=:][ \t]?["']?$/.test(before) && /^["']?[,;]?[ \t]?(?:\r|\n|$)/.test(behind);
}

/** The files whose contents, or a part of them, the call showed. */
function shownFiles(event: HookEvent, machine: Machine): Iterable<Surface> {
  const { input, tool } = event;
  const command = commandOf(event);
  if (command !== null) {
    return needsShellParser(command, machine.places) ? surfacesOf(machine.analyzeCommand(command).prints, machine) : [];
  }
  if (input === null || !showsPart(event)) return [];
  const path = stringAt(input, tool === "Read" ? "file_path" : "path") ?? ".";
  return filesOf([resolvePath(machine.places.cwd, path)], machine);
}

/** The value, and the lines that one of several lines is shown in. */
function piecesOf(value: string): readonly string[] {
  const lines = /[\r\n]/.test(value) ? value.split(/\r?\n/).map((line) => line.trim()) : [];
  // In YAML and SQL a single quote within single quotes is written twice.
  const plain = value.includes("''") ? [value.replaceAll("''", "'")] : [];
  const bodies = lines.filter((line) => line.length >= MIN_LINE_LENGTH && !line.startsWith("-----"));
  return value.length >= MIN_LENGTH ? [value, ...plain, ...bodies] : [];
}

/** What was found covers the span; where it covers a part only, the rest must go too. */
function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function moved(source: Hit, surface: Surface, span: Span): Hit {
  const { channel, pointer } = surface;
  return {
    surface,
    value: surface.text.slice(span.start, span.end),
    match: { ...source.match, span },
    finding: { ...source.finding, channel, pointer, span, line: null },
  };
}
