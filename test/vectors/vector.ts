import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, type JsonObject, objectAt, stringAt } from "../../src/core/json.ts";
import { readAnswer, shapeDifference, stringsIn, type Verdict } from "../support/answer.ts";
import {
  defenter,
  type Ended,
  fillPlaces,
  fire,
  install,
  laidPath,
  lay,
  registered,
  type Sandbox,
} from "../support/sandbox.ts";
import { expand, expandDeep, mapStrings } from "../support/templates.ts";

/** One line of a file in `test/vectors/claude`; README.md in `test` describes it for those who add one. */
export interface Vector {
  readonly id: string;
  readonly host: "claude";
  readonly by: string;
  readonly why: string;
  readonly event: JsonObject;
  readonly expect: readonly Verdict[];
  readonly files?: Readonly<Record<string, string>>;
  readonly later?: Readonly<Record<string, string>>;
  readonly git?: "dirty";
  readonly let?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly never?: readonly string[];
  readonly keep?: readonly string[];
  readonly tell?: readonly string[];
  readonly wire?: "bom" | "bom2" | "powershell";
  readonly times?: number;
  readonly maxMs?: number;
  readonly uninstall?: boolean;
  readonly after?: Readonly<Record<string, readonly string[]>>;
}

const DEFAULT_MAX_MS = 15_000;
const CODINGS: Readonly<Record<string, (text: string) => string>> = {
  b64: (text) => Buffer.from(text).toString("base64"),
  b64url: (text) => Buffer.from(text).toString("base64url"),
  hex: (text) => Buffer.from(text).toString("hex"),
  percent: (text) => encodeURIComponent(text),
};

/** Every vector of a folder of JSONL files. @throws Error where two have one id */
export function readVectors(folder: string): Vector[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  const lines = names.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  const vectors = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Vector);
  const ids = new Set<string>();
  for (const { id } of vectors) {
    if (ids.has(id)) throw new Error(`two vectors have the id ${id}`);
    ids.add(id);
  }
  return vectors;
}

/** True where the vector needs a project of its own: what it lays or changes would be in the way of others. */
export function needsOwnProject(vector: Vector): boolean {
  return [vector.files, vector.later, vector.git, vector.after, vector.uninstall].some((field) => field !== undefined);
}

/** Lays the vector's files, installs the guard, plays the event. @throws Error that says what is not as it should be */
export async function playInOwnProject(sandbox: Sandbox, vector: Vector): Promise<void> {
  const names = namesOf(vector);
  const files = layFiles(sandbox, vector.files ?? {}, names);
  const foreign = commandsIn(sandbox, vector);
  if (vector.git === "dirty") makeDirty(sandbox);
  await install(sandbox);
  const commands = commandsIn(sandbox, vector).filter((command) => !foreign.includes(command));
  layFiles(sandbox, vector.later ?? {}, names);
  await play(sandbox, vector, commands, names);
  if (vector.uninstall) await checkUninstall(sandbox, files);
  for (const [path, texts] of Object.entries(vector.after ?? {})) {
    const content = readFileSync(laidPath(sandbox, path), "utf8");
    const gone = texts.find((text) => !content.includes(text));
    if (gone !== undefined) throw new Error(`${path} no longer holds ${JSON.stringify(gone)}`);
  }
}

/**
 * Plays the event in a project where the guard is installed.
 * @param commands what is registered for the event, by us
 * @throws Error that says what is not as it should be
 */
export async function play(
  sandbox: Sandbox,
  vector: Vector,
  commands: readonly string[] = commandsIn(sandbox, vector),
  names: Map<string, string> = namesOf(vector),
): Promise<void> {
  const event = mapStrings(expandDeep(vector.event, names), (text) => fillPlaces(sandbox, text)) as JsonObject;
  if (commands.length !== 1) throw new Error(`${commands.length} commands of ours are registered for the event`);
  const stdin = onTheWire(event, vector.wire);
  const rounds = Array.from({ length: vector.times ?? 1 }, () => fire(sandbox, commands[0] ?? "", stdin));
  const all = await Promise.all(rounds);
  const never = (vector.never ?? []).map((text) => expand(text, names));
  const keep = (vector.keep ?? []).map((text) => fillPlaces(sandbox, expand(text, names)));
  const verdicts = all.map((ended) => check(vector, event, ended, { never, keep }));
  if (new Set(verdicts).size > 1) throw new Error(`processes disagree: ${verdicts.join(", ")}`);
}

