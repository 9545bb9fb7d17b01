import type { Span } from "../../../core/finding.ts";
import { isInside, shortPath } from "../../../core/path.ts";
import type { GuardPart } from "../../actions/paths.ts";
import { compared, guardPart, guardPartBelow, isInProject } from "../../actions/paths.ts";
import { switchesOff } from "../../actions/settings.ts";
import { places } from "../locate.ts";
import type { Invocation, Shell } from "../machine.ts";
import { report } from "../machine.ts";
import { splitOptions } from "../options.ts";
import { GLOB, readable } from "../value.ts";
import { COPIES } from "./read.ts";

/** Programs that change each file that they are given. */
const CHANGES = new Set(
  "tee touch truncate chmod chown chgrp chattr setfacl sponge rm unlink shred rmdir patch ed ex trash rimraf".split(
    " ",
  ),
);
const REMOVES = new Set(["rm", "unlink", "shred", "mv", "trash", "rimraf"]);
const TRUNCATE_VALUES: ReadonlySet<string> = new Set(["-s", "-r", "--size", "--reference", "-m", "--mode"]);

/** Writing to the guard's own files by the programs that plainly do. */
export function judgeGuardWrite(invocation: Invocation): void {
  const { name, args, shell, span } = invocation;
  const { operands, valued } = splitOptions(
    args,
    name === "truncate" || name === "touch" ? TRUNCATE_VALUES : new Set(),
  );
  const kind = REMOVES.has(name) ? "remove" : "write";
  if (CHANGES.has(name)) for (const { text } of operands) checkWrite(text, shell, span, kind);
  if (COPIES.has(name)) {
    const folder = args.findIndex((arg) => /^(?:-t|--target-directory)$/.test(arg.text));
    const target = folder < 0 ? operands.at(-1) : args[folder + 1];
    const sources = operands.filter((operand) => operand !== target);
    if (target !== undefined && sources.length > 0) {
      checkWrite(target.text, shell, span, "write");
      for (const { text } of sources)
        checkWrite(`${target.text}/${text.slice(text.lastIndexOf("/") + 1)}`, shell, span, "write");
    }
    if (name === "mv") for (const { text } of sources) checkWrite(text, shell, span, "remove");
  }
  if (["sed", "perl", "yq"].includes(name) && args.some((arg) => /^(?:-[a-zA-Z]{0,4}i|--in-?place)/.test(arg.text))) {
    for (const { text } of operands) checkWrite(text, shell, span, "write");
  }
  if (name === "dd")
    for (const { text } of args) if (text.startsWith("of=")) checkWrite(text.slice(3), shell, span, "write");
  if (name === "curl" || name === "wget") {
    args.forEach(({ text }, at) => {
      if (/^(?:-[a-zA-Z]*[oO]|--output|--output-document)$/.test(text))
        checkWrite(args[at + 1]?.text ?? "", shell, span, "write");
      for (const [option, value] of valued) if (/^--output/.test(option)) checkWrite(value.text, shell, span, "write");
    });
  }
}

/** A whole folder goes: also what lies in it. */
export function checkRemoval(text: string, shell: Shell, span: Span): void {
  checkWrite(text, shell, span, "remove");
}

export function checkWrite(text: string, shell: Shell, span: Span, kind: "write" | "remove"): void {
  const { machine } = shell;
  for (const path of places(text, shell)) {
    const part = touchedPart(path, shell, kind);
    if (part !== null) reportChange(part, readable(shortPath(path, machine.places)), kind, shell, span);
  }
}

function touchedPart(path: string, { machine }: Shell, kind: "write" | "remove"): GuardPart | null {
  const own = guardPart(path, machine.places);
  if (own !== null) return own;
  const { settings, folders, keys, home, project } = compared(machine.places);
  if (path.includes(GLOB)) return globbedPart(path, machine.places, [...settings, ...folders, ...keys], kind);
  // The project, the home and what lies above them are the delete rules' to judge.
  const inner =
    path !== home &&
    path !== project &&
    (isInside(home, path) || isInside(project, path) || isInProject(path, machine.places));
  return kind === "remove" && inner ? guardPartBelow(path, machine.places) : null;
}

