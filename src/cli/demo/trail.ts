import { readTrail } from "../../audit/read.ts";
import { findRoots } from "../../config/roots.ts";

/** The trail that the hooks of a demo write: which rules found something is read there, as `defenter log` does. */
export interface DemoTrail {
  /** Ids of the rules in the records since the last call, each once. */
  newRules(): string[];
}

const MAX_RECORDS = 1000;

export function openTrail(env: NodeJS.ProcessEnv, project: string): DemoTrail {
  const { state } = findRoots(env, project);
  let seen = 0;
  return {
    newRules() {
      const { records } = readTrail(state, MAX_RECORDS);
      const rules = records.slice(seen).flatMap((record) => (record.findings ?? []).map((finding) => finding.rule));
      seen = records.length;
      return [...new Set(rules)];
    },
  };
}
