import { lintSource } from "@secretlint/core";
import { creator as preset } from "@secretlint/secretlint-rule-preset-recommend";
import type { Match, RuleInfo, Span } from "../core/finding.ts";
import type { TextContext } from "./text.ts";

/** What secretlint tells: only which rule and where. Its messages are never read. */
interface Told {
  readonly ruleId: string;
  readonly range: readonly [number, number];
}

/** The preset's own rule that lets a comment in the scanned text switch the scanner off. */
const COMMENT_FILTER = "@secretlint/secretlint-rule-filter-comments";

/** The rules one by one instead of the preset, which registers all of its own. */
const CONFIG = {
  rules: preset.rules.filter(({ meta }) => meta.id !== COMMENT_FILTER).map((rule) => ({ id: rule.meta.id, rule })),
};

/**
 * Runs secretlint's recommended preset over some windows of a text.
 * @param windows ordered, not overlapping
 * @returns ordered by start; overlapping matches are possible
 */
export async function scanWithSecretlint(
  text: string,
  windows: readonly Span[],
  context: TextContext,
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  for (const { start, end } of windows) {
    for (const { ruleId, range } of await lint(text.slice(start, end), context)) {
      const span = { start: start + range[0], end: start + range[1] };
      const rule = infoOf(ruleId);
      if (span.end > span.start) matches.push({ rule, span, confidence: rule.confidence });
    }
  }
  return matches.sort((a, b) => a.span.start - b.span.start);
}

async function lint(content: string, context: TextContext): Promise<readonly Told[]> {
  const path = context.path ?? "text";
  const { messages } = await lintSource({
    source: { filePath: path, content, ext: "", contentType: "text" },
    options: { config: CONFIG, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ ruleId, range }) => ({ ruleId, range }));
}

/** `secret/secretlint-<name>`, where secretlint calls the rule `@secretlint/secretlint-rule-<name>`. */
function infoOf(ruleId: string): RuleInfo {
  const name = ruleId.replace(/^.*secretlint-rule-/, "").replace(/[^a-z0-9-]/g, "");
  return {
    id: `secret/secretlint-${name}`,
    title: `Credential (${name})`,
    category: "secret",
    severity: "high",
    confidence: "medium",
    placeholder: "SECRET",
  };
}