function globbedPart(
  path: string,
  all: Shell["machine"]["places"],
  list: readonly string[],
  kind: "write" | "remove",
): GuardPart | null {
  const head = path.slice(0, path.indexOf(GLOB));
  const tail = path.slice(path.lastIndexOf(GLOB) + 1);
  // A pattern that starts with a name: `.claude/*`, not a lone `*`, which leaves out what starts with a dot.
  const fits = (target: string) =>
    target.startsWith(head) &&
    target.endsWith(tail) &&
    target.slice(head.length, target.length - tail.length).split("/").length <= (kind === "remove" ? 8 : 1) &&
    !(head.endsWith("/") && target.slice(head.length).startsWith("."));
  const hit = list.find(fits);
  return hit === undefined ? null : (guardPart(hit, all) ?? "settings");
}

function reportChange(part: GuardPart, shown: string, kind: "write" | "remove", { machine }: Shell, span: Span): void {
  const verb = kind === "remove" ? "removes" : "changes";
  if (part === "keys" || part === "files") {
    report(machine, "action/guard-write", span, `${verb} ${shown}`);
    return;
  }
  if (part === "settings" && switchesOff(machine.source))
    report(machine, "action/guard-switch-off", span, `${verb} ${shown}`);
  report(machine, "action/guard-settings", span, `${verb} ${shown}`);
}

/** `defenter install|uninstall` in any spelling, and a nested agent without its hooks. */
export function judgeGuardCommand(invocation: Invocation): void {
  const { name, args, shell, span } = invocation;
  const words = args.map((arg) => arg.text);
  const script = ["node", "bun", "deno", "tsx"].includes(name) ? words.findIndex((word) => !word.startsWith("-")) : -1;
  const ownScript = script >= 0 && /(?:^|\/)defenter(?:\.[cm]?[jt]s)?$/.test(words[script] ?? "");
  if (name === "defenter" || name === "defenter-hooks" || ownScript) {
    judgeDefenter(words.slice(script + 1), shell, span);
    return;
  }
  if (words.includes("defenter-hooks") && ["npm", "pnpm", "yarn", "bun"].includes(name)) {
    if (words.some((word) => /^(?:uninstall|un|remove|rm|r|unlink|global)$/.test(word)))
      report(shell.machine, "action/guard-uninstall", span, `${name} removes defenter-hooks`);
  }
  if (name === "claude" || name === "claude-code") judgeAgent(words, shell, span);
}

function judgeDefenter(words: readonly string[], shell: Shell, span: Span): void {
  if (words.includes("--dry-run") || words.includes("--help")) return;
  const verb = words.find((word) => word === "install" || word === "uninstall");
  if (verb !== undefined) report(shell.machine, "action/guard-uninstall", span, `defenter ${verb}`);
}

const UNGUARDED = /^--(?:settings|bare|safe-mode)(?:=|$)/;
const UNGUARDING = ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE", "CLAUDE_CONFIG_DIR"];

/** `--setting-sources user`: the guard may be registered in a scope that is not named. */
function leavesScopesOut(word: string, next = ""): boolean {
  const found = /^--setting-sources(=|$)/.exec(word);
  if (found === null) return false;
  const scopes = found[1] === "=" ? word.slice(found[0].length) : next;
  return !["user", "project", "local"].every((scope) => scopes.includes(scope));
}

function judgeAgent(words: readonly string[], shell: Shell, span: Span): void {
  const option = words.find((word, at) => UNGUARDED.test(word) || leavesScopesOut(word, words[at + 1]));
  const { variables } = shell.state;
  const home = variables.get("HOME")?.values.some(({ text }) => text !== shell.machine.places.home) === true;
  const simple = home || UNGUARDING.some((name) => variables.has(name));
  if (option === undefined && !simple) return;
  const shown = option?.split("=", 1)[0] ?? "an environment of its own";
  report(shell.machine, "action/guard-unguarded-agent", span, `starts claude with ${shown}`);
}
