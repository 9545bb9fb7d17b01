import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { carryOut } from "../../../install/apply.ts";
import { readBundles } from "../../../install/bundles.ts";
import { MOMENTS, type Scope, settingsPath } from "../../../install/claude.ts";
import type { InstallRequest, Plan } from "../../../install/plan.ts";
import { planInstall } from "../../../install/plan-install.ts";
import { planUninstall } from "../../../install/plan-uninstall.ts";
import { findRoots } from "../../../src/config/roots.ts";
import { tempFolder } from "../../support/temp-folder.ts";

/** A throw-away account and project with bundles to install. */
export interface Account {
  readonly folder: string;
  readonly home: string;
  readonly project: string;
  readonly request: (scope: Scope, version?: string) => InstallRequest;
  readonly settings: (scope: Scope) => string;
  readonly install: (scope: Scope, version?: string) => Plan;
  readonly uninstall: (scope: Scope) => Plan;
}

/** @param code what every executable runs */
export function makeAccount(code = ""): Account {
  const folder = tempFolder("install");
  const [home, project] = [join(folder, "home"), join(folder, "project")];
  for (const path of [home, project]) mkdirSync(path);
  const roots = findRoots({ HOME: home, USERPROFILE: home }, project, "linux");
  const place = { home, project, env: {}, platform: "linux" };
  const request = (scope: Scope, version = "0.1.0"): InstallRequest => ({
    scope,
    place,
    roots,
    nowMs: Date.now(),
    bundles: readBundles(makeBundles(join(folder, `bundles-${version}`), version, code)),
    node: process.execPath,
    ignoredByGit: () => null,
  });
  return {
    folder,
    home,
    project,
    request,
    settings: (scope) => settingsPath(scope, place),
    install: (scope, version) => carryOut(roots.state, () => planInstall(request(scope, version))),
    uninstall: (scope) => carryOut(roots.state, () => planUninstall(request(scope))),
  };
}

/** Bundles as the build makes them: executables and a part that they share, all with their version in them. */
export function makeBundles(folder: string, version: string, code = ""): string {
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  const names = [...MOMENTS.map(({ file }) => file), "runtime.cjs", ...(version === "0.1.0" ? ["old-part.cjs"] : [])];
  const files: Record<string, string> = {};
  for (const name of names) {
    const text = `// ${version} ${name}\n${code}`;
    writeFileSync(join(folder, name), text);
    files[name] = createHash("sha256").update(text).digest("hex");
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version, files }));
  return folder;
}

export function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Every file below a folder with its content, links and folders left out. */
export function snapshot(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(folder.length + 1)] = readFileSync(path, "utf8");
  }
  return files;
}
