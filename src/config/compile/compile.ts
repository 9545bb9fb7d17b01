import { nearest } from "../../core/nearest.ts";
import { loadRules } from "../../rules/compile/load.ts";
import { RULES } from "../../rules/compiled/own-rules.ts";
import type { CompiledRule } from "../../rules/compiled/table.ts";
import { matchesName } from "../compiled/glob.ts";
import { type CompiledPolicy, type ConfigNote, DEFAULT_POLICY, type PolicyLine } from "../compiled/policy.ts";
import type { ConfigSource } from "../compiled/source.ts";
import { type ConfigLayer, compileConfig, type NamedRule, NO_CONFIG } from "./config-file.ts";

/**
 * The effective configuration of what people wrote. What is not valid is listed in `problems` and not in force: a
 * `config.json` as a whole, a rule by itself. A project's profiles are added to the user's. Nothing is thrown for what
 * a file holds.
 */
export function compile(sources: readonly ConfigSource[]): CompiledPolicy {
  const user = configOf("user", sources);
  const project = configOf("project", sources);
  const ids = new Set(RULES.map(({ info }) => info.id));
  const { rules, problems } = rulesOf(sources, ids);
  const bounded = withinBounds(project.lines);
  const lines = [...user.lines, ...bounded.lines];
  return {
    profiles: [...new Set([...(user.profiles ?? DEFAULT_POLICY.profiles), ...(project.profiles ?? [])])],
    lines,
    allowlist: user.allowlist,
    rules,
    ignored: [...user.ignored, ...project.ignored],
    problems: [
      ...user.problems,
      ...project.problems,
      ...bounded.problems,
      ...problems,
      ...unknownRules([...user.named, ...project.named], ids),
    ],
  };
}

/** Alternatives in the paths of all lines of a project: each is tried for each file in which something is found. */
const MAX_PATHS = 300;

/** A repository must not be able to make the guard slow: what goes beyond the bound is not in force, and said to be so. */
function withinBounds(lines: readonly PolicyLine[]): { lines: PolicyLine[]; problems: ConfigNote[] } {
  const kept: PolicyLine[] = [];
  let paths = 0;
  for (const line of lines) {
    paths += line.path?.length ?? 0;
    if (paths > MAX_PATHS) {
      const message = `has more than ${MAX_PATHS} alternatives of paths: this line and those behind it are not in force`;
      return { lines: kept, problems: [{ origin: line.origin, key: "path", message }] };
    }
    kept.push(line);
  }
  return { lines: kept, problems: [] };
}

/** Rules that no table here lists: of actions, and what secretlint adds. */
const LISTED_ELSEWHERE = ["action/", "secret/secretlint-"] as const;

/** A line for a rule that does not exist would fit nothing, in silence. */
function unknownRules(named: readonly NamedRule[], ids: ReadonlySet<string>): ConfigNote[] {
  return named.flatMap(({ origin, key, rule }) => {
    const star = rule.indexOf("*");
    if (star >= 0) return fitsSome(rule, rule.slice(0, star), ids) ? [] : [{ origin, key, message: "fits no rule" }];
    if (LISTED_ELSEWHERE.some((family) => rule.startsWith(family)) || ids.has(rule)) return [];
    const near = nearest(rule, ids);
    return [{ origin, key, message: `no rule has this id${near === null ? "" : `, did you mean ${near}?`}` }];
  });
}

/** @param start of the glob, up to its first star */
function fitsSome(glob: string, start: string, ids: ReadonlySet<string>): boolean {
  const isElsewhere = LISTED_ELSEWHERE.some((family) => family.startsWith(start) || start.startsWith(family));
  return isElsewhere || [...ids].some((id) => matchesName(glob, id));
}

function configOf(layer: ConfigSource["layer"], sources: readonly ConfigSource[]): ConfigLayer {
  const source = sources.find((candidate) => candidate.layer === layer && candidate.kind === "config");
  if (source === undefined) return NO_CONFIG;
  if (source.text === null) return { ...NO_CONFIG, problems: [unreadNote(source)] };
  const confidenceOf = (rule: string) => RULES.find(({ info }) => info.id === rule)?.info.confidence ?? null;
  return compileConfig(layer, source.path, source.text, confidenceOf);
}

/** Rules of a project that are in force, and invalid ones of a file that are named one by one. */
const MAX_RULES = 500;
const MAX_TOLD = 5;

function rulesOf(sources: readonly ConfigSource[], taken: Set<string>) {
  const rules: CompiledRule[] = [];
  let ofProject = 0;
  const problems: ConfigNote[] = [];
  for (const source of sources.filter(({ kind }) => kind === "rules")) {
    if (source.text === null) {
      problems.push(unreadNote(source));
      continue;
    }
    const loaded = loadRules(source.path, source.text, { taken, isOwn: false });
    const origin = { layer: source.layer, file: null, line: null };
    for (const { compiled } of loaded.rules) {
      if (source.layer === "user") rules.push(compiled);
      else if (++ofProject <= MAX_RULES) rules.push(withoutTitle(compiled));
    }
    for (const { message, hints } of loaded.problems.slice(0, MAX_TOLD)) {
      problems.push({ origin, key: "", message: [message, ...hints].join("; ") });
    }
    const more = loaded.problems.length - MAX_TOLD;
    if (more > 0) problems.push({ origin, key: "", message: `${source.path}: ${more} more rules are not valid` });
  }
  if (ofProject > MAX_RULES) {
    const message = `.defenter/rules: only the first ${MAX_RULES} of ${ofProject} rules are in force`;
    problems.push({ origin: { layer: "project", file: null, line: null }, key: "", message });
  }
  return { rules, problems };
}

/** A title stands in messages that the model reads: a repository must not say anything there. The id is a plain word. */
function withoutTitle(rule: CompiledRule): CompiledRule {
  return { ...rule, info: { ...rule.info, title: "finding of a rule of this project" } };
}

function unreadNote({ layer, path, problem }: ConfigSource): ConfigNote {
  return { origin: { layer, file: path, line: null }, key: "", message: problem ?? "could not be read" };
}
