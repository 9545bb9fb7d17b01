import { locate } from "../locate.ts";
import type { Invocation, Outcome } from "../machine.ts";
import type { Flow } from "../value.ts";
import { isGlob, isKnown } from "../value.ts";

/** Programs that read each file they name, and end with an error where one is not there. */
const READERS = new Set(
  "cat bat batcat head tail nl tac rev sort uniq cut paste fold strings xxd od hexdump base64 base32 grep egrep fgrep rg sed awk gawk mawk jq yq diff cmp comm".split(
    " ",
  ),
);
/** Of these, those that can only fail so. */
const SURE = new Set(["cat", "head", "tail", "nl", "tac"]);
/** Programs that only name files, and end with an error where one is not there. */
const NAMERS = new Set("ls stat wc file md5sum sha1sum sha256sum shasum readlink du source .".split(" "));

/**
 * Whether a program can be seen to fail: a file that it names is not there, and this command has not made it before.
 * `out` is what it prints.
 */
export function failureOf(invocation: Invocation, out: Flow): Outcome["fails"] {
  const { name, shell } = invocation;
  if (READERS.has(name)) {
    const fed = new Set(invocation.stdin.sources.map(({ path }) => path));
    const own = out.sources.map(({ path }) => path).filter((path) => !fed.has(path));
    if (own.some((path) => isMissing(path, invocation))) return "yes";
    return SURE.has(name) && own.length > 0 && own.every((path) => isKnown(path)) ? "no" : "unknown";
  }
  if (!NAMERS.has(name)) return "unknown";
  const named = invocation.args.filter(({ text }) => !text.startsWith("-")).map(({ text }) => locate(text, shell));
  return named.some((path) => path !== null && isMissing(path, invocation)) ? "yes" : "unknown";
}

function isMissing(path: string, { shell }: Invocation): boolean {
  const { machine } = shell;
  const isPattern = isGlob(path);
  if ((!isPattern && !isKnown(path)) || machine.written.has(path)) return false;
  return !machine.exists(path, isPattern);
}
