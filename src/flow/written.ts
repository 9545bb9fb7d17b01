import type { HookEvent, Surface } from "../core/event.ts";
import { isObject, type JsonObject, stringAt } from "../core/json.ts";
import { baseName, resolvePath } from "../core/path.ts";
import type { ActionRule } from "../detectors/actions/action.ts";
import { textAfterEdit } from "../redact/edit.ts";
import { findMasks, maskedOver } from "../redact/masks.ts";
import { findPlaceholders, findRemnants, type PlaceholderHit, placeholderFor } from "../redact/placeholder.ts";
import { presentIn } from "../redact/recurring.ts";
import { originalsOf } from "../redact/redact.ts";
import { type Original, restorePlaceholders } from "../redact/restore.ts";
import { collect, type Hit } from "./collect.ts";
import type { Examined } from "./examined.ts";
import type { Machine } from "./machine.ts";
import { actionFinding, MASK_OVER_SECRET, PLACEHOLDER_LOST } from "./own-rules.ts";
import { finderOf, foundOf } from "./replace.ts";
import { holdsValues } from "./value-files.ts";

/** Tools that put text into a file, the field that holds the text, and the field that holds the path. */
const WRITING: Readonly<Record<string, { readonly text: string; readonly path: string }>> = {
  Write: { text: "content", path: "file_path" },
  Edit: { text: "new_string", path: "file_path" },
  NotebookEdit: { text: "new_source", path: "notebook_path" },
};

export function isWrite(event: HookEvent): boolean {
  return event.tool !== null && Object.hasOwn(WRITING, event.tool);
}

/**
 * A write or an edit: placeholders in it get their values back from the file on disk, or it is refused; a mask is not
 * written over a secret; and of what was found in it, that counts which the disk does not hold yet and git may publish.
 */
export async function examineWrite(
  event: HookEvent,
  hits: readonly Hit[],
  machine: Machine,
): Promise<Partial<Examined>> {
  const target = targetOf(event, machine);
  if (target === null) return { hits };
  const placeholders = findPlaceholders(target.text);
  const remnants = findRemnants(target.text);
  const mayMask = !isExample(target.path) && (holdsValues(target.path) || findMasks(target.text).length > 0);
  const concernsValues = placeholders.length > 0 || remnants.length > 0 || mayMask;
  if (!concernsValues && hits.length === 0) return {};

  const disk = await readDisk(target.path, machine, concernsValues);
  const onDisk = presentIn(
    disk.text,
    hits.flatMap(({ value }) => [value, escaped(value)]),
  );
  const fresh = hits.filter(({ value }) => !onDisk.has(value) && !onDisk.has(escaped(value)));
  const kept = fresh.length > 0 && isPrivate(target.path, machine) ? [] : fresh;
  const place = { channel: "file", destination: "written", pointer: target.pointer, path: target.path } as const;
  const refused = (rule: ActionRule, detail: string): Partial<Examined> => ({
    hits: kept,
    actions: [actionFinding(rule, { ...place, detail }, machine)],
  });

  const originals = originalsIn(disk, target.text, placeholders, machine);
  const { text, missing } = restorePlaceholders(target.text, originals);
  const damaged = [...remnants, ...extended(placeholders, target.text, originals, disk.text)];
  // A text that is on disk as it stands is a text about placeholders, not a placeholder of ours.
  const suspects = [...missing, ...damaged];
  const known = presentIn(disk.text, suspects);
  const lost = suspects.filter((placeholder) => !known.has(placeholder));
  if (lost.length > 0) {
    return refused(PLACEHOLDER_LOST, `it holds a placeholder that stands for no value of ${baseName(target.path)}`);
  }
  if (mayMask && maskedOver(afterWrite(event.tool, target, text, disk.text), disk.text, spansOf(disk)).length > 0) {
    return refused(MASK_OVER_SECRET, `it puts a mask where ${baseName(target.path)} holds a secret`);
  }
  return text === target.text ? { hits: kept } : { hits: kept, input: { ...target.input, [target.field]: text } };
}

interface Target {
  readonly input: JsonObject;
  readonly field: string;
  readonly pointer: string;
  readonly path: string;
  readonly text: string;
}

function targetOf(event: HookEvent, machine: Machine): Target | null {
  const { tool, input } = event;
  const fields = tool === null ? undefined : WRITING[tool];
  if (fields === undefined || input === null) return null;
  const text = stringAt(input, fields.text);
  const path = stringAt(input, fields.path);
  if (text === null || path === null) return null;
  const full = resolvePath(machine.places.cwd, path);
  return { input, field: fields.text, pointer: `/tool_input/${fields.text}`, path: full, text };
}

interface Disk {
  readonly text: string;
  /** What the detectors find in it; empty where nobody asked. */
  readonly hits: readonly Hit[];
}

