import { DefenterError } from "../core/error.ts";
import { folderOf } from "../core/path.ts";

/** What the host makes of a slash command's or skill's text before it runs its commands and pulls in its files. */
export interface Expanded {
  /** The text with its arguments, once for each way in which they may be read. */
  readonly bodies: readonly string[];
  /** Arguments that may stand anywhere, because the text holds a variable that nobody here knows. */
  readonly loose: readonly string[];
}

interface Place {
  readonly file: string;
  readonly project: string;
  /** The folder of the plugin that the text comes with. */
  readonly plugin?: string | undefined;
}

/**
 * Fills in `$ARGUMENTS`, `$ARGUMENTS[0]`, `$0`, the names of the front matter's `arguments` and the host's own variables, in
 * the order and with the escapes of Claude Code 2.1. It counts from 0; older versions counted `$1` as the first, so both
 * readings are given where they differ. Arguments that the text does not ask for come behind it.
 */
export function expandArguments(text: string, args: string, place: Place): Expanded {
  const own = withOwnVariables(text, place);
  const names = argumentNames(text);
  // Which of two arguments of one name counts is not known.
  const isTwice = new Set(names).size < names.length;
  const bodies = new Set<string>();
  const loose = new Set<string>();
  for (const words of readingsOf(args)) {
    for (const first of [0, 1]) {
      const body = fill(own, args, words, names, first);
      bodies.add(body);
      if (isTwice || OPEN_VARIABLE.test(body)) for (const word of words) loose.add(word);
    }
  }
  return { bodies: [...bodies], loose: [...loose] };
}

/** A variable in what pulls something in: `@$file`, `` !`cat $file` ``. Those that every shell has are no arguments. */
const OPEN_VARIABLE =
  /(?:(?:^|\s)@[^\s@]{0,200}|!`[^`]{0,4096}|`{3}![^`]{0,8192})\$\{?(?!(?:HOME|PWD|USER|PATH|SHELL|TMPDIR)\b)[^\s\d"'`(){}$?!#*@[\]\\/.:,;]/m;

function withOwnVariables(text: string, { file, project, plugin }: Place): string {
  const values: Readonly<Record<string, string>> = {
    CLAUDE_SKILL_DIR: folderOf(file),
    CLAUDE_PLUGIN_ROOT: plugin ?? folderOf(folderOf(folderOf(file))),
    CLAUDE_PROJECT_DIR: project,
  };
  const variable =
    /\$(?:\{(CLAUDE_(?:SKILL_DIR|PLUGIN_ROOT|PROJECT_DIR))\}|(CLAUDE_(?:SKILL_DIR|PLUGIN_ROOT|PROJECT_DIR))\b)/g;
  return text.replace(variable, (whole, braced, bare) => values[braced ?? bare] ?? whole);
}

/** Characters. No person's command becomes so long. */
const MAX_FILLED = 1_000_000;

/** Source: what Claude Code 2.1.331 was seen to do. `\$0` stays `$0`, a name without an argument is empty. */
function fill(text: string, args: string, words: readonly string[], names: readonly string[], first: number): string {
  const named = new Map(names.map((name, at) => [name, words[at] ?? ""]));
  const longestFirst = [...named.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const name = longestFirst.length === 0 ? "(?!)" : longestFirst.join("|");
  const variable = new RegExp(
    `(\\\\?)\\$(?:\\{?(${name})(?![\\[\\w])\\}?|ARGUMENTS\\[(\\d{1,6})\\]|(\\d{1,6})(?!\\w)|ARGUMENTS)`,
    "g",
  );
  let isUsed = false;
  let length = text.length;
  const filled = text.replace(variable, (whole, backslash, byName, byIndex, byNumber) => {
    const value =
      byName !== undefined
        ? named.get(byName)
        : byIndex !== undefined
          ? words[Number(byIndex)]
          : byNumber !== undefined
            ? words[Number(byNumber) - first]
            : args;
    if (backslash !== "" || value === undefined) return whole;
    isUsed = true;
    length += value.length;
    if (length > MAX_FILLED) throw new DefenterError("DEADLINE", "the command's text with its arguments is too long");
    return value;
  });
  return isUsed || args === "" ? filled : `${filled}\n\nARGUMENTS: ${args}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** As a shell splits them; also at blanks alone where a shell could not read them or would do more than split. */
function readingsOf(args: string): readonly (readonly string[])[] {
  const plain = args.split(/\s+/).filter((word) => word !== "");
  const { words, isWhole } = shellWords(args);
  return isWhole && !/[;|&<>()$`]/.test(args) ? [words] : [words, plain];
}

function shellWords(args: string): { readonly words: readonly string[]; readonly isWhole: boolean } {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let at = 0; at < args.length; at++) {
    const char = args[at] ?? "";
    if (quote !== "" && char === quote) quote = "";
    else if (char === "\\" && quote !== "'") word = (word ?? "") + (args[++at] ?? "");
    else if (quote !== "") word = (word ?? "") + char;
    else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + char;
  }
  if (word !== null) words.push(word);
  return { words, isWhole: quote === "" };
}

const MAX_NAMES = 64;

/** `arguments: [file, env]`, `arguments: file env`, a list below it, or a folded text. */
function argumentNames(text: string): readonly string[] {
  const front = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,16384}?)\r?\n---/.exec(text)?.[1] ?? "";
  const lines = front.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, ""));
  const from = lines.findIndex((line) => /^["']?arguments["']?[ \t]*:/.test(line));
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  const next = rest.findIndex((line) => /^[^\s\-\][]/.test(line));
  const value = [
    lines[from]?.slice((lines[from]?.indexOf(":") ?? 0) + 1),
    ...(next < 0 ? rest : rest.slice(0, next)),
  ].join("\n");
  return namesIn(value.trim())
    .map((name) => name.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((name) => name !== "" && !/^\d+$/.test(name))
    .slice(0, MAX_NAMES);
}

function namesIn(value: string): readonly string[] {
  if (value.startsWith("[")) return value.slice(1).split("]", 1)[0]?.split(",") ?? [];
  if (/^-\s/.test(value)) return value.split("\n").map((line) => line.trim().replace(/^-\s+/, ""));
  return value
    .replace(/^[>|][-+\d]{0,2}(?=\s)/, "")
    .replace(/^\s*(["'])([^"']*)\1\s*$/, "$2")
    .split(/\s+/)
    .map((name) => name.replace(/,$/, ""));
}
