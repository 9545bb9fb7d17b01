import { isObject, type Json, type JsonObject } from "../src/core/json.ts";
import { HOOKS, type Kind, PERMISSIONS, STATUS_LINE, TOP_LEVEL } from "./settings-shape.ts";

/** Events whose invalid entries make Claude Code drop the whole settings file, permissions too, in silence. */
const DROPS_FILE: ReadonlySet<string> = new Set(["PreToolUse", "PermissionRequest"]);

export interface SettingsProblem {
  /** Claude Code ignores the whole file; else only the entry. */
  readonly dropsFile: boolean;
  /** Where and what: "hooks.PreToolUse[0].hooks[1]: has no command". */
  readonly message: string;
}

/** What Claude Code would drop of a settings file, as measured on 2.1.331. */
export function findSettingsProblems(settings: Json): SettingsProblem[] {
  if (!isObject(settings)) return [{ dropsFile: true, message: "the file holds no object" }];
  const wrong = [
    ...findWrong(settings, TOP_LEVEL, ""),
    ...findWrong(settings["permissions"], PERMISSIONS, "permissions."),
    ...findWrong(settings["statusLine"], STATUS_LINE, "statusLine."),
  ];
  const problems = wrong.map((message) => ({ dropsFile: true, message }));
  const hooks = settings["hooks"];
  if (hooks === undefined) return problems;
  if (!isObject(hooks)) return [...problems, { dropsFile: true, message: "hooks: is no object" }];
  return [...problems, ...Object.entries(hooks).flatMap(([event, groups]) => findEventProblems(event, groups))];
}

/** Fields of another kind than Claude Code takes, one phrase each; unknown fields pass. */
function findWrong(value: Json | undefined, fields: ReadonlyMap<string, Kind>, at: string): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const kind = fields.get(key);
    return kind === undefined || field === undefined || isOfKind(field, kind) ? [] : [`${at}${key}: ${describe(kind)}`];
  });
}

function isOfKind(value: Json, kind: Kind): boolean {
  switch (kind) {
    case "list":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "positive":
      return typeof value === "number" && value > 0;
    case "boolean":
    case "string":
    case "number":
      return typeof value === kind;
    default:
      return typeof value === "string" && kind.includes(value);
  }
}

function describe(kind: Kind): string {
  if (kind === "positive") return "is no number above 0";
  if (kind === "list") return "is no array";
  return typeof kind === "string" ? `is no ${kind}` : `is none of ${kind.join(", ")}`;
}

function findEventProblems(event: string, groups: Json | undefined): SettingsProblem[] {
  const dropsFile = DROPS_FILE.has(event);
  const place = `hooks.${event}`;
  // Like an event that is not there.
  if (groups === null) return [];
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
  const shape = typeof type === "string" && Object.hasOwn(HOOKS, type) ? HOOKS[type] : undefined;
  if (shape === undefined) return "its type is unknown";
  const missing = shape.needed.find((key) => typeof hook[key] !== "string");
  if (missing !== undefined) return `has no ${missing}`;
  const [wrong] = findWrong(hook, shape.fields, "its ");
  if (wrong !== undefined) return wrong.replace(":", "");
  return type === "http" && !URL.canParse(String(hook["url"])) ? "its url is none" : null;
}