async function readDisk(path: string, machine: Machine, withHits: boolean): Promise<Disk> {
  const read = machine.files.read(path);
  if (read.kind !== "text") return { text: "", hits: [] };
  if (!withHits) return { text: read.text, hits: [] };
  const surface = (text: string): Surface => ({ channel: "file", pointer: path, isKey: false, text, path, url: null });
  const texts = path.endsWith(".ipynb") ? [read.text, ...cellTexts(read.text)] : [read.text];
  const { hits } = await collect(texts.map(surface), () => "written", machine);
  return { text: read.text, hits };
}

/** A notebook is JSON whose cells the model reads unescaped. */
function cellTexts(notebook: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(notebook);
    const cells = isObject(parsed) && Array.isArray(parsed["cells"]) ? parsed["cells"] : [];
    return cells.flatMap((cell) => {
      const source = isObject(cell) ? cell["source"] : null;
      return typeof source === "string" ? [source] : Array.isArray(source) ? [source.join("")] : [];
    });
  } catch {
    return [];
  }
}

/**
 * What each placeholder stands for in this file, also where the value recurs in another form. The type in a placeholder
 * is only a name: another rule may have found the same value where less of the file was seen.
 */
function originalsIn(
  disk: Disk,
  written: string,
  asked: readonly PlaceholderHit[],
  machine: Machine,
): ReadonlyMap<string, Original> {
  const originals = new Map<string, Original>();
  if (asked.length === 0) return originals;
  const hasCrLf = /\r\n/.test(written);
  const byDigits = new Map<string, Set<string>>();
  for (const { text } of asked) {
    const own = byDigits.get(digitsOf(text));
    if (own === undefined) byDigits.set(digitsOf(text), new Set([text]));
    else own.add(text);
  }
  const note = (placeholder: string, original: Original) => {
    for (const text of byDigits.get(digitsOf(placeholder)) ?? []) originals.set(text, original);
  };
  const finder = finderOf(disk.hits);
  for (const text of new Set(disk.hits.map((hit) => hit.surface.text))) {
    const found = disk.hits.filter((hit) => hit.surface.text === text).map(foundOf);
    for (const known of [found, [...found, ...(finder?.(text) ?? [])]]) {
      for (const [placeholder, original] of originalsOf(text, known, machine.digest)) note(placeholder, original);
    }
  }
  // A host may show a file with other line ends than it has: the value gets those of the text that is written.
  for (const { value } of disk.hits.filter((hit) => hit.value.includes("\n"))) {
    const plain = value.replaceAll("\r\n", "\n");
    const restored = { value: hasCrLf ? plain.replaceAll("\n", "\r\n") : plain, bareNumber: false };
    for (const shown of [plain, plain.replaceAll("\n", "\r\n")]) {
      note(placeholderFor("TEXT", shown, false, machine.digest), restored);
    }
  }
  return originals;
}

/** They tell the value, whatever its type is called. */
function digitsOf(placeholder: string): string {
  return placeholder.slice(-10);
}

/** Placeholders with a letter typed right behind: it would become a part of the value, unless the file has it there. */
function extended(
  placeholders: readonly PlaceholderHit[],
  written: string,
  originals: ReadonlyMap<string, Original>,
  disk: string,
): readonly string[] {
  const touched = placeholders.flatMap(({ span, text }) => {
    const next = written[span.end] ?? "";
    const original = originals.get(text);
    return original !== undefined && /[A-Za-z0-9]/.test(next) ? [{ text, longer: original.value + next }] : [];
  });
  const known = presentIn(
    disk,
    touched.map(({ longer }) => longer),
  );
  return touched.filter(({ longer }) => !known.has(longer)).map(({ text }) => text);
}

/** Spans of the whole file's findings; those of single cells have other offsets. */
function spansOf(disk: Disk): readonly { readonly start: number; readonly end: number }[] {
  return disk.hits.filter((hit) => hit.surface.text === disk.text).map((hit) => hit.match.span);
}

/** The file's text as the call would leave it. */
function afterWrite(tool: string | null, target: Target, text: string, disk: string): string {
  if (tool !== "Edit") return text;
  const old = stringAt(target.input, "old_string") ?? "";
  return textAfterEdit(disk, old, text, target.input["replace_all"] === true) ?? text;
}

const ENV_FILE = /^\.env(?:\.|$)|^\.dev\.vars$/;
const EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:[._-]|$)/i;

function isExample(path: string): boolean {
  return EXAMPLE.test(baseName(path));
}

/** Files that stay on this machine: git ignores them, or an `.env*` that it does not track. Asked only where it matters. */
function isPrivate(path: string, machine: Machine): boolean {
  // Behind a link the text lands in the file that it leads to.
  return [...new Set([path, machine.files.real(path)])].every((file) => {
    if (machine.git.ignores(file) === true) return true;
    return ENV_FILE.test(baseName(file)) && !isExample(file) && machine.git.tracks(file) !== true;
  });
}

function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
