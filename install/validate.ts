import { isObject, type Json, type JsonObject } from "../src/core/json.ts";

/** Events whose invalid entries make Claude Code drop the whole settings file, permissions too, in silence. */
const DROPS_FILE: ReadonlySet<string> = new Set(["PreToolUse", "PermissionRequest"]);

/** What each type of hook cannot do without; a type that is not listed is invalid. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  command: ["command"],
  http: ["url"],
  mcp_tool: ["server", "tool"],
  prompt: ["prompt"],
  agent: ["prompt"],
};

export interface SettingsProblem {
  /** Claude Code ignores the whole file; else only the entry. */
  readonly dropsFile: boolean;
  /** Where and what: "hooks.PreToolUse[0].hooks[1]: has no command". */
  readonly message: string;
}

/** What Claude Code would drop of a settings file, as measured on 2.1.330. */
export function findSettingsProblems(settings: Json): SettingsProblem[] {
  if (!isObject(settings)) return [{ dropsFile: true, message: "the file holds no object" }];
  const problems: SettingsProblem[] = [];
  const permissions = settings["permissions"];
  for (const key of ["allow", "deny", "ask"]) {
    const list = isObject(permissions) ? permissions[key] : undefined;
    if (list !== undefined && !Array.isArray(list)) {
      problems.push({ dropsFile: true, message: `permissions.${key}: is no array` });
    }
  }
  const hooks = settings["hooks"];
  if (hooks === undefined) return problems;
  if (!isObject(hooks)) return [...problems, { dropsFile: true, message: "hooks: is no object" }];
  return [...problems, ...Object.entries(hooks).flatMap(([event, groups]) => findEventProblems(event, groups))];
}

function findEventProblems(event: string, groups: Json | undefined): SettingsProblem[] {
  const dropsFile = DROPS_FILE.has(event);
  const place = `hooks.${event}`;
  if (!Array.isArray(groups)) return [{ dropsFile, message: `${place}: is no array` }];
  return groups.flatMap((group: Json, index) => {
    const at = `${place}[${index}]`;
    if (!isObject(group) || !Array.isArray(group["hooks"])) {
      return [{ dropsFile, message: `${at}: has no array "hooks"` }];
    }
    const matcher = group["matcher"];
    if (matcher !== undefined && typeof matcher !== "string") {
      return [{ dropsFile, message: `${at}: its matcher is no string` }];
    }
    return group["hooks"].flatMap((hook: Json, place) => {
      const wrong = isObject(hook) ? findHookProblem(hook) : "is no object";
      return wrong === null ? [] : [{ dropsFile, message: `${at}.hooks[${place}]: ${wrong}` }];
    });
  });
}

function findHookProblem(hook: JsonObject): string | null {
  const type = hook["type"];
  const needed = typeof type === "string" && Object.hasOwn(NEEDED, type) ? NEEDED[type] : undefined;
  if (needed === undefined) return "its type is unknown";
  for (const key of needed) if (typeof hook[key] !== "string" || hook[key] === "") return `has no ${key}`;
  const timeout = hook["timeout"];
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0)) {
    return "its timeout is no number above 0";
  }
  return hook["onFailure"] !== undefined && typeof hook["onFailure"] !== "string" ? "its onFailure is no string" : null;
}
