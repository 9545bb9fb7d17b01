import { SCOPES } from "../../install/claude.ts";
import { findOrigins } from "../../install/origins.ts";
import { readScopes, type ScopeState } from "../../install/scopes.ts";
import { CANARIES, type Canary, runCanary } from "../selfcheck/canary.ts";
import { type Diagnosis, diagnose } from "../selfcheck/diagnosis.ts";
import { type Command, EXIT, JSON_OPTION, PROJECT_OPTION } from "./command.ts";
import { findWhere, shorten, type Where } from "./guard.ts";
import { printable, writeJson } from "./output.ts";

/** Whether one kind of text would be caught by what one settings file registers. */
interface Row {
  readonly host: "claude";
  readonly scope: string;
  readonly channel: string;
  readonly registered: boolean;
  readonly caught: boolean;
  /** Of the registered command, whole milliseconds; 0 where none was run. */
  readonly ms: number;
}

interface Checkup {
  readonly hosts: readonly Row[];
  readonly problems: readonly string[];
}

export const command: Command = {
  name: "doctor",
  describe: "run every registered hook with a canary and say whether it was caught",
  options: { project: PROJECT_OPTION, json: JSON_OPTION },
  async run(args, io) {
    const where = findWhere(args, io, true);
    const diagnosis = diagnose(where.place, where.roots);
    const checkup = await checkUp(where, diagnosis);
    const isLive = diagnosis.isLive && checkup.problems.length === 0;
    if (args["json"] === true) writeJson(checkup, io);
    else io.out(describe(checkup, isLive, where, diagnosis));
    return isLive ? EXIT.done : EXIT.negative;
  },
};

async function checkUp(where: Where, diagnosis: Diagnosis): Promise<Checkup> {
  const scopes = readScopes(findOrigins(where.place, where.roots));
  const counted = scopes.filter(
    ({ scope, registrations }) => SCOPES.some((own) => own === scope) || registrations.length > 0,
  );
  const problems = [...diagnosis.problems];
  const hosts: Row[] = [];
  for (const state of counted) {
    for (const canary of CANARIES) hosts.push(await tryCanary(canary, state, scopes, where, problems));
  }
  return { hosts, problems: [...new Set(problems)] };
}

async function tryCanary(
  canary: Canary,
  state: ScopeState,
  scopes: readonly ScopeState[],
  where: Where,
  problems: string[],
): Promise<Row> {
  const row = { host: "claude", scope: state.scope, channel: canary.channel } as const;
  const registrations = state.registrations.filter(({ moment }) => moment.event === canary.event);
  let caught = registrations.length > 0;
  let ms = 0;
  for (const registration of registrations) {
    // Settings can be other people's text: only what the installer itself would write is run.
    if (registration.folder === null) {
      problems.push(`${state.path}: the command for ${canary.event} is not as defenter writes it, so it was not run`);
      caught = false;
      continue;
    }
    const timeoutMs = registration.moment.timeoutSeconds * 1000;
    const result = await runCanary(canary, registration.command, where.place, scopes, timeoutMs);
    ms = Math.max(ms, result.ms);
    caught &&= result.caught;
    const what = `${state.scope} scope: the canary in ${canary.channel}`;
    if (result.problem !== null) problems.push(`${what}: ${result.problem}`);
    else if (!result.caught) problems.push(`${what} was not caught`);
  }
  return { ...row, registered: registrations.length > 0, caught, ms };
}

function describe(
  { hosts, problems }: Checkup,
  isLive: boolean,
  { place, roots }: Where,
  { notes }: Diagnosis,
): string {
  const rows = hosts.filter(({ registered }) => registered);
  const width = Math.max(0, ...rows.map(({ channel }) => channel.length));
  return [
    `Claude Code in ${shorten(place.project, roots.home)}: ${isLive ? "guarded" : "NOT guarded"}`,
    ...rows.map(
      ({ scope, channel, caught, ms }) =>
        `  ${scope.padEnd(8)} ${channel.padEnd(width)}  ${caught ? "caught" : "NOT caught"}  ${ms} ms`,
    ),
    ...problems.map((problem) => `problem: ${printable(problem)}`),
    ...notes.map((note) => `note: ${printable(note)}`),
    "",
  ].join("\n");
}
