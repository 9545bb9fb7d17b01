import type { HookEvent, Surface } from "../core/event.ts";
import type { Destination, Finding, Span } from "../core/finding.ts";
import { stringAt } from "../core/json.ts";
import type { ActionMatch, ActionScan } from "../detectors/actions/action.ts";
import { judgeToolCall } from "../detectors/actions/tools.ts";
import { findPlaceholders } from "../redact/placeholder.ts";
import { collect, hitsOf } from "./collect.ts";
import { type Examined, mergeExamined } from "./examined.ts";
import { surfacesOf } from "./files.ts";
import type { FirstLook } from "./first-look.ts";
import { takesGuardAway } from "./guard-checkout.ts";
import type { Machine } from "./machine.ts";
import { actionFinding, findingOf, PLACEHOLDER_SENT, UNREDACTABLE_OUTPUT } from "./own-rules.ts";
import { scanSkill } from "./pulled.ts";
import { overlaps } from "./scan.ts";
import { examineWrite, isWrite } from "./written.ts";

/** A tool call before it runs: what it does, what it carries away, what it would write, what it would print. */
export async function examineCall(event: HookEvent, look: FirstLook, machine: Machine): Promise<Examined> {
  const { shell } = look;
  const { hits, degraded } = hitsOf(look.scanned, destinations(event, shell), machine);
  const matches = [...shell.matches, ...judgeTool(event, machine)];
  return mergeExamined([
    { actions: confirmed(matches, machine).map((match) => findingOf(match, machine)) },
    await unredactable(shell, machine),
    { actions: isWrite(event) ? [] : misusedPlaceholders(event, shell, machine) },
    isWrite(event) ? await examineWrite(event, hits, machine) : { hits },
    await scanSkill(event, machine),
    { degraded: [...shell.degraded, ...degraded] },
  ]);
}

function judgeTool({ tool, input }: HookEvent, { places, files }: Machine): readonly ActionMatch[] {
  if (tool === null || input === null) return [];
  const current = (path: string) => {
    const read = files.read(path);
    return read.kind === "text" ? read.text : null;
  };
  return judgeToolCall({ tool, input }, places, { realPath: files.real, current });
}

/** Whether git would take the guard's project files away is git's to say, not the parser's. */
function confirmed(matches: readonly ActionMatch[], machine: Machine): readonly ActionMatch[] {
  return matches.filter((match) => match.git === undefined || takesGuardAway(match.git, machine));
}

const LOOPBACK = /^https?:\/\/(?:[^/@\s]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:[/?#]|$)/i;
/** Their input is handed to another model or shown on a page: it leaves the machine. */
const SENDING_TOOLS = new Set(["WebFetch", "WebSearch", "SendMessage"]);

function destinations(event: HookEvent, scan: ActionScan): (surface: Surface, span: Span) => Destination {
  if (isWrite(event)) return () => "written";
  const tool = event.tool ?? "";
  if (tool.startsWith("mcp__")) return () => "leaves";
  if (SENDING_TOOLS.has(tool)) {
    const url = event.input === null ? null : stringAt(event.input, "url");
    return () => (url !== null && LOOPBACK.test(url) ? "stays" : "leaves");
  }
  return (surface, span) =>
    surface.pointer === "/tool_input/command" && scan.leaving.some((part) => overlaps(part, span)) ? "leaves" : "stays";
}

/** Files with a secret whose contents would reach the model where no hook can redact them. */
async function unredactable(scan: ActionScan, machine: Machine): Promise<Partial<Examined>> {
  const findings: Finding[] = [];
  for (const printed of scan.prints) {
    if (!printed.failing && !printed.encoded) continue;
    const unread: string[] = [];
    const files = surfacesOf([printed], machine, (why) => unread.push(why));
    const { hits, degraded } = await collect(files, () => "lost", machine);
    if (degraded.length > 0) return { actions: findings, degraded };
    if (hits.length === 0 && unread.length > 0) return { actions: findings, degraded: unread };
    const [first] = hits;
    if (first === undefined) continue;
    const how = printed.encoded ? "prints in another encoding" : "prints in a command that fails";
    const place = { channel: "tool_input", destination: "stays", pointer: "/tool_input/command" } as const;
    const detail = `${how} a file with ${first.finding.rule.title}`;
    findings.push(actionFinding(UNREDACTABLE_OUTPUT, { ...place, path: first.surface.path, detail }, machine));
  }
  return { actions: findings };
}

/** Tools whose input neither leaves the machine nor lands in a file: a placeholder in it is only talked about. */
const TALKING_TOOLS = new Set([
  "Agent",
  "Task",
  "AskUserQuestion",
  "ExitPlanMode",
  "Glob",
  "Grep",
  "LS",
  "Read",
  "ReportFindings",
  "ScheduleWakeup",
  "SendMessage",
  "Skill",
  "StructuredOutput",
  "TaskCreate",
  "TaskStop",
  "TaskUpdate",
  "TodoWrite",
  "ToolSearch",
  "Workflow",
]);

function misusedPlaceholders(event: HookEvent, scan: ActionScan, machine: Machine): readonly Finding[] {
  if (TALKING_TOOLS.has(event.tool ?? "")) return [];
  for (const surface of event.surfaces) {
    const misused = findPlaceholders(surface.text).find(
      ({ span }) => !scan.searched.some((part) => part.start <= span.start && span.end <= part.end),
    );
    if (misused === undefined) continue;
    const place = { channel: surface.channel, destination: "stays", pointer: surface.pointer, path: null } as const;
    return [actionFinding(PLACEHOLDER_SENT, { ...place, detail: "holds a placeholder of ours" }, machine)];
  }
  return [];
}
