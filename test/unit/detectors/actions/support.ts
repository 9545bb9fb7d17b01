import type { Places } from "../../../../src/core/event.ts";
import type { ActionScan } from "../../../../src/detectors/actions/action.ts";
import { judgeToolCall } from "../../../../src/detectors/actions/tools.ts";
import { needsShellParser } from "../../../../src/detectors/actions/words.ts";
import { analyzeCommand } from "../../../../src/detectors/shell/analyze.ts";
import type { Example } from "./generate.ts";

/** A developer's machine as the examples of `rules/actions.json` mean it. */
export const PLACES: Places = {
  cwd: "/home/dev/app",
  project: "/home/dev/app",
  home: "/home/dev",
  temp: ["/tmp", "/var/tmp"],
  guard: {
    settings: [
      "/home/dev/app/.claude/settings.json",
      "/home/dev/app/.claude/settings.local.json",
      "/home/dev/.claude/settings.json",
      "/home/dev/.claude/settings.local.json",
    ],
    folders: ["/home/dev/app/.defenter", "/home/dev/.config/defenter", "/home/dev/.local/share/defenter"],
    keys: ["/home/dev/.local/state/defenter"],
  },
};

/** As the engine does it: the parser only sees a command that a word gives reason to parse. */
export function scan(command: string, places: Places = PLACES): ActionScan {
  const empty = { matches: [], prints: [], leaving: [], searched: [], degraded: [] };
  return needsShellParser(command, places) ? analyzeCommand(command, places) : empty;
}

/** Ids without `action/`. */
export function rulesOf(example: Example, places: Places = PLACES): string[] {
  const matches = typeof example === "string" ? scan(example, places).matches : judgeToolCall(example, places);
  return matches.map((match) => match.rule.id.slice("action/".length));
}

export function responseTo(example: Example, places: Places = PLACES): "allow" | "ask" | "block" {
  const matches = typeof example === "string" ? scan(example, places).matches : judgeToolCall(example, places);
  const responses = matches.filter((match) => match.git === undefined).map((match) => match.rule.response);
  if (responses.includes("block")) return "block";
  return responses.includes("ask") ? "ask" : "allow";
}
