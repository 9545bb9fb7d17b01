import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Tests run the bundles as a host would, so they are built from the sources under test first. */
export function setup(): void {
  const root = join(import.meta.dirname, "..");
  execFileSync(process.execPath, ["--import", "tsx", join(root, "hooks", "build.ts"), "--quiet"], {
    cwd: root,
    stdio: "inherit",
  });
}
