import type { Invocation } from "../machine.ts";
import type { Value } from "../value.ts";
import { GLOB, SOME } from "../value.ts";

export interface Found {
  /** Where the search starts. */
  readonly roots: readonly string[];
  /** A test picks some of what lies there. */
  readonly filtered: boolean;
  /** What it prints, one text for each root. */
  readonly lines: readonly string[];
}

/** Tests that pick by what a thing is named or how it is, and so leave the rest alone. */
const NAME_TEST = /^-(?:i?name|i?path|i?wholename|i?regex|lname)$/;
const OTHER_TEST =
  /^-(?:newer\w{0,3}|[acm](?:time|min)|size|empty|user|group|perm|inum|links|used|samefile|[ug]id|nouser|nogroup)$/;

/** Tests and actions with a word of their own behind them, which is no test itself. */
const VALUED =
  /^-(?:i?name|i?path|i?wholename|i?regex|regextype|lname|newer\w{0,3}|[acm](?:time|min)|size|user|group|[ug]id|perm|type|xtype|inum|links|used|samefile|fstype|(?:max|min)depth|f?printf?|fls)$/;
const EXECUTES = /^-(?:exec|execdir|ok|okdir)$/;

/** The words of a `find` command that are its own: no values, no commands that it runs. */
export function findWords(args: readonly Value[]): readonly { readonly text: string; readonly at: number }[] {
  const own: { text: string; at: number }[] = [];
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    own.push({ text, at });
    if (VALUED.test(text)) at++;
    else if (EXECUTES.test(text)) at = endOfCommand(args, at);
  }
  return own;
}

/** Where the command of an `-exec` ends: at `;`, or at a `+` behind `{}`. */
export function endOfCommand(args: readonly Value[], from: number): number {
  const end = args.findIndex(
    (arg, at) => at > from && (arg.text === ";" || (arg.text === "+" && args[at - 1]?.text === "{}")),
  );
  return end < 0 ? args.length : end;
}

/** What a `find` command goes through. Source: GNU find and BSD find manuals. */
export function findRoots({ args, name }: Invocation): Found {
  const texts = args.map((arg) => arg.text);
  if (name === "fd") return { roots: ["."], filtered: true, lines: [SOME] };
  const start = texts.findIndex((text) => !/^-(?:[HLP]|O\d)$/.test(text));
  const end = texts.findIndex((text, at) => at >= start && /^[-(!]/.test(text));
  const roots = start < 0 ? [] : texts.slice(start, end < 0 ? texts.length : end);
  const from = roots.length === 0 ? ["."] : roots;
  let last = SOME;
  let filtered = false;
  for (const { text, at } of findWords(args)) {
    const negated = texts[at - 1] === "!" || texts[at - 1] === "-not";
    if (negated) continue;
    if (OTHER_TEST.test(text)) filtered = true;
    if (!NAME_TEST.test(text)) continue;
    const pattern = texts[at + 1] ?? "";
    if (/^[*?/.\uE001]*$/.test(pattern)) continue;
    filtered = true;
    if (/^-i?name$/.test(text)) last = pattern.replace(/[*?[\uE001]/g, GLOB);
  }
  const below = from.flatMap((root) => {
    const folder = root.endsWith("/") ? root.slice(0, -1) : root;
    return last === SOME ? [`${folder}/${SOME}`] : [`${folder}/${last}`, `${folder}/${SOME}/${last}`];
  });
  return { roots: from, filtered, lines: filtered ? below : [...from, ...below] };
}
