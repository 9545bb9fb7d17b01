import { ALLOW, type Decision } from "./core/decision.ts";
import type { HookEvent } from "./core/event.ts";
import { lookFirst } from "./flow/first-look.ts";
import type { Machine } from "./flow/machine.ts";

/**
 * One event in, one decision out. Most events hold nothing: a first look, which is all that is loaded for them, says so.
 * The others are judged by a part that is loaded then (`flow/judge.ts`): detectors' matches become findings, the policy
 * decides about each, and what was decided is carried out on the text. Pure but for what `machine` does.
 */
export async function evaluate(event: HookEvent, machine: Machine): Promise<Decision> {
  const look = await lookFirst(event, machine);
  return look === null ? ALLOW : machine.closer().judge(event, look, machine);
}
