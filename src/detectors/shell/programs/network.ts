import type { Span } from "../../../core/finding.ts";
import { shortPath } from "../../../core/path.ts";
import { belowHome, comparable, isEnvFile } from "../../actions/paths.ts";
import { isKeyFile, storeAt } from "../../actions/stores.ts";
import { places } from "../locate.ts";
import type { Invocation, Shell } from "../machine.ts";
import { report } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Source, Value } from "../value.ts";
import { isKnown, readable, uniqueSources } from "../value.ts";
import { curlFiles, wgetFiles } from "./http-files.ts";
import { hostOf, isLoopback, isRemotePath, targetsOf } from "./targets.ts";

/** Programs that send what they are given: a credential file in it is refused. */
const SENDERS = new Set(
  "curl wget nc ncat netcat socat telnet http https xh httpie ftp lftp tftp openssl aws gcloud gsutil az gh glab rclone"
    .concat(" mail mailx sendmail mutt msmtp dig nslookup host ping websocat wscat grpcurl s3cmd mc azcopy twine")
    .split(" "),
);
/** Programs by which people copy files to their own machines: a credential file in it is asked. */
const COPIERS = new Set("scp rsync sftp ssh mosh autossh".split(" "));
/** Programs that talk to a server, without sending files. */
const CLIENTS = new Set(
  "psql mysql mariadb mongosh mongo redis-cli docker podman npm yarn pnpm git svn python python3 node deno bun ruby perl php heroku vercel netlify fly flyctl doctl open xdg-open lynx w3m aria2c mosquitto_pub wrangler railway supabase firebase sentry-cli stripe twilio ngrok surge hcloud pulumi".split(
    " ",
  ),
);

/** Judges what a network program sends. True where it talks to another machine. */
export function judgeNetwork(invocation: Invocation): boolean {
  const { name, args, stdin, shell, span } = invocation;
  const kind = SENDERS.has(name) ? "sender" : COPIERS.has(name) ? "copier" : CLIENTS.has(name) ? "client" : null;
  if (kind === null) return namesAddress(invocation);
  const targets = targetsOf(invocation);
  if (targets === null) return false;
  const files = sentFiles(invocation);
  const direct = args.flatMap((arg) => arg.sources);
  const read = files.flatMap((file) => fileSources(file, shell));
  const piped = readsStdin(invocation) ? stdin.sources : [];
  const sources = uniqueSources([...direct, ...read, ...piped]);
  if (kind === "sender") reportSent(sources, shell, span, name);
  else if (kind === "copier") reportCopied(sources, shell, span, name);
  return !targets.every(isLoopback) || targets.length === 0;
}

/** Programs that only look for an address, or keep one for later. */
const KEEPERS = new Set(
  "grep egrep fgrep rg ag ack sed awk gawk jq yq test [ find ls cat defenter claude code helm kubectl terraform".split(
    " ",
  ),
);
const ADDRESS = /^(?:--?[a-zA-Z][\w-]{0,40}=)?((?:https?|wss?|ftps?|mqtts?|grpcs?):\/\/.{1,2048})$/i;

/** Any other program that is given the address of another machine talks to it, as far as can be seen. */
function namesAddress({ name, args }: Invocation): boolean {
  if (KEEPERS.has(name)) return false;
  const hosts = args.flatMap(({ text }) => {
    const url = text.includes("://") ? ADDRESS.exec(text)?.[1] : undefined;
    return url === undefined ? [] : [hostOf(url) ?? ""];
  });
  return hosts.some((host) => !isLoopback(host));
}

function fileSources(file: Value, shell: Shell): readonly Source[] {
  const text = file.text.startsWith("~") ? shell.machine.places.home + file.text.slice(1) : file.text;
  return fileFlow({ ...file, text }, shell).sources;
}

/** `curl` and its like take their input only where an option says so; the others always do. */
function readsStdin({ name, args }: Invocation): boolean {
  if (name === "curl") {
    return args.some(({ text }, at) => {
      const uploads = /^(?:-[a-zA-Z]{0,8}T|--upload-file)$/.test(args[at - 1]?.text ?? "");
      return (
        /(?:^|=)[@<]-|^-[a-zA-Z]{0,8}[dF]@-|^-T[-.]$|^--upload-file=[-.]$/.test(text) ||
        (uploads && /^[-.]$/.test(text))
      );
    });
  }
  if (name === "wget") return args.some(({ text }) => /(?:^|=)-$|\/dev\/stdin/.test(text));
  return true;
}

