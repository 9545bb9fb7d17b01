import { readTrail, type TrailReading } from "../audit/read.ts";
import type { TrailFinding, TrailRecord } from "../audit/record.ts";
import { findProject, findRoots } from "../config/roots.ts";
import type { Action } from "../core/decision.ts";
import { DefenterError } from "../core/error.ts";
import type { Command } from "./command.ts";
import { EXIT, JSON_OPTION } from "./command.ts";
import { type Ink, type Paint, painter, printable, writeJson } from "./output.ts";

const DEFAULT_COUNT = 20;
const MAX_COUNT = 1_000_000;
const INKS: Readonly<Record<Action, Ink>> = { allow: "dim", redact: "cyan", ask: "yellow", block: "red" };

/** `defenter log`: prints the newest records of the trail, newest last. */
export const command: Command = {
  name: "log",
  describe: "show what was decided, newest last",
  options: {
    n: { type: "number", requiresArg: true, default: DEFAULT_COUNT, describe: "how many events" },
    json: JSON_OPTION,
  },
  async run(args, io) {
    const count = countOf(args["n"]);
    const { state, problems } = findRoots(io.env, findProject(io.env, io.cwd));
    for (const problem of problems) io.err(`defenter: ${problem}\n`);
    const reading = read(state, count);
    if (args["json"] === true) {
      writeJson(reading, io);
      return EXIT.done;
    }
    const paint = painter(io);
    for (const record of reading.records) io.out(`${lineOf(record, paint)}\n`);
    if (reading.records.length === 0) io.err("defenter: nothing is recorded yet\n");
    if (reading.unreadable > 0) io.err(`defenter: ${reading.unreadable} unreadable lines were passed over\n`);
    return EXIT.done;
  },
};

function countOf(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_COUNT) return value;
  throw new DefenterError("USAGE", `-n must be a whole number from 1 to ${MAX_COUNT}`);
}

function read(state: string, count: number): TrailReading {
  try {
    return readTrail(state, count);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DefenterError("FILE_FAILED", `the trail in ${state} cannot be read (${code})`, { cause: error });
  }
}

/** `2026-11-25 09:12:31 block  pre-tool Bash: action/delete-home deletes ~/Documents`. */
function lineOf(record: TrailRecord, paint: Paint): string {
  const where = record.tool === undefined ? record.phase : `${record.phase} ${record.tool}`;
  const findings = record.findings ?? [];
  const notes = [...summaries(findings), ...(record.degraded ?? []).map((note) => `degraded: ${note}`)];
  if (record.moreFindings !== undefined) notes.push(`and ${record.moreFindings} more findings`);
  const tail = notes.length === 0 ? "" : `: ${notes.join("; ")}`;
  return `${paint("dim", localTime(record.time))} ${paint(INKS[record.action] ?? "dim", printable(record.action).padEnd(6))} ${printable(where + tail)}`;
}

function summaries(findings: readonly TrailFinding[]): string[] {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const place = finding.path ?? finding.pointer;
    const line = finding.line === undefined ? "" : `:${finding.line}`;
    const told = finding.detail ?? `in ${place}${line}`;
    const summary = `${finding.rule} ${told} (${finding.done})`;
    counts.set(summary, (counts.get(summary) ?? 0) + 1);
  }
  return [...counts].map(([summary, count]) => (count === 1 ? summary : `${summary}, ${count} times`));
}

function localTime(time: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
