import { carryOut } from "../../install/apply.ts";
import { readBundles } from "../../install/bundles.ts";
import { findLastingNode, temporaryFolders } from "../../install/node-path.ts";
import type { InstallRequest, Plan } from "../../install/plan.ts";
import { planInstall } from "../../install/plan-install.ts";
import { runGit } from "../system/git.ts";
import { type Command, EXIT, type Io, PROJECT_OPTION } from "./command.ts";
import {
  configNotes,
  DRY_RUN_OPTION,
  describePlan,
  findWhere,
  packagedBundles,
  readScopeOption,
  SCOPE_OPTION,
  shorten,
  writeWarnings,
} from "./guard.ts";

export const command: Command = {
  name: "install",
  describe: "register the hooks in Claude Code's settings, or upgrade them",
  options: { scope: SCOPE_OPTION, project: PROJECT_OPTION, "dry-run": DRY_RUN_OPTION },
  async run(args, io) {
    const request = makeRequest(args, io);
    if (args["dry-run"] === true) {
      const plan = planInstall(request);
      io.out(describePlan(plan));
      writeWarnings(plan.warnings, io);
      return EXIT.done;
    }
    const plan = carryOut(request.roots.state, () => planInstall(request));
    io.out(report(plan, request));
    writeWarnings([...request.roots.problems, ...plan.warnings, ...configNotes(request)], io);
    return EXIT.done;
  },
};

function makeRequest(args: Record<string, unknown>, io: Io): InstallRequest {
  const { place, roots } = findWhere(args, io, false);
  const scope = readScopeOption(args);
  const search = {
    env: io.env,
    project: place.project,
    home: roots.home,
    running: process.execPath,
    temporary: temporaryFolders(),
  };
  return {
    scope,
    place,
    roots,
    nowMs: Date.now(),
    bundles: readBundles(packagedBundles()),
    node: scope === "project" || place.platform === "win32" ? "node" : findLastingNode(search),
    ignoredByGit: (paths) => {
      const answer = runGit(place.project, io.env, ["check-ignore", "--", ...paths]);
      if (answer === null || answer.status > 1) return null;
      return answer.stdout.split("\n").filter((line) => line !== "");
    },
  };
}

function report(plan: Plan, { roots, scope }: InstallRequest): string {
  const isNew = plan.settings !== null || plan.writesBefore.length > 0;
  const settings = plan.settings?.file.path;
  return [
    isNew
      ? `defenter ${plan.version} is installed for Claude Code (${scope} scope)`
      : `defenter ${plan.version} was installed already for Claude Code (${scope} scope): nothing to change`,
    ...(settings === undefined ? [] : [`  settings  ${shorten(settings, roots.home)}`]),
    `  bundles   ${shorten(plan.bundleFolder, roots.home)}`,
    ...(plan.backup === null ? [] : [`  backup    ${shorten(plan.backup, roots.home)}`]),
    ...(scope === "project" ? ["  commit .claude/settings.json and .defenter: then it guards everybody's clone"] : []),
    "  defenter doctor tries it out\n",
  ].join("\n");
}
