import type { Places } from "../../core/event.ts";
import type { Finding } from "../../core/finding.ts";
import { isInside, resolvePath } from "../../core/path.ts";
import { matchesName, type PathGlob, type PathTest, pathTest } from "./glob.ts";
import type { AllowEntry, CompiledPolicy, Origin, PolicyLine } from "./policy.ts";

/** What the configuration says about one finding. */
export interface PolicyLookup {
  /** The last line of the user that fits, or null. */
  user(finding: Finding): PolicyLine | null;
  /** The last line of the project that fits, or null. It may only tighten. */
  project(finding: Finding): PolicyLine | null;
  isAllowlisted(finding: Finding): boolean;
}

type Test = (finding: Finding) => boolean;
type NamesOf = (path: string) => readonly string[];

/** Builds the tests of a policy, once for all findings of an event. */
export function createLookup(
  policy: CompiledPolicy,
  tool: string | null,
  places: Pick<Places, "project" | "home">,
): PolicyLookup {
  const namesOf = cached((path) => namesFrom(path, places));
  const linesOf = (layer: Origin["layer"]) =>
    policy.lines
      .filter((line) => line.origin.layer === layer)
      .filter((line) => line.tool === null || (tool !== null && matchesName(line.tool, tool)))
      .map((line) => {
        const { category, channel } = line;
        const place = placeTest(line, namesOf);
        const test: Test = (finding) =>
          (category === null || category === finding.rule.category) &&
          (channel === null || channel === finding.channel) &&
          place(finding);
        return { test, line };
      });
  const user = linesOf("user");
  const project = linesOf("project");
  const allowlist = policy.allowlist.map((entry): Test => {
    const place = placeTest(entry, namesOf);
    const fits = (finding: Finding) => entry.fingerprint === null || entry.fingerprint === finding.fingerprint;
    return (finding) => isMeant(entry, finding) && fits(finding) && place(finding);
  });
  return {
    user: (finding) => user.findLast(({ test }) => test(finding))?.line ?? null,
    project: (finding) => project.findLast(({ test }) => test(finding))?.line ?? null,
    isAllowlisted: (finding) => allowlist.some((test) => test(finding)),
  };
}

/** A folder of harmless values is not yet one where everything may be done. */
function isMeant({ fingerprint, rule }: AllowEntry, finding: Finding): boolean {
  return finding.rule.category !== "action" || fingerprint !== null || rule?.startsWith("action/") === true;
}

function placeTest(of: { readonly rule: string | null; readonly path: PathGlob | null }, namesOf: NamesOf): Test {
  const matchesPath = of.path === null ? null : pathTest(of.path);
  // All findings of an event lie in a handful of files.
  const known = new Map<string, boolean>();
  const matches = (path: string, test: PathTest): boolean => {
    const fits = known.get(path) ?? namesOf(path).some(test);
    known.set(path, fits);
    return fits;
  };
  return ({ rule, path }) =>
    (of.rule === null || matchesName(of.rule, rule.id)) &&
    (matchesPath === null || (path !== null && matches(path, matchesPath)));
}

/** The ways a glob can name a file: from the root, from the project, from the home folder. */
function namesFrom(path: string, places: Pick<Places, "project" | "home">): readonly string[] {
  const whole = resolvePath(places.project, path);
  const below = (folder: string) => {
    const root = resolvePath("/", folder);
    return whole !== root && isInside(root, whole) ? [whole.slice(root.length).replace(/^\//, "")] : [];
  };
  return [whole, ...below(places.project), ...below(places.home).map((rest) => `~/${rest}`)];
}

/** Findings come file by file. */
function cached(names: NamesOf): NamesOf {
  let last: { readonly path: string; readonly names: readonly string[] } | null = null;
  return (path) => {
    if (last?.path !== path) last = { path, names: names(path) };
    return last.names;
  };
}
