import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ToolOptions } from "../../../../src/detectors/actions/tools.ts";
import { judgeToolCall } from "../../../../src/detectors/actions/tools.ts";
import { tempFolder } from "../../../support/temp-folder.ts";
import { PLACES } from "./support.ts";

function rules(tool: string, input: Record<string, unknown>, options?: ToolOptions): string[] {
  return judgeToolCall({ tool, input: input as never }, PLACES, options).map(
    (match) => `${match.rule.id.slice(7)} ${match.pointer}`,
  );
}

const read = (file_path: string) => rules("Read", { file_path });

describe("reading", () => {
  it.each([
    "/home/dev/.ssh/id_rsa",
    "/home/dev/.ssh/keys/deploy",
    "/home/dev/app/../.ssh/id_rsa",
    "~/.ssh/id_rsa",
    "/root/.ssh/id_ed25519",
    "/home/other/.aws/credentials",
    "/proc/self/root/etc/shadow",
    "/proc/1/environ",
    "/home/dev/.config/gcloud/application_default_credentials.json",
    "/home/dev/.azure/msal_token_cache.json",
    "/home/dev/.kube/config",
    "/home/dev/.docker/config.json",
    "/home/dev/.npmrc",
    "/home/dev/.pypirc",
    "/home/dev/.git-credentials",
    "/home/dev/.gnupg/private-keys-v1.d/x.key",
    "/home/dev/.mozilla/firefox/x.default/logins.json",
    "/home/dev/.config/google-chrome/Default/Login Data",
    "/home/dev/Library/Keychains/login.keychain-db",
    "/home/dev/.bash_history",
    "/home/dev/.password-store/prod.gpg",
    "/home/dev/Documents/passwords.kdbx",
    "/home/dev/.bitcoin/wallet.dat",
    "/mnt/backup/id_rsa",
    "/var/run/secrets/kubernetes.io/serviceaccount/token",
  ])("asks for %s", (file) => {
    expect(read(file)).toEqual(["credential-store-read /file_path"]);
  });

  it.each([
    "/home/dev/app/.env",
    "/home/dev/app/.npmrc",
    "/home/dev/app/test/fixtures/.ssh/id_rsa",
    "/home/dev/.ssh/config",
    "/home/dev/.ssh/known_hosts",
    "/home/dev/.ssh/authorized_keys",
    "/home/dev/.ssh/id_rsa.pub",
    "/home/dev/.aws/config",
    "/home/dev/.gitconfig",
    "/home/dev/.zshrc",
    "/home/dev/.claude/settings.json",
    "/home/dev/.config/gcloud/configurations/config_default",
    "/etc/passwd",
    "/etc/hosts",
    "/proc/cpuinfo",
    "/usr/lib/node_modules/npm/package.json",
  ])("says nothing of %s", (file) => {
    expect(read(file)).toEqual([]);
  });

  it("refuses the guard's keys", () => {
    expect(read("/home/dev/.local/state/defenter/key")).toEqual(["guard-key-read /file_path"]);
  });

  it("follows symbolic links", () => {
    const folder = tempFolder("actions");
    mkdirSync(path.join(folder, "home/.ssh"), { recursive: true });
    mkdirSync(path.join(folder, "app"));
    writeFileSync(path.join(folder, "home/.ssh/id_rsa"), "");
    symlinkSync(path.join(folder, "home/.ssh"), path.join(folder, "app/keys"));
    const places = { ...PLACES, cwd: `${folder}/app`, project: `${folder}/app`, home: `${folder}/home` };
    const call = { tool: "Read", input: { file_path: `${folder}/app/keys/id_rsa` } };
    expect(judgeToolCall(call, places, { realPath: (file) => realpathSync(file) })).toHaveLength(1);
    expect(judgeToolCall(call, places, { realPath: (file) => file })).toHaveLength(0);
  });

  it("looks at searches and MCP arguments", () => {
    expect(rules("Grep", { pattern: "x", path: "/home/dev/.ssh" })).toEqual(["credential-store-read /path"]);
    expect(rules("Grep", { pattern: "x", path: "/home/dev", glob: ".aws/cred*" })).toEqual([
      "credential-store-read /glob",
    ]);
    expect(rules("Grep", { pattern: "id_rsa", path: "src" })).toEqual([]);
    expect(rules("Glob", { pattern: "**/id_rsa" })).toEqual([]);
    expect(rules("mcp__fs__read", { files: [{ path: "/home/dev/.netrc" }] })).toEqual([
      "credential-store-read /files/0/path",
    ]);
    expect(rules("mcp__fs__read", { uri: "file:///home/dev/.ssh/id%5Frsa" })).toEqual(["credential-store-read /uri"]);
    expect(rules("mcp__issues__create", { body: "see ~/.netrc", title: "~/.netrc" })).toEqual([]);
    expect(rules("WebFetch", { url: "file:///home/dev/.netrc" })).toEqual(["credential-store-read /url"]);
    expect(rules("WebFetch", { url: "https://example.com/.netrc" })).toEqual([]);
  });

  it("ignores the case of names where the system does", () => {
    const mac = { ...PLACES, home: "/Users/dev", project: "/Users/dev/app", cwd: "/Users/dev/app" };
    const seen = (file_path: string) => judgeToolCall({ tool: "Read", input: { file_path } }, mac).length;
    expect(seen("/users/DEV/.SSH/id_rsa")).toBe(1);
    const windows = { ...PLACES, home: "C:/Users/dev", project: "C:/Users/dev/app", cwd: "C:/Users/dev/app" };
    expect(judgeToolCall({ tool: "Read", input: { file_path: "c:\\users\\dev\\.ssh\\id_rsa" } }, windows)).toHaveLength(
      1,
    );
    expect(judgeToolCall({ tool: "Read", input: { file_path: "C:\\Users\\dev\\app\\.env" } }, windows)).toHaveLength(0);
  });
});

