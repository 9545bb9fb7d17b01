import type { Span } from "../../../core/finding.ts";
import { isInside, shortPath } from "../../../core/path.ts";
import { compared, guardPart, isInProject } from "../../actions/paths.ts";
import { isKeyFile, storeAt } from "../../actions/stores.ts";
import { places } from "../locate.ts";
import type { Invocation, Shell } from "../machine.ts";
import { report } from "../machine.ts";
import type { Value } from "../value.ts";
import { readable, SOME } from "../value.ts";

/** Programs that only name a file, change what is known of it, or use it for what it is there for. */
const READS_NOTHING = new Set([
  ..."ls stat test [ chmod chown chgrp setfacl touch mkdir rmdir rm unlink rimraf shred truncate du df tree exa eza lsd".split(
    " ",
  ),
  ..."realpath readlink dirname basename echo printf which whereis type ssh-add ssh-keygen ssh-copy-id ssh git".split(
    " ",
  ),
  ..."wc sha1sum sha256sum sha512sum shasum md5sum md5 cksum lsattr chattr trash open xdg-open cd pushd curl wget find fd".split(
    " ",
  ),
  ..."claude alias export unset kill mount umount watchman inotifywait fswatch tee mktemp dd".split(" "),
]);

/** Programs whose every word that names a file is one that they read. */
const READS_ALL = new Set([
  ..."cat bat batcat head tail less more most nl tac rev sort uniq cut paste column fold fmt pr strings xxd od hexdump".split(
    " ",
  ),
  ..."base64 base32 basenc grep egrep fgrep rg ag ack sed awk gawk mawk jq yq perl ruby diff comm cmp tar zip 7z gzip bzip2".split(
    " ",
  ),
  ..."xz zstd openssl gpg gpg2 source . cp mv rsync scp install vim vi nano emacs code view".split(" "),
]);

/** Programs that take a folder with all that is in it; `flag` is what they need for that. */
const TAKES_FOLDERS: ReadonlyMap<string, RegExp | null> = new Map([
  ["cp", /^(?:-[a-zA-Z]*[rRa][a-zA-Z]*|--r\w{0,9}|--ar\w{0,9})$/],
  ["scp", /^-[a-zA-Z]*r/],
  ["rsync", /^(?:-[a-zA-Z]*[ra][a-zA-Z]*|--recursive|--archive)$/],
  ["grep", /^(?:-[a-zA-Z]*[rR][a-zA-Z]*|--recursive|--dereference-recursive)$/],
  ["zip", /^-[a-zA-Z]*r/],
  ["mv", null],
  ["tar", null],
  ["bsdtar", null],
  ["7z", null],
  ["rg", null],
  ["ag", null],
  ["ack", null],
]);

/** Programs whose last word is where they write to. */
export const COPIES: ReadonlySet<string> = new Set("cp mv install ln rsync scp link".split(" "));

function takesFolders({ name, args }: Invocation): boolean {
  const flag = TAKES_FOLDERS.get(name);
  if (flag === undefined) return false;
  return flag === null || args.some((arg) => flag.test(arg.text));
}

/** Key and credential stores, and the guard's keys, that a program reads. */
export function judgeRead(invocation: Invocation): void {
  const { name, args, shell, span } = invocation;
  if (READS_NOTHING.has(name)) {
    if (name === "curl")
      for (const arg of args)
        if (/^file:\/\//i.test(arg.text)) checkRead({ ...arg, text: arg.text.slice(7) }, shell, span, false);
    if (name === "dd")
      for (const arg of args)
        if (arg.text.startsWith("if=")) checkRead({ ...arg, text: arg.text.slice(3) }, shell, span, false);
    return;
  }
  const whole = takesFolders(invocation);
  for (const value of readWords(invocation)) checkRead(value, shell, span, whole);
}

const USES =
  /^(?:-[iFEKckv]|--?[a-z-]{0,40}(?:key|cert|config|cred|identity|netrc|token|auth|volume|homedir)[a-z-]{0,40})$/i;

/** The words of a command that may name a file that it reads. */
function readWords({ name, args }: Invocation): readonly Value[] {
  const copies = COPIES.has(name) && args.filter((arg) => !arg.text.startsWith("-")).length > 1;
  const sources = copies ? args.slice(0, -1) : args;
  const inPlace =
    (name === "sed" || name === "perl") && args.some((arg) => /^(?:-[a-zA-Z]{0,4}i|--in-place)/.test(arg.text));
  if (inPlace) return [];
  const all = READS_ALL.has(name);
  return sources.flatMap((arg, at) => {
    const { text } = arg;
    if (text.startsWith("-")) return [];
    const before = args[at - 1]?.text ?? "";
    // `--kubeconfig FILE`, `-i KEY`: whoever owns the file uses it.
    if (!all && before.startsWith("-") && USES.test(before)) return [];
    if ((name === "scp" || name === "rsync") && /^-[iFe]$/.test(before)) return [];
    return [text.startsWith("@") ? { ...arg, text: text.slice(1) } : arg];
  });
}

export function checkRead(value: Value, shell: Shell, span: Span, whole: boolean): void {
  const { machine } = shell;
  // `find FOLDER -exec cat {} +`: all that lies in the folder.
  if (value.text.endsWith(`/${SOME}`)) checkRead({ ...value, text: value.text.slice(0, -2) }, shell, span, true);
  for (const path of places(value.text, shell)) {
    const shown = readable(shortPath(path, machine.places));
    if (isGuardKey(path, shell, whole)) report(machine, "action/guard-key-read", span, `reads ${shown}`);
    const store = storeAt(path, machine.places, whole) ?? (isStrayKey(path, shell) ? "private key" : null);
    if (store !== null) report(machine, "action/credential-store-read", span, `reads ${shown} (${store})`);
  }
}

function isStrayKey(path: string, { machine }: Shell): boolean {
  return isKeyFile(path) && !isInProject(path, machine.places) && !path.startsWith("/dev/");
}

/** With `whole`, also a folder below the home that the keys lie in. */
function isGuardKey(path: string, { machine }: Shell, whole: boolean): boolean {
  if (guardPart(path, machine.places) === "keys") return true;
  const { home, keys } = compared(machine.places);
  if (!whole || path === home || !isInside(home, path)) return false;
  return keys.some((folder) => isInside(path, folder));
}
