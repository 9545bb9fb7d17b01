import { locate } from "../locate.ts";
import type { Invocation } from "../machine.ts";
import { splitOptions } from "../options.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import { encodedFlow, GLOB, joinFlows, loadedFlow, NOTHING, SOME, UNKNOWN_OUTPUT } from "../value.ts";
import { knownOutput } from "./known-output.ts";
import { namedFiles, valuedOptions } from "./named-files.ts";
import { specialOutput } from "./special-output.ts";

/** Programs that print the files that they are given, in whole or in part. */
const PRINTERS = new Set(
  "cat bat batcat head tail less more most nl tac rev sort uniq cut paste column fold fmt pr strings grep egrep fgrep rg ag ack sed awk gawk mawk jq yq diff comm source . zcat bzcat xzcat expand view tee perl ruby unexpand look mlr join shuf tsort ptx iconv pv m4 cpp diff3 delta difft wdiff split gron fx dasel pygmentize highlight source-highlight glow mdcat pandoc rich vim vi nvim ex ed Get-Content get-content gc".split(
    " ",
  ),
);
/** Programs that print them in another encoding, which no detector reads. */
const ENCODERS = new Set(
  "base64 base32 basenc xxd od hexdump gzip bzip2 xz zstd lz4 openssl gpg gpg2 uuencode zip tar brotli rev hd hexyl 7z 7za cmp".split(
    " ",
  ),
);
/** Programs that tell about their input, or use it, and do not pass it on. */
const SUMMARIES = new Set(
  "wc sha1sum sha256sum sha512sum shasum md5sum md5 cksum test [ true false rm ls patch pbcopy xclip xsel wl-copy psql mysql mariadb sqlite3 kubeseal wget aws gsutil gcloud az rclone gh glab mail mailx sendmail mutt lp lpr crontab sponge vercel netlify heroku fly flyctl wrangler redis-cli mongoimport pg_restore".split(
    " ",
  ),
);
/** Programs that pass on some of the lines they get. */
const PICKS = new Set("grep egrep fgrep rg head tail uniq shuf".split(" "));
const PASSES = new Set("cat sort tac tee column".split(" "));

/** What a program writes to its standard output, as far as it can be seen. */
export function outputOf(invocation: Invocation): Flow {
  const { name, args, stdin } = invocation;
  const known = knownOutput(invocation);
  if (known !== null) return known;
  const argued: Flow = { sources: args.flatMap((arg) => arg.sources), lines: null };
  if (SUMMARIES.has(name) || printsKeysOnly(invocation)) return UNKNOWN_OUTPUT;
  if (name === "dd") return copied(invocation);
  const special = specialOutput(invocation);
  if (special !== null) return special;
  if (ENCODERS.has(name)) return encoded(invocation);
  if (!PRINTERS.has(name)) {
    const passed: Flow = { sources: [...(takesIn(invocation) ? [] : stdin.sources), ...argued.sources], lines: null };
    return passed.sources.length === 0
      ? UNKNOWN_OUTPUT
      : name === "tr" && mapsLetters(args)
        ? encodedFlow(passed)
        : passed;
  }
  if (printsNothing(invocation)) return UNKNOWN_OUTPUT;
  const files = namedFiles(invocation);
  const own = files.map((file) => fileFlow(file, invocation.shell)).reduce(joinFlows, NOTHING);
  const fromStdin = name !== "diff" && (files.length === 0 || args.some((arg) => arg.text === "-") || name === "tee");
  if (name === "source" || name === ".") return loadedFlow(own);
  const joined = joinFlows(
    own,
    fromStdin || PICKS.has(name) || name === "sed" ? { ...stdin, lines: fromStdin ? stdin.lines : own.lines } : NOTHING,
  );
  const lines = PASSES.has(name) ? joined.lines : PICKS.has(name) ? picked(joined.lines) : null;
  return { sources: [...joined.sources, ...argued.sources], lines };
}