describe("writing", () => {
  const settings = "/home/dev/app/.claude/settings.json";
  const write = (file_path: string, content: string, current: string | null = null) =>
    rules("Write", { file_path, content }, { current: () => current });

  it("refuses the guard's files and asks for its policy and settings", () => {
    expect(write("/home/dev/app/.defenter/hooks/x.cjs", "")).toEqual(["guard-write /file_path"]);
    expect(write("/home/dev/.local/state/defenter/trail.jsonl", "")).toEqual(["guard-write /file_path"]);
    expect(write("/home/dev/app/.defenter/config.json", "{}")).toEqual(["guard-settings /file_path"]);
    expect(write("/home/dev/app/.defenter/rules/mine.json", "{}")).toEqual(["guard-settings /file_path"]);
    expect(write(settings, "{}")).toEqual(["guard-settings /file_path"]);
    expect(write("/home/dev/app/.claude/./../.claude/settings.json", "{}")).toEqual(["guard-settings /file_path"]);
    expect(write("/home/dev/app/.claude/commands/x.md", "x")).toEqual([]);
    expect(write("/home/dev/app/src/settings.json", '{"disableAllHooks":true}')).toEqual([]);
    expect(rules("mcp__fs__write_file", { path: settings, content: "{}" })).toEqual(["guard-settings /path"]);
    expect(rules("NotebookEdit", { notebook_path: "/home/dev/app/.defenter/x.ipynb", new_source: "" })).toEqual([
      "guard-write /notebook_path",
    ]);
  });

  it.each([
    '{"disableAllHooks": true}',
    '{"disableAllH\\u006foks": true}',
    '{"disableAllHooks": 1}',
    '{"env": {"PATH": "/x"}}',
    '{"env": {"GIT_SSH": "/x"}}',
    '{"env": {"LD_PRELOAD" : "x"}}',
  ])("refuses %s in hook settings", (content) => {
    expect(write(settings, content)).toContain("guard-switch-off /file_path");
  });

  it.each(['{"disableAllHooks": false}', '{"env": {"FOO": "PATH"}}', '{"model": "x"}', "not json"])(
    "only asks for %s",
    (content) => {
      expect(write(settings, content)).toEqual(["guard-settings /file_path"]);
    },
  );

  it("refuses what takes our registration out", () => {
    const current = '{"hooks":{"Stop":[{"hooks":[{"command":"node defenter/stop.cjs"}]}]}}';
    expect(write(settings, "{}", current)).toContain("guard-switch-off /file_path");
    expect(write(settings, current, current)).toEqual(["guard-settings /file_path"]);
    const edit = (old_string: string, new_string: string) =>
      rules("Edit", { file_path: settings, old_string, new_string }, { current: () => current });
    expect(edit("node defenter/stop.cjs", "true")).toContain("guard-switch-off /file_path");
    expect(edit('"Stop"', '"Stopped"')).toEqual(["guard-settings /file_path"]);
    expect(edit('{"hooks":{', '{"disableAllHooks":true,"hooks":{')).toContain("guard-switch-off /file_path");
    expect(edit("fenter/stop.cjs", "x")).toContain("guard-switch-off /file_path");
  });
});
