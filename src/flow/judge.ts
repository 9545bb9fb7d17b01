import type { DecidedFinding, Decision } from "../core/decision.ts";
import { ALLOW } from "../core/decision.ts";
import type { HookEvent } from "../core/event.ts";
import type { Destination } from "../core/finding.ts";
import { withhold } from "../core/withhold.ts";
import { combine, decide } from "../policy/decide.ts";
import { explain, noticeLines } from "../policy/messages.ts";
import { examineCall } from "./call.ts";
import { hitsOf } from "./collect.ts";
import { type Examined, mergeExamined } from "./examined.ts";
import type { FirstLook } from "./first-look.ts";
import { knownHits } from "./known-values.ts";
import type { Machine } from "./machine.ts";
import { actionFinding, INCOMPLETE_SCAN } from "./own-rules.ts";
import { examinePrompt, sendablePrompt } from "./prompt.ts";
import { OUTPUT, redactOutput } from "./result.ts";
import { cleanerOf, withoutValues } from "./without-values.ts";
import { isWrite } from "./written.ts";

/** The closer look at an event whose first look found a reason: what it is, what the policy says, and how that is done. */
export async function judge(event: HookEvent, look: FirstLook, machine: Machine): Promise<Decision> {
  const seen = withIncompleteScan(await examine(event, look, machine), event, machine);
  const findings = [...seen.hits.map((hit) => hit.finding), ...seen.actions];
  if (findings.length === 0 && seen.input === undefined && seen.degraded.length === 0) return ALLOW;

  const decided = decide(findings, machine.policy, event, machine.places);
  const clean = cleanerOf(seen.hits);
  const shown = withoutValues(decided, clean);
  const action = combine(decided);
  const isWhole = seen.degraded.length === 0;
  const promptWithPlaceholders = action === "block" && isWhole ? sendablePrompt(event, seen.hits, machine) : null;
  const decision: Decision = {
    ...ALLOW,
    action,
    findings: shown,
    reason: explain(shown, { phase: event.phase, places: machine.places, promptWithPlaceholders }),
    notices: isOwnWriting(event) ? [] : notices(isWhole ? shown : shown.map(asWithheld), machine),
    input: action === "block" ? undefined : seen.input,
    degraded: seen.degraded.map(clean),
  };
  return event.phase === "post-tool" ? withCleanOutput(decision, decided, event, seen, machine) : decision;
}

const DESTINATIONS: Readonly<Partial<Record<HookEvent["phase"], Destination>>> = {
  "post-tool-failure": "lost",
  "session-start": "lost",
  stop: "said",
  "subagent-stop": "said",
};

async function examine(event: HookEvent, look: FirstLook, machine: Machine): Promise<Examined> {
  switch (event.phase) {
    case "prompt":
    case "prompt-expansion":
      return examinePrompt(event, look, machine);
    case "pre-tool":
      return examineCall(event, look, machine);
    case "post-tool": {
      const collected = hitsOf(look.scanned, () => "read", machine);
      return mergeExamined([collected, await knownHits(event, collected.hits, machine)]);
    }
    default: {
      const destination = DESTINATIONS[event.phase] ?? "lost";
      return mergeExamined([hitsOf(look.scanned, () => destination, machine)]);
    }
  }
}

/** A scan that could not be finished is no pass: a prompt or an output is held back, a call is asked about. */
function withIncompleteScan(seen: Examined, event: HookEvent, machine: Machine): Examined {
  const [first] = seen.degraded;
  if (first === undefined || !["prompt", "prompt-expansion", "pre-tool"].includes(event.phase)) return seen;
  const isPrompt = event.phase !== "pre-tool";
  const place = {
    channel: isPrompt ? "user_prompt" : "tool_input",
    destination: isPrompt ? "prompt" : "stays",
    pointer: isPrompt ? "/prompt" : "/tool_input",
    path: null,
    detail: first,
  } as const;
  const finding = actionFinding(INCOMPLETE_SCAN, place, machine, isPrompt ? "block" : "ask");
  return { ...seen, actions: [...seen.actions, finding] };
}

const EDIT_HINT =
  "Values that begin with DEFENTER_ are placeholders of the guard for values on disk. To change such a file, leave those " +
  "lines out of the edit, or write the whole file with the placeholders as they are: they are restored on writing.";

async function withCleanOutput(
  decision: Decision,
  decided: readonly DecidedFinding[],
  event: HookEvent,
  seen: Examined,
  machine: Machine,
): Promise<Decision> {
  const withheld = (why: string): Decision => {
    const note = `[withheld by defenter: ${why}]`;
    return { ...decision, action: "redact", output: withhold(event.output ?? null, OUTPUT, event.surfaces, note) };
  };
  const { degraded } = decision;
  if (degraded.length > 0) return withheld(`the output could not be checked in full (${degraded[0]})`);
  if (decision.action === "allow") return decision;
  if (decision.action !== "redact") return withheld("the policy does not let the model see it");
  const { output, why } = await redactOutput(event, seen.hits, decided, machine);
  if (output === undefined) return withheld(why ?? "it could not be redacted");
  return { ...decision, output, context: event.tool === "Read" ? [EDIT_HINT] : [] };
}

/** What Write and Edit report is what the person's own file holds; the model reads none of it. */
function isOwnWriting(event: HookEvent): boolean {
  return event.phase === "post-tool" && isWrite(event);
}

/** Of an output that could not be checked in full nothing is shown, so nothing in it was replaced either. */
function asWithheld(one: DecidedFinding): DecidedFinding {
  return one.finding.destination === "read" && one.done === "redact" ? { ...one, done: "block" } : one;
}

/** Findings of one event that are told; the trail has up to a hundred. */
const MAX_TOLD = 50;
/** Lines for the person; a screen full of them is read by nobody. */
const MAX_LINES = 10;

/** What passes is told once in a session, and so is what was replaced or withheld. */
function notices(decided: readonly DecidedFinding[], machine: Machine): readonly string[] {
  const told = decided.filter(
    (one) => one.done === "notice" || (one.finding.destination === "read" && one.done !== "allow"),
  );
  if (told.length === 0) return [];
  const keyOf = ({ finding, done }: DecidedFinding) => `${done} ${finding.rule.id} ${finding.fingerprint}`;
  const now = new Set(machine.tell(told.slice(0, MAX_TOLD).map(keyOf)));
  const lines = noticeLines(
    told.filter((one) => now.has(keyOf(one))),
    machine.places,
  );
  const untold = lines.length === 0 ? 0 : Math.max(0, told.length - MAX_TOLD);
  const beyond = Math.max(0, lines.length - MAX_LINES) + untold;
  if (beyond === 0) return lines;
  return [...lines.slice(0, MAX_LINES), `defenter: and ${beyond} more`];
}
