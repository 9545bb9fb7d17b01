import * as z from "zod";
import type { Channel } from "../../core/event.ts";
import { type Category, RESPONSES } from "../../core/finding.ts";
import { PROFILE_NAMES } from "../compiled/defaults.ts";

const CATEGORIES = ["secret", "pii", "injection", "action"] as const satisfies readonly Category[];
const CHANNELS = [
  "user_prompt",
  "tool_input",
  "tool_output",
  "file",
  "web",
  "mcp",
  "agent_response",
] as const satisfies readonly Channel[];

const MAX_LINES = 500;
const MAX_ALLOWED = 5000;

const Name = z.string().min(1).max(200);
const Path = z.string().min(1).max(500);

/** One line of a policy: every condition given must hold. */
export const LineSource = z.strictObject({
  rule: Name.optional().describe("Rule id, `*` for any text: `secret/*`."),
  category: z.enum(CATEGORIES).optional(),
  path: Path.optional().describe("Glob, from the project, from the home folder (`~/…`) or from the root (`/…`)."),
  tool: Name.optional().describe("Tool name, `*` for any text: `mcp__*`."),
  channel: z.enum(CHANNELS).optional(),
  action: z.enum(RESPONSES).describe("What is done where the line fits."),
});
export type LineSource = z.infer<typeof LineSource>;

export const AllowSource = z.strictObject({
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/, "must be 16 of 0-9 and a-f, as the trail shows it")
    .optional(),
  path: Path.optional(),
  rule: Name.optional(),
  reason: z.string().max(500).optional().describe("For people."),
});

/** `config.json` of the user or of the project. A project's `allowlist` is ignored, as all that would loosen. */
export const ConfigFile = z.strictObject({
  $schema: z.string().optional(),
  profiles: z.array(z.enum(PROFILE_NAMES)).min(1).optional(),
  policy: z.array(LineSource).max(MAX_LINES).optional(),
  allowlist: z.array(AllowSource).max(MAX_ALLOWED).optional(),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** The keys that are valid where an unknown one was found. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(ConfigFile.shape);
  return Object.keys((path[0] === "policy" ? LineSource : AllowSource).shape);
}
