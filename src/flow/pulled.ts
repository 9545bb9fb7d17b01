import type { HookEvent, Surface } from "../core/event.ts";
import { stringAt } from "../core/json.ts";
import { resolvePath } from "../core/path.ts";
import { DEADLINE } from "../detectors/text.ts";
import { expandArguments } from "./arguments.ts";
import { collect, type Hit } from "./collect.ts";
import { commandFiles } from "./command-files.ts";
import { readSurface, surfacesOf } from "./files.ts";
import type { Machine } from "./machine.ts";
import { findMentions, type Mention, meantMentions } from "./mentions.ts";

export interface Pulled {
  readonly hits: readonly Hit[];
  readonly degraded: readonly string[];
}

const NOTHING: Pulled = { hits: [], degraded: [] };

/** What the `@file` mentions of a prompt pull in: nothing can redact it on its way. */
export async function scanMentions(text: string, machine: Machine): Promise<Pulled> {
  const mentions = findMentions(text);
  return mentions.length === 0 ? NOTHING : scanMentioned(mentions, machine.places.cwd, machine);
}

async function scanMentioned(mentions: readonly Mention[], base: string, machine: Machine): Promise<Pulled> {
  const hits: Hit[] = [];
  const degraded: string[] = [];
  const seen = new Set<string>();
  const fullPath = (path: string) =>
    resolvePath(base, path.startsWith("~/") ? machine.places.home + path.slice(1) : path);
  const known = new Map<string, boolean>();
  const exists = (path: string): boolean => {
    const isThere = known.get(path) ?? machine.files.exists(fullPath(path));
    known.set(path, isThere);
    return isThere;
  };
  for (const { path, lines } of meantMentions(mentions, exists)) {
    const full = fullPath(path);
    const key = `${full}\n${lines?.first}\n${lines?.last}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const read = readSurface(full, "file", machine);
    degraded.push(...read.degraded);
    const collected = await collect(read.surfaces, () => "pulled", machine);
    degraded.push(...collected.degraded);
    hits.push(...collected.hits.filter((hit) => lines === null || touches(hit, lines)));
    if (degraded.includes(DEADLINE)) break;
  }
  return { hits, degraded };
}

function touches(hit: Hit, lines: { readonly first: number; readonly last: number }): boolean {
  const first = hit.finding.line ?? 1;
  const last = first + hit.value.split("\n").length - 1;
  return first <= lines.last && last >= lines.first;
}

/**
 * What a slash command or skill that a person types pulls in: its text, its `@file` mentions and the files that its
 * plain `` !`command` `` lines and blocks print. The host fires no other event for these.
 */
export async function scanExpansion(event: HookEvent, machine: Machine): Promise<Pulled> {
  const name = stringAt(event.payload, "command_name") ?? /^\/(\S+)/.exec(event.prompt ?? "")?.[1];
  return name === undefined ? NOTHING : scanCommandFiles(name, stringAt(event.payload, "command_args") ?? "", machine);
}

/** The same for a skill that the model calls. */
export async function scanSkill(event: HookEvent, machine: Machine): Promise<Pulled> {
  const { input } = event;
  const name =
    event.tool !== "Skill" || input === null ? null : (stringAt(input, "skill") ?? stringAt(input, "command"));
  return name === null || input === null ? NOTHING : scanCommandFiles(name, stringAt(input, "args") ?? "", machine);
}

async function scanCommandFiles(name: string, args: string, machine: Machine): Promise<Pulled> {
  const { cwd, project } = machine.places;
  const hits: Hit[] = [];
  const degraded: string[] = [];
  for (const { path, plugin } of commandFiles(name, machine)) {
    const read = readSurface(path, "file", machine);
    degraded.push(...read.degraded);
    for (const surface of read.surfaces) {
      const { bodies, loose } = expandArguments(surface.text, args, { file: path, project, plugin });
      const mentions = [...loose.map(asMention), ...bodies.flatMap(findMentions)];
      const commands = [...new Set(bodies.flatMap(commandsIn))];
      const parts = [
        await collect([surface], () => "pulled", machine),
        await scanMentioned(mentions, cwd, machine),
        await collect(printedBy(commands, machine), () => "pulled", machine),
      ];
      for (const part of parts) {
        hits.push(...part.hits);
        degraded.push(...part.degraded);
      }
    }
  }
  return { hits, degraded };
}

/** A place of its own for each, so that one is not taken for a reading of another. */
function asMention(path: string, index: number): Mention {
  return { at: -1 - index, path, reading: 0, lines: null };
}

/** Commands that the host runs while it expands a text: `` !`command` `` and what stands in a fence ```` ```! ````. */
function commandsIn(body: string): readonly string[] {
  return [...between(body, "```!", "```"), ...between(body, "!`", "`")];
}

function between(text: string, open: string, close: string): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
    const start = at + open.length;
    const end = text.indexOf(close, start);
    if (end < 0) break;
    found.push(text.slice(start, end));
    at = end;
  }
  return found;
}

/** The files whose contents the commands put into the text. */
function* printedBy(commands: readonly string[], machine: Machine): Generator<Surface> {
  for (const command of commands) {
    const { prints } = machine.analyzeCommand(command);
    yield* surfacesOf(
      prints.filter(({ unseen }) => !unseen),
      machine,
    );
  }
}
