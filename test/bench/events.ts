import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expand } from "../support/templates.ts";

/** An event to measure, and what its ratio to an empty script should be. */
export interface BenchEvent {
  readonly name: string;
  /** The ratio to reach, and the one not to exceed. */
  readonly aim: number;
  readonly limit: number;
  readonly payload: Record<string, unknown>;
  /** Values that the hook must keep from the model. Empty: it must stay silent. */
  readonly secrets: readonly string[];
}

/** Sizes are those of the text, in characters of ASCII. `project` is the folder that the paths lie in. */
export function benchEvents(project: string): BenchEvent[] {
  const source = readSources(1_000_000);
  return [
    { name: "1 KB Bash, harmless", aim: 1.1, limit: 1.15, secrets: [], payload: bash(harmlessCommand()) },
    {
      name: "1 KB Write, harmless",
      aim: 1.1,
      limit: 1.15,
      secrets: [],
      payload: pre("Write", { file_path: join(project, "src", "copy.ts"), content: source.slice(0, 1000) }),
    },
    { name: "1 KB Bash that needs the parser", aim: 1.35, limit: 1.35, secrets: [], payload: bash(parsedCommand()) },
    read("10 KB Read, 3 findings", 1.3, 1.35, project, plant(source.slice(0, 10_000), 3)),
    read("100 KB Read, 20 findings", 1.45, 1.6, project, plant(source.slice(0, 100_000), 20)),
    read("1 MB Read, 100 findings", 2.5, 3, project, plant(source.slice(0, 1_000_000), 100)),
  ];
}

function pre(tool: string, input: Record<string, unknown>): Record<string, unknown> {
  return { hook_event_name: "PreToolUse", tool_name: tool, tool_input: input };
}

function bash(command: string): Record<string, unknown> {
  return pre("Bash", { command, description: "" });
}

function read(name: string, aim: number, limit: number, project: string, text: Planted): BenchEvent {
  const filePath = join(project, "src", "settings.ts");
  const numLines = text.content.split("\n").length;
  const payload = {
    hook_event_name: "PostToolUse",
    tool_name: "Read",
    tool_input: { file_path: filePath },
    tool_response: {
      type: "text",
      file: { filePath, content: text.content, numLines, startLine: 1, totalLines: numLines },
    },
  };
  return { name, aim, limit, payload, secrets: text.secrets };
}

interface Planted {
  readonly content: string;
  readonly secrets: readonly string[];
}

/** Puts `count` provider tokens on lines of their own, evenly spread. */
function plant(text: string, count: number): Planted {
  const lines = text.split("\n");
  const secrets = Array.from({ length: count }, () => expand("ghp_{{alnum:36}}"));
  const step = Math.floor(lines.length / count);
  secrets.forEach((secret, index) => {
    lines.splice(index * (step + 1), 0, `const token${index} = "${secret}";`);
  });
  return { content: lines.join("\n"), secrets };
}

/** Sources of a library that is installed anyway, repeated up to `length` characters: real text with real near-misses. */
function readSources(length: number): string {
  const folder = join(import.meta.dirname, "..", "..", "node_modules", "zod", "src", "v4", "core");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const text = files
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n")
    .replace(/[^\n\x20-\x7e]/g, " ");
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

function harmlessCommand(): string {
  const files = Array.from({ length: 40 }, (_, index) => `src/part-${index}/index.ts`).join(" ");
  return `npm run build -- --verbose ${files}`.slice(0, 1000);
}

function parsedCommand(): string {
  const files = Array.from({ length: 36 }, (_, index) => `build/part-${index}/out.js`).join(" ");
  return `cd packages/web && rm -f ${files} && npm run build`;
}
