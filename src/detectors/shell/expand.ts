import type { DoubleQuotedChild, ParameterExpansionPart, ParsedScript, SyntaxNode, Word, WordPart } from "unbash";
import { parse } from "unbash";
import { folderOf } from "../../core/path.ts";
import { expandBraces } from "./braces.ts";
import type { Machine, State, Variable } from "./machine.ts";
import { spend } from "./machine.ts";
import { applyOperation } from "./operations.ts";
import type { Flow, Source, Value } from "./value.ts";
import { BREAK, GLOB, literal, OWN_PROCESS, SOME, UNKNOWN, uniqueSources } from "./value.ts";

/** More than so many values of one word are one that nobody knows. */
const MAX_VALUES = 64;
/** Longer texts are cut; what was cut is unknown. Here-documents and quoted scripts have this size at most. */
const MAX_TEXT = 131_072;

export interface Expander {
  readonly machine: Machine;
  readonly state: State;
  /** Runs the script of a substitution in a shell of its own. */
  readonly substitute: (script: ParsedScript | undefined, input: Flow) => Flow;
  /** Runs what is substituted within an arithmetic expression. */
  readonly nested: (node: SyntaxNode) => void;
  /** Scripts of `>(…)`, to be run with the command's own output. */
  readonly outward: ParsedScript[];
}

/** The words that the shell makes of a word: braces, variables, substitutions, field splitting. Never throws but for the budget. */
export function expandWord(word: Word, context: Expander): Value[] {
  spend(context.machine, 1);
  if (word.parts?.some((part) => part.type === "BraceExpansion") === true) return expandBraced(word, context);
  const values = expandParts(word, context);
  return values.some((value) => value.text.includes(BREAK)) ? values.flatMap(splitFields) : values;
}

/** The single text that an assignment, a redirect or a here-string makes of a word: no field splitting. */
export function expandText(word: Word, context: Expander): Value[] {
  spend(context.machine, 1);
  return expandParts(word, context).map((value) => ({ ...value, text: value.text.replaceAll(BREAK, " ") }));
}

/** The body of a here-document. */
export function expandBody(parts: readonly WordPart[] | undefined, text: string, context: Expander): Value {
  if (parts === undefined) return literal(text);
  return combine(parts, context, true)[0] ?? literal(text);
}

function expandBraced(word: Word, context: Expander): Value[] {
  const found: Value[] = [];
  for (const text of expandBraces(word.text, MAX_VALUES)) {
    spend(context.machine, 4);
    const statement = parse(`: ${text}`).commands[0]?.command;
    const argument = statement?.type === "Command" ? statement.suffix[0] : undefined;
    if (argument?.type !== "Word") found.push(literal(UNKNOWN));
    else found.push(...expandParts(argument, context).flatMap(splitFields));
  }
  return found;
}

function splitFields(value: Value): Value[] {
  const fields = value.text.split(BREAK).filter((text) => text !== "");
  return fields.map((text) => ({ text, sources: value.sources }));
}

function expandParts(word: Word, context: Expander): Value[] {
  if (word.parts === undefined) {
    return [literal(clip(tildes(word, word.value, context)))];
  }
  const values = combine(word.parts, context, false);
  if (!word.text.includes("~")) return values;
  return values.map((value) => ({ ...value, text: tildes(word, value.text, context) }));
}

/** `~/x`, and `if=~/x`: a word that looks like an assignment has its tilde replaced too. */
function tildes(word: Word, text: string, context: Expander): string {
  if (word.text.startsWith("~")) return expandTilde(text, context);
  const name = word.text.includes("=~") ? /^[A-Za-z_]\w{0,60}=(?=~)/.exec(word.text)?.[0] : undefined;
  return name !== undefined && text.startsWith(`${name}~`)
    ? name + expandTilde(text.slice(name.length), context)
    : text;
}

/** Every way to put the parts' values together, up to `MAX_VALUES`. */
function combine(parts: readonly WordPart[], context: Expander, quoted: boolean): Value[] {
  let values: Value[] = [literal("")];
  for (const part of parts) {
    const alternatives = expandPart(part, context, quoted);
    if (values.length * alternatives.length > MAX_VALUES)
      return [{ text: UNKNOWN, sources: allSources([...values, ...alternatives]) }];
    values = values.flatMap((value) => alternatives.map((next) => append(value, next)));
    spend(context.machine, values.reduce((sum, value) => sum + value.text.length, 0) / 256);
  }
  return values;
}

function allSources(values: readonly Value[]): readonly Source[] {
  return uniqueSources(values.flatMap((value) => value.sources));
}

function append(a: Value, b: Value): Value {
  if (a.text === "" && a.sources.length === 0) return { text: clip(b.text), sources: b.sources };
  return {
    text: clip(a.text + b.text),
    sources: b.sources.length === 0 ? a.sources : uniqueSources([...a.sources, ...b.sources]),
  };
}

