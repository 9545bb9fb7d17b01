import type { Io } from "../command.ts";
import { type Ink, painter, printable, wrap } from "../output.ts";
import type { Outcome } from "./session.ts";
import { maskValues, type Value } from "./values.ts";

/** One event of the demo as `defenter demo --json` gives it. All texts are masked. */
export interface EventReport {
  readonly title: string;
  /** What came in. */
  readonly input: string;
  /** `restore`: placeholders in a write were replaced by the values on disk. */
  readonly decision: Outcome["decision"];
  /** Rules that found something, e.g. `secret/github-token`. */
  readonly rules: readonly string[];
  /** Wall time of the hook processes that the event took. */
  readonly ms: number;
  /** What the model would have read; null where nothing reached it. */
  readonly modelSaw: string | null;
  /** What the person was told, or null. */
  readonly told: string | null;
  /** What was looked at beyond the decision and holds, e.g. that a file's other bytes are as before. */
  readonly checked: readonly string[];
  /** What did not go as it should; empty where all did. */
  readonly failures: readonly string[];
}

/** The whole answer of `defenter demo --json`. */
export interface DemoReport {
  readonly passed: boolean;
  readonly events: readonly EventReport[];
  /** The project, where `--keep` left it. */
  readonly project: string | null;
}

export function reportOn(outcome: Outcome, rules: readonly string[], values: readonly Value[]): EventReport {
  const { decision, expected, modelSaw, told } = outcome;
  const failures: string[] = [];
  if (decision !== expected) failures.push(`decided ${decision}, expected ${expected}`);
  const said = `${modelSaw ?? ""}\n${told ?? ""}`;
  for (const value of values) if (said.includes(value.text)) failures.push(`${value.mask} got through`);
  const checks = Object.entries(outcome.checks);
  for (const [check, holds] of checks) if (!holds) failures.push(`not so: ${check}`);
  const mask = (text: string) => maskValues(text, values);
  return {
    title: outcome.title,
    input: mask(outcome.came),
    decision,
    rules,
    ms: Math.round(outcome.ms),
    modelSaw: modelSaw === null ? null : mask(modelSaw),
    told: told === null ? null : mask(told),
    checked: checks.flatMap(([check, holds]) => (holds ? [check] : [])),
    failures,
  };
}

const MARGIN = 4;
const LABEL = 12;
const PLACEHOLDER = /DEFENTER_[A-Z_]{1,40}_[a-z2-7]{10}/g;

/** The event as a block of text, ready to print. */
export function eventText(report: EventReport, io: Io): string {
  const paint = painter(io);
  const columns = Math.min(io.columns ?? 100, 100);
  const verb = { allow: "passed", redact: "redacted", restore: "restored", ask: "asked", block: "blocked" };
  const word = paint(report.failures.length > 0 ? "red" : inkOf(report.decision), verb[report.decision]);
  const ms = `${report.ms} ms`;
  const gap = columns - report.title.length - verb[report.decision].length - ms.length - 2;
  const head = `${paint("bold", report.title)} ${paint("dim", ".".repeat(Math.max(gap, 3)))} ${word} ${paint("dim", ms)}`;
  const lines = [head, ...field("came in", report.input, columns, io)];
  if (report.rules.length > 0) lines.push(...field("rule", report.rules.join(", "), columns, io));
  lines.push(...field("model saw", report.modelSaw ?? "nothing: it was not sent", columns, io));
  if (report.told !== null) lines.push(...field("person saw", report.told, columns, io));
  for (const check of report.checked) lines.push(...field("checked", check, columns, io));
  for (const failure of report.failures) lines.push(...field("wrong", failure, columns, io, "red"));
  return `${lines.join("\n")}\n`;
}

/** An event that passed untouched is one line: there is nothing to show. */
export function quietText(report: EventReport, io: Io): string {
  const paint = painter(io);
  const columns = Math.min(io.columns ?? 100, 100);
  const ms = `${report.ms} ms`;
  const gap = columns - report.input.length - "passed".length - ms.length - MARGIN - 2;
  const dots = paint("dim", ".".repeat(Math.max(gap, 3)));
  return `${" ".repeat(MARGIN)}${printable(report.input)} ${dots} ${paint("green", "passed")} ${paint("dim", ms)}\n`;
}

function inkOf(decision: Outcome["decision"]): Ink {
  return decision === "block" || decision === "ask" ? "yellow" : decision === "allow" ? "green" : "cyan";
}

function field(label: string, text: string, columns: number, io: Io, ink: Ink = "dim"): string[] {
  const width = columns - MARGIN - LABEL;
  const lines = wrap(printable(text).trimEnd(), width);
  const paint = painter(io);
  return lines.map((line, index) => {
    const shown = index === 0 ? label.padEnd(LABEL) : " ".repeat(LABEL);
    const text = line.replace(PLACEHOLDER, (placeholder) => paint("cyan", placeholder));
    return line === "" && index > 0 ? "" : `${" ".repeat(MARGIN)}${paint(ink, shown)}${text}`;
  });
}
