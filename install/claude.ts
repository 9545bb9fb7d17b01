import { posix, win32 } from "node:path";
import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { quoteForShell, splitShellWords } from "./shell-words.ts";

/** Where a registration counts: for the account, for everybody in the project, for the account in the project. */
export const SCOPES = ["user", "project", "local"] as const;
export type Scope = (typeof SCOPES)[number];

/** One moment of a Claude Code session that the guard is registered for. */
export interface Moment {
  readonly event: string;
  /** Name of the executable in a folder of bundles. */
  readonly file: string;
  readonly timeoutSeconds: number;
  /** A gate that cannot run refuses; elsewhere the session goes on. */
  readonly isGate: boolean;
}

export const MOMENTS: readonly Moment[] = [
  { event: "UserPromptSubmit", file: "user-prompt-submit.cjs", timeoutSeconds: 15, isGate: true },
  { event: "UserPromptExpansion", file: "user-prompt-expansion.cjs", timeoutSeconds: 15, isGate: true },
  { event: "PreToolUse", file: "pre-tool-use.cjs", timeoutSeconds: 15, isGate: true },
  { event: "PostToolUse", file: "post-tool-use.cjs", timeoutSeconds: 60, isGate: false },
  { event: "PostToolUseFailure", file: "post-tool-use-failure.cjs", timeoutSeconds: 30, isGate: false },
  { event: "SessionStart", file: "session-start.cjs", timeoutSeconds: 30, isGate: false },
  { event: "ConfigChange", file: "config-change.cjs", timeoutSeconds: 30, isGate: false },
  { event: "Stop", file: "stop.cjs", timeoutSeconds: 30, isGate: false },
  { event: "SubagentStop", file: "subagent-stop.cjs", timeoutSeconds: 30, isGate: false },
];

