import type { DecidedFinding } from "../core/decision.ts";
import type { Phase, Places } from "../core/event.ts";
import type { Destination, Finding, Response } from "../core/finding.ts";
import { shortPath } from "../core/path.ts";
import { foundKeys, shownPointer, shownText } from "../core/shown.ts";
import { actionOf, combine } from "./decide.ts";

export interface ExplainContext {
  readonly phase: Phase;
  readonly places: Pick<Places, "project" | "home">;
  /** The same prompt with placeholders and without what may not be pulled in, ready to send. */
  readonly promptWithPlaceholders?: string | null;
}

/** Rules whose advice is another command. */
const OFFERS_COMMAND: ReadonlySet<string> = new Set(["action/unredactable-output"]);

/** Things named in one message; what is beyond is counted. */
const MAX_NAMED = 5;

const ADVICE: Readonly<Partial<Record<Destination, Readonly<{ secret: string; other: string }>>>> = {
  leaves: {
    secret: "Leave the value out, or let the program itself read it from a file or an environment variable.",
    other: "Leave the value out, or use made-up data.",
  },
  written: {
    secret: "Read the value from the environment, or keep it in a file that git ignores.",
    other: "Use made-up data, or keep it in a file that git ignores.",
  },
};

const PASSED: Readonly<Record<Destination, string>> = {
  prompt: "sent with the prompt",
  pulled: "pulled in by the prompt",
  read: "shown to the model",
  lost: "reached the model, nothing could hold it back",
  leaves: "sent off this machine",
  stays: "passed to a call that stays on this machine",
  written: "written",
  said: "in the agent's own words",
};

/**
 * Why an event is refused or asked about: what was found, where, and what to do instead, never the value. Null where
 * nothing is refused or asked. `agent` is what the model reads, `person` what the person reads.
 */
export function explain(
  decided: readonly DecidedFinding[],
  context: ExplainContext,
): { readonly person: string; readonly agent: string } | null {
  const action = combine(decided);
  if (action !== "ask" && action !== "block") return null;
  const hidden = foundKeys(decided.map(({ finding }) => finding));
  const decisive = decided.filter(({ done }) => actionOf(done) === action).map(({ finding }) => finding);
  const found = listOf(decisive.map((finding) => describe(finding, hidden, context.places)));
  const advice = [...new Set(decisive.map(adviceOf))].filter((text) => text !== "");
  if (context.phase === "prompt" || context.phase === "prompt-expansion") {
    const text = [`defenter: ${promptHead(context.phase)}. Found in it: ${found}.`, ...advice].join(" ");
    return { person: text + offerOf(decisive, context), agent: text };
  }
  const head = action === "ask" ? "defenter asks before this goes on" : "defenter refused this";
  const text = [`${head}: ${found}.`, ...advice].join(" ");
  const isCommand = decisive.some(({ pointer, rule }) => pointer.endsWith("/command") && !OFFERS_COMMAND.has(rule.id));
  return { person: text, agent: action === "block" && isCommand ? `${text} Do not retry with another command.` : text };
}

/** For the person: what was found and what became of it, findings that differ by the line alone in one. */
export function noticeLines(
  decided: readonly DecidedFinding[],
  places: Pick<Places, "project" | "home">,
): readonly string[] {
  const groups = new Map<string, { readonly first: DecidedFinding; readonly lines: Set<number> }>();
  for (const one of decided) {
    const { rule, path, pointer, detail, line } = one.finding;
    const key = [rule.id, path, pointer, detail, outcomeOf(one.finding, one.done)].join("\n");
    const group = groups.get(key) ?? { first: one, lines: new Set() };
    groups.set(key, group);
    if (line !== null) group.lines.add(line);
  }
  const hidden = foundKeys(decided.map(({ finding }) => finding));
  return [...groups.values()].map(({ first: { finding, done }, lines }) => {
    const what = describe(finding, hidden, places, [...lines]);
    return `defenter: ${what}: ${outcomeOf(finding, done)}`;
  });
}

function outcomeOf({ destination, rule }: Finding, done: Response): string {
  if (done === "redact") return "replaced by a placeholder";
  if (done === "block") return destination === "read" ? "withheld" : "refused";
  return rule.category === "action" ? "let through" : PASSED[destination];
}

/** `GitHub token (secret/github-token) in src/a.ts, line 3` */
function describe(
  finding: Finding,
  hidden: ReadonlySet<string>,
  places: ExplainContext["places"],
  lines: readonly number[] = finding.line === null ? [] : [finding.line],
): string {
  const name = `${shownText(finding.rule.title)} (${finding.rule.id})`;
  if (finding.detail !== null) return `${shownText(finding.detail)} (${finding.rule.id})`;
  const where = placeOf(finding, hidden, places, lines);
  return where === "" ? name : `${name} ${where}`;
}

function placeOf(
  finding: Finding,
  hidden: ReadonlySet<string>,
  places: ExplainContext["places"],
  lines: readonly number[],
): string {
  const { destination, path, pointer } = finding;
  const at = linesOf(lines);
  if (destination === "prompt") return at === "" ? "" : `in ${at}`;
  if (destination === "said") return "";
  if (path !== null) return [`in ${shownText(shortPath(path, places))}`, at].filter(Boolean).join(", ");
  const isOneLine = lines.every((line) => line === 1);
  return [`in ${shownPointer(pointer, hidden)}`, isOneLine ? "" : at].filter(Boolean).join(", ");
}

function linesOf(lines: readonly number[]): string {
  if (lines.length <= 1) return lines.map((line) => `line ${line}`).join();
  const named = lines.slice(0, MAX_NAMED).join(", ");
  return lines.length > MAX_NAMED ? `lines ${named} and ${lines.length - MAX_NAMED} more` : `lines ${named}`;
}

function listOf(items: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const named = [...counts]
    .slice(0, MAX_NAMED)
    .map(([item, count]) => (count === 1 ? item : `${item}, ${count} times`));
  const beyond = counts.size - named.length;
  return beyond > 0 ? `${named.join("; ")}; and ${beyond} more` : named.join("; ");
}

function adviceOf({ rule, destination }: Finding): string {
  if (rule.advice !== undefined) return rule.advice;
  return ADVICE[destination]?.[rule.category === "secret" ? "secret" : "other"] ?? "";
}

function promptHead(phase: Phase): string {
  return phase === "prompt" ? "this prompt was not sent" : "this slash command was not run";
}

function offerOf(decisive: readonly Finding[], { promptWithPlaceholders: prompt }: ExplainContext): string {
  const parts: string[] = [];
  if (decisive.some(({ destination }) => destination === "pulled")) {
    parts.push("Name a file without the @: the agent can read it, and what was found is replaced on the way.");
  }
  if (prompt) parts.push(`Ready to send:\n\n${prompt}`);
  if (prompt && decisive.some(({ destination }) => destination === "prompt")) {
    parts.push("A placeholder from a prompt cannot be restored: write the value into the file yourself.");
  }
  return parts.map((part) => `\n\n${part}`).join("");
}
