import type * as z from "zod";
import { DefenterError } from "../../core/error.ts";
import type { Confidence } from "../../core/finding.ts";
import { nearest } from "../../core/nearest.ts";
import type { ProfileName } from "../compiled/defaults.ts";
import type { PathGlob } from "../compiled/glob.ts";
import type { AllowEntry, ConfigNote, Origin, PolicyLine } from "../compiled/policy.ts";
import { compileGlob } from "./glob.ts";
import { isTextProblem, keyText, readJsonText } from "./json-text.ts";
import { loosens } from "./loosens.ts";
import { ConfigFile, keysAt } from "./schema.ts";

/** What one `config.json` says. With a problem in it, nothing of it is in force. */
export interface ConfigLayer {
  readonly profiles: readonly ProfileName[] | null;
  readonly lines: readonly PolicyLine[];
  readonly allowlist: readonly AllowEntry[];
  /** Rules that its lines and allowlist name, an id or a glob each, and where. */
  readonly named: readonly NamedRule[];
  readonly ignored: readonly ConfigNote[];
  readonly problems: readonly ConfigNote[];
}

export interface NamedRule {
  readonly rule: string;
  /** `policy[0].rule`. */
  readonly key: string;
  readonly origin: Origin;
}

export const NO_CONFIG: ConfigLayer = {
  profiles: null,
  lines: [],
  allowlist: [],
  named: [],
  ignored: [],
  problems: [],
};

/** Makes the origin or the note for a place in the file at hand. */
interface Place {
  origin(path: readonly PropertyKey[]): Origin;
  note(path: readonly PropertyKey[], message: string): ConfigNote;
}

/** @param confidenceOf of a rule that is known by its id, else null */
export function compileConfig(
  layer: "user" | "project",
  file: string,
  text: string,
  confidenceOf: (rule: string) => Confidence | null,
): ConfigLayer {
  const json = readJsonText(text);
  if (isTextProblem(json)) {
    const { line, key, message } = json;
    return { ...NO_CONFIG, problems: [{ origin: { layer, file, line }, key, message }] };
  }
  const origin = (path: readonly PropertyKey[]): Origin => ({ layer, file, line: json.lineOf(path) });
  const place: Place = { origin, note: (path, message) => ({ origin: origin(path), key: keyText(path), message }) };
  const parsed = ConfigFile.safeParse(json.value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => notesOf(issue, place, valueAt(json.value, issue.path)));
    return { ...NO_CONFIG, problems };
  }
  return compileValid(layer, parsed.data, place, confidenceOf);
}

function compileValid(
  layer: "user" | "project",
  config: ConfigFile,
  place: Place,
  confidenceOf: (rule: string) => Confidence | null,
): ConfigLayer {
  const problems: ConfigNote[] = [];
  const ignored: ConfigNote[] = [];
  const named: NamedRule[] = [];
  const name = (path: readonly PropertyKey[], rule: string | undefined): void => {
    if (rule !== undefined) named.push({ rule, key: keyText([...path, "rule"]), origin: place.origin(path) });
  };
  const globAt = (path: readonly PropertyKey[], glob: string | undefined): PathGlob | null => {
    try {
      return glob === undefined ? null : compileGlob(glob);
    } catch (error) {
      if (!(error instanceof DefenterError)) throw error;
      problems.push(place.note(path, [error.message, ...error.hints].join("; ")));
      return null;
    }
  };
  const lines = (config.policy ?? []).flatMap((source, index): PolicyLine[] => {
    const line: PolicyLine = {
      origin: place.origin(["policy", index]),
      rule: source.rule ?? null,
      category: source.category ?? null,
      path: globAt(["policy", index, "path"], source.path),
      tool: source.tool ?? null,
      channel: source.channel ?? null,
      response: source.action,
    };
    if (layer === "user" || !loosens(line, line.rule === null ? null : confidenceOf(line.rule))) {
      name(["policy", index], source.rule);
      return [line];
    }
    ignored.push(
      place.note(["policy", index], `"${source.action}" is less than the default: a project may only tighten`),
    );
    return [];
  });
  const allowlist = (config.allowlist ?? []).flatMap((source, index): AllowEntry[] => {
    const path = ["allowlist", index];
    if (layer === "project") {
      ignored.push(place.note(path, "a project may only tighten"));
      return [];
    }
    if (source.fingerprint === undefined && source.path === undefined) {
      problems.push(place.note(path, "needs a fingerprint or a path; to pass a whole rule, write a line of policy"));
    }
    name(path, source.rule);
    const glob = globAt([...path, "path"], source.path);
    return [
      { origin: place.origin(path), fingerprint: source.fingerprint ?? null, path: glob, rule: source.rule ?? null },
    ];
  });
  if (problems.length > 0) return { ...NO_CONFIG, ignored, problems };
  return { profiles: config.profiles ?? null, lines, allowlist, named, ignored, problems };
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step], json);
}

/** @param value what stands where the issue is */
function notesOf(issue: z.core.$ZodIssue, place: Place, value: unknown): ConfigNote[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      place.note([...issue.path, key], `unknown key${suggestion(key, keysAt(issue.path))}`),
    );
  }
  if (issue.code === "invalid_value") {
    const valid = issue.values.map(String);
    const near = typeof value === "string" ? nearest(value, valid) : null;
    return [
      place.note(issue.path, `must be one of ${valid.join(", ")}${near === null ? "" : `: did you mean ${near}?`}`),
    ];
  }
  const isMissing = issue.code === "invalid_type" && /received undefined/.test(issue.message);
  return [place.note(issue.path, isMissing ? "is missing" : lowerFirst(issue.message.replace(/^Invalid input: /, "")))];
}

function suggestion(key: string, valid: readonly string[]): string {
  const near = nearest(key, valid);
  return near === null ? `; valid are ${valid.join(", ")}` : `, did you mean ${near}?`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
