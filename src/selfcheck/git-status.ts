import type { Surface } from "../core/event.ts";
import { runGit } from "../system/git.ts";

/** What Claude Code tells the model of a repository at the start of a session, and no hook sees. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  "/git/branch": ["symbolic-ref", "--short", "HEAD"],
  // Not `git status`: it runs the filters that a repository's own configuration names.
  "/git/untracked": ["ls-files", "--others", "--exclude-standard"],
  "/git/log": ["log", "--format=%s%n%an", "-n", "10"],
  "/git/user": ["config", "user.name"],
};

export function gitSurfaces(project: string, env: NodeJS.ProcessEnv): readonly Surface[] {
  return Object.entries(QUESTIONS).flatMap(([name, question]) => {
    const answer = runGit(project, env, question);
    if (answer === null || answer.status !== 0 || answer.stdout === "") return [];
    return [{ channel: "tool_output", pointer: name, isKey: false, text: answer.stdout, path: null, url: null }];
  });
}
