import { baseName, folderOf } from "../../../core/path.ts";
import { locate } from "../locate.ts";
import type { Invocation } from "../machine.ts";
import { splitOptions } from "../options.ts";
import type { Flow, Value } from "../value.ts";
import { GLOB, isGlob, literal, SOME, UNKNOWN } from "../value.ts";

/** Programs whose output is known, or at least what kind of name it is. */
export function knownOutput(invocation: Invocation): Flow | null {
  const { name, args, shell } = invocation;
  const operands = args.filter((arg) => !arg.text.startsWith("-"));
  const first = operands[0];
  switch (name) {
    case "mktemp":
      return lines([literal(freshPath(invocation))]);
    case "ls":
      return lines(operands.some((arg) => isGlob(arg.text)) ? operands : [literal(GLOB)]);
    case "realpath":
    case "readlink":
      return lines([literal(locate(operands.at(-1)?.text ?? "", shell) ?? UNKNOWN)]);
    case "dirname": {
      const script = shell.state.variables.get("0") === undefined && first?.text === UNKNOWN;
      const path = first === undefined || script ? null : locate(first.text, shell);
      return lines([literal(path === null ? UNKNOWN : folderOf(path))]);
    }
    case "basename":
      return lines([literal(first === undefined ? SOME : baseName(first.text) || SOME)]);
    case "date":
    case "whoami":
    case "hostname":
    case "id":
    case "uuidgen":
    case "nproc":
    case "uname":
    case "seq":
    case "arch":
      return lines([literal(SOME)]);
    case "git":
      return gitOutput(invocation);
    default:
      return null;
  }
}

function lines(values: readonly Value[]): Flow {
  return { lines: values, sources: values.flatMap((value) => value.sources) };
}

/** A fresh file or folder: below the temp folder, or where its template or `-p` says. */
function freshPath({ args, shell }: Invocation): string {
  const temp = shell.machine.places.temp[0] ?? "/tmp";
  const { operands, valued } = splitOptions(args, new Set(["-p", "--tmpdir", "--suffix"]));
  const folder = valued.find(([name]) => name === "-p" || name === "--tmpdir")?.[1].text;
  const template = operands[0]?.text;
  if (folder !== undefined) return `${locate(folder, shell) ?? UNKNOWN}/tmp.${SOME}`;
  if (template === undefined || args.some((arg) => arg.text === "-t")) return `${temp}/tmp.${SOME}`;
  return (locate(template, shell) ?? UNKNOWN).replace(/X{3,}/, SOME);
}

function gitOutput({ args, shell }: Invocation): Flow | null {
  const texts = args.map((arg) => arg.text);
  if (texts.includes("--show-toplevel")) return lines([literal(shell.machine.places.project)]);
  if (texts.some((text) => /^(?:--name-only|ls-files|--show-prefix|--short|--abbrev-ref)$/.test(text)))
    return lines([literal(SOME)]);
  return null;
}
