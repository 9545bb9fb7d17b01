import type { HookEvent, Surface } from "../core/event.ts";
import { stringAt } from "../core/json.ts";
import { folderOf, isInside, resolvePath } from "../core/path.ts";
import { expandArguments } from "./arguments.ts";
import { collect, type Hit } from "./collect.ts";
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
  for (const { path, lines } of meantMentions(mentions, (path) => machine.files.exists(fullPath(path)))) {
    const full = fullPath(path);
    const key = `${full}\n${lines?.first}\n${lines?.last}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const read = readSurface(full, "file", machine);
    degraded.push(...read.degraded);
    const collected = await collect(read.surfaces, () => "pulled", machine);
    degraded.push(...collected.degraded);
    hits.push(...collected.hits.filter((hit) => lines === null || touches(hit, lines)));
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
  const hits: Hit[] = [];
  const degraded: string[] = [];
  for (const path of commandFiles(name, machine)) {
    const read = readSurface(path, "file", machine);
    degraded.push(...read.degraded);
    for (const surface of read.surfaces) {
      const own = await collect([surface], () => "pulled", machine);
      const { bodies, loose } = expandArguments(surface.text, args, { file: path, project: machine.places.project });
      const parts = [own, await scanMentioned(loose.map(asMention), machine.places.cwd, machine)];
      for (const body of bodies) {
        parts.push(await scanMentions(body, machine));
        parts.push(await collect(printedByCommands(body, machine), () => "pulled", machine));
      }
      for (const part of parts) {
        hits.push(...part.hits);
        degraded.push(...part.degraded);
      }
    }
  }
  return { hits, degraded };
}

function asMention(path: string): Mention {
  return { at: 0, path, reading: 0, lines: null };
}

/** Commands that the host runs while it expands a text: `` !`command` `` and blocks fenced by ```` ```! ````. */
const SHELL_LINE = /!`([^`\n]{1,8192})`/g;
const SHELL_BLOCK = /^[ \t]{0,16}`{3}!([^`]{1,65536})`{3}/gm;

function printedByCommands(body: string, machine: Machine): readonly Surface[] {
  const commands = [...body.matchAll(SHELL_LINE), ...body.matchAll(SHELL_BLOCK)].map(([, command]) => command ?? "");
  return commands.flatMap((command) => surfacesOf(machine.analyzeCommand(command).prints, machine));
}

/** Bounds of the search for a command's file: real folders of commands are flat and small. */
const MAX_DEPTH = 4;
const MAX_NAMES = 2000;

/** Files that a typed `/name` may stand for, in the project, the folders above it, and the home. */
function commandFiles(name: string, machine: Machine): readonly string[] {
  const { cwd, project, home } = machine.places;
  const steps = name.split(":");
  const last = steps.at(-1) ?? name;
  const found = new Set<string>();
  for (const folder of [...new Set([...upwards(cwd, project), project, home])]) {
    for (const step of [name, last]) found.add(`${folder}/.claude/skills/${step}/SKILL.md`);
    found.add(`${folder}/.claude/commands/${steps.join("/")}.md`);
    for (const path of filesBelow(`${folder}/.claude/commands`, machine)) {
      if (path.endsWith(`/${last}.md`)) found.add(path);
    }
  }
  return [...found];
}

function upwards(from: string, to: string): readonly string[] {
  if (!isInside(to, from)) return [from];
  const folders = [from];
  while (folders.at(-1) !== to && folders.length < 64) folders.push(folderOf(folders.at(-1) ?? to));
  return folders;
}

function filesBelow(root: string, machine: Machine): readonly string[] {
  const files: string[] = [];
  let folders = [root];
  let names = 0;
  for (let depth = 0; depth < MAX_DEPTH && folders.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      for (const name of machine.files.list(folder)) {
        if (++names > MAX_NAMES) return files;
        if (name.endsWith(".md")) files.push(`${folder}/${name}`);
        else next.push(`${folder}/${name}`);
      }
    }
    folders = next;
  }
  return files;
}
