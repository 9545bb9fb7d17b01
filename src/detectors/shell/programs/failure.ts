import { locate } from "../locate.ts";
import type { Invocation, Outcome, Shell } from "../machine.ts";
import { isMissing } from "../missing.ts";
import { splitOptions } from "../options.ts";
import type { Value } from "../value.ts";
import { isKnown } from "../value.ts";
import { namedFiles, printsNothing } from "./flow.ts";

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
const FILE_TESTS = /^-[defrswx]$/;

/** Whether a program can be seen to fail, most often as a file that it names is not there. */
export function failureOf(invocation: Invocation): Outcome["fails"] {
  const { name, args, shell } = invocation;
  if (invocation.isGuess) return "unknown";
  if (name === "test" || name === "[") {
    const [operator, operand, end] = args;
    const isWhole = name === "test" ? args.length === 2 : args.length === 3 && end?.text === "]";
    return isWhole ? testFails(operator?.text ?? "", operand?.text ?? "", shell) : "unknown";
  }
  const told = Object.hasOwn(TELLERS, name) ? TELLERS[name] : undefined;
  if (told !== undefined) return anyMissing(splitOptions(args, new Set(told.split(" "))).operands, shell);
  if (name === "diff") return diffFails(invocation);
  if (!READERS.has(name)) return "unknown";
  const files = namedFiles(invocation);
  if (anyMissing(files, shell) === "yes") return "yes";
  return SURE.has(name) && files.length > 0 && files.every(({ text }) => isKnown(text)) ? "no" : "unknown";
}

/** `test -f FILE`, `[[ -f FILE ]]` */
export function testFails(operator: string, operand: string, shell: Shell): Outcome["fails"] {
  return FILE_TESTS.test(operator) && isMissing(operand, shell) ? "yes" : "unknown";
}

function anyMissing(files: readonly Value[], shell: Shell): Outcome["fails"] {
  return files.some(({ text }) => isMissing(text, shell)) ? "yes" : "unknown";
}

/** It fails where the files differ: nobody compares two to see the same twice. */
function diffFails(invocation: Invocation): Outcome["fails"] {
  const { shell } = invocation;
  const files = namedFiles(invocation);
  if (anyMissing(files, shell) === "yes") return "yes";
  if (files.length !== 2 || printsNothing(invocation)) return "unknown";
  const [left, right] = files.map(({ text }) => locate(text, shell));
  const isPlain = [left, right].every((path) => path != null && isKnown(path) && !path.startsWith("/dev/"));
  return isPlain && left !== right ? "yes" : "unknown";
}
