import { locate } from "../locate.ts";
import type { Invocation, Outcome, Shell } from "../machine.ts";
import { opposite } from "../machine.ts";
import { isFolder, isMissing, isThere } from "../missing.ts";
import { NO_VALUES, splitOptions } from "../options.ts";
import type { Value } from "../value.ts";
import { isKnown } from "../value.ts";
import { printsNothing } from "./flow.ts";
import { namedFiles } from "./named-files.ts";

/** Programs that read each file they name, and end with an error where one is not there. */
const READERS = new Set(
  "cat bat batcat head tail nl tac rev sort uniq cut paste fold strings xxd od hexdump base64 base32 grep egrep fgrep rg sed awk gawk mawk comm source .".split(
    " ",
  ),
);
/** Of these, those that can only fail so. */
const SURE = new Set(["cat", "head", "tail", "nl", "tac"]);
/** Programs that only tell about the files they name, with their options that take a value. */
const TELLERS: Readonly<Record<string, string>> = {
  ls: "-I -w -T --ignore --hide --width --tabsize",
  stat: "-c -f -t --format --printf",
  du: "-B -d -t -X --block-size --exclude --exclude-from --max-depth --threshold",
  wc: "",
  md5sum: "",
  sha1sum: "",
  sha256sum: "",
  shasum: "-a --algorithm",
};
/** Of the readers, those that do so for a folder as well. */
const NO_FOLDERS = new Set("cat head tail nl tac cut grep egrep fgrep".split(" "));
const FILE_TESTS = /^-[defrswx]$/;

/** Programs that run the script they are given first. */
const RUNNERS = /^(?:python3?|node|ruby|perl|php|(?:ba|da|z)?sh)$/;
const REMOVERS = /^(?:rm|rmdir|unlink|cp|mv)$/;
const COPY_VALUES = new Set(["-t", "-S", "--target-directory", "--suffix"]);

/** Whether a program can be seen to fail, most often as a file that it names is not there. */
export function failureOf(invocation: Invocation): Outcome["fails"] {
  const { name, args, shell } = invocation;
  if (invocation.isGuess) return "unknown";
  if (name === "test" || name === "[") {
    const words = (name === "[" ? args.slice(0, -1) : args).map(({ text }) => text);
    const isNegated = words.length === 3 && words[0] === "!";
    const [operator = "", operand = ""] = isNegated ? words.slice(1) : words;
    if (words.length !== 2 && !isNegated) return "unknown";
    const fails = testFails(operator, operand, shell);
    return isNegated ? opposite(fails) : fails;
  }
  if (REMOVERS.test(name)) return removalFails(invocation);
  const told = Object.hasOwn(TELLERS, name) ? TELLERS[name] : undefined;
  if (told !== undefined) return anyMissing(splitOptions(args, new Set(told.split(" "))).operands, shell);
  if (name === "diff") return diffFails(invocation);
  const [script] = args;
  if (script !== undefined && RUNNERS.test(name) && /^[^-].*\.\w{1,4}$/.test(script.text))
    return anyMissing([script], shell);
  if (!READERS.has(name)) return "unknown";
  const files = namedFiles(invocation);
  if (anyMissing(files, shell) === "yes") return "yes";
  if (NO_FOLDERS.has(name) && !isRecursive(invocation) && files.some(({ text }) => isFolder(text, shell))) return "yes";
  return SURE.has(name) && files.length > 0 && files.every(({ text }) => isKnown(text)) ? "no" : "unknown";
}

/** `test -f FILE`, `[[ -f FILE ]]` */
export function testFails(operator: string, operand: string, shell: Shell): Outcome["fails"] {
  if (!FILE_TESTS.test(operator)) return "unknown";
  if (isMissing(operand, shell)) return "yes";
  if (!/^-[def]$/.test(operator) || !isThere(operand, shell)) return "unknown";
  return operator === "-e" || isFolder(operand, shell) === (operator === "-d") ? "no" : "unknown";
}

/** A grep that reads folders, or skips them. */
function isRecursive({ name, args }: Invocation): boolean {
  return (
    /grep$/.test(name) && args.some(({ text }) => /^(?:-[a-zA-Z]*[rRd]|--(?:recursive|dereference-r|dir))/.test(text))
  );
}

/** `rm`, `mv` and their like of what is not there. */
function removalFails({ name, args, shell }: Invocation): Outcome["fails"] {
  const { flags, operands } = splitOptions(args, name === "rm" ? NO_VALUES : COPY_VALUES);
  if (name === "rm" && (flags.has("-f") || flags.has("--force"))) return "unknown";
  const takesLast = !/^(?:cp|mv)$/.test(name) || flags.has("-t") || flags.has("--target-directory");
  return anyMissing(takesLast ? operands : operands.slice(0, -1), shell);
}

function anyMissing(files: readonly Value[], shell: Shell): Outcome["fails"] {
  return files.some(({ text }) => isMissing(text, shell)) ? "yes" : "unknown";
}

function diffFails(invocation: Invocation): Outcome["fails"] {
  return anyMissing(namedFiles(invocation), invocation.shell) === "yes" || differs(invocation) ? "yes" : "unknown";
}

/** `diff` of two files that are there: nobody compares two to see the same twice. */
export function differs(invocation: Invocation): boolean {
  const { name, shell } = invocation;
  const files = namedFiles(invocation);
  if (name !== "diff" || anyMissing(files, shell) === "yes") return false;
  if (files.length !== 2 || printsNothing(invocation)) return false;
  const [left, right] = files.map(({ text }) => locate(text, shell));
  // A file beside `/dev/null` differs unless it is empty.
  const isPlain = [left, right].every(
    (path) => path != null && isKnown(path) && (!path.startsWith("/dev/") || path === "/dev/null"),
  );
  return isPlain && left !== right;
}
