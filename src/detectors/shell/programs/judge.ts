import type { Invocation, Outcome } from "../machine.ts";
import { DONE } from "../machine.ts";
import { trackCopies } from "./copies.ts";
import { judgeDelete } from "./delete.ts";
import { differs, failureOf } from "./failure.ts";
import { outputOf } from "./flow.ts";
import { judgeGit } from "./git.ts";
import { judgeGuardCommand, judgeGuardWrite } from "./guard.ts";
import { noteMakes } from "./makes.ts";
import { judgeNetwork } from "./network.ts";
import { judgeRead } from "./read.ts";
import { markSearch } from "./search.ts";

/** Everything that is said about one program and its words. */
export function judgeProgram(invocation: Invocation): Outcome {
  judgeDelete(invocation);
  judgeRead(invocation);
  judgeGuardWrite(invocation);
  judgeGuardCommand(invocation);
  if (invocation.name === "git") judgeGit(invocation);
  markSearch(invocation);
  trackCopies(invocation);
  const network = judgeNetwork(invocation);
  const shown = asDiff(invocation);
  const out = outputOf(shown);
  const fails = failureOf(shown);
  if (/^(?:diff|git)$/.test(invocation.name) && differs(shown)) invocation.shell.machine.differs = true;
  noteMakes(invocation);
  return { ...DONE, out, network, fails };
}

/** `git diff --no-index` and the likes of diff are diff. */
function asDiff(invocation: Invocation): Invocation {
  const { name, args } = invocation;
  if (name === "colordiff" || name === "sdiff") return { ...invocation, name: "diff" };
  const isGit = name === "git" && args[0]?.text === "diff" && args.some(({ text }) => text === "--no-index");
  return isGit ? { ...invocation, name: "diff", args: args.slice(1) } : invocation;
}
