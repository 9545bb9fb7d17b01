import type { Action, DecidedFinding, Decision } from "../core/decision.ts";
import type { Channel, HookEvent, HostId, Phase, Places } from "../core/event.ts";
import type { Category, Confidence, Destination, Response, Severity } from "../core/finding.ts";
import { isInside, shortPath } from "../core/path.ts";
import { foundKeys, shownPointer, shownText } from "../core/shown.ts";

/** A finding in the trail. Never holds matched text. */
export interface TrailFinding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly channel: Channel;
  readonly destination: Destination;
  /** With `*` for a key that is itself a finding. */
  readonly pointer: string;
  readonly line?: number;
  /** From the project, or from the home folder as `~/…`. */
  readonly path?: string;
  readonly detail?: string;
  readonly fingerprint: string;
  readonly wanted: Response;
  readonly done: Response;
}

/** One line of the trail: one event and what was decided. What is empty is left out. */
export interface TrailRecord {
  /** ISO 8601, UTC, with milliseconds. */
  readonly time: string;
  /** Of the guard. */
  readonly version: string;
  readonly host: HostId;
  readonly phase: Phase;
  readonly session?: string;
  readonly agent?: string;
  readonly callId?: string;
  readonly tool?: string;
  /** From the home folder as `~/…` where it lies there. */
  readonly project: string;
  readonly action: Action;
  readonly findings?: readonly TrailFinding[];
  /** Findings beyond those listed. */
  readonly moreFindings?: number;
  readonly degraded?: readonly string[];
  readonly skipped?: readonly { readonly pointer: string; readonly why: string }[];
  readonly ms: number;
  readonly pid: number;
}

export interface RecordContext {
  readonly time: Date;
  readonly version: string;
  readonly ms: number;
  readonly pid: number;
  readonly places: Pick<Places, "project" | "home">;
}

const MAX_FINDINGS = 100;
const MAX_NOTES = 20;

export function makeRecord(event: HookEvent, decision: Decision, context: RecordContext): TrailRecord {
  const { places } = context;
  const hidden = foundKeys(decision.findings.map(({ finding }) => finding));
  const short = (text: string) => shownText(text.replaceAll(`${places.home}/`, "~/"));
  const more = decision.findings.length - MAX_FINDINGS;
  return {
    time: isoTime(context.time),
    version: context.version,
    host: event.host,
    phase: event.phase,
    ...(event.session !== null && { session: shownText(event.session) }),
    ...(event.agent !== null && { agent: shownText(event.agent) }),
    ...(event.callId !== null && { callId: shownText(event.callId) }),
    ...(event.tool !== null && { tool: shownText(event.tool) }),
    project: isInside(places.home, places.project) ? `~${places.project.slice(places.home.length)}` : places.project,
    action: decision.action,
    ...(decision.findings.length > 0 && {
      findings: decision.findings.slice(0, MAX_FINDINGS).map((decided) => findingOf(decided, hidden, short, places)),
    }),
    ...(more > 0 && { moreFindings: more }),
    ...(decision.degraded.length > 0 && { degraded: decision.degraded.slice(0, MAX_NOTES).map(short) }),
    ...(event.skipped.length > 0 && {
      skipped: event.skipped
        .slice(0, MAX_NOTES)
        .map(({ pointer, why }) => ({ pointer: shownPointer(pointer, hidden), why: short(why) })),
    }),
    ms: Math.round(context.ms * 10) / 10,
    pid: context.pid,
  };
}

/** As `toISOString` writes it, whose first call in a process takes 0.15 ms. */
function isoTime(time: Date): string {
  const day = [time.getUTCFullYear(), padded(time.getUTCMonth() + 1), padded(time.getUTCDate())].join("-");
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map((part) => padded(part)).join(":");
  return `${day}T${clock}.${padded(time.getUTCMilliseconds(), 3)}Z`;
}

function padded(part: number, digits = 2): string {
  return String(part).padStart(digits, "0");
}

function findingOf(
  { finding, wanted, done }: DecidedFinding,
  hidden: ReadonlySet<string>,
  short: (text: string) => string,
  places: RecordContext["places"],
): TrailFinding {
  return {
    rule: finding.rule.id,
    category: finding.rule.category,
    severity: finding.rule.severity,
    confidence: finding.confidence,
    channel: finding.channel,
    destination: finding.destination,
    pointer: shownPointer(finding.pointer, hidden),
    ...(finding.line !== null && { line: finding.line }),
    ...(finding.path !== null && { path: shownText(shortPath(finding.path, places), 1000) }),
    ...(finding.detail !== null && { detail: short(finding.detail) }),
    fingerprint: finding.fingerprint,
    wanted,
    done,
  };
}
