import { createContext, Script } from "node:vm";
import { type Interruptible, scanForeign } from "../detectors/foreign.ts";
import type { TextContext, TextScan } from "../detectors/text.ts";
import type { CompiledRule } from "../rules/compiled/table.ts";

/** Milliseconds for one rule over one window of 64 KiB; a linear pattern needs less than one. */
const TIMEOUT_MS = 100;
/** Milliseconds for all of them in one event: a repository could bring hundreds of slow ones. */
const EVENT_MS = 1500;

const CALL = new Script("work()");

/** Adds to a scan what the rules of the user and the project find: both findings stay where two overlap. */
export function createForeignScanner(
  rules: readonly CompiledRule[],
  overdue: () => boolean,
): (text: string, context: TextContext, own: TextScan) => TextScan {
  const place: { work: () => unknown } = { work: () => undefined };
  const context = createContext(place);
  let spentMs = 0;
  // Only the machinery behind `timeout` can interrupt a regular expression.
  const exec: Interruptible = <T>(work: () => T): T | null => {
    if (spentMs > EVENT_MS || overdue()) return null;
    place.work = work;
    const startMs = process.uptime() * 1000;
    try {
      return CALL.runInContext(context, { timeout: TIMEOUT_MS }) as T;
    } catch {
      return null;
    } finally {
      spentMs += process.uptime() * 1000 - startMs;
    }
  };
  return (text, textContext, own) => {
    const theirs = scanForeign(text, rules, exec, textContext);
    const matches = [...own.matches, ...theirs.matches].sort((a, b) => a.span.start - b.span.start);
    return { matches, degraded: [...own.degraded, ...theirs.degraded], uncovered: own.uncovered };
  };
}
