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
  "psql mysql mariadb mongosh mongo redis-cli docker podman npm yarn pnpm git svn python python3 node deno bun ruby perl php heroku vercel netlify fly flyctl doctl open xdg-open lynx w3m aria2c mosquitto_pub".split(
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
    const url = ADDRESS.exec(text)?.[1];
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

const CURL_DATA = /^(?:-d|--data|--data-(?:ascii|binary|raw|urlencode)|--json|-F|--form|-H|--header|--url-query)$/;
const CURL_UPLOAD = /^(?:-T|--upload-file)$/;

function curlFiles(args: readonly Value[]): readonly Value[] {
  return args.flatMap((arg, at) => {
    const { option, value } = curlOption(arg, args[at + 1]);
    if (value === undefined || value.text === "") return [];
    if (CURL_UPLOAD.test(option)) return value.text === "-" ? [] : curlList(value);
    if (!CURL_DATA.test(option) || option === "--data-raw") return [];
    const file =
      /^(?:[^@=<]{0,200}=)?[@<]/.exec(value.text) ??
      (option === "--data-urlencode" ? /^[^@=]{0,200}@/.exec(value.text) : null);
    if (file === null) return [];
    const text = value.text.slice(file[0].length).split(";", 1)[0] ?? "";
    return text === "-" ? [] : text.split(",").map((part) => ({ ...value, text: part.replace(/^"|"$/g, "") }));
  });
}

/** `-T "{a,b}"`: curl has braces of its own. */
function curlList(value: Value): readonly Value[] {
  return value.text
    .replace(/^\{|\}$/g, "")
    .split(",")
    .map((text) => ({ ...value, text }));
}

const CURL_LONG = [
  ..."--data --data-ascii --data-binary --data-raw --data-urlencode --json --form --header --url-query --upload-file".split(
    " ",
  ),
];

/** curl takes a long option by its first letters, where no other has them all: `--data-bin`. */
function curlLong(text: string): string {
  if (CURL_LONG.includes(text) || text === "--head" || text.length < 5) return text;
  return CURL_LONG.find((name) => name.startsWith(text)) ?? text;
}

/** `-d VALUE`, `-dVALUE`, `-sd VALUE`, `--data VALUE`, `--data=VALUE`. */
function curlOption(arg: Value, next: Value | undefined): { option: string; value: Value | undefined } {
  const { text } = arg;
  if (text.startsWith("--")) {
    const equals = text.indexOf("=");
    if (equals < 0) return { option: curlLong(text), value: next };
    return { option: curlLong(text.slice(0, equals)), value: { ...arg, text: text.slice(equals + 1) } };
  }
  const cluster = /^-[a-zA-CE-SU-Z#0-9]{0,10}?([dFTH])/.exec(text);
  if (cluster === null) return { option: "", value: undefined };
  const rest = text.slice(cluster[0].length);
  return { option: `-${cluster[1]}`, value: rest === "" ? next : { ...arg, text: rest } };
}

function wgetFiles(args: readonly Value[]): readonly Value[] {
  return args.flatMap((arg, at) => {
    // Long options may be cut short: `--post-f`.
    const found = /^--(?:post-f(?:ile?)?|body-f(?:ile?)?|post-file|body-file)(?:=|$)/.exec(arg.text);
    if (found === null) return [];
    if (found[0].endsWith("=")) return [{ ...arg, text: arg.text.slice(found[0].length) }];
    const next = args[at + 1];
    return next === undefined ? [] : [next];
  });
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
