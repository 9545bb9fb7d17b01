import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { BenchEvent } from "./events.ts";
import { shuffled } from "./statistics.ts";

/** A throw-away account with the hooks installed for the user, as a person has them. */
export interface Stage {
  readonly root: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** The registered shell string for each event. */
  readonly commands: ReadonlyMap<string, string>;
  /** The same shell string around an empty CommonJS script. */
  readonly empty: string;
}

/** Wall times of one hook run and its empty twin, in milliseconds. */
export interface Pair {
  readonly hookMs: number;
  readonly emptyMs: number;
}

export function layStage(): Stage {
  const repository = join(import.meta.dirname, "..", "..");
  const root = realpathSync(mkdtempSync(join(tmpdir(), "defenter-bench-")));
  const home = join(root, "home");
  const project = join(root, "project");
  mkdirSync(home);
  mkdirSync(project);
  // Both are inherited by every hook: a certificate file alone costs Node 20 more than the hook does.
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, ...rest } = process.env;
  const kept = Object.entries(rest).filter(([name]) => !/^(XDG_|DEFENTER_|CLAUDE|npm_)/.test(name));
  const env = { ...Object.fromEntries(kept), HOME: home, CLAUDE_PROJECT_DIR: project };
  execFileSync(process.execPath, [join(repository, "dist", "cli", "defenter.js"), "install"], { cwd: project, env });
  const commands = registeredCommands(join(home, ".claude", "settings.json"));
  writeFileSync(join(root, "empty.cjs"), "");
  const hook = commands.get("PreToolUse") ?? "";
  const empty = hook.replace(/"[^"]*pre-tool-use\.cjs"/, JSON.stringify(join(root, "empty.cjs")));
  if (empty === hook) throw new Error(`cannot make an empty twin of ${hook}`);
  const stage = { root, project, env, commands, empty };
  // As every session does first; for the first one with this Node it also makes the code cache.
  const start = { session_id: "bench", cwd: project, hook_event_name: "SessionStart", source: "startup" };
  time(commands.get("SessionStart") ?? "", JSON.stringify(start), stage);
  return stage;
}

export function removeStage(stage: Stage): void {
  rmSync(stage.root, { recursive: true, force: true });
}

/** `rounds` pairs for each event and for the noise (an empty script against itself), in random order in every round. */
export function measure(stage: Stage, events: readonly BenchEvent[], rounds: number): Map<string, Pair[]> {
  const pairs = new Map<string, Pair[]>([NOISE, ...events.map((event) => event.name)].map((name) => [name, []]));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const event of shuffled([null, ...events])) {
      const pair = measurePair(stage, event, round);
      if (round >= 0) pairs.get(event?.name ?? NOISE)?.push(pair);
    }
  }
  return pairs;
}

export const NOISE = "empty against itself";
const WARM_UP = 2;

function measurePair(stage: Stage, event: BenchEvent | null, round: number): Pair {
  const payload = event?.payload ?? { hook_event_name: "PreToolUse" };
  const input = JSON.stringify({
    session_id: "bench",
    cwd: stage.project,
    permission_mode: "default",
    tool_use_id: `toolu_bench_${round}`,
    ...payload,
  });
  const hook = event === null ? stage.empty : (stage.commands.get(String(payload["hook_event_name"])) ?? "");
  const hookFirst = Math.random() < 0.5;
  const first = time(hookFirst ? hook : stage.empty, input, stage);
  const second = time(hookFirst ? stage.empty : hook, input, stage);
  const [hookRun, emptyRun] = hookFirst ? [first, second] : [second, first];
  if (event !== null) checkAnswer(event, hookRun.stdout);
  return { hookMs: hookRun.ms, emptyMs: emptyRun.ms };
}

function time(command: string, input: string, stage: Stage): { ms: number; stdout: string } {
  const started = performance.now();
  const run = spawnSync("/bin/sh", ["-c", command], {
    cwd: stage.project,
    env: stage.env,
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ms: performance.now() - started, stdout: run.stdout.toString("latin1") };
}

/** A hook that finds nothing is fast: what it misses must not count as speed. */
function checkAnswer(event: BenchEvent, stdout: string): void {
  if (event.secrets.length === 0 && stdout !== "") throw new Error(`${event.name}: expected silence`);
  if (event.secrets.length > 0 && !stdout.includes('"updatedToolOutput"'))
    throw new Error(`${event.name}: not redacted`);
  const leaked = event.secrets.filter((secret) => stdout.includes(secret)).length;
  if (leaked > 0) throw new Error(`${event.name}: ${leaked} of ${event.secrets.length} findings got through`);
}

function registeredCommands(settings: string): Map<string, string> {
  type Settings = { hooks: Record<string, { hooks: { command: string }[] }[]> };
  const { hooks } = JSON.parse(readFileSync(settings, "utf8")) as Settings;
  return new Map(Object.entries(hooks).map(([event, groups]) => [event, groups[0]?.hooks[0]?.command ?? ""]));
}
