import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { findRoots } from "../../src/config/roots.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { diagnose } from "../../src/selfcheck/diagnosis.ts";
import { type Sandbox, type Scope, settingsPath } from "../support/sandbox.ts";
import { type Names, type Scenario, type Session, session } from "./scenario.ts";

const claude = inject("claude") ?? "";

const ENV = { ".env": "PORT=3000\nGITHUB_TOKEN=ghp_{{token=alnum:36}}\n" };
const bash = (command: string) => ({ name: "Bash", input: { command, description: "Tidy" } });

interface Settings {
  readonly hooks: Record<string, { hooks: JsonObject[] }[]>;
  readonly [key: string]: unknown;
}

const withHook = (event: string, hook: JsonObject) => (settings: Settings) => ({
  ...settings,
  hooks: { ...settings.hooks, [event]: [...(settings.hooks[event] ?? []), { hooks: [hook] }] },
});
const withOwn = (event: string, more: JsonObject) => (settings: Settings) => {
  Object.assign(settings.hooks[event]?.[0]?.hooks[0] ?? {}, more);
  return settings;
};
const withKeys = (more: object) => (settings: Settings) => ({ ...settings, ...more });
const command = { type: "command", command: "true" };

describe.skipIf(claude === "")("a settings file that holds", () => {
  test.each<[string, boolean, (settings: Settings) => object]>([
    [
      "a foreign gate with an onFailure that does not exist",
      true,
      withHook("PreToolUse", { ...command, onFailure: "deny" }),
    ],
    ["a foreign hook with a URL that is none", true, withHook("PreToolUse", { type: "http", url: "not a url" })],
    ["our own gate with a field of a wrong type", true, withOwn("PreToolUse", { if: false })],
    ["our own redactor with a field of a wrong type", true, withOwn("PostToolUse", { statusMessage: 5 })],
    ["a key of a wrong type", true, withKeys({ model: 5 })],
    ["an unknown mode", true, withKeys({ permissions: { defaultMode: "nonsense" } })],
    ["hooks outside hooks", true, withKeys({ PreToolUse: [{ hooks: [command] }] })],
    ["a foreign gate with nothing to run", false, withHook("PreToolUse", { type: "command", command: "" })],
    [
      "null for an event",
      false,
      (settings) => ({ ...settings, hooks: { ...settings.hooks, PermissionRequest: null } }),
    ],
    ["what Claude Code overlooks", false, withKeys({ theme: 5, allowedMcpServers: "x", notKnown: { a: 1 } })],
  ])("%s leaks: %s, and is diagnosed so", async (_, isLeaking, edit) => {
    const names: Names = new Map();
    let isLive: boolean | null = null;
    const scenario: Scenario = {
      files: ENV,
      prompt: "Tidy up.",
      turns: [bash("cat .env")],
      before: (sandbox): undefined => {
        const path = settingsPath(sandbox, "project");
        writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, "utf8")) as Settings), null, 2));
        isLive = diagnoseIn(sandbox);
      },
    };
    const leaked = await session(
      claude,
      scenario,
      "project",
      ({ sent }) => sent.includes(names.get("token") ?? "-"),
      names,
    );
    expect({ leaked, isLive }).toEqual({ leaked: isLeaking, isLive: !isLeaking });
  });
});

function diagnoseIn({ home, project, env }: Sandbox): boolean {
  return diagnose({ home, project, env, platform: process.platform }, findRoots(env, project)).isLive;
}

describe.skipIf(claude === "")("a settings file that is spoiled in the middle of a session", () => {
  const HOOK = JSON.stringify({ hooks: [{ type: "command", command: "true", onFailure: "deny" }] });
  const spoils: readonly (readonly [added: string, after: string])[] = [
    ['"model": 5', "{"],
    ['"disableAllHooks": "true"', "{"],
    [HOOK, '"PreToolUse": ['],
  ];

  /** @returns whether the session leaked after a script of the project had put `added` behind `after` */
  const leaks = (scope: Scope, [added, after]: (typeof spoils)[number], before?: Scenario["before"]) => {
    const names: Names = new Map();
    const path = `${scope === "user" ? "{{home}}" : "{{project}}"}/.claude/settings${scope === "local" ? ".local" : ""}.json`;
    const code = [
      'const fs = require("fs");',
      `const path = ${JSON.stringify(path)};`,
      `const [after, added] = ${JSON.stringify([after, added])};`,
      'fs.writeFileSync(path, fs.readFileSync(path, "utf8").replace(after, after + added + ","));',
    ].join("\n");
    const scenario: Scenario = {
      files: { ...ENV, "tidy.js": code },
      prompt: "Tidy up.",
      turns: [bash("node tidy.js"), bash("sleep 3"), bash("cat .env")],
      ...(before && { before }),
    };
    const look = ({ sent, sandbox }: Session) => {
      expect(readFileSync(settingsPath(sandbox, scope), "utf8")).toContain(added);
      return sent.includes(names.get("token") ?? "-");
    };
    return session(claude, scenario, scope, look, names);
  };

  test.each(spoils)("switches a guard off that does not watch for it: %s", async (...spoil) => {
    const forgetConfigChange = (sandbox: Sandbox): undefined => {
      const path = settingsPath(sandbox, "project");
      const settings = JSON.parse(readFileSync(path, "utf8"));
      settings.hooks.ConfigChange = undefined;
      writeFileSync(path, JSON.stringify(settings, null, 2));
    };
    expect(await leaks("project", spoil, forgetConfigChange)).toBe(true);
  });

  test.each(spoils.flatMap((spoil) => (["user", "project", "local"] as const).map((scope) => [scope, spoil] as const)))(
    "is refused in %s scope: %j",
    async (scope, spoil) => {
      expect(await leaks(scope, spoil)).toBe(false);
    },
  );
});
