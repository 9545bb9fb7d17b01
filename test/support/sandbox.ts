import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { isObject, type Json, type JsonObject } from "../../src/core/json.ts";

const CLI = join(import.meta.dirname, "..", "..", "dist", "cli", "defenter.js");

/** A throw-away project and home folder, whose programs see nothing of the account that runs the tests. */
export interface Sandbox {
  readonly folder: string;
  readonly project: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** @param name last part of the project's path; may hold spaces */
export function makeSandbox(name = "project"): Sandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "defenter-test-")));
  const sandbox = { folder, project: join(folder, name), home: join(folder, "home") };
  for (const path of [sandbox.project, sandbox.home]) mkdirSync(path);
  return { ...sandbox, env: { PATH: searchPath(), HOME: sandbox.home, USERPROFILE: sandbox.home, LANG: "C.UTF-8" } };
}

/** This Node first, so that `node` in a registered command is the one under test. */
function searchPath(): string {
  return [dirname(process.execPath), ...(process.env["PATH"] ?? "/usr/bin:/bin").split(delimiter)]
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
}

export function removeSandbox(sandbox: Sandbox): void {
  rmSync(sandbox.folder, { recursive: true, force: true });
}

/** Lays files below the project, or below the home folder where their path starts with `~/`. */
export function lay(sandbox: Sandbox, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = laidPath(sandbox, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
}

export function laidPath(sandbox: Sandbox, path: string): string {
  return path.startsWith("~/") ? join(sandbox.home, path.slice(2)) : join(sandbox.project, path);
}

/** `${PROJECT}` and `${HOME}` in a text stand for the sandbox's folders. */
export function fillPlaces(sandbox: Sandbox, text: string): string {
  return text.replace(/\$\{(PROJECT|HOME)\}/g, (_, name) => (name === "HOME" ? sandbox.home : sandbox.project));
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** Milliseconds after which the process is killed; `signal` then tells. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end, with the environment given and no more. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(program, args, { cwd: options.cwd, env: { ...options.env }, stdio: "pipe" });
  const timer = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 60_000);
  const stdout = collect(child, "stdout");
  const stderr = collect(child, "stderr");
  // A program that ends without reading its input closes the pipe; that is its right.
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: stdout(), stderr: stderr(), ms: performance.now() - startedMs });
    });
  });
}

function collect(child: ChildProcess, name: "stdout" | "stderr"): () => string {
  const chunks: Buffer[] = [];
  child[name]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

/** Runs our own command line, as built, in the sandbox's project. */
export function defenter(sandbox: Sandbox, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [CLI, ...args], { cwd: sandbox.project, env: sandbox.env, ...options });
}

export type Scope = "user" | "project" | "local";

/** Installs the guard by the real installer. @throws Error with what it said where it does not exit 0 */
export async function install(sandbox: Sandbox, scope: Scope = "project"): Promise<void> {
  const ended = await defenter(sandbox, ["install", "--scope", scope, "--project", sandbox.project]);
  if (ended.code !== 0)
    throw new Error(`install --scope ${scope} exited ${ended.code}: ${ended.stderr}${ended.stdout}`);
}

/** The settings file of a scope. */
export function settingsPath(sandbox: Sandbox, scope: Scope): string {
  if (scope === "user") return join(sandbox.home, ".claude", "settings.json");
  return join(sandbox.project, ".claude", scope === "project" ? "settings.json" : "settings.local.json");
}

/** Every command that a scope's settings register for an event and tool; none where there is no such file. */
export function registered(sandbox: Sandbox, scope: Scope, event: string, tool: string | null = null): string[] {
  const path = settingsPath(sandbox, scope);
  return existsSync(path) ? commandsFor(JSON.parse(readFileSync(path, "utf8")), event, tool) : [];
}

/** Every command that a Claude Code settings file registers for an event and tool, in its order. */
function commandsFor(settings: Json, event: string, tool: string | null): string[] {
  const hooks = isObject(settings) && isObject(settings["hooks"]) ? settings["hooks"][event] : undefined;
  return listOf(hooks)
    .filter((group) => matches(group["matcher"], tool))
    .flatMap((group) => listOf(group["hooks"]))
    .map((hook) => hook["command"])
    .filter((command) => typeof command === "string");
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function matches(matcher: Json | undefined, tool: string | null): boolean {
  if (matcher === undefined || matcher === "" || matcher === "*" || tool === null) return true;
  return typeof matcher === "string" && new RegExp(`^(?:${matcher})$`).test(tool);
}

/** Runs a registered command as Claude Code does: by a shell, the event on stdin, the project in the environment. */
export function fire(
  sandbox: Sandbox,
  command: string,
  stdin: string | Uint8Array,
  options: RunOptions = {},
): Promise<Ended> {
  const env = { ...sandbox.env, ...options.env, CLAUDE_PROJECT_DIR: sandbox.project, CLAUDECODE: "1" };
  return run("/bin/sh", ["-c", command], { cwd: sandbox.project, ...options, env, stdin });
}

/** Lets at most `limit` of the tasks handed to it run at a time. */
export function makeGate(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
