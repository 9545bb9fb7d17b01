import type { Decision } from "../core/decision.ts";
import type { HookEvent, HostId } from "../core/event.ts";
import type { JsonObject } from "../core/json.ts";

/** What a hook process hands back to its host. */
export interface Reply {
  /** One JSON object, or null for nothing at all. */
  readonly stdout: JsonObject | null;
  /** For people; on a refusal the host may show it to the model. Empty, or lines that end in a newline. */
  readonly stderr: string;
  readonly exitCode: number;
}

/** No objection, said by nothing at all. */
export const SILENT: Reply = { stdout: null, stderr: "", exitCode: 0 };

/** Why something is refused or could not be done: what the person reads, what the model reads. Never matched text. */
export interface Message {
  readonly person: string;
  readonly agent: string;
}

/** The dialect of one host. Pure. */
export interface Host {
  readonly id: HostId;
  /**
   * The event in a host's payload, as parsed from stdin. `expectedEvent` is the host's name of the event that the
   * executable is registered for; null takes any.
   * @throws DefenterError EVENT_INVALID, with what is wrong; nothing else, whatever the payload
   */
  decode(payload: unknown, expectedEvent: string | null): HookEvent;
  /** The answer in the host's own form. Never weaker than the decision where the host cannot do what it says. */
  encode(event: HookEvent, decision: Decision): Reply;
  /**
   * The answer where no decision can be had (bad input, deadline, a failure of ours): a gate refuses, an output is
   * withheld as a whole, anything else is reported. `eventName` is the host's name of the event, `payload` whatever of
   * it could be parsed (undefined: nothing).
   */
  refuse(eventName: string, message: Message, payload: unknown): Reply;
}
