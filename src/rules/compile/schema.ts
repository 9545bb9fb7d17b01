import * as z from "zod";
import { CHECK_NAMES, RANKS } from "../compiled/table.ts";

/** The part of a rule that people and policies read. */
const info = {
  id: z
    .string()
    .regex(/^(secret|pii)\/[a-z0-9]+(-[a-z0-9]+)*$/, "must be secret/kebab-name or pii/kebab-name")
    .describe("`category/kebab-name`; unique and never reused for something else."),
  title: z.string().min(3).max(60).describe('Names the thing in a sentence: "GitHub token".'),
  category: z.enum(["secret", "pii"]),
  severity: z.enum(["low", "medium", "high", "critical"]).describe("How bad it is if it is true."),
  confidence: z
    .enum(["low", "medium", "high"])
    .describe("How likely it is true. `high`: at most 1 alarm in 1,000 real files."),
  placeholder: z
    .string()
    .regex(/^[A-Z]{2,}(_[A-Z]+)*$/, "must be capital letters joined by _")
    .max(32)
    .describe("TYPE in the placeholder `DEFENTER_<TYPE>_…` that stands for a removed value."),
  why: z.string().min(10).max(200).describe("What it lets somebody do: one sentence for people."),
};

/** Where to look: literals (fast) or, for what has none, a pattern. One of them is required. */
const place = {
  anchors: z
    .array(z.string().min(2).max(40))
    .min(1)
    .optional()
    .describe("Literal texts, one of which every match holds. The rule runs where one stands and nowhere else."),
  anchorCase: z.enum(["exact", "insensitive"]).optional().describe("Case of `anchors`; `exact` where left out."),
  anchorTail: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe("Pattern of what must follow an anchor, for anchors that are frequent in ordinary text."),
  anchorPattern: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe("Pattern that stands for an anchor, for what has no literal, such as card numbers."),
};

/** What to find there. */
const look = {
  pattern: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      "Regular expression that begins at the anchor (at the start of `lead` where there is one). The value is group 1, " +
        "or the whole match. `(?&assign)` stands for what separates a key from its value, `(?&end)` for no more word characters.",
    ),
  flags: z.enum(["", "i", "s", "u", "is", "iu", "su", "isu"]).optional().describe("Flags of `pattern`."),
  lead: z
    .strictObject({
      chars: z.string().min(3).max(60).describe("One character class, e.g. `[0-9]`."),
      min: z.int().min(0).max(256).describe("Characters that every match has there."),
      max: z.int().min(1).max(256).describe("Characters that a match can have there."),
    })
    .optional()
    .describe("What may stand before the anchor and belongs to the match: from `min` to `max` of `chars`."),
  edge: z
    .boolean()
    .optional()
    .describe("No letter, digit or _ may stand right before the match (an escape such as \\n does not count as one)."),
  matcher: z
    .string()
    .regex(/^[a-z]+(-[a-z0-9]+)*$/, "must be the kebab-case name of a matcher")
    .optional()
    .describe("Name of a matcher in code, for what no single pattern can say. Built-in rules only."),
  rank: z
    .enum(RANKS)
    .optional()
    .describe(
      "Who stays where two rules match the same text: `exact` provider formats before `shape` (JWT, URL) before " +
        "`generic`. Where left out: `exact` for a pattern, `shape` for a matcher.",
    ),
  checks: z
    .array(z.enum(CHECK_NAMES))
    .optional()
    .describe("What the value must pass; `mixed`: has a letter and a digit."),
};

const exampleList = z.array(z.string().min(1).max(4000)).min(1);

/** A rule as people write it. */
export const RuleSource = z.strictObject({
  ...info,
  ...place,
  ...look,
  examples: z
    .strictObject({
      match: exampleList.describe(
        "Texts that the rule finds. `⟨…⟩` marks the exact value; it is taken out before the test.",
      ),
      ignore: exampleList.describe("Texts in which this rule finds nothing."),
    })
    .describe("Both kinds are required. Templates such as `{{alnum:36}}` keep values that look real out of files."),
});
export type RuleSource = z.infer<typeof RuleSource>;

export const RuleFile = z.strictObject({ $schema: z.string().optional(), rules: z.array(RuleSource) });
