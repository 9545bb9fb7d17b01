import { readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ALLOW, type Decision, saysNothing } from "./core/decision.ts";
import { DefenterError } from "./core/error.ts";
import type { HookEvent } from "./core/event.ts";
import { compareVersions, VERSION } from "./core/version.ts";
import { evaluate } from "./engine.ts";
import type { Machine } from "./flow/machine.ts";
import { decode } from "./hosts/claude/decode.ts";
import { type Reply, SILENT } from "./hosts/host.ts";
import { type Assembly, assemble } from "./system/assemble.ts";
import { loadPart, requireBundle } from "./system/parts.ts";

/** The only file of the hook path that touches stdin, stdout, stderr and exit. */

/**
 * Answers one event: reads it from stdin, prints one JSON object or nothing, and ends the process.
 * @param eventName the host's name of the event that the executable is registered for
 */
export function runHook(eventName: string): void {
  const { env } = process;
  const assembly = assemble({ env, cwd: workingFolder(env), elapsedMs });
  if (handsOver(eventName, assembly)) return;
  answer(eventName, readStdin, assembly)
    .then(async (reply) => {
      say(reply);
      if (eventName === "SessionStart") await loadPart("warm").warmUp(rehearse);
      process.exit(reply.exitCode);
    })
    // Not even a refusal could be made: the host takes this code for one.
    .catch(() => process.exit(2));
}

/** The folder may have been deleted under the process. */
function workingFolder(env: NodeJS.ProcessEnv): string {
  try {
    return process.cwd();
  } catch {
    return env["CLAUDE_PROJECT_DIR"] ?? "/";
  }
}

/** A newer version that is installed for the user answers instead: two registrations then give the same answer. */
function handsOver(eventName: string, assembly: Assembly): boolean {
  const installed = assembly.installed();
  if (installed === null || installed.version === VERSION) return false;
  if (compareVersions(installed.version, VERSION) <= 0) return false;
  const name = eventName.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  try {
    requireBundle(join(installed.folder, `${name}.cjs`));
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds since the process started; `performance` would have to be loaded for it. */
function elapsedMs(): number {
  return process.uptime() * 1000;
}

/** An event that only serves to compile what it runs. */
function rehearse(eventName: string, input: Buffer, env: NodeJS.ProcessEnv, cwd: string): Promise<Reply> {
  const startMs = elapsedMs();
  return answer(eventName, () => input, assemble({ env, cwd, elapsedMs: () => elapsedMs() - startMs }));
}

async function answer(eventName: string, read: () => Buffer, assembly: Assembly): Promise<Reply> {
  let payload: unknown;
  try {
    payload = parse(read());
    const event = decode(payload, eventName);
    const machine = assembly.machineFor(event);
    const decision = await decideOn(event, machine, assembly);
    const failure = assembly.record(event, decision);
    const problems = failure === null ? assembly.problems() : [...assembly.problems(), failure];
    const told = problems.length === 0 ? [] : machine.tell(problems).map((problem) => `defenter: ${problem}`);
    if (told.length === 0 && saysNothing(decision)) return SILENT;
    return loadPart("closer").encode(event, { ...decision, notices: [...decision.notices, ...told] });
  } catch (error) {
    return refusal(eventName, error, payload);
  }
}

async function decideOn(event: HookEvent, machine: Machine, assembly: Assembly): Promise<Decision> {
  if (event.phase === "session-start") return loadPart("lifecycle").startSession(event, machine, assembly);
  if (event.phase !== "config-change") return evaluate(event, machine);
  try {
    return await loadPart("lifecycle").changeConfig(event, assembly);
  } catch (error) {
    // Another branch was checked out while this process started: the session goes on as that branch says.
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return ALLOW;
    throw error;
  }
}

function refusal(eventName: string, error: unknown, payload: unknown): Reply {
  const what = describe(error);
  const agent = `The guard could not check this: ${what}. Tell the person.`;
  return loadPart("closer").refuse(eventName, { person: `defenter could not check this: ${what}`, agent }, payload);
}

/** Only messages of our own errors are told: any other may quote what was being looked at. */
function describe(error: unknown): string {
  const { name, message, code } = (error ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  // Each bundle has a class of that name of its own.
  if (name === "DefenterError") return String(message);
  if (code === "MODULE_NOT_FOUND") return "a file of the guard is missing: run `npx defenter install` again";
  return `a failure of its own (${typeof code === "string" ? code : String(name)})`;
}

const BYTE_ORDER_MARKS = /^\uFEFF+/;

function parse(input: Buffer): unknown {
  const read = input.toString("utf8");
  const text = read.startsWith("\ufeff") ? read.replace(BYTE_ORDER_MARKS, "") : read;
  if (text.trim() === "") throw new DefenterError("EVENT_INVALID", "the event on stdin is empty");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw new DefenterError("EVENT_INVALID", "the event on stdin is no valid JSON");
  }
}

const FIRST_CHUNK_BYTES = 64 * 1024;
const MAX_CHUNK_BYTES = 8 * 1024 * 1024;

function readStdin(): Buffer {
  const chunks: Buffer[] = [];
  let size = FIRST_CHUNK_BYTES;
  for (;;) {
    const chunk = Buffer.allocUnsafe(size);
    const count = retry(() => readSync(0, chunk, 0, size, null), 0);
    if (count === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    if (count === size) size = Math.min(size * 2, MAX_CHUNK_BYTES);
  }
}

function say(reply: Reply): void {
  if (reply.stderr !== "") write(2, reply.stderr);
  if (reply.stdout !== null) write(1, JSON.stringify(reply.stdout));
}

function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length; ) {
    written += retry(() => writeSync(descriptor, bytes, written), bytes.length - written);
  }
}

/** A pipe that is not ready says EAGAIN; one that ended says EOF (Windows) or EPIPE, which counts as `atEnd`. */
function retry(step: () => number, atEnd: number): number {
  for (;;) {
    try {
      return step();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF" || code === "EPIPE") return atEnd;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
