import type { Invocation } from "../machine.ts";
import { NO_VALUES, splitOptions } from "../options.ts";
import type { Value } from "../value.ts";

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

export function valuedOptions(name: string): ReadonlySet<string> {
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
