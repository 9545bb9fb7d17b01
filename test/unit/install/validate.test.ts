import { describe, expect, it } from "vitest";
import { groupOf, MOMENTS, projectCommand } from "../../../install/claude.ts";
import { findSettingsProblems } from "../../../install/validate.ts";

const drops = (settings: object) => findSettingsProblems(settings as never).some(({ dropsFile }) => dropsFile);
const preToolUse = (hook: object) => ({ hooks: { PreToolUse: [{ hooks: [hook] }] } });

describe("what makes Claude Code drop a settings file", () => {
  it.each([
    [preToolUse({ type: "command" })],
    [preToolUse({ type: "command", command: "" })],
    [preToolUse({ type: "nonsense", command: "x" })],
    [preToolUse({ command: "x" })],
    [preToolUse({ type: "command", command: "x", timeout: "10" })],
    [preToolUse({ type: "command", command: "x", timeout: 0 })],
    [{ hooks: { PreToolUse: [{ type: "command", command: "x" }] } }],
    [{ hooks: { PermissionRequest: [{ hooks: [{}] }] } }],
    [{ hooks: { PreToolUse: {} } }],
    [{ hooks: [] }],
    [{ permissions: { allow: "Bash" } }],
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
