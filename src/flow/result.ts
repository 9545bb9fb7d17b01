import type { DecidedFinding } from "../core/decision.ts";
import { DefenterError } from "../core/error.ts";
import type { HookEvent, Surface } from "../core/event.ts";
import type { Finding } from "../core/finding.ts";
import type { Json } from "../core/json.ts";
import { decide } from "../policy/decide.ts";
import { redactValue, sameShape } from "../redact/output.ts";
import { findPlaceholders } from "../redact/placeholder.ts";
import { collect, type Hit } from "./collect.ts";
import type { Machine } from "./machine.ts";
import { replaceIn } from "./replace.ts";

/** Where a tool's output stands in the payload. */
export const OUTPUT = "/tool_response";

/** Scans of the redacted text before the output is withheld: one sees that nothing is left, one more is spare. */
const MAX_PASSES = 3;

export interface Redacted {
  /** The output in the same shape; undefined where nothing of it may be shown. */
  readonly output: Json | undefined;
  readonly why: string | null;
}

/**
 * The tool's output with every finding replaced by its placeholder, wherever it recurs. Checked afterwards: scanned again
 * it holds no finding, and its shape is the original's; else nothing of it is shown.
 */
export async function redactOutput(
  event: HookEvent,
  hits: readonly Hit[],
  decided: readonly DecidedFinding[],
  machine: Machine,
): Promise<Redacted> {
  const removed = new Set<Finding>(decided.filter(isRemoved).map(({ finding }) => finding));
  let pending: readonly Hit[] = hits.filter((hit) => removed.has(hit.finding));
  let surfaces = event.surfaces;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = surfaces;
    surfaces = replaceIn(before, pending, machine);
    const changed = surfaces.filter((surface, index) => surface !== before[index]);
    pending = await stillRemoved(changed, event, machine);
    if (pending.length === 0) return assembled(event, surfaces);
  }
  return { output: undefined, why: "it still holds a finding after redaction" };
}

function isRemoved({ done }: DecidedFinding): boolean {
  return done !== "allow" && done !== "notice";
}

/**
 * Findings that the policy does not let pass, in redacted texts. Texts that did not change were clean, and so was a large
 * text away from its placeholders.
 */
async function stillRemoved(changed: readonly Surface[], event: HookEvent, machine: Machine): Promise<readonly Hit[]> {
  const doubtful: Surface[] = [];
  for (const surface of changed) {
    const excerpts = excerptsOf(surface);
    if (excerpts === null || (await findRemoved(excerpts, event, machine)).length > 0) doubtful.push(surface);
  }
  return findRemoved(doubtful, event, machine);
}

async function findRemoved(surfaces: readonly Surface[], event: HookEvent, machine: Machine): Promise<readonly Hit[]> {
  const { hits, degraded } = await collect(surfaces, () => "read", machine);
  if (degraded.length > 0)
    throw new DefenterError("DEADLINE", `the redacted output could not be checked: ${degraded[0]}`);
  const findings = hits.map((hit) => hit.finding);
  const removed = new Set(
    decide(findings, machine.policy, event, machine.places)
      .filter(isRemoved)
      .map(({ finding }) => finding),
  );
  return hits.filter((hit) => removed.has(hit.finding));
}

/** Characters up to which a redacted text is scanned again as a whole. */
const SMALL_TEXT = 65_536;
/** Characters before and after a placeholder that are scanned again in a larger one; a rule sees less from its anchor. */
const REACH = 1024;

/** The parts of a large text around its placeholders, in whole lines where these are short; null for a small text. */
function excerptsOf(surface: Surface): readonly Surface[] | null {
  const { text } = surface;
  if (text.length <= SMALL_TEXT) return null;
  const excerpts: Surface[] = [];
  let end = 0;
  for (const { span } of findPlaceholders(text)) {
    if (span.end <= end) continue;
    const start = Math.max(end, lineStart(text, span.start - REACH));
    end = lineEnd(text, span.end + REACH);
    excerpts.push({ ...surface, text: text.slice(start, end) });
  }
  return excerpts;
}

function lineStart(text: string, at: number): number {
  if (at <= 0) return 0;
  const from = Math.max(0, at - REACH);
  const line = text.slice(from, at).lastIndexOf("\n");
  return line < 0 && from > 0 ? at : from + line + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.slice(at, at + REACH).indexOf("\n");
  return end < 0 ? Math.min(at, text.length) : at + end;
}

function assembled(event: HookEvent, surfaces: readonly Surface[]): Redacted {
  const original = event.output ?? null;
  const edited = surfaces.flatMap((surface, index) => {
    const before = event.surfaces[index];
    if (before === undefined || before === surface) return [];
    const edits = [{ span: { start: 0, end: before.text.length }, replacement: surface.text }];
    return [{ pointer: surface.pointer, isKey: surface.isKey, edits }];
  });
  const output = redactValue(original, OUTPUT, edited);
  return sameShape(original, output) ? { output, why: null } : { output: undefined, why: "its shape would change" };
}
