import type { Value } from "../value.ts";

const CURL_DATA = /^(?:-d|--data|--data-(?:ascii|binary|raw|urlencode)|--json|-F|--form|-H|--header|--url-query)$/;
const CURL_UPLOAD = /^(?:-T|--upload-file)$/;

/** Files that curl sends. */
export function curlFiles(args: readonly Value[]): readonly Value[] {
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

/** Files that wget sends. */
export function wgetFiles(args: readonly Value[]): readonly Value[] {
  return args.flatMap((arg, at) => {
    // Long options may be cut short: `--post-f`.
    const found = /^--(?:post-f(?:ile?)?|body-f(?:ile?)?|post-file|body-file)(?:=|$)/.exec(arg.text);
    if (found === null) return [];
    if (found[0].endsWith("=")) return [{ ...arg, text: arg.text.slice(found[0].length) }];
    const next = args[at + 1];
    return next === undefined ? [] : [next];
  });
}
