import type { Decision } from "../core/decision.ts";
import type { Finding } from "../core/finding.ts";
import type { Hit } from "./collect.ts";

/** A shorter value is a word that may stand anywhere for something else. */
const MIN_LENGTH = 6;
const MASK = "*****";

/**
 * The decision with no found value in what is told or recorded. A file's name, an address or a key can hold one: they are
 * shown as they are everywhere else.
 */
export function withoutValues(decision: Decision, hits: readonly Hit[]): Decision {
  const values = [...new Set(hits.map((hit) => hit.value))].filter((value) => value.length >= MIN_LENGTH);
  const holdsOne = (text: string | null) => text !== null && values.some((value) => text.includes(value));
  const clean = (text: string) =>
    holdsOne(text) ? values.reduce((rest, value) => rest.replaceAll(value, MASK), text) : text;
  const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));
  const cleanFinding = (finding: Finding): Finding => {
    const { pointer, path, detail } = finding;
    if (!holdsOne(pointer) && !holdsOne(path) && !holdsOne(detail)) return finding;
    return { ...finding, pointer: clean(pointer), path: cleanOrNull(path), detail: cleanOrNull(detail) };
  };
  const { reason } = decision;
  return {
    ...decision,
    findings: decision.findings.map((decided) => ({ ...decided, finding: cleanFinding(decided.finding) })),
    reason: reason === null ? null : { person: clean(reason.person), agent: clean(reason.agent) },
    notices: decision.notices.map(clean),
    degraded: decision.degraded.map(clean),
  };
}
