import type { HookEvent } from "../core/event.ts";
import { resolvePath } from "../core/path.ts";
import { editsFor } from "../redact/redact.ts";
import { applyEdits, type Edit } from "../redact/rewrite.ts";
import { type Hit, hitsOf } from "./collect.ts";
import { type Examined, mergeExamined } from "./examined.ts";
import type { FirstLook } from "./first-look.ts";
import type { Machine } from "./machine.ts";
import { findMentions } from "./mentions.ts";
import { scanExpansion, scanMentions } from "./pulled.ts";
import { finderOf, foundOf } from "./replace.ts";
import { overlaps } from "./scan.ts";

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
  const { prompt } = event;
  if (prompt === null) return null;
  const typed = hits.filter((hit) => hit.finding.destination === "prompt" && hit.surface.text === prompt);
  const found = [...typed.map(foundOf), ...(finderOf(typed)?.(prompt) ?? [])];
  const placeholders = editsFor(prompt, found, machine.digest);
  const signs = unpulled(prompt, hits, machine).filter(
    ({ span }) => !placeholders.some((edit) => overlaps(edit.span, span)),
  );
  return applyEdits(prompt, [...placeholders, ...signs]);
}

/** Edits that take the `@` from each mention of a file that is not to be pulled in. */
function unpulled(prompt: string, hits: readonly Hit[], machine: Machine): readonly Edit[] {
  const files = new Set(hits.filter((hit) => hit.finding.destination === "pulled").map((hit) => hit.surface.path));
  if (files.size === 0) return [];
  const { cwd, home } = machine.places;
  const places = findMentions(prompt).filter(({ path }) =>
    files.has(resolvePath(cwd, path.startsWith("~/") ? home + path.slice(1) : path)),
  );
  return [...new Set(places.map(({ at }) => at))].map((at) => ({ span: { start: at, end: at + 1 }, replacement: "" }));
}
