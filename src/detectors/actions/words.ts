import type { Places } from "../../core/event.ts";
import { isInside } from "../../core/path.ts";

/**
 * Words that some rule of `rules/actions.json` or the list of printing programs names. A command without any of them needs
 * no parser: it deletes no folder, reads no store, sends nothing and prints no file. Looked up word by word: compiling
 * them as one pattern would cost more than all the rest of a look at a short command.
 */
const WORDS: readonly string[] = [
  "rm rmdir unlink shred rimraf dd wipefs blkdiscard remove-item -delete --recursive -rf -fr -Rf -fR",
  "cat bat batcat head tail less more nl tac sed awk gawk grep egrep fgrep rg ag ack source strings cut sort jq yq paste",
  "base64 base32 xxd od hexdump gzip bzip2 xz zstd openssl gpg",
  "curl wget nc ncat netcat socat telnet ssh scp sftp rsync ftp xh httpie httie http https",
  "gh glab aws az gcloud gsutil rclone psql mysql mariadb mongosh redis-cli mail mailx sendmail mutt dig nslookup twine",
  "heroku vercel netlify fly flyctl doctl mosquitto_pub grpcurl --env-file",
  "wrangler railway supabase firebase sentry-cli stripe twilio ngrok surge hcloud pulumi",
  "websocat tee cp mv tar zip su pwsh powershell eval xargs",
  "rev pr fold fmt expand unexpand uniq column comm iconv shuf pv cmp hd hexyl perl dotenv dotenvx direnv",
];
/** Programs that only some of whose verbs count, and those verbs. */
const VERBS: readonly (readonly [programs: string, verbs: string])[] = [
  ["git", "checkout switch reset stash clean restore rm mv"],
  ["docker podman docker-compose podman-compose npm yarn pnpm", "login adduser publish token config"],
];

/** Names of places, in lower case: some systems take them in any case. */
const NAMES: readonly string[] = [
  ".ssh .aws .azure .kube .docker .gnupg .netrc .npmrc .pypirc .pgpass .env .password-store .git-credentials .dev.vars",
  "_history keychain wallet id_rsa id_dsa id_ecdsa id_ed25519 cookies .config/ /etc/shadow /etc/gshadow /environ /dev/tcp",
  "defenter disableallhooks claude settings.json settings.local.json mkfs remove-item",
];

/** An address may be sent to; `$'…'`, `r""m` and `r$@m` hide a word; a dot alone reads a script. */
const SIGNS = /:\/\/|\$'|\w(?:''|"")\w|\w\$[@*]\w|(?:^|[;&|(\n])\s{0,20}\.\s/;

/** One of these is part of every sign. Asked first, since compiling `SIGNS` takes 0.15 ms. */
const PARTS_OF_SIGNS = ["://", "$'", "''", '""', "$@", "$*", ". ", ".\t", ".\n"];

/** True where a shell command must be parsed. Linear, and true rather than false in doubt. */
export function needsShellParser(command: string, places?: Places): boolean {
  if (holdsSign(command) || holdsName(command) || holdsWord(command)) return true;
  return places !== undefined && mayStandInGuardedFolder(places);
}

function holdsSign(command: string): boolean {
  return PARTS_OF_SIGNS.some((part) => command.includes(part)) && SIGNS.test(command);
}

function holdsName(command: string): boolean {
  const text = command.toLowerCase();
  return text.includes("login data") || NAMES.some((list) => list.split(" ").some((name) => text.includes(name)));
}

function holdsWord(command: string): boolean {
  const found = new Set<string>();
  let previous = "";
  for (const word of command.match(/[\w.-]+/g) ?? []) {
    // `git diff` prints what git keeps, not a file.
    if (word !== "diff" || previous !== "git") found.add(word.endsWith(".") ? word.replace(/\.+$/, "") : word);
    previous = word;
  }
  const holds = (list: string) => list.split(" ").some((word) => found.has(word));
  // Alone, these fail only where there is nothing to show.
  const isChained = found.has("git") && /[;|&]/.test(command) && holds("show cat-file blame");
  return (
    found.has("diff") ||
    isChained ||
    WORDS.some(holds) ||
    VERBS.some(([programs, verbs]) => holds(programs) && holds(verbs))
  );
}

/** There, a bare file name is enough: `echo > settings.json`, `echo > pre-tool-use.cjs`. Outside of the project, anything may be. */
function mayStandInGuardedFolder({ cwd, project, home }: Places): boolean {
  return !isInside(project, cwd) || isInside(project, home) || /\/\.(?:claude|defenter)(?:\/|$)/i.test(cwd);
}
