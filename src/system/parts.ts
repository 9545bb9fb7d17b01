import { join } from "node:path";

/** Bundles beside the executables that are loaded by need; `hooks/build.ts` makes one of each. */
export interface Parts {
  readonly rules: typeof import("../detectors/rule-table.ts");
  readonly judge: typeof import("../flow/judge.ts");
  readonly dialect: typeof import("../hosts/claude/encode.ts");
  readonly shell: typeof import("../detectors/shell/analyze.ts");
  readonly secretlint: typeof import("../detectors/secretlint.ts");
  readonly foreign: typeof import("./foreign.ts");
  readonly compile: typeof import("../config/compile/compile.ts");
  readonly lifecycle: typeof import("../selfcheck/lifecycle.ts");
  readonly key: typeof import("./key.ts");
  readonly git: typeof import("./git.ts");
}

// The bundles are CommonJS: Node gives each file these two.
declare const require: (path: string) => unknown;
declare const __dirname: string;

/** The folder that this bundle, and so every part, lies in. */
export function bundleFolder(): string {
  return __dirname;
}

export function loadPart<Name extends keyof Parts>(name: Name): Parts[Name] {
  return requireBundle(join(__dirname, `${name}.cjs`)) as Parts[Name];
}

/** @throws what Node throws where there is no such file or it does not load */
export function requireBundle(path: string): unknown {
  const load = require;
  return load(path);
}
