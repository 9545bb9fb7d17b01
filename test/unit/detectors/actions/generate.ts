import { readFileSync } from "node:fs";

export interface ActionSource {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly confidence: string;
  readonly response: string;
  readonly why: string;
  readonly advice: string;
  readonly words: readonly string[];
  readonly match: readonly Example[];
  readonly ignore: readonly Example[];
}

export type Example = string | { readonly tool: string; readonly input: Record<string, string> };

const SOURCE = new URL("../../../../rules/actions.json", import.meta.url);

type FlowSource = Pick<ActionSource, "id" | "title" | "severity" | "confidence" | "response" | "why">;

/** Rules that judge what only the flow knows (files on disk, placeholders): tested with it. */
export function flowSources(): readonly FlowSource[] {
  return (JSON.parse(readFileSync(SOURCE, "utf8")) as { flow: FlowSource[] }).flow;
}

export function actionSources(): readonly ActionSource[] {
  return (JSON.parse(readFileSync(SOURCE, "utf8")) as { rules: ActionSource[] }).rules;
}

/** What the hooks need of `rules/actions.json`, as a module: the examples and reasons stay out of what they load. */
export function generateRules(rules: readonly ActionSource[]): string {
  const entries = rules.map(({ id, title, severity, confidence, response, advice }) => {
    const fields = { id, title, category: "action", severity, confidence, placeholder: "ACTION", response, advice };
    return `  ${JSON.stringify(id)}: ${JSON.stringify(fields)},`;
  });
  return [
    "// Generated from rules/actions.json; `npx vitest run --config test/vitest.config.ts actions/rules -u` writes it anew.",
    'import type { ActionRule } from "./action.ts";',
    "",
    "export type ActionId =",
    ...rules.map(({ id }) => `  | ${JSON.stringify(id)}`),
    "  ;",
    "",
    "export const ACTION_RULES: Readonly<Record<ActionId, ActionRule>> = {",
    ...entries,
    "};",
    "",
  ].join("\n");
}
