import { carryOut } from "../../install/apply.ts";
import type { Plan, Request } from "../../install/plan.ts";
import { planUninstall } from "../../install/plan-uninstall.ts";
import { type Command, EXIT, PROJECT_OPTION } from "./command.ts";
import {
  DRY_RUN_OPTION,
  describePlan,
  findWhere,
  readScopeOption,
  SCOPE_OPTION,
  shorten,
  writeWarnings,
} from "./guard.ts";

export const command: Command = {
  name: "uninstall",
  describe: "take the hooks out of Claude Code's settings again",
  options: { scope: SCOPE_OPTION, project: PROJECT_OPTION, "dry-run": DRY_RUN_OPTION },
  async run(args, io) {
    const { place, roots } = findWhere(args, io, false);
    const request: Request = { scope: readScopeOption(args), place, roots, nowMs: Date.now() };
    const isDry = args["dry-run"] === true;
    const plan = isDry ? planUninstall(request) : carryOut(request.roots.state, () => planUninstall(request));
    io.out(isDry ? describePlan(plan) : report(plan, request));
    writeWarnings([...roots.problems, ...plan.warnings], io);
    return EXIT.done;
  },
};

function report(plan: Plan, { roots, scope }: Request): string {
  if (plan.settings === null) return `no hooks of defenter were registered in ${scope} scope\n`;
  const { file, after } = plan.settings;
  return [
    `defenter is uninstalled from Claude Code (${scope} scope)`,
    `  settings  ${shorten(file.path, roots.home)}${after === null ? " (removed: it held nothing else)" : ""}`,
    ...(plan.backup === null ? [] : [`  backup    ${shorten(plan.backup, roots.home)}`]),
    `  the trail and the key stay in ${shorten(roots.state, roots.home)}\n`,
  ].join("\n");
}
