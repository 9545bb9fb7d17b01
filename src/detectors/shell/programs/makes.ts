import type { Invocation } from "../machine.ts";
import { noteMade, noteRemoved } from "../missing.ts";
import { NO_VALUES, splitOptions } from "../options.ts";

/** Programs that make the files and folders that they name, or take them away: nobody knows what is there then. */
const MAKERS = new Set("touch mkdir rm rmdir unlink cp mv ln install link tee truncate".split(" "));
/** Programs that make none; some do with an option to write. */
const QUIET = new Set(
  "cat bat batcat head tail less more nl tac rev sort cut paste column fold strings grep egrep fgrep rg ag sed awk gawk mawk jq yq tr diff cmp comm ls stat wc file tree du df find fd test [ echo printf pwd break continue wait shopt umask alias hash let expr which type env printenv date id whoami uname hostname sleep seq basename dirname realpath readlink ps pgrep kill chmod chown md5sum sha1sum sha256sum shasum base64 base32 od hexdump source .".split(
    " ",
  ),
);
const WRITES = /^(?:-[a-zA-Z]{0,8}[io]|-i\..{1,8}|--(?:in-place|output)(?:=.{0,999})?)$/;
const QUIET_GIT = /^(?:status|log|diff|show|branch|remote|rev-parse|ls-files|blame|grep)$/;

/** Notes what a program may make: what it names, nothing, or any file at all. */
export function noteMakes({ name, args, shell }: Invocation): void {
  if (MAKERS.has(name)) {
    const { operands, flags } = splitOptions(args, NO_VALUES);
    for (const { text } of operands) noteMade(text, shell);
    if (name === "rmdir" || (name === "rm" && (flags.has("-r") || flags.has("-R") || flags.has("--recursive"))))
      for (const { text } of operands) noteRemoved(text, shell);
    return;
  }
  if (name === "git" && QUIET_GIT.test(args[0]?.text ?? "")) return;
  if (args.length === 1 && /^(?:-v|-V|--version|--help)$/.test(args[0]?.text ?? "")) return;
  const writes = ["sed", "sort", "yq", "find"].includes(name) && args.some(({ text }) => WRITES.test(text));
  if (!QUIET.has(name) || writes) noteMade("/", shell);
}
