import type { Invocation } from "../machine.ts";
import type { Value } from "../value.ts";
import { isKnown } from "../value.ts";

/** A host name or address that is this machine. Unknown ones are not. */
export function isLoopback(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  return /^(?:localhost|(?:[a-z0-9-]{1,63}\.){1,8}localhost|127(?:\.\d{1,3}){1,3}|0\.0\.0\.0|::1|0)$/.test(name);
}

/** The host of a URL or of `host:port/path`; null where the text names none. A backslash or a mark before the path hides it. */
export function hostOf(text: string): string | null {
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(text);
  const rest = scheme === null ? text : text.slice(scheme[0].length);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  if (authority === "" || authority.includes("\\") || !isKnown(authority)) return null;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return /^(\[[0-9a-f:.]{2,45}\]|[^:]{1,255})(?::\d{0,5})?$/i.exec(host)?.[1] ?? null;
}

const HTTP_VALUES =
  /^(?:-[A-Za-z]{0,8}[AbcCdDeEFHKmoPQrtTuUwxXyYz]|--(?:data(?:-\w+)?|json|form(?:-string)?|header|user|user-agent|request|output|output-document|cookie|cookie-jar|max-time|connect-timeout|retry|write-out|referer|upload-file|cert|key|cacert|post-data|post-file|body-data|body-file|method|password|tries|timeout))$/;
/** Options by which a request goes elsewhere than its URL says. */
const DETOURS =
  /^(?:-[A-Za-z]{0,8}[xK]|--(?:proxy\w*|preproxy|socks\w+|resolve|connect-to|config|url|execute|post301|dns-\w+)(?:=|$))/;

