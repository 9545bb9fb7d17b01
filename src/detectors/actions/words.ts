import type { Places } from "../../core/event.ts";
import { folderOf } from "../../core/path.ts";
import { comparable, compared, guardPart } from "./paths.ts";
import { storeAt } from "./stores.ts";

/**
 * Words that some rule of `rules/actions.json` or the list of printing programs names. A command without any of them needs
 * no parser: it deletes no folder, reads no store, sends nothing and prints no file.
 */
const PROGRAMS = [
  "rm|rmdir|unlink|shred|rimraf|dd|wipefs|blkdiscard|mkfs(?:\\.\\w{1,8})?",
  "cat|bat|batcat|head|tail|less|more|nl|tac|sed|awk|gawk|grep|egrep|fgrep|rg|ag|ack|source|strings|cut|sort|jq|yq|paste|(?<!git )diff",
  "base64|base32|xxd|od|hexdump|gzip|bzip2|xz|zstd|openssl|gpg",
  "curl|wget|nc|ncat|netcat|socat|telnet|ssh|scp|sftp|rsync|ftp|xh|https?ie",
  "gh|glab|aws|az|gcloud|gsutil|rclone|psql|mysql|mariadb|mongosh|redis-cli|mail|mailx|sendmail|mutt|dig|nslookup|twine|websocat",
  "tee|cp|mv|tar|zip|su|pwsh|powershell|eval|xargs",
].join("|");

const RUNS = new RegExp(
  [
    // Whatever names an address may send to it.
    "://|(?:docker|podman|npm|yarn|pnpm)\\s{1,8}(?:login|adduser|publish|token)\\b",
    `(?<![\\w.-])(?:${PROGRAMS})(?![\\w-])`,
    // A program by its folder, or behind a backslash or quotes.
    `[\\\\/'"](?:rm|cat|curl)(?![\\w-])`,
    "-delete\\b|--recursive\\b|\\w\\$[@*]\\w|(?<!\\w)-(?:rf|fr|Rf|fR)\\b|\\$'|\\w(?:''|\"\")\\w",
    "(?:^|[\\s;&|(])\\.\\s",
  ].join("|"),
);

/** Places whose names some systems take in any case. */
const NAMES = new RegExp(
  [
    "remove-item",
    "\\.(?:ssh|aws|azure|kube|docker|gnupg|netrc|npmrc|pypirc|pgpass|env|password-store|git-credentials|dev\\.vars)(?![a-z])",
    "_history|keychain|wallet|id_(?:rsa|dsa|ecdsa|ed25519)|login data|cookies|\\.config/|/etc/g?shadow|/environ\\b|/dev/tcp",
    "defenter|disableAllHooks|claude|settings(?:\\.local)?\\.json",
  ].join("|"),
  "i",
);

const GIT = /\bgit\b/;
const GIT_VERBS = /\b(?:checkout|switch|reset|stash|clean|restore|rm|mv)\b/;

/** True where a shell command must be parsed. Linear, and true rather than false in doubt. */
export function needsShellParser(command: string, places?: Places): boolean {
  if (RUNS.test(command) || NAMES.test(command) || (GIT.test(command) && GIT_VERBS.test(command))) return true;
  return places !== undefined && standsInGuardedFolder(places);
}

/** There, a bare file name is enough: `echo > settings.json`, `echo > pre-tool-use.cjs`. */
function standsInGuardedFolder(places: Places): boolean {
  const cwd = comparable(places.cwd, places);
  if (guardPart(cwd, places) !== null || storeAt(cwd, places, true) !== null) return true;
  return compared(places).settings.some((file) => folderOf(file) === cwd);
}
