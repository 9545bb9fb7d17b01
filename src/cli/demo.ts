import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { DefenterError } from "../core/error.ts";
import { type Command, EXIT, type Io, JSON_OPTION } from "./command.ts";
import { openHost } from "./demo/host.ts";
import { layProject, playSession } from "./demo/session.ts";
import { openTrail } from "./demo/trail.ts";
import { listValues, makeValues } from "./demo/values.ts";
import { type DemoReport, type EventReport, eventText, quietText, reportOn } from "./demo/view.ts";
import { painter, writeJson } from "./output.ts";

export const command: Command = {
  name: "demo",
  describe: "play a session through the hooks in a throw-away project and show what the model would see",
  options: {
    json: JSON_OPTION,
    keep: { type: "boolean", describe: "leave the throw-away project in place" },
  },
  run: async (args, io) => runDemo({ json: args["json"] === true, keep: args["keep"] === true }, io),
};

interface DemoOptions {
  readonly json: boolean;
  readonly keep: boolean;
}

/** The folders of a demo: nothing is read or written outside `root`. */
interface Stage {
  readonly root: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

function runDemo(options: DemoOptions, io: Io): number {
  const stage = layStage(io.env);
  try {
    const report = play(stage, options, io);
    if (options.json) writeJson(report, io);
    else writeSummary(report, io);
    return report.passed ? EXIT.done : EXIT.negative;
  } finally {
    if (!options.keep) rmSync(stage.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function play(stage: Stage, options: DemoOptions, io: Io): DemoReport {
  const values = makeValues();
  layProject(stage.project, values);
  installHooks(stage);
  if (!options.json)
    io.out(`\nA throw-away project, guarded by defenter install. Each event runs the hooks themselves.\n\n`);
  const settings = join(stage.project, ".claude", "settings.json");
  const host = openHost({ settings, cwd: stage.project, env: stage.env, session: "demo" });
  const trail = openTrail(stage.env, stage.project);
  const events: EventReport[] = [];
  for (const outcome of playSession({ host, values, project: stage.project })) {
    const event = reportOn(outcome, trail.newRules(), listValues(values));
    if (!options.json) showEvent(event, events.at(-1), io);
    events.push(event);
  }
  const passed = events.every((event) => event.failures.length === 0);
  return { passed, events, project: options.keep ? stage.project : null };
}

function showEvent(event: EventReport, previous: EventReport | undefined, io: Io): void {
  const quiet = event.decision === "allow" && event.failures.length === 0;
  if (quiet && event.title !== previous?.title) io.out(`${painter(io)("bold", event.title)}\n`);
  io.out(quiet ? quietText(event, io) : `${eventText(event, io)}\n`);
}

function layStage(env: NodeJS.ProcessEnv): Stage {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "defenter-demo-")));
  const home = join(root, "home");
  const project = join(root, "project");
  mkdirSync(home);
  mkdirSync(project);
  return { root, project, env: { ...stageEnvironment(env, home), CLAUDE_PROJECT_DIR: project } };
}

/** Only what programs need to start; every folder of the account leads into the throw-away home. */
function stageEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const kept = ["SystemRoot", "ComSpec", "PATHEXT", "TMPDIR", "TEMP", "TMP", "LANG"];
  const start = Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  return {
    ...start,
    // The registered command is `node …`: the Node that runs the demo, also where PATH has none.
    PATH: [dirname(process.execPath), env["PATH"] ?? ""].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData", "Roaming"),
    LOCALAPPDATA: join(home, "AppData", "Local"),
    CLAUDECODE: "1",
  };
}

/** The installer as a person runs it: this same program, in the throw-away project. */
function installHooks(stage: Stage): void {
  run("git", ["init", "--quiet"], stage);
  const self = process.argv[1] ?? "";
  const args = [...process.execArgv, self, "install", "--scope", "project", "--project", stage.project];
  const installed = run(process.execPath, args, stage);
  if (installed.status !== 0) {
    const hints = installed.stderr
      .trim()
      .split("\n")
      .filter((line) => line !== "");
    throw new DefenterError("FILE_FAILED", "the installer failed in the throw-away project", { hints });
  }
}

/** Without git the demo goes on: a guarded project need be no repository. */
function run(program: string, args: readonly string[], stage: Stage): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(program, args, { cwd: stage.project, env: stage.env, encoding: "utf8" });
  return { status, stderr: stderr ?? "" };
}

function writeSummary(report: DemoReport, io: Io): void {
  const paint = painter(io);
  const bad = report.events.filter((event) => event.failures.length > 0).length;
  const count = report.events.length;
  const verdict = bad === 0 ? paint("green", `all ${count} events went as they should`) : "";
  io.out(`\n${verdict || paint("red", `${bad} of ${count} events did not go as they should`)}\n`);
  if (report.project !== null) io.out(`the project is kept in ${report.project}\n`);
  const claude = findOnPath("claude", io.env);
  if (claude !== null) io.out(`${liveHint(claude, report.project)}\n`);
}

function liveHint(claude: string, project: string | null): string {
  if (project === null) return `Claude Code is at ${claude}: defenter demo --keep leaves this project for a live try`;
  return `try it live: cd '${project}' && claude, then ask it to read .env and tell you the password`;
}

/** Absolute path of a program on PATH, or null. */
function findOnPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (folder !== "" && isExecutable(file)) return file;
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
