import type { ConfigNote } from "../config/compiled/policy.ts";
import { ALLOW, type Decision } from "../core/decision.ts";
import type { HookEvent } from "../core/event.ts";
import { stringAt } from "../core/json.ts";
import { resolvePath, shortPath } from "../core/path.ts";
import { VERSION } from "../core/version.ts";
import { evaluate } from "../engine.ts";
import type { Machine } from "../flow/machine.ts";
import type { Assembly } from "../system/assemble.ts";
import { bundleFolder } from "../system/parts.ts";
import { judgeConfigChange } from "./config-change.ts";
import { gitSurfaces } from "./git-status.ts";
import { readInstructions } from "./instructions.ts";
import { type Asking, checkRegistration } from "./registration.ts";
import { rememberSettings } from "./remembered.ts";

/** One line for the model; a redacted Read says it again beside its result. */
const PLACEHOLDER_CONTEXT =
  "A guard (defenter) shows placeholders such as DEFENTER_API_KEY_… instead of secrets and personal data; the values stay " +
  "on disk. To edit a file that shows one, leave that line out of the edit, or write the whole file with the placeholder " +
  "as it is: it is restored on writing. Never use a placeholder in a command or a call.";

/** At the start of a session: is the guard live and its configuration valid, and what reaches the model past every hook? */
export async function startSession(event: HookEvent, machine: Machine, assembly: Assembly): Promise<Decision> {
  const asking = askingOf(assembly);
  const problems = checkRegistration(asking);
  rememberSettings(asking, { session: event.session, source: stringAt(event.payload, "source") }, Date.now());
  const { project, home } = machine.places;
  const told = assembly.env["CLAUDE_CONFIG_DIR"];
  const instructions = readInstructions(machine, told ? resolvePath(project, told) : `${home}/.claude`);
  if (!instructions.isComplete) problems.push("there are more instruction files than are looked at");
  const surfaces = [...instructions.surfaces, ...gitSurfaces(project, assembly.env)];
  const decision = await evaluate({ ...event, surfaces }, machine);
  const ignored = machine.policy.ignored.map((note) => `${placeOfNote(note, machine)}: ${note.message}`);
  const notices = [...problems, ...ignored].map((problem) => `defenter: ${problem}`);
  return { ...decision, notices: [...notices, ...decision.notices], context: [PLACEHOLDER_CONTEXT] };
}

/** A settings file changed during the session: a change that takes the guard away does not count in it. */
export async function changeConfig(event: HookEvent, assembly: Assembly): Promise<Decision> {
  const change = {
    source: stringAt(event.payload, "source"),
    filePath: stringAt(event.payload, "file_path"),
    session: event.session,
  };
  const { refuse } = await judgeConfigChange(change, askingOf(assembly), Date.now());
  if (refuse === null) return ALLOW;
  const reason = `defenter refused this change for the session: ${refuse}`;
  return { ...ALLOW, action: "block", reason: { person: reason, agent: reason } };
}

function askingOf({ roots, project, env }: Assembly): Asking {
  return { roots, project, env, platform: process.platform, version: VERSION, bundles: bundleFolder() };
}

function placeOfNote({ origin }: ConfigNote, machine: Machine): string {
  if (origin.file === null) return origin.layer;
  const file = shortPath(origin.file, machine.places);
  return origin.line === null ? file : `${file}:${origin.line}`;
}