/** Programs of which some uses take what they are fed with and print something else. */
function takesIn({ name, args }: Invocation): boolean {
  const texts = args.map((arg) => arg.text);
  if (name === "curl") return true;
  if (/^(?:docker|podman|nerdctl)$/.test(name)) return /^(?:build|buildx|load|import)$/.test(texts[0] ?? "");
  if (name === "kubectl" || name === "oc") return texts.some((text) => /^(?:apply|create|replace|delete)$/.test(text));
  if (name === "git") return texts.some((text) => /^(?:apply|am|hash-object|update-index)$/.test(text));
  return (
    name === "ssh" &&
    !texts.some((text) => /\b(?:cat|tee|head|tail|base\d\d|xxd|od|grep|sed|awk|less|sort)\b/.test(text))
  );
}

/** `cut -d= -f1`, `awk -F= '{print $1}'`, `sed 's/=.*/ /'`: of an environment file the names alone. */;
function printsKeysOnly({ name, args }: Invocation): boolean {
  const words = args.map((arg) => arg.text).join("\0");
  if (name === "cut") return /(?:^|\0)-d\0?=(?:\0|$)/.test(words) && /(?:^|\0)-f\0?1(?:\0|$)/.test(words);
  if (/^[gm]?awk$/.test(name)) return /(?:^|\0)-F\0?=\0\s*\{\s*print \$1;?\s*\}(?:\0|$)/.test(words);
  return name === "sed" && /(?:^|\0)s([/|,#])=\.\*\1(?:=|=?[*x]{1,9}|=<[a-z]{1,20}>)?\1g?(?:\0|$)/.test(words);
}

/** `dd if=FILE of=COPY` */
function copied({ args, stdin, shell }: Invocation): Flow {
  const named = (option: string) => {
    const found = args.findLast((arg) => arg.text.startsWith(option));
    return found === undefined ? null : { ...found, text: found.text.slice(option.length) };
  };
  const [input, output] = [named("if="), named("of=")];
  const flow = input === null ? stdin : fileFlow(input, shell);
  if (output === null || /^\/dev\/(?:stdout|stderr|tty)$/.test(output.text)) return { ...flow, lines: null };
  const path = locate(output.text, shell);
  if (path !== null) shell.machine.written.set(path, { flow, spans: [] });
  return NOTHING;
}

/** `ls | head` gives some of what `ls` gives: a lone `*` is not all any more. */
function picked(lines: readonly Value[] | null): readonly Value[] | null {
  return lines?.map((line) => (line.text === GLOB ? { ...line, text: SOME } : line)) ?? null;
}

/** A search that only tells where or whether it found something, an edit in place. */
export function printsNothing({ name, args, stdin }: Invocation): boolean {
  const texts = args.map((arg) => arg.text);
  if (/^(?:grep|egrep|fgrep|rg|ag)$/.test(name))
    return texts.some((text) =>
      /^(?:-[a-zA-Z]{0,12}[clLq][a-zA-Z]{0,12}|--(?:count|quiet|silent|files\w*|files-with\S*))$/.test(text),
    );
  if (name === "split") return !texts.some((text) => text.startsWith("--filter"));
  if (/^(?:n?vim?|ex|ed)$/.test(name)) return !editorPrints(name, [...texts, ...(stdin.lines ?? []).map(textOf)]);
  if (name === "sed" || name === "perl" || name === "yq")
    return texts.some((text) => /^(?:-[a-zA-Z]{0,4}i|--in-?place)/.test(text));
  if (name === "diff")
    return texts.some((text) =>
      /^(?:-[a-zA-Z]*q|--(?:brief|quiet|stat|shortstat|numstat|name-only|name-status))$/.test(text),
    );
  return false;
}

/** `ex -s -c %p`, `ed -s` fed with `,p`: an editor without a screen, told to print. */
function editorPrints(name: string, texts: readonly string[]): boolean {
  const hasNoScreen = !name.includes("v") || texts.some((text) => /^-[a-zA-Z]{0,4}[eE]/.test(text));
  const prints = /(?:^|[\d%,$|+;/])(?:p|print|n|nu|number|l|list|#)(?:$|[|\s])/;
  return hasNoScreen && texts.some((text) => prints.test(text));
}

function textOf(value: Value): string {
  return value.text;
}

function encoded(invocation: Invocation): Flow {
  const { name, args, stdin, shell } = invocation;
  const texts = args.map((arg) => arg.text);
  if (name === "openssl" && /^(?:dgst|sha\d{1,3}|md5)$/.test(texts[0] ?? "")) return UNKNOWN_OUTPUT;
  // What only a key opens is no other encoding.
  if (name.startsWith("gpg") && texts.some((text) => /^(?:-[a-z]{0,4}[ce]|--symmetric|--encrypt)$/.test(text)))
    return UNKNOWN_OUTPUT;
  if (name === "tar" && unpacks(texts)) return UNKNOWN_OUTPUT;
  if (name.startsWith("7z") && !texts.includes("-so")) return UNKNOWN_OUTPUT;
  if (name === "cmp" && !texts.some((text) => /^(?:-[a-z]*[lb]|--(?:verbose|print-bytes))$/.test(text)))
    return UNKNOWN_OUTPUT;
  const packs = /^(?:gzip|bzip2|xz|zstd|lz4|brotli)$/.test(name);
  const toOutput = texts.some((text) => /^(?:-[a-zA-Z0-9]{0,12}c[a-zA-Z0-9]{0,12}|--stdout|--to-stdout|-)$/.test(text));
  const { operands } = splitOptions(
    args,
    name === "openssl" || name.startsWith("gpg") ? OPENSSL_VALUES : valuedOptions(name),
    name === "openssl" || name === "xxd",
  );
  const output = args.findIndex((arg) => /^(?:-out|-o|--output)$/.test(arg.text));
  const inputs = [...operands, ...args.filter((_, at) => texts[at - 1] === "-in" || texts[at - 1] === "-i")];
  const files = inputs.filter((file) => file.text !== "-" && (output < 0 || file !== args[output + 1]));
  const archive = name === "tar" || name === "zip" ? archiveOf(invocation) : output >= 0 ? args[output + 1] : undefined;
  const own = files.map((file) => fileFlow(file, shell)).reduce(joinFlows, NOTHING);
  const decodes = texts.some((text) => /^(?:-d|-D|--decode|--decompress|-r)$/.test(text)) || texts.includes("-dc");
  const all = joinFlows(own, stdin);
  const flow = decodes ? { ...all, lines: null } : encodedFlow(all);
  if (archive !== undefined && archive.text !== "-") {
    const path = locate(archive.text, shell);
    if (path !== null) shell.machine.written.set(path, { flow, spans: [] });
    return NOTHING;
  }
  return packs && files.length > 0 && !toOutput ? NOTHING : flow;
}

/** Extracts or lists, and prints names at most. */
function unpacks(texts: readonly string[]): boolean {
  const verb = texts.some(
    (text, at) =>
      /^--(?:extract|get|list)$/.test(text) || (at === 0 ? /^-?[a-zA-Z]{0,9}[xt]/ : /^-[a-zA-Z]{0,9}[xt]/).test(text),
  );
  return (
    verb &&
    !texts.some((text) => /^(?:-[a-zA-Z]{0,9}[Oc][a-zA-Z]{0,9}|--(?:to-stdout|to-command=.*))$/.test(text)) &&
    !/^[a-zA-Z]{0,9}[Oc]/.test(texts[0] ?? "")
  );
}

const OPENSSL_VALUES: ReadonlySet<string> = new Set([
  "-in",
  "-out",
  "-k",
  "-K",
  "-iv",
  "-pass",
  "-o",
  "--output",
  "-r",
  "-passin",
  "-passout",
]);

/** The archive that `tar czf FILE …` or `zip FILE …` writes. */
function archiveOf({ name, args }: Invocation): Value | undefined {
  if (name === "zip") return args.find((arg) => arg.text === "-" || !arg.text.startsWith("-"));
  const at = args.findIndex(
    (arg, index) => /^(?:-[a-zA-Z]*f|--file)$/.test(arg.text) || (index === 0 && /^[a-zA-Z]*f$/.test(arg.text)),
  );
  return at < 0 ? args.find((arg) => arg.text.startsWith("--file=")) : args[at + 1];
}

/** `tr 'a-z' 'n-za-m'` and its like change letters, so that a value is not read any more. */
function mapsLetters(args: readonly Value[]): boolean {
  const sets = args.filter((arg) => !/^-/.test(arg.text));
  return sets.length === 2 && sets.every((set) => /[a-zA-Z]-[a-zA-Z]|\[:(?:upper|lower|alpha|alnum):\]/.test(set.text));
}
