import type { Invocation, Outcome } from "../machine.ts";
import { DONE } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow } from "../value.ts";
import { joinFlows, loadedFlow, NOTHING } from "../value.ts";
import { trackCopies } from "./copies.ts";
import { judgeDelete } from "./delete.ts";
import { failureOf } from "./failure.ts";
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
  const out = joinFlows(outputOf(shown), environmentOf(invocation));
  const fails = failureOf(shown);
  noteMakes(invocation);
  return { ...DONE, out, network, fails };
}

/** `node --env-file=.env`, `docker run --env-file .env`, `dotenv -e .env -- …`: a program that is given the file's values. */
function environmentOf({ name, args, shell }: Invocation): Flow {
  const isDotenv = [name, args[0]?.text ?? ""].some((word) => /^dotenvx?(?:-cli)?$/.test(word));
  const files = args.flatMap((arg, at) => {
    const joined = /^--env-file(?:-if-exists)?=/.exec(arg.text)?.[0];
    if (joined !== undefined) return [{ ...arg, text: arg.text.slice(joined.length) }];
    const before = args[at - 1]?.text ?? "";
    return before === "--env-file" || (before === "-e" && isDotenv) ? [arg] : [];
  });
  return files.length === 0 ? NOTHING : loadedFlow(files.map((file) => fileFlow(file, shell)).reduce(joinFlows));
}

/** `git diff --no-index` and the likes of diff are diff. */
function asDiff(invocation: Invocation): Invocation {
  const { name, args } = invocation;
  if (name === "colordiff" || name === "sdiff") return { ...invocation, name: "diff" };
  const isGit = name === "git" && args[0]?.text === "diff" && args.some(({ text }) => text === "--no-index");
  return isGit ? { ...invocation, name: "diff", args: args.slice(1) } : invocation;
}