function sentFiles(invocation: Invocation): readonly Value[] {
  const { name, args } = invocation;
  switch (name) {
    case "curl":
      return curlFiles(args);
    case "wget":
      return wgetFiles(args);
    case "http":
    case "https":
    case "xh":
    case "httpie":
      return args.flatMap((arg) => partAfter(arg, /^[^@=:]{0,200}(?::?=?@)/));
    case "socat":
      return args
        .flatMap((arg) => partAfter(arg, /^(?:FILE|OPEN|GOPEN|file|open|gopen):/))
        .map((arg) => ({ ...arg, text: arg.text.split(",", 1)[0] ?? "" }));
    case "scp":
    case "rsync":
      return copiedFiles(invocation);
    case "nc":
    case "ncat":
    case "netcat":
    case "telnet":
    case "ssh":
    case "mosh":
    case "dig":
    case "nslookup":
    case "host":
    case "ping":
      return [];
    default:
      // `aws s3 cp FILE s3://…`, `gh gist create FILE`, `rclone copy FILE remote:`, `--body FILE`, `file://FILE`.
      return uploads(invocation) ? args.flatMap(uploadWord) : [];
  }
}

const DOWNLOADS = /^(?:-o|-O|--output|--output-document|--dest|--destination|-P)$/;

function uploads({ name, args }: Invocation): boolean {
  const words = args.map((arg) => arg.text);
  if (name === "openssl") return words[0] === "s_client" && words.includes("-in");
  if (
    name === "aws" ||
    name === "gsutil" ||
    name === "rclone" ||
    name === "gcloud" ||
    name === "mc" ||
    name === "s3cmd"
  ) {
    // The last word is where it goes: a local folder is a download.
    const last = words.filter((word) => !word.startsWith("-")).at(-1) ?? "";
    return (
      words.some((word) => /^(?:put|put-object|copyto|upload|--body|s3api)$/.test(word)) ||
      /^[a-z0-9]{2,20}:/i.test(last) ||
      words.length > 3
    );
  }
  return true;
}

function uploadWord(arg: Value, at: number, all: readonly Value[]): readonly Value[] {
  if (DOWNLOADS.test(all[at - 1]?.text ?? "")) return [];
  const text = arg.text
    .replace(/^--[a-z-]{1,40}=/, "")
    .replace(/^file(?:b)?:\/\//, "")
    .replace(/^@/, "");
  return text.startsWith("-") || text === "" ? [] : [{ ...arg, text }];
}

function partAfter(arg: Value, pattern: RegExp): readonly Value[] {
  const head = pattern.exec(arg.text);
  return head === null ? [] : [{ ...arg, text: arg.text.slice(head[0].length) }];
}

const SCP_VALUES = /^-[iFPoJclSDX]$/;
const RSYNC_VALUES =
  /^(?:-[efBMT]|--(?:exclude|include|exclude-from|include-from|files-from|rsh|rsync-path|filter|port|password-file|bwlimit|timeout|(?:max|min)-size|(?:compare|copy|link|backup|temp|partial)-(?:dest|dir)|suffix|log-file|chmod|chown|out-format|info|debug))$/;

/** Local files that go to a remote place: `scp FILE host:`. */
function copiedFiles({ name, args, shell }: Invocation): readonly Value[] {
  const valued = name === "scp" ? SCP_VALUES : RSYNC_VALUES;
  const operands = args.filter((arg, at) => !arg.text.startsWith("-") && !valued.test(args[at - 1]?.text ?? ""));
  const target = operands.at(-1);
  const { home } = shell.machine.places;
  if (target === undefined || !isRemotePath(target.text, home)) return [];
  return operands.slice(0, -1).filter((arg) => !isRemotePath(arg.text, home));
}

export function isRemoteSocket(path: string): boolean {
  return !isLoopback(path.split("/")[3] ?? "");
}

/** The files among them that hold credentials, as people name them. */
function sensitive(sources: readonly Source[], shell: Shell): string[] {
  const found = new Set<string>();
  for (const { path } of sources) {
    for (const each of isKnown(path) ? places(path, shell) : [comparable(path, shell.machine.places)]) {
      if (
        belowHome(each, shell.machine.places) === "" ||
        isEnvFile(each) ||
        isKeyFile(each) ||
        storeAt(each, shell.machine.places, true) !== null
      ) {
        found.add(readable(shortPath(path, shell.machine.places)));
      }
    }
  }
  return [...found];
}

export function reportSent(sources: readonly Source[], shell: Shell, span: Span, by: string): void {
  const files = sensitive(sources, shell);
  if (files.length > 0)
    report(shell.machine, "action/credential-exfiltration", span, `sends ${files.slice(0, 3).join(", ")} by ${by}`);
}

function reportCopied(sources: readonly Source[], shell: Shell, span: Span, by: string): void {
  const files = sensitive(sources, shell);
  if (files.length > 0)
    report(shell.machine, "action/credential-copy", span, `copies ${files.slice(0, 3).join(", ")} by ${by}`);
}
