import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../state/make-folder.ts";
import { cacheFolder, compiledParts, hasCache } from "./parts.ts";

/** Answers one event in this process; the runtime's own, handed in. */
export type Answer = (eventName: string, input: Buffer, env: NodeJS.ProcessEnv, cwd: string) => Promise<unknown>;

/**
 * Makes the code cache for this version of Node where there is none: plays a few ordinary events in this process, in a
 * throw-away home, so that what they run is compiled, and keeps what V8 compiled. About 0.3 s, once for each version of
 * Node and of the guard. Best effort: without a cache the hooks only start more slowly.
 */
export async function warmUp(answer: Answer): Promise<void> {
  const folder = cacheFolder();
  if (folder === null || hasCache()) return;
  const home = mkdtempSync(join(tmpdir(), "defenter-warm-"));
  const beside = `${folder}.${process.pid}.tmp`;
  try {
    const project = join(home, "project");
    mkdirSync(project);
    for (const [name, event] of events(project)) {
      const env = { HOME: home, CLAUDE_PROJECT_DIR: project };
      await answer(name, Buffer.from(JSON.stringify({ hook_event_name: name, cwd: project, ...event })), env, project);
    }
    makeFolder(beside);
    for (const [name, script] of compiledParts()) {
      writeFileSync(join(beside, `${name}.bin`), script.createCachedData(), { mode: 0o600 });
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(beside, folder);
  } catch {
    rmSync(beside, { recursive: true, force: true });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function events(project: string): readonly (readonly [string, object])[] {
  // Put together here, so that no text that looks like a token stands in the source.
  const token = `ghp${"_"}${"aB3x".repeat(9)}`;
  const file = join(project, ".env");
  const content = `# local\nPORT=3000\nDB_PASSWORD=${token.slice(8)}\nGITHUB_TOKEN=${token}\n`;
  const bash = (command: string) => ["PreToolUse", { tool_name: "Bash", tool_input: { command } }] as const;
  const read = { type: "text", file: { filePath: file, content, numLines: 5, startLine: 1, totalLines: 5 } };
  const printed = { stdout: content, stderr: "", interrupted: false, isImage: false };
  return [
    bash("npm run build -- --verbose"),
    bash("cd src && cat a.ts | grep -n 'x y' | head -20; git status --short && rm -f build/x"),
    bash(`curl -s https://api.example.com -H "Authorization: Bearer ${token}"`),
    [
      "PreToolUse",
      { tool_name: "Write", tool_input: { file_path: join(project, "a.ts"), content: "export const a = 1;\n" } },
    ],
    ["PreToolUse", { tool_name: "Read", tool_input: { file_path: file } }],
    ["PostToolUse", { tool_name: "Read", tool_input: { file_path: file }, tool_response: read }],
    ["PostToolUse", { tool_name: "Bash", tool_input: { command: "cat .env" }, tool_response: printed }],
    ["UserPromptSubmit", { prompt: `push with ${token}` }],
    ["Stop", { last_assistant_message: "Done." }],
  ];
}
