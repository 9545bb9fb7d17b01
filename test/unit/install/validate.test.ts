import { describe, expect, it } from "vitest";
import { groupOf, MOMENTS, projectCommand } from "../../../install/claude.ts";
import { findOverlooked, findSettingsProblems } from "../../../install/validate.ts";

const drops = (settings: object) => findSettingsProblems(settings as never).some(({ dropsFile }) => dropsFile);
const preToolUse = (hook: object) => ({ hooks: { PreToolUse: [{ hooks: [hook] }] } });

describe("what makes Claude Code drop a settings file", () => {
  it.each([
    [preToolUse({ type: "command" })],
    [preToolUse({ type: "nonsense", command: "x" })],
    [preToolUse({ command: "x" })],
    [preToolUse({ type: "command", command: "x", timeout: "10" })],
    [preToolUse({ type: "command", command: "x", timeout: 0 })],
    [{ hooks: { PreToolUse: [{ type: "command", command: "x" }] } }],
    [{ hooks: { PermissionRequest: [{ hooks: [{}] }] } }],
    [{ hooks: { PreToolUse: {} } }],
    [{ hooks: [] }],
    [{ permissions: { allow: "Bash" } }],
    [preToolUse({ type: "command", command: "x", onFailure: "deny" })],
    [preToolUse({ type: "command", command: "x", if: 5 })],
    [preToolUse({ type: "command", command: "x", async: "x" })],
    [preToolUse({ type: "command", command: "x", shell: "zsh" })],
    [preToolUse({ type: "command", command: "x", statusMessage: 5 })],
    [preToolUse({ type: "command", command: "x", args: "x" })],
    [preToolUse({ type: "http", url: "not a url" })],
    [{ hooks: { PermissionRequest: [{ hooks: [{ type: "command", command: "x", onFailure: "deny" }] }] } }],
    [{ model: 5 }],
    [{ model: null }],
    [{ permissions: [] }],
    [{ permissions: null }],
    [{ permissions: { defaultMode: "nonsense" } }],
    [{ permissions: { additionalDirectories: "x" } }],
    [{ permissions: { disableBypassPermissionsMode: "x" } }],
    [{ env: [] }],
    [{ disableAllHooks: "true" }],
    [{ disableAllHooks: 1 }],
    [{ statusLine: "x" }],
    [{ cleanupPeriodDays: "x" }],
    [{ enabledPlugins: [] }],
    [{ sandbox: "x" }],
    [{ outputStyle: 1 }],
    [preToolUse({ type: "command", command: "x", if: null })],
    [preToolUse({ type: "command", command: "x", once: "x" })],
    [preToolUse({ type: "command", command: "x", args: [1] })],
    [preToolUse({ type: "command", command: "x", timeout: null })],
    [preToolUse({ type: "command", command: "x", rewakeMessage: "" })],
    [preToolUse({ type: "http", url: "http://x/", headers: { a: 1 } })],
    [preToolUse({ type: "mcp_tool", server: "a" })],
    [preToolUse({ type: "prompt", prompt: "x", model: 5 })],
    [{ hooks: { PreToolUse: [{ matcher: null, hooks: [] }] } }],
    [{ hooks: { PreToolUse: [null] } }],
    [{ hooks: null }],
    [{ hooks: { matcher: "x", hooks: [{ type: "command", command: "x" }] } }],
    [{ hooks: { Stop: [{ hooks: [], PreToolUse: [1] }] } }],
    [{ hooks: { NoSuchEvent: [{ PreToolUse: [1] }] } }],
    [{ hooks: { NoSuchEvent: { hooks: [{ type: "command", command: "x" }] } } }],
    [{ PreToolUse: [{ hooks: [{ type: "command", command: "x" }] }] }],
    [{ notKnown: { a: { b: { hooks: [{ type: "command", command: "x" }] } } } }],
    [{ permissions: { defaultMode: "delegate" } }],
    [{ permissions: { allow: null } }],
    [{ env: null }],
    [{ statusLine: { type: "static", text: "x" } }],
    [{ enabledPlugins: { a: null } }],
    [{ sandbox: { network: { allowedDomains: "x" } } }],
    [{ attribution: { commit: 5 } }],
    [{ quietHours: { start: "xx" } }],
    [{ skillOverrides: { a: "x" } }],
    [{ autoMode: { allow: "x" } }],
    [{ cleanupPeriodDays: 0 }],
    [{ cleanupPeriodDays: 1.5 }],
    [{ feedbackSurveyRate: 2 }],
    [{ fallbackModel: [5] }],
    [{ strictKnownMarketplaces: [5] }],
    [{ $schema: 5 }],
  ])("is seen: %j", (settings) => {
    expect(drops(settings)).toBe(true);
  });

  it.each([
    [{}],
    [{ hooks: {} }],
    [preToolUse({ type: "command", command: "x", unknown: 1, onFailure: "block" })],
    [preToolUse({ type: "http", url: "http://127.0.0.1/" })],
    [{ hooks: { Stop: [{ hooks: [{}] }] } }],
    [{ hooks: { NoSuchEvent: 1 } }],
    [{ hooks: { PermissionRequest: null } }],
    [preToolUse({ type: "command", command: "" })],
    [{ hooks: { PostToolUse: [{ hooks: [{ type: "command", command: "x", onFailure: "deny" }] }] } }],
    [{ notKnown: { a: 1 }, effortLevel: "x", theme: 5 }],
    [{ model: "opus", env: { A: 1 }, permissions: { allow: ["Bash(ls)"], defaultMode: "plan" } }],
    [{ statusLine: { type: "command", command: "x", padding: 0 }, includeCoAuthoredBy: false, cleanupPeriodDays: 30 }],
    [{ hooks: { PreToolUse: null, Stop: [null], PostToolUse: [{ matcher: 5, hooks: [] }] } }],
    [preToolUse({ type: "command", command: "x", cloud: 5 })],
    [preToolUse({ type: "mcp_tool", server: "", tool: "" })],
    [preToolUse({ type: "prompt", prompt: "", onFailure: "x" })],
    [{ PreToolUse: [], Stop: [{ hooks: [{ type: "command", command: "x" }] }] }],
    [
      {
        notKnown: { a: { b: { c: { d: { hooks: [{ type: "command", command: "x" }] } } } } },
        mcpServers: { hooks: [1] },
      },
    ],
    [{ permissions: { allow: [1], deny: ["Bash("], notKnown: 5, defaultMode: "manual" } }],
    [{ env: { A: null, B: {} }, enabledMcpjsonServers: "x", attribution: true, sandbox: { notKnown: 1 } }],
    [{ extraKnownMarketplaces: { a: 5 }, allowedMcpServers: "x", modelPicker: { options: [{}] }, policyHelper: 5 }],
  ])("is not seen where only an entry or nothing is dropped: %j", (settings) => {
    expect(drops(settings)).toBe(false);
  });

  it("is told apart from a value that a newer one may know", () => {
    const [mode] = findSettingsProblems({ permissions: { defaultMode: "later" } });
    expect(mode).toMatchObject({ dropsFile: true, isValue: true });
    expect(mode?.message).toMatch(/^permissions\.defaultMode: is none of acceptEdits, /);
    const [wrong] = findSettingsProblems(preToolUse({ type: "command", command: "x", args: [1] }) as never);
    expect(wrong).toEqual({
      dropsFile: true,
      isValue: false,
      message: "hooks.PreToolUse[0].hooks[0].args[0]: is no string",
    });
  });

  it("is not what this version overlooks, which is listed by itself", () => {
    expect(findOverlooked({ theme: 5, effortLevel: "later", prependPlugins: "x", model: "opus", notKnown: 1 })).toEqual(
      ["theme", "prependPlugins"],
    );
  });

  it("is nothing that we write", () => {
    const hooks = Object.fromEntries(
      MOMENTS.map((moment) => [moment.event, [groupOf(moment, projectCommand(moment.file))]]),
    );
    expect(findSettingsProblems({ hooks })).toEqual([]);
  });
});
