import { folderOf } from "../core/path.ts";

/** What the host makes of a slash command's or skill's text before it runs its commands and pulls in its files. */
export interface Expanded {
  /** The text with its arguments, once for each way in which hosts count them. */
  readonly bodies: readonly string[];
  /** Arguments that may stand anywhere, because the text holds a variable that nobody here knows. */
  readonly loose: readonly string[];
}

/** A variable in what pulls something in: `@$file`, `` !`cat $file` ``. */
const OPEN_VARIABLE =
  /(?:^|\s)@[^\s@]{0,200}\$\{?[A-Za-z_]|!`[^`\n]{0,4096}\$\{?[A-Za-z_]|^[ \t]{0,16}`{3}![^`]{0,8192}\$\{?[A-Za-z_]/m;

/**
 * Fills in `$ARGUMENTS`, `$ARGUMENTS[0]`, `$0`, the names of the front matter's `arguments` and the host's own variables.
 * Claude Code counts from 0; older versions counted `$1` as the first, so both readings are given where they differ.
 */
export function expandArguments(
  text: string,
  args: string,
  { file, project }: { readonly file: string; readonly project: string },
): Expanded {
  const words = splitArguments(args);
  const named = new Map(argumentNames(text).map((name, at) => [name, words[at]]));
  const own = new Map([
    ["CLAUDE_SKILL_DIR", folderOf(file)],
    ["CLAUDE_PLUGIN_ROOT", folderOf(folderOf(folderOf(file)))],
    ["CLAUDE_PROJECT_DIR", project],
  ]);
  const fill = (first: number) =>
    text
      .replace(/\$ARGUMENTS\[(\d{1,3})\]/g, (whole, at) => words[Number(at)] ?? whole)
      .replaceAll("$ARGUMENTS", args)
      .replace(/\$(\d{1,3})(?!\d)/g, (whole, at) => words[Number(at) - first] ?? whole)
      .replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (whole, braced, bare) => {
        const name = braced ?? bare;
        return named.get(name) ?? own.get(name) ?? whole;
      });
  const bodies = [...new Set([fill(0), fill(1)])];
  return { bodies, loose: bodies.some((body) => OPEN_VARIABLE.test(body)) ? words : [] };
}

/** Words as a shell splits them: quotes keep blanks together. */
function splitArguments(args: string): readonly string[] {
  const words = args.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}

/** `arguments: [file, env]`, `arguments: file env`, or a list below it. */
function argumentNames(text: string): readonly string[] {
  const front = /^---\r?\n([\s\S]{0,8192}?)\r?\n---/.exec(text)?.[1] ?? "";
  const listed =
    /^arguments:[ \t]{0,8}([^\r\n]{0,500}(?:\r?\n[ \t]{0,8}-[^\r\n]{0,100}){0,20})/m.exec(front)?.[1] ?? "";
  return listed.match(/[A-Za-z_]\w*/g) ?? [];
}
