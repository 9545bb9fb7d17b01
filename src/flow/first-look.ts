import type { HookEvent } from "../core/event.ts";
import { isObject, stringAt } from "../core/json.ts";
import { isInside, resolvePath } from "../core/path.ts";
import { type ActionScan, NO_ACTIONS } from "../detectors/actions/action.ts";
import { needsShellParser } from "../detectors/actions/words.ts";
import type { Machine } from "./machine.ts";
import { redirectsIntoLink } from "./redirect-links.ts";
import { type Scanned, scanSurfaces } from "./scan.ts";
import { holdsValues } from "./value-files.ts";

/** What a first look saw. Most events end here, so it and what it imports are all that a hook loads for them. */
export interface FirstLook {
  readonly scanned: Scanned;
  readonly shell: ActionScan;
}

/** Null where nothing calls for a closer look: no finding, no risky word, no placeholder, nothing pulled in. */
export async function lookFirst(event: HookEvent, machine: Machine): Promise<FirstLook | null> {
  const shell = event.phase === "pre-tool" ? lookAtCommand(event, machine) : NO_ACTIONS;
  const scanned = await scanSurfaces(event.surfaces, machine);
  const isQuiet = scanned.found.length === 0 && scanned.degraded.length === 0 && isQuietCommand(shell);
  return isQuiet && !needsCloserLook(event, machine) ? null : { scanned, shell };
}

/** The command of a tool that runs one, or null. */
export function commandOf(event: HookEvent): string | null {
  const runsOne = event.tool === "Bash" || event.tool === "Monitor";
  return runsOne && event.input !== null ? stringAt(event.input, "command") : null;
}

/** Whether a reading tool shows a part of a file only, which may hold a value without its key. */
export function showsPart({ tool, input }: HookEvent): boolean {
  if (input === null) return false;
  if (tool === "Read") return input["offset"] !== undefined || input["limit"] !== undefined;
  return tool === "Grep" && input["output_mode"] === "content";
}

function lookAtCommand(event: HookEvent, machine: Machine): ActionScan {
  const command = commandOf(event);
  return command !== null && mustBeParsed(command, machine) ? machine.analyzeCommand(command) : NO_ACTIONS;
}

function mustBeParsed(command: string, machine: Machine): boolean {
  return needsShellParser(command, machine.places) || redirectsIntoLink(command, machine);
}

function isQuietCommand({ matches, prints, degraded }: ActionScan): boolean {
  const isHidden = prints.some(({ failing, encoded }) => failing || encoded);
  return matches.length === 0 && degraded.length === 0 && !isHidden;
}

function needsCloserLook(event: HookEvent, machine: Machine): boolean {
  switch (event.phase) {
    case "prompt":
      return (event.prompt ?? "").includes("@");
    case "prompt-expansion":
      return true;
    case "pre-tool":
      return event.surfaces.some(({ text }) => text.includes("DEFENTER_")) || needsToolLook(event, machine);
    case "post-tool": {
      const command = commandOf(event);
      return command === null ? showsPart(event) : needsShellParser(command, machine.places);
    }
    default:
      return false;
  }
}

/** A superset of what `redact/masks.ts` calls a mask; what it finds in vain costs a millisecond. */
const MASK_HINT =
  /redact|mask|hidden|removed|censor|scrub|withheld|filtered|saniti|obfuscat|omitted|sensitive|secret|private|\*{3}|x{5}|[\u2022\u25cf\u25e6\u2217\u2588\u25aa]{3}|#{4}|\u2026|\.{3}/i;

/** Tools of the host itself that name one file, and the field that holds its path. */
const PATH_FIELDS: Readonly<Record<string, string>> = {
  Read: "file_path",
  Write: "file_path",
  Edit: "file_path",
  MultiEdit: "file_path",
  NotebookEdit: "notebook_path",
  NotebookRead: "notebook_path",
};
const TEXT_FIELDS = ["content", "new_string", "new_source"];

/** Whether a call other than a command may touch keys, the guard's own files, or put a mask over a secret. */
function needsToolLook({ tool, input }: HookEvent, machine: Machine): boolean {
  if (tool === null || input === null || tool === "Bash") return false;
  if (tool.startsWith("mcp__") || tool === "Grep" || tool === "Glob" || tool === "Skill") return true;
  if (tool === "WebFetch") return /^file:/i.test(stringAt(input, "url") ?? "");
  const field = PATH_FIELDS[tool];
  if (field === undefined) return Array.isArray(input["edits"]) || isObject(input["edits"]);
  const path = stringAt(input, field);
  if (path === null || !isPlainProjectFile(path, machine)) return true;
  return (
    tool !== "Read" && (holdsValues(path) || TEXT_FIELDS.some((name) => MASK_HINT.test(stringAt(input, name) ?? "")))
  );
}

const GUARDED = /(?:^|[\\/])\.(?:claude|defenter)(?:[\\/]|$)/;

/** Below the project, as written and as its links lead, and in no folder of a host or of the guard. */
function isPlainProjectFile(path: string, { places, files }: Machine): boolean {
  const { project, home } = places;
  if (isInside(project, home) || path.startsWith("~") || path.includes("$") || path.includes("%")) return false;
  // The pattern takes 0.1 ms to compile.
  const lower = path.toLowerCase();
  if ((lower.includes(".claude") || lower.includes(".defenter")) && GUARDED.test(lower)) return false;
  const full = resolvePath(places.cwd, path);
  return isInside(project, full) && isInside(files.real(project), files.real(full));
}
