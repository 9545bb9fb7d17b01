import { baseName, folderOf } from "../../../core/path.ts";
import { locate } from "../locate.ts";
import type { Invocation } from "../machine.ts";
import { NO_VALUES, splitOptions } from "../options.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import {
  encodedFlow,
  GLOB,
  isGlob,
  joinFlows,
  literal,
  loadedFlow,
  NOTHING,
  SOME,
  UNKNOWN,
  UNKNOWN_OUTPUT,
} from "../value.ts";
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
  "wc sha1sum sha256sum sha512sum shasum md5sum md5 cksum test [ true false rm ls patch pbcopy xclip xsel wl-copy psql mysql mariadb sqlite3 kubeseal".split(
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

/** Options that take a value, of programs that read files. */
const VALUES: Readonly<Record<string, string>> = {
  awk: "-F -f -v --field-separator --file --assign",
  bat: "-H -l -m -r --highlight-line --language --line-range --style --theme",
  base32: "-w --wrap",
  base64: "-w -b --wrap --break",
  cut: "-d -f -c -b --delimiter --fields --characters --bytes --output-delimiter",
  comm: "--output-delimiter",
  diff: "-C -F -I -U -W -x -X -S --unified --context --exclude --exclude-from --ignore-matching-lines --width --label",
  fold: "-w --width",
  cmp: "-i -n --ignore-initial --bytes",
  ex: "-c --cmd",
  fmt: "-w --width",
  iconv: "-f -t -o --from-code --to-code --output",
  join: "-t -o -a -e -j -1 -2 -v",
  look: "-t --terminate",
  shuf: "-n -o --head-count --output",
  split: "-l -b -n -C -a -t --lines --bytes --number --filter --suffix-length",
  vim: "-c --cmd",
  grep: "-A -B -C -D -d -e -f -m --after-context --before-context --context --exclude --exclude-dir --file --include --max-count --regexp",
  head: "-n -c --lines --bytes",
  hexdump: "-n -s -e -f --length --skip --format",
  nl: "-b -d -f -h -i -l -n -s -v -w",
  od: "-A -j -N -S -t --address-radix --skip-bytes --read-bytes --format",
  paste: "-d --delimiters",
  rg: "-A -B -C -E -M -T -d -e -f -g -j -m -r -t --after-context --before-context --context --file --glob --iglob --max-count --max-depth --regexp --replace --sort --type --type-not",
  sed: "-e -f -l --expression --file --line-length",
  sort: "-k -t -o -S -T --key --field-separator --output --buffer-size --temporary-directory --parallel",
  strings: "-n -t -e --bytes --radix --encoding",
  tail: "-n -c -s --lines --bytes --pid --sleep-interval",
  uniq: "-f -s -w --skip-fields --skip-chars --check-chars",
  xxd: "-c -g -l -n -o -s -len -seek -cols",
};
const SAME: Readonly<Record<string, string>> = {
  batcat: "bat",
  egrep: "grep",
  fgrep: "grep",
  gawk: "awk",
  mawk: "awk",
};

function valuedOptions(name: string): ReadonlySet<string> {
  const own = Object.hasOwn(SAME, name) ? (SAME[name] ?? name) : name;
  const listed = Object.hasOwn(VALUES, own) ? VALUES[own] : undefined;
  return listed === undefined ? NO_VALUES : new Set(listed.split(" "));
}

const SCRIPT_FIRST = /^(?:grep|egrep|fgrep|rg|ag|ack|sed|awk|gawk|mawk|jq|yq|perl|ruby|look)$/;

/** Operands that may be files; what is none is simply not there. A pattern or a program stands first with some. */
export function namedFiles({ name, args }: Invocation): readonly Value[] {
  if (name === "tee") return [];
  const { operands, flags } = splitOptions(args, valuedOptions(name), name === "xxd");
  const given =
    flags.has("-e") || flags.has("-f") || flags.has("--regexp") || flags.has("--file") || flags.has("--expression");
  const files = SCRIPT_FIRST.test(name) && !given ? operands.slice(1) : operands;
  if (name === "source" || name === "." || name === "uniq") return files.slice(0, 1);
  return files.filter(({ text }) => text !== "-" && !(/awk$/.test(name) && /^[a-z_]\w{0,60}=/i.test(text)));
}

function encoded(invocation: Invocation): Flow {
  const { name, args, stdin, shell } = invocation;
  const texts = args.map((arg) => arg.text);
  if (name === "openssl" && /^(?:dgst|sha\d{1,3}|md5)$/.test(texts[0] ?? "")) return UNKNOWN_OUTPUT;
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

/** Programs whose output is known, or at least what kind of name it is. */
function knownOutput(invocation: Invocation): Flow | null {
  const { name, args, shell } = invocation;
  const operands = args.filter((arg) => !arg.text.startsWith("-"));
  const first = operands[0];
  switch (name) {
    case "mktemp":
      return lines([literal(freshPath(invocation))]);
    case "ls":
      return lines(operands.some((arg) => isGlob(arg.text)) ? operands : [literal(GLOB)]);
    case "realpath":
    case "readlink":
      return lines([literal(locate(operands.at(-1)?.text ?? "", shell) ?? UNKNOWN)]);
    case "dirname": {
      const script = shell.state.variables.get("0") === undefined && first?.text === UNKNOWN;
      const path = first === undefined || script ? null : locate(first.text, shell);
      return lines([literal(path === null ? UNKNOWN : folderOf(path))]);
    }
    case "basename":
      return lines([literal(first === undefined ? SOME : baseName(first.text) || SOME)]);
    case "date":
    case "whoami":
    case "hostname":
    case "id":
    case "uuidgen":
    case "nproc":
    case "uname":
    case "seq":
    case "arch":
      return lines([literal(SOME)]);
    case "git":
      return gitOutput(invocation);
    default:
      return null;
  }
}

function lines(values: readonly Value[]): Flow {
  return { lines: values, sources: values.flatMap((value) => value.sources) };
}

/** A fresh file or folder: below the temp folder, or where its template or `-p` says. */
function freshPath({ args, shell }: Invocation): string {
  const temp = shell.machine.places.temp[0] ?? "/tmp";
  const { operands, valued } = splitOptions(args, new Set(["-p", "--tmpdir", "--suffix"]));
  const folder = valued.find(([name]) => name === "-p" || name === "--tmpdir")?.[1].text;
  const template = operands[0]?.text;
  if (folder !== undefined) return `${locate(folder, shell) ?? UNKNOWN}/tmp.${SOME}`;
  if (template === undefined || args.some((arg) => arg.text === "-t")) return `${temp}/tmp.${SOME}`;
  return (locate(template, shell) ?? UNKNOWN).replace(/X{3,}/, SOME);
}

function gitOutput({ args, shell }: Invocation): Flow | null {
  const texts = args.map((arg) => arg.text);
  if (texts.includes("--show-toplevel")) return lines([literal(shell.machine.places.project)]);
  if (texts.some((text) => /^(?:--name-only|ls-files|--show-prefix|--short|--abbrev-ref)$/.test(text)))
    return lines([literal(SOME)]);
  return null;
}