/** Where a network program talks to; null: it does not (`git status`, `docker build`). An unknown place is `""`. */
export function targetsOf(invocation: Invocation): readonly string[] | null {
  const { name, args } = invocation;
  const words = args.map((arg) => arg.text);
  switch (name) {
    case "curl":
    case "wget":
    case "http":
    case "https":
    case "xh":
    case "httpie":
      return httpTargets(args);
    case "nc":
    case "ncat":
    case "netcat":
    case "telnet":
      return [operands(words, /^-[a-zA-Z]{0,6}[iopqswTXxce]$/).find((word) => !/^\d{1,5}$/.test(word)) ?? ""];
    case "scp":
    case "rsync":
      return remotes(words, invocation.shell.machine.places.home);
    case "openssl":
      return words[0] === "s_client" ? [hostOf(words[words.indexOf("-connect") + 1] ?? "") ?? ""] : null;
    case "git":
      return gitTargets(words);
    case "docker":
    case "podman":
      return words[0] === "login" ? [loginHost(words)] : null;
    case "npm":
    case "yarn":
    case "pnpm":
      return /^(?:login|adduser|publish|token)$/.test(words[0] ?? "") ? [""] : null;
    case "aws":
      return words[0] === "configure" ? null : endpoint(words);
    case "gh":
    case "glab":
    case "az":
    case "gcloud":
      return words.some((word) => /^(?:--version|--help|config)$/.test(word)) ? null : [""];
    case "psql":
    case "mysql":
    case "mariadb":
    case "mongosh":
    case "mongo":
    case "redis-cli":
      return databaseTargets(words);
    case "open":
    case "xdg-open":
    case "lynx":
    case "w3m":
    case "aria2c": {
      const urls = words.filter((word) => /^[a-z]{2,10}:\/\//i.test(word));
      return urls.length === 0 ? null : urls.map((word) => hostOf(word) ?? "");
    }
    case "mosquitto_pub":
    case "heroku":
    case "vercel":
    case "netlify":
    case "fly":
    case "flyctl":
    case "doctl":
      return [""];
    case "python":
    case "python3":
    case "node":
    case "deno":
    case "bun":
    case "ruby":
    case "perl":
    case "php":
      return codeTargets(invocation);
    case "ssh":
    case "mosh":
    case "autossh":
    case "sftp":
      return [operands(words, /^-[a-zA-Z]{0,6}[bcDEeFIiJLlmOopQRSWw]$/)[0]?.replace(/^.*@/, "") ?? ""];
    default:
      return [""];
  }
}

function operands(words: readonly string[], valued: RegExp): readonly string[] {
  return words.filter((word, at) => !word.startsWith("-") && !valued.test(words[at - 1] ?? ""));
}

function httpTargets(args: readonly Value[]): readonly string[] {
  const words = args.map((arg) => arg.text);
  if (words.some((word) => DETOURS.test(word))) return [""];
  const found = words.filter((word, at) => !word.startsWith("-") && !HTTP_VALUES.test(words[at - 1] ?? ""));
  // `:3000/path` is httpie's localhost; its fields (`a=b`, `X:y`) and methods are no addresses.
  const addresses = found.filter((word) => !/^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(word));
  return addresses.map((word) => (/^:\d{0,5}(?:\/|$)/.test(word) ? "localhost" : (hostOf(word) ?? "")));
}

/** `host:path`; one letter before the colon is a drive where the home lies on one. */
export function isRemotePath(word: string, home: string): boolean {
  const isDrive = /^[A-Za-z]:/.test(home) && /^[A-Za-z]:/.test(word);
  return !isDrive && /^(?:[^/-][^/]{0,200}:|[a-z]{2,10}:\/\/)/i.test(word);
}

function remotes(words: readonly string[], home: string): readonly string[] | null {
  const found = words.filter((word) => isRemotePath(word, home));
  if (found.length === 0) return null;
  return found.map((word) => hostOf(word) ?? word.replace(/^[^@]{0,100}@/, "").split(":", 1)[0] ?? "");
}

/** Only addresses with a login in them are taken for data: an ordinary push sends what git decides. */
function gitTargets(words: readonly string[]): readonly string[] | null {
  const verb = words.find((word, at) => !word.startsWith("-") && !/^-[cC]$/.test(words[at - 1] ?? ""));
  if (!/^(?:push|clone|fetch|pull|ls-remote)$/.test(verb ?? "")) return null;
  const urls = words.filter((word) => /^[a-z+]{3,10}:\/\/[^/]{0,500}@/i.test(word) || /extraheader/i.test(word));
  return urls.length === 0 ? null : urls.map((word) => hostOf(word) ?? "");
}

function loginHost(words: readonly string[]): string {
  const host = operands(words.slice(1), /^-(?:u|p|-username|-password)$/)[0];
  return host === undefined ? "" : (hostOf(host) ?? "");
}

function endpoint(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word.startsWith("--endpoint-url"));
  if (at < 0) return [""];
  const url = words[at]?.includes("=") === true ? (words[at]?.split("=")[1] ?? "") : (words[at + 1] ?? "");
  return [hostOf(url) ?? ""];
}

/** Addresses within code that stands in the command itself. */
function codeTargets({ args, stdin }: Invocation): readonly string[] | null {
  const inline = args.filter((_, at) =>
    /^(?:-[a-zA-Z]{0,3}[ceErp]|--eval|--print|eval)$/.test(args[at - 1]?.text ?? ""),
  );
  const code = [...inline, ...(stdin.lines ?? [])].map((value) => value.text).join("\n");
  const urls = code.match(/(?:https?|wss?):\/\/[^\s"'`)\\]{1,500}/gi);
  return urls === null ? null : urls.map((url) => hostOf(url) ?? "");
}

/** Without a host, a database client talks to the local socket. */
function databaseTargets(words: readonly string[]): readonly string[] | null {
  const found = words.flatMap((word, at) => {
    if (/^[a-z+]{3,20}:\/\//i.test(word)) return [hostOf(word) ?? ""];
    if (/^(?:-h|--host)$/.test(word)) return [hostOf(words[at + 1] ?? "") ?? ""];
    const joined = /^(?:--host=|-h(?=[^=])|host=)(.{1,255})/.exec(word)?.[1];
    return joined === undefined ? [] : [hostOf(joined.split(" ", 1)[0] ?? "") ?? ""];
  });
  return found.length === 0 ? null : found;
}
