import { createHmac } from "node:crypto";
import { DEFAULT_POLICY } from "../../src/config/compiled/policy.ts";
import type { Places } from "../../src/core/event.ts";
import { TABLE } from "../../src/detectors/rule-table.ts";
import { analyzeCommand } from "../../src/detectors/shell/analyze.ts";
import { createScanner } from "../../src/detectors/text.ts";
import * as closer from "../../src/flow/judge.ts";
import type { Machine } from "../../src/flow/machine.ts";
import { FILES } from "../../src/system/files.ts";

/** All parts of the engine in one process, as a hook has them: real files, the package's rules, a key of its own. */
export function machineFor(project: string, overrides: Partial<Machine> = {}, overdue = () => false): Machine {
  const places: Places = {
    cwd: project,
    project,
    home: "/home/dev",
    temp: ["/tmp"],
    guard: { settings: [`${project}/.claude/settings.json`], folders: [`${project}/.defenter`], keys: [] },
  };
  return {
    places,
    policy: DEFAULT_POLICY,
    files: FILES,
    git: { ignores: () => null, tracks: () => null, holds: () => null },
    // A scanner counts what one event has spent.
    scan: (text, context) => createScanner({ loadTable: () => TABLE, overdue })(text, context),
    scanUncovered: async () => [],
    analyzeCommand: (command) => analyzeCommand(command, places, { realPath: FILES.real }),
    closer: () => closer,
    digest: (value) => createHmac("sha256", "k").update(value).digest("hex"),
    tell: (keys) => keys,
    ...overrides,
  };
}
