import { type Diagnosis, diagnose, type ScopeReport } from "../selfcheck/diagnosis.ts";
import { type Command, EXIT, JSON_OPTION, PROJECT_OPTION } from "./command.ts";
import { configNotes, findWhere, shorten, type Where } from "./guard.ts";
import { printable, writeJson } from "./output.ts";

export const command: Command = {
  name: "status",
  describe: "say where the hooks are registered and what switches them off",
  options: { project: PROJECT_OPTION, json: JSON_OPTION },
  async run(args, io) {
    const where = findWhere(args, io, true);
    const found = diagnose(where.place, where.roots);
    const diagnosis = { ...found, notes: [...found.notes, ...configNotes(where)] };
    if (args["json"] === true) writeJson({ project: where.place.project, ...toJson(diagnosis) }, io);
    else io.out(describe(diagnosis, where));
    return diagnosis.isLive ? EXIT.done : EXIT.negative;
  },
};

/** `{"live", "scopes": [{"scope", "path", "exists", "registered", "version", "unguarded"}], "problems", "notes"}` */
function toJson({ isLive, scopes, problems, notes }: Diagnosis): object {
  return { live: isLive, scopes, problems, notes };
}

function describe(diagnosis: Diagnosis, { place, roots }: Where): string {
  return [
    `Claude Code in ${shorten(place.project, roots.home)}: ${diagnosis.isLive ? "guarded" : "NOT guarded"}`,
    ...diagnosis.scopes
      .filter(({ scope, exists }) => scope !== "managed" || exists)
      .map((scope) => `  ${scope.scope.padEnd(8)} ${stateOf(scope).padEnd(28)} ${shorten(scope.path, roots.home)}`),
    ...diagnosis.problems.map((problem) => `problem: ${printable(problem)}`),
    ...diagnosis.notes.map((note) => `note: ${printable(note)}`),
    "",
  ].join("\n");
}

function stateOf({ registered, unguarded, version }: ScopeReport): string {
  if (!registered) return "not registered";
  return `registered${unguarded.length > 0 ? " in part" : ""}, ${version === null ? "version unknown" : version}`;
}