function clip(text: string): string {
  return text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) + UNKNOWN : text;
}

function expandPart(part: WordPart | DoubleQuotedChild, context: Expander, quoted: boolean): Value[] {
  spend(context.machine, 1);
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [literal(part.value)];
    case "Glob":
      // An address of IPv6 is no pattern: `http://[::1]:80`.
      return [
        literal(part.kind === "bracket" && /^\[[0-9a-f.]{0,8}:[0-9a-f:.]{1,45}\]$/i.test(part.text) ? part.text : GLOB),
      ];
    case "ExtendedGlob":
      return [literal(GLOB)];
    case "BraceExpansion":
      return [literal(UNKNOWN)];
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.length === 0 ? [literal("")] : combine(part.parts, context, true);
    case "SimpleExpansion":
      return unquoted(lookUp(part.text.slice(1), context), quoted);
    case "ParameterExpansion":
      return unquoted(expandParameter(part, context), quoted);
    case "CommandExpansion":
      return unquoted(flowValues(context.substitute(part.script, { sources: [], lines: [] })), quoted);
    case "ArithmeticExpansion":
      context.nested(part);
      return [literal(SOME)];
    case "ProcessSubstitution": {
      if (part.operator === ">") {
        if (part.script !== undefined) context.outward.push(part.script);
        return [literal("/dev/fd/63")];
      }
      const flow = context.substitute(part.script, { sources: [], lines: [] });
      return [{ text: "/dev/fd/63", sources: flow.sources }];
    }
  }
}

/** What stands outside of quotes falls apart at white space and is matched against file names. */
function unquoted(values: Value[], quoted: boolean): Value[] {
  if (quoted) return values;
  return values.map((value) => ({ ...value, text: value.text.replace(/[ \t\n]+/g, BREAK).replace(/[*?]/g, GLOB) }));
}

/** One value for each line where the lines are known, as a loop or an argument list takes them. */
function flowValues(flow: Flow): Value[] {
  if (flow.lines === null) return [{ text: UNKNOWN, sources: flow.sources }];
  if (flow.lines.length === 0) return [{ text: "", sources: flow.sources }];
  const text = flow.lines.map((line) => line.text).join("\n");
  return [{ text, sources: flow.sources }];
}

function expandParameter(part: ParameterExpansionPart, context: Expander): Value[] {
  if (part.prefix === "#") return [literal(SOME)];
  let values = lookUp(part.parameter, context);
  if (part.prefix === "!") {
    if (part.operation?.type === "Names") return [literal(SOME)];
    values = values.flatMap((value) => lookUp(value.text, context));
  }
  return part.operation === undefined
    ? values
    : applyOperation(values, part.operation, (word) => expandText(word, context));
}

function lookUp(name: string, context: Expander): Value[] {
  const { machine, state } = context;
  const variable: Variable | undefined = state.variables.get(name);
  if (variable !== undefined) {
    if (variable.values.length > 1 && name !== "@" && name !== "*") machine.guesses++;
    if (variable.spans.length > 0) machine.used.push(...variable.spans.slice(0, 8));
    return [...variable.values];
  }
  return [literal(knownVariable(name, context))];
}

function knownVariable(name: string, { machine, state }: Expander): string {
  const given = machine.env[name];
  switch (name) {
    case "HOME":
    case "USERPROFILE":
      return machine.places.home;
    case "PWD":
      return state.cwd ?? UNKNOWN;
    case "CLAUDE_PROJECT_DIR":
      return machine.places.project;
    case "TMPDIR":
      return given ?? machine.places.temp[0] ?? "/tmp";
    case "SHELL":
      return given ?? "/bin/bash";
    case "IFS":
      return " \t\n";
    case "$":
      return OWN_PROCESS;
    case "!":
    case "?":
    case "#":
    case "RANDOM":
    case "SECONDS":
    case "EPOCHSECONDS":
    case "UID":
    case "EUID":
    case "USER":
    case "LOGNAME":
    case "HOSTNAME":
    case "LINENO":
    case "SHLVL":
    case "PPID":
    case "BASHPID":
      return given ?? SOME;
    default:
      return given ?? UNKNOWN;
  }
}

function expandTilde(text: string, { machine, state }: Expander): string {
  const end = text.search(/[/\uE000-\uE003]|$/);
  const name = text.slice(1, end);
  const rest = text.slice(end);
  if (name === "") return machine.places.home + rest;
  if (name === "+") return (state.cwd ?? UNKNOWN) + rest;
  if (name === "-") return UNKNOWN + rest;
  if (name === "root") return `/root${rest}`;
  return `${folderOf(machine.places.home)}/${name}${rest}`;
}
