import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { makeRecord } from "../audit/record.ts";
import { appendRecord } from "../audit/trail.ts";
import { DEFAULT_POLICY } from "../config/compiled/policy.ts";
import { loadPolicy } from "../config/load.ts";
import { findPolicyFolder, findProject, findRoots, type Roots } from "../config/roots.ts";
import type { Decision } from "../core/decision.ts";
import type { HookEvent, Phase, Places } from "../core/event.ts";
import { isInside, resolvePath } from "../core/path.ts";
import { VERSION } from "../core/version.ts";
import { createScanner } from "../detectors/text.ts";
import { expandGlob } from "../flow/files.ts";
import type { Machine } from "../flow/machine.ts";
import { settingsFiles } from "../hosts/claude/settings-files.ts";
import { tellOnce } from "../session/told.ts";
import { FILES } from "./files.ts";
import { loadPart } from "./parts.ts";

/** What the process is started with; `runtime.ts` alone reads it from the process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Milliseconds since the process started. */
  elapsedMs(): number;
}

export interface Assembly {
  readonly env: NodeJS.ProcessEnv;
  readonly roots: Roots;
  readonly project: string;
  readonly policyFolder: string | null;
  /** The newest version installed for the user; null where there is none. */
  installed(): { readonly version: string; readonly folder: string } | null;
  machineFor(event: HookEvent): Machine;
  /** What went wrong beside the event, for the person: told with the decision. */
  problems(): readonly string[];
  /** Writes the trail. Returns a problem for the person, or null. */
  record(event: HookEvent, decision: Decision): string | null;
}

/**
 * Milliseconds from the process's start after which a scan stops and what is not allowed yet is refused or withheld:
 * well inside the time that the installer registers for the event.
 */
const DEADLINE_MS: Readonly<Record<Phase, number>> = {
  prompt: 8_000,
  "prompt-expansion": 8_000,
  "pre-tool": 8_000,
  "post-tool": 40_000,
  "post-tool-failure": 20_000,
  "session-start": 20_000,
  "config-change": 20_000,
  stop: 20_000,
  "subagent-stop": 20_000,
};

export function assemble(surroundings: Surroundings): Assembly {
  const { env } = surroundings;
  const project = findProject(env, surroundings.cwd);
  const roots = findRoots(env, project);
  const policyFolder = findPolicyFolder(project);
  const problems: string[] = [...roots.problems];
  let places: Places | null = null;

  return {
    env,
    roots,
    project,
    policyFolder,
    installed: () => readInstalled(roots.data),
    machineFor(event) {
      places = findPlaces(event.cwd, project, policyFolder, roots, env);
      const loaded = loadPolicy({
        roots,
        policyFolder,
        env,
        engineVersion: VERSION,
        compile: (sources) => loadPart("compile").compile(sources),
      });
      problems.push(...loaded.problems);
      return createMachine(event, places, loaded.policy ?? DEFAULT_POLICY, roots, surroundings, problems);
    },
    problems: () => problems,
    record(event, decision) {
      const context = {
        time: new Date(),
        version: VERSION,
        ms: surroundings.elapsedMs(),
        pid: process.pid,
        places: places ?? { project, home: roots.home },
      };
      return appendRecord(roots.state, makeRecord(event, decision, context));
    },
  };
}

function readInstalled(data: string): { version: string; folder: string } | null {
  try {
    const { version } = JSON.parse(readFileSync(`${data}/current.json`, "utf8")) as { version?: unknown };
    if (typeof version !== "string") return null;
    if (version !== VERSION && !/^[\w.+-]{1,64}$/.test(version)) return null;
    return { version, folder: `${data}/hooks/${version}` };
  } catch {
    return null;
  }
}

function findPlaces(
  cwd: string,
  project: string,
  policyFolder: string | null,
  roots: Roots,
  env: NodeJS.ProcessEnv,
): Places {
  const { home } = roots;
  // Few events ask for more than where they are.
  const temp = once(() => tempFolders(env, home, project));
  const guard = once(() => guardPlaces(cwd, project, policyFolder, roots, env));
  return {
    cwd,
    project,
    home,
    get temp() {
      return temp();
    },
    get guard() {
      return guard();
    },
  };
}

function guardPlaces(
  cwd: string,
  project: string,
  policyFolder: string | null,
  { home, config, data, state }: Roots,
  env: NodeJS.ProcessEnv,
): Places["guard"] {
  const configFolder = env["CLAUDE_CONFIG_DIR"] ? resolve(project, env["CLAUDE_CONFIG_DIR"]) : `${home}/.claude`;
  return {
    settings: settingsFiles([...new Set([project, cwd])], configFolder),
    folders: [...new Set([`${project}/.defenter`, ...(policyFolder ? [policyFolder] : []), config, data, state])],
    keys: [state],
  };
}

function tempFolders(env: NodeJS.ProcessEnv, home: string, project: string): readonly string[] {
  const told = [env["TMPDIR"], env["TEMP"], env["CLAUDE_CODE_TMPDIR"]].map(
    (folder) => folder && resolvePath("/", folder),
  );
  const temp = ["/tmp", "/var/tmp", "/private/tmp", ...told].filter((folder) => isTemp(folder, home, project));
  return [...new Set(temp)];
}

/** A variable may call any folder a temp folder; one that holds the home or the project is none. */
function isTemp(folder: string | undefined, home: string, project: string): folder is string {
  if (!folder || folder === "/") return false;
  return (
    ["/tmp", "/var/tmp", "/private/tmp"].includes(folder) || !(isInside(folder, home) || isInside(folder, project))
  );
}

function createMachine(
  event: HookEvent,
  places: Places,
  policy: Machine["policy"],
  roots: Roots,
  surroundings: Surroundings,
  problems: string[],
): Machine {
  const overdue = () => surroundings.elapsedMs() > DEADLINE_MS[event.phase];
  const scanOwn = createScanner({ loadTable: () => loadPart("rules").TABLE, overdue });
  const key = once(() => {
    const opened = loadPart("closer").openKey(roots.state);
    if (opened.ephemeralBecause !== null) {
      problems.push(`placeholders cannot be restored later: the key could not be kept (${opened.ephemeralBecause})`);
    }
    return opened;
  });
  const git = once(() => loadPart("git").createGit(places.project, surroundings.env));
  const scanForeign = once(() => loadPart("foreign").createForeignScanner(policy.rules, overdue));
  const eventId = event.callId === null ? null : `${event.phase} ${event.callId}`;
  return {
    places,
    policy,
    files: FILES,
    git: {
      ignores: (path) => git().ignores(path),
      tracks: (path) => git().tracks(path),
      holds: (revision, path) => git().holds(revision, path),
    },
    scan(text, context) {
      const own = scanOwn(text, context);
      return policy.rules.length === 0 ? own : scanForeign()(text, context, own);
    },
    scanUncovered: (text, windows, context) => loadPart("secretlint").scanWithSecretlint(text, windows, context),
    analyzeCommand: (command) =>
      loadPart("shell").analyzeCommand(command, places, { realPath: FILES.real, exists, isFolder }),
    closer: () => loadPart("closer"),
    digest: (value) => key().digest(value),
    tell: (keys) => tellOnce(roots.state, event.session, eventId, keys),
  };
}

function exists(path: string, isPattern: boolean): boolean {
  return isPattern ? expandGlob(path, FILES).length > 0 : FILES.exists(path);
}

function isFolder(path: string, isPattern: boolean): boolean {
  return (isPattern ? expandGlob(path, FILES) : [path]).some((one) => FILES.exists(`${one}/.`));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
