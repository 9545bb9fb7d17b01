import type { Surface } from "../core/event.ts";
import { runGit } from "../system/git.ts";

/** What Claude Code tells the model of a repository at the start of a session, and no hook sees. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  "git branch": ["rev-parse", "--abbrev-ref", "HEAD"],
  "git status": ["status", "--short"],
  "git log": ["log", "--format=%s%n%an", "-n", "10"],
  "git user": ["config", "user.name"],
};

export function gitSurfaces(project: string, env: NodeJS.ProcessEnv): readonly Surface[] {
  return Object.entries(QUESTIONS).flatMap(([name, question]) => {
    const answer = runGit(project, env, question);
    if (answer === null || answer.status !== 0 || answer.stdout === "") return [];
    return [{ channel: "tool_output", pointer: name, isKey: false, text: answer.stdout, path: null, url: null }];
  });
}
