import { DefenterError } from "../../../core/error.ts";
import type { Invocation } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import { encodedFlow, joinFlows, loadedFlow, NOTHING } from "../value.ts";

const INTERPRETERS = /^(?:python[\d.]{0,4}|node|nodejs|deno|bun|tsx|ruby|perl|php)$/;
/** Quoted texts in code, and those of them that may name a file. */
const QUOTED = /"([^"\n]{0,400})"|'([^'\n]{0,400})'|`([^`\n]{0,400})`/g;
const NAME = /^[^\s*<>|]{0,200}[./][^\s*<>|]{0,200}$/;
const READS = /open|read|slurp|load|file|import|require|File\.|Path/;
const PRINTS = /print|console\.|\.write|stdout|\bputs\b|\becho\b|\bp\b|\bpp\b|dump|readfile|passthru/;
/** What it does with the bytes so that no detector reads them any more; a hash is only told. */
const ENCODES =
  /b64encode|encodebytes|hexlify|\.hex\(|toString\(["'](?:hex|base64)|\bbtoa\b|base64_encode|bin2hex|strict_encode|(?:zlib|gzip|lzma|bz2)\.compress|gz(?:ip|deflate)Sync|rot_?13/i;
const HASHES = /hashlib|createHash|Digest|\bmd5|\bsha\d|hash_file/i;
const MAX_NAMES = 256;

/**
 * What code that stands in the command itself prints of the files that it names: `python3 -c 'print(open(".env").read())'`.
 * Null where it names none. `python -m base64 FILE` is a program like any other.
 */
export function codeOutput(invocation: Invocation): Flow | null {
  const { name, args, shell, stdin } = invocation;
  if (!INTERPRETERS.test(name)) return null;
  const module = args.findIndex((arg) => arg.text === "-m");
  if (module >= 0 && name.startsWith("python")) return moduleOutput(args.slice(module + 1), invocation);
  const code = codeOf(args, stdin);
  if (code === "" || !READS.test(code)) return null;
  const names = [...code.matchAll(QUOTED)]
    .map(([, double, single, tick]) => double ?? single ?? tick ?? "")
    .filter((text) => NAME.test(text));
  if (names.length === 0) return null;
  if (names.length > MAX_NAMES) throw new DefenterError("DEADLINE", "the code names too many files");
  const flow = names.map((text) => fileFlow({ text, sources: [] }, shell)).reduce(joinFlows, NOTHING);
  const prints = PRINTS.test(code) || args.some((arg) => /^(?:-[a-z]{0,3}p|--print)$/.test(arg.text));
  if (!prints || HASHES.test(code)) return loadedFlow(flow);
  return ENCODES.test(code) ? encodedFlow(flow) : { ...flow, lines: null };
}

function codeOf(args: readonly Value[], stdin: Flow): string {
  const given = args.filter((_, at) =>
    /^(?:-[a-zA-Z]{0,3}[ceErp]|--eval|--print|eval)$/.test(args[at - 1]?.text ?? ""),
  );
  const isScript = args.every((arg) => arg.text.startsWith("-"));
  const fed = given.length === 0 && isScript ? (stdin.lines ?? []) : [];
  return [...given, ...fed].map((value) => value.text).join("\n");
}

function moduleOutput([module, ...rest]: readonly Value[], { shell, stdin }: Invocation): Flow | null {
  if (module?.text !== "base64" && module?.text !== "json.tool" && module?.text !== "quopri") return null;
  const files = rest.filter((arg) => !arg.text.startsWith("-"));
  const flow = files.map((file) => fileFlow(file, shell)).reduce(joinFlows, files.length === 0 ? stdin : NOTHING);
  const isPlain = module.text !== "base64" || rest.some((arg) => /^-[du]$/.test(arg.text));
  return isPlain ? { ...flow, lines: null } : encodedFlow(flow);
}