/** Where a session runs, as far as its settings depend on it. Folders are absolute. */
export interface SessionPlace {
  readonly home: string;
  /** The folder that Claude Code was started in. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: string;
}

/** The settings file of a scope; the user's lies under CLAUDE_CONFIG_DIR where that is set and not empty. */
export function settingsPath(scope: Scope, place: SessionPlace): string {
  const paths = pathsOf(place.platform);
  if (scope === "project") return paths.join(place.project, ".claude", "settings.json");
  if (scope === "local") return paths.join(place.project, ".claude", "settings.local.json");
  const told = place.env["CLAUDE_CONFIG_DIR"];
  const folder = told ? paths.resolve(place.project, told) : paths.join(place.home, ".claude");
  return paths.join(folder, "settings.json");
}

/** The folder of managed settings: `managed-settings.json` and `managed-settings.d/*.json`. */
export function managedFolder(platform: string): string {
  if (platform === "darwin") return "/Library/Application Support/ClaudeCode";
  return platform === "win32" ? "C:\\Program Files\\ClaudeCode" : "/etc/claude-code";
}

/** The folder of bundles that a project carries. */
export function projectBundles(project: string, platform: string): string {
  return pathsOf(platform).join(project, ".defenter", "hooks");
}

/** The folder of one version's bundles in the user's data folder. */
export function userBundles(data: string, version: string, platform: string): string {
  return pathsOf(platform).join(data, "hooks", version);
}

/** Runs on Node alone and means the same to sh, PowerShell and cmd; the project's folder is known when it runs. */
export function projectCommand(file: string): string {
  return `node -e "require(process.env.CLAUDE_PROJECT_DIR+'/.defenter/hooks/${file}')"`;
}

/**
 * Runs a bundle by its absolute path. `NODE_OPTIONS=` takes away what a repository's settings put there.
 *
 * @param node absolute path of the Node to run; not used on Windows, where three shells would quote it in three ways
 * @returns null where a path holds what no shell quoting keeps (a line end)
 */
export function absoluteCommand(node: string, bundle: string, platform: string): string | null {
  if (platform === "win32") return `node -e "require('${escapeForWindows(bundle.replaceAll("\\", "/"))}')"`;
  const program = quoteForShell(node);
  const script = quoteForShell(bundle);
  return program === null || script === null ? null : `NODE_OPTIONS= ${program} ${script}`;
}

/** As JavaScript escapes, which sh, PowerShell and cmd all leave alone within double quotes. */
function escapeForWindows(path: string): string {
  return path.replace(/[^A-Za-z0-9 /:._()@+,=~-]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** One group without a `matcher`: absent means every tool, and Cursor imports a file only once a group has that key. */
export function groupOf(moment: Moment, command: string): JsonObject {
  const hook: JsonObject = { type: "command", command, timeout: moment.timeoutSeconds };
  return { hooks: [moment.isGate ? { ...hook, onFailure: "block" } : hook] };
}

/** What a registered command of ours runs. */
export interface OwnCommand {
  /** Name of the executable, e.g. `pre-tool-use.cjs`. */
  readonly file: string;
  /** The folder of bundles as written, with `/`; null where it is the project's, found by CLAUDE_PROJECT_DIR. */
  readonly folder: string | null;
  /** As the folder is named; null for a project's folder, whose manifest tells. */
  readonly version: string | null;
  /** The Node as written. */
  readonly node: string;
}

const OWN_PATH = /(?:^|\/)(\.defenter|defenter(?:\/data)?)\/hooks\/(?:([0-9][^/]*)\/)?([a-z-]+\.cjs)$/;
const OWN_FILES: ReadonlySet<string> = new Set(MOMENTS.map((moment) => moment.file));

/**
 * Reads a registered hook of ours, of any version and spelling: a Node that runs one of our executables. Else null. What
 * is ours to take out again; whether it guards is for `origins.ts` to say.
 */
export function readOwnHook(hook: Json | undefined): OwnCommand | null {
  if (!isObject(hook) || typeof hook["command"] !== "string") return null;
  const args: Json[] = Array.isArray(hook["args"]) ? hook["args"] : [];
  const words = args.length > 0 ? [hook["command"], ...args] : splitShellWords(hook["command"]);
  if (words === null || !words.every((word) => typeof word === "string")) return null;
  return readWords(words);
}

function readWords(words: readonly string[]): OwnCommand | null {
  let first = 0;
  while (/^(?:[A-Za-z_][A-Za-z0-9_]*=.*|env|exec)$/s.test(words[first] ?? "")) first++;
  const node = words[first];
  const last = words.at(-1);
  if (node === undefined || last === undefined || first === words.length - 1) return null;
  if (!/(?:^|[\\/])node(?:js)?(?:\.exe)?$/i.test(node)) return null;
  const isScript = words.some((word) => word === "-e" || word === "--eval");
  const path = isScript ? readRequire(last) : last.replaceAll("\\", "/");
  const found = path === null ? null : OWN_PATH.exec(path);
  const file = found?.[3];
  if (path === null || !found || file === undefined || !OWN_FILES.has(file)) return null;
  const isProject = found[1] === ".defenter";
  if (!isProject && found[2] === undefined) return null;
  const folder = path.slice(0, path.length - file.length - 1);
  return { file, folder: isProject ? null : folder, version: isProject ? null : (found[2] ?? null), node };
}

/** The path in `require('…')` or `require(process.env.CLAUDE_PROJECT_DIR+'…')`. */
function readRequire(script: string): string | null {
  const literal = /^\s*require\(\s*(?:process\.env\.CLAUDE_PROJECT_DIR\s*\+\s*)?(['"`])([^'"`]*)\1\s*\)\s*;?\s*$/.exec(
    script,
  );
  const text = literal?.[2];
  return text === undefined ? null : text.replace(/\\u([0-9a-f]{4})/g, decodeUnit).replace(/\\+/g, "/");
}

function decodeUnit(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** In seconds. Beyond some 2,000,000 a timer overflows and fires at once, and then nothing is redacted. */
const MAX_TIMEOUT_SECONDS = 600;
/** The installer's own fields, judged one by one below. Beside them a hook may hold a line for the person. */
const JUDGED: ReadonlySet<string> = new Set(["type", "command", "timeout", "onFailure"]);

/** What keeps a registered hook of ours from doing its work, one phrase each; empty where it is as the installer writes it. */
export function weaknessesOf(group: JsonObject, hook: JsonObject, moment: Moment): string[] {
  const weak: string[] = [];
  const { matcher, hooks: _, ...rest } = group;
  if (matcher !== undefined && matcher !== "" && matcher !== "*") weak.push("has a matcher");
  if (hook["type"] !== "command") weak.push("is of another type");
  const others = [...Object.entries(rest), ...Object.entries(hook).filter(([key]) => !JUDGED.has(key))];
  for (const [key, value] of others) {
    if (key === "args") weak.push("uses args, which other hosts drop");
    else if (key !== "statusMessage" || typeof value !== "string") weak.push(`has ${key.slice(0, 40)}`);
  }
  const timeout = hook["timeout"];
  if (typeof timeout !== "number" || timeout < moment.timeoutSeconds) weak.push("has a timeout that is too short");
  else if (timeout > MAX_TIMEOUT_SECONDS) weak.push("has a timeout that is too long");
  const onFailure = hook["onFailure"];
  if (moment.isGate && onFailure !== "block") weak.push("lets everything pass when it cannot run");
  else if (onFailure !== undefined && onFailure !== "block") weak.push("has an onFailure that is not ours");
  return weak;
}

function pathsOf(platform: string): typeof posix {
  return platform === "win32" ? win32 : posix;
}