function namesOf(vector: Vector): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries(vector.let ?? {})) {
    const [coding, text] = typeof value === "string" ? [null, value] : (Object.entries(value)[0] ?? [null, ""]);
    const encode = coding === null ? (plain: string) => plain : CODINGS[coding];
    if (encode === undefined) throw new Error(`${vector.id}: no coding ${coding}`);
    names.set(name, encode(expand(text, names)));
  }
  return names;
}

function layFiles(sandbox: Sandbox, files: Readonly<Record<string, string>>, names: Map<string, string>) {
  const laid = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, fillPlaces(sandbox, expand(text, names))]),
  );
  lay(sandbox, laid);
  return laid;
}

function makeDirty({ project, env }: Sandbox): void {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project, env, stdio: "pipe" });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=dev", "-c", "user.email=dev@example.com", "commit", "--quiet", "--allow-empty", "-m", "First");
  const [tracked] = git("ls-files").toString().split("\n");
  const path = join(project, tracked === undefined || tracked === "" ? "changed.txt" : tracked);
  appendFileSync(path, "\n");
}

function commandsIn(sandbox: Sandbox, { event }: Vector): string[] {
  return registered(sandbox, "project", stringAt(event, "hook_event_name") ?? "", stringAt(event, "tool_name"));
}

function onTheWire(event: JsonObject, wire: Vector["wire"]): string {
  if (wire === "bom") return `\ufeff${JSON.stringify(event)}`;
  if (wire === "bom2") return `\ufeff\ufeff${JSON.stringify(event)}`;
  if (wire === "powershell") return `\ufeff${JSON.stringify(event, null, 2).replaceAll("\n", "\r\n")}\r\n`;
  return JSON.stringify(event);
}

function check(vector: Vector, event: JsonObject, ended: Ended, texts: { never: string[]; keep: string[] }): Verdict {
  if (ended.signal !== null) throw new Error(`ended by ${ended.signal} after ${Math.round(ended.ms)} ms`);
  const { verdict, json, output } = readAnswer(ended);
  const said = [...stringsIn(json), ended.stdout, ended.stderr];
  const told = stringAt(json ?? {}, "systemMessage") ?? "";
  const untold = (vector.tell ?? []).find((text) => !told.includes(text));
  if (untold !== undefined) throw new Error(`the person is not told of ${untold}, but: ${told}`);
  if (texts.never.some((text) => said.some((part) => part.includes(text)))) throw new Error("a value is in the answer");
  if (!vector.expect.includes(verdict)) {
    throw new Error(`${verdict}, expected ${vector.expect.join(" or ")}: ${summary(json, ended.stderr)}`);
  }
  if (output !== undefined) checkOutput(event["tool_response"], output, texts.keep);
  const maxMs = vector.maxMs ?? DEFAULT_MAX_MS;
  if (ended.ms > maxMs) throw new Error(`${Math.round(ended.ms)} ms, at most ${maxMs}`);
  return verdict;
}

function summary(json: JsonObject, stderr: string): string {
  const specific = objectAt(json, "hookSpecificOutput") ?? {};
  const { updatedToolOutput: _, ...rest } = specific;
  return JSON.stringify({ ...json, hookSpecificOutput: rest, stderr }).slice(0, 1500);
}

function checkOutput(response: Json | undefined, output: Json, keep: readonly string[]): void {
  const difference = shapeDifference(response, output);
  if (difference !== null) throw new Error(`the rewritten output has another shape at ${difference}`);
  const texts = stringsIn(output);
  const lost = keep.find((text) => !texts.some((part) => part.includes(text)));
  if (lost !== undefined)
    throw new Error(`the rewritten output lost ${JSON.stringify(lost)}: ${JSON.stringify(output).slice(0, 1500)}`);
}

async function checkUninstall(sandbox: Sandbox, files: Readonly<Record<string, string>>): Promise<void> {
  const ended = await defenter(sandbox, ["uninstall", "--scope", "project", "--project", sandbox.project]);
  if (ended.code !== 0) throw new Error(`uninstall exited ${ended.code}: ${ended.stderr}`);
  for (const [path, content] of Object.entries(files)) {
    if (readFileSync(laidPath(sandbox, path), "utf8") !== content) throw new Error(`${path} is not as it was laid`);
  }
}
