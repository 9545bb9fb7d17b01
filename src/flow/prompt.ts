import type { HookEvent } from "../core/event.ts";
import { resolvePath } from "../core/path.ts";
import { type Hit, hitsOf } from "./collect.ts";
import { type Examined, mergeExamined } from "./examined.ts";
import type { FirstLook } from "./first-look.ts";
import type { Machine } from "./machine.ts";
import { findMentions } from "./mentions.ts";
import { scanExpansion, scanMentions } from "./pulled.ts";
import { replaceIn } from "./replace.ts";

/** A prompt: what the person typed, and what it pulls in past every other hook. */
export async function examinePrompt(event: HookEvent, look: FirstLook, machine: Machine): Promise<Examined> {
  const typed = hitsOf(look.scanned, () => "prompt", machine);
  const pulled =
    event.phase === "prompt-expansion"
      ? await scanExpansion(event, machine)
      : await scanMentions(event.prompt ?? "", machine);
  return mergeExamined([typed, pulled]);
}

/** The same prompt, ready to send: placeholders for what was found, and no `@` before a file that may not be pulled in. */
export function sendablePrompt(event: HookEvent, hits: readonly Hit[], machine: Machine): string | null {
  if (event.prompt === null) return null;
  const typed = hits.filter((hit) => hit.finding.destination === "prompt");
  const own = event.surfaces.filter((surface) => surface.text === event.prompt).slice(0, 1);
  const text = replaceIn(own, typed, machine)[0]?.text ?? event.prompt;
  const files = new Set(hits.filter((hit) => hit.finding.destination === "pulled").map((hit) => hit.surface.path));
  return files.size === 0 ? text : withoutMentions(text, files, machine);
}

function withoutMentions(text: string, files: ReadonlySet<string | null>, machine: Machine): string {
  const { cwd, home } = machine.places;
  let result = text;
  for (const { path } of findMentions(text)) {
    const full = resolvePath(cwd, path.startsWith("~/") ? home + path.slice(1) : path);
    if (files.has(full)) result = result.replaceAll(`@"${path}"`, `"${path}"`).replaceAll(`@${path}`, path);
  }
  return result;
}
