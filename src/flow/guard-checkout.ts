import { isInside } from "../core/path.ts";
import type { GitStep } from "../detectors/actions/action.ts";
import type { Machine } from "./machine.ts";

/**
 * Whether a plain `git checkout`, `switch`, `reset`, `stash` or `clean` would take the guard's project files away: only
 * where the project has them, and the revision it goes to has not.
 */
export function takesGuardAway(step: GitStep, machine: Machine): boolean {
  const { files, git, places } = machine;
  const bundles = `${places.project}/.defenter/hooks`;
  if (files.list(bundles).length === 0) return false;
  const manifest = `${bundles}/manifest.json`;
  if (step.paths.length > 0 && !step.paths.some((path) => isInside(path, manifest))) return false;
  const isCommitted = () => git.holds("HEAD", manifest) === true;
  switch (step.verb) {
    case "clean":
      return git.tracks(manifest) === false && (step.ignored || git.ignores(manifest) === false);
    case "stash":
      // Only what is not in HEAD is put away: untracked files where asked for, and what was added since.
      return !isCommitted() && (step.untracked || git.tracks(manifest) === true);
    case "reset":
    case "checkout":
    case "switch":
      // A path is no revision: git then cannot say, and nothing is taken away.
      return git.tracks(manifest) === true && git.holds(step.revision ?? "HEAD", manifest) === false;
  }
}
