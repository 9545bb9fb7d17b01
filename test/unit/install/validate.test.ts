import { describe, expect, it } from "vitest";
import { groupOf, MOMENTS, projectCommand } from "../../../install/claude.ts";
import { findSettingsProblems } from "../../../install/validate.ts";

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
  ])("is not seen where only an entry or nothing is dropped: %j", (settings) => {
    expect(drops(settings)).toBe(false);
  });

  it("is nothing that we write", () => {
    const hooks = Object.fromEntries(
      MOMENTS.map((moment) => [moment.event, [groupOf(moment, projectCommand(moment.file))]]),
    );
    expect(findSettingsProblems({ hooks })).toEqual([]);
  });
});
