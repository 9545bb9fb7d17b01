import { baseName } from "../../core/path.ts";
import type { Invocation } from "./machine.ts";
import { cloneState } from "./machine.ts";
import type { Value } from "./value.ts";
import { literal, UNKNOWN } from "./value.ts";

/** Options that take a value of their own, for programs that start the program named behind their options. */
const WRAPPERS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "sudo",
    [
      "-u",
      "-g",
      "-h",
      "-p",
      "-C",
      "-D",
      "-R",
      "-T",
      "-U",
      "-r",
      "-t",
      "--user",
      "--group",
      "--host",
      "--prompt",
      "--chdir",
    ],
  ],
  ["doas", ["-u", "-C"]],
  ["run0", ["-u", "-g", "-D", "--user", "--group"]],
  ["env", ["-u", "-C", "--unset", "--chdir"]],
  ["command", []],
  ["builtin", []],
  ["exec", ["-a"]],
  ["nohup", []],
  ["time", ["-f", "-o", "--format", "--output"]],
  ["nice", ["-n", "--adjustment"]],
  ["ionice", ["-c", "-n", "-t", "--class", "--classdata"]],
  ["timeout", ["-k", "-s", "--kill-after", "--signal"]],
  ["gtimeout", ["-k", "-s"]],
  ["stdbuf", ["-i", "-o", "-e"]],
  ["setsid", []],
  ["chronic", []],
  ["unbuffer", []],
  ["caffeinate", ["-t", "-w"]],
  ["strace", ["-e", "-o", "-p", "-s", "-E", "-u"]],
  ["ltrace", ["-e", "-o"]],
  ["unshare", []],
  ["proxychains", ["-f"]],
  ["proxychains4", ["-f"]],
  ["torsocks", []],
  ["busybox", []],
  ["toybox", []],
  ["winpty", []],
  ["rtk", []],
  ["arch", ["-e"]],
  ["dotenv", ["-e", "-f"]],
  ["direnv", []],
  ["sshpass", ["-p", "-f", "-e", "-P"]],
  ["flock", ["-w", "-E", "--timeout"]],
  ["chpst", ["-u", "-e"]],
  ["npx", ["-p", "--package", "-w", "--workspace"]],
  ["bunx", ["-p", "--package"]],
  ["pnpx", ["--package"]],
  ["watch", ["-n", "--interval", "-d"]],
  ["systemd-run", ["-p", "-u", "-E", "-H", "-M", "--property", "--unit", "--setenv", "--slice", "--uid", "--gid"]],
  ["systemd-inhibit", ["--what", "--who", "--why", "--mode"]],
  ["pkexec", ["--user"]],
  ["gosu", []],
  ["su-exec", []],
  ["chroot", []],
  ["nsenter", ["-t", "--target", "-S", "-G"]],
  ["fakeroot", []],
  ["firejail", []],
  ["taskset", []],
  ["chrt", []],
  ["prlimit", []],
  ["numactl", ["-C", "-m", "-N", "-i", "-p"]],
  ["faketime", []],
  ["xvfb-run", ["-n", "-s", "-f", "-e", "-w", "-p"]],
  ["dbus-run-session", []],
  ["valgrind", []],
  ["parallel", ["-j", "--jobs", "--colsep", "-n", "-N"]],
]);

/** Words that stand between such a program and the one that it starts. */
const LEADING_WORDS: ReadonlyMap<string, number> = new Map([
  ["timeout", 1],
  ["gtimeout", 1],
  ["flock", 1],
  ["chroot", 1],
  ["gosu", 1],
  ["su-exec", 1],
  ["taskset", 1],
  ["chrt", 1],
  ["faketime", 1],
]);

/** Programs that start the one behind `--` with values of their own in its environment. */
const DASHED = new Set("aws-vault op doppler dotenvx mise chamber infisical teller foreman honcho".split(" "));

/** `npm exec x`, `pnpm dlx x`, `yarn dlx x`: the program is the word behind. */
const PACKAGE_RUNNERS = new Set("npm pnpm yarn bun uv poetry pipenv direnv".split(" "));
const RUNNER_FLAGS = new Set("-y --yes --silent -s --quiet -q".split(" "));

/** What a wrapper starts, or null where the program is none. A name of `""`: it starts nothing. */
export function unwrap(invocation: Invocation): Invocation | null {
  const { name, args } = invocation;
  if (PACKAGE_RUNNERS.has(name)) return unwrapRunner(invocation);
  if (DASHED.has(name)) {
    const at = args.findIndex((arg) => arg.text === "--");
    const program = args[at + 1];
    return at < 0 || program === undefined ? null : { ...invocation, name: program.text, args: args.slice(at + 2) };
  }
  const valued = WRAPPERS.get(name);
  if (valued === undefined || name === "parallel") return null;
  if (name === "command" && args[0] !== undefined && /^-[pvV]*[vV]/.test(args[0].text)) return null;
  // What these set (a folder, a variable) holds for the program that they start, and for nothing behind it.
  const { machine, state } = invocation.shell;
  const isolates = /^(?:sudo|env|doas|run0|dotenv)$/.test(name);
  const inner = isolates ? { ...invocation, shell: { machine, state: cloneState(state) } } : invocation;
  if (name === "npx" && invocation.args.some((arg) => arg.text === "-c" || arg.text === "--call")) {
    return { ...invocation, name: "script" };
  }
  let rest: readonly Value[] = skipOptions(inner, valued).slice(LEADING_WORDS.get(name) ?? 0);
  const before = rest;
  if (isolates) rest = skipAssignments(inner, rest);
  const set = before.slice(0, before.length - rest.length).flatMap((word) => word.sources);
  if (name === "rtk" && rest[0]?.text === "proxy") rest = rest.slice(1);
  const [program, ...others] = rest;
  if (program === undefined) return { ...inner, name: name === "env" ? "printenv" : "", args: from(set) };
  if (program.text === "printenv" || (program.text === "env" && others.length === 0))
    return { ...inner, name: "printenv", args: [...others, ...from(set)] };
  return { ...inner, name: packageName(name, program.text), args: name === "chroot" ? below(inner, others) : others };
}

/** In a root of its own, a path names what lies below that. */
function below({ args }: Invocation, words: readonly Value[]): readonly Value[] {
  const root = (args.find((arg) => !arg.text.startsWith("-"))?.text ?? "/").replace(/\/+$/, "");
  return words.map((word) => (word.text.startsWith("/") ? { ...word, text: root + word.text } : word));
}

/** A program that prints its environment prints the files that it was filled from: `env $(cat .env) printenv`. */
function from(sources: Value["sources"]): readonly Value[] {
  return sources.length === 0 ? [] : [{ text: "", sources }];
}

function packageName(wrapper: string, text: string): string {
  if (wrapper !== "npx" && wrapper !== "bunx" && wrapper !== "pnpx") return text;
  return baseName(text.replace(/(?!^)@[^/@]{0,40}$/, ""));
}

function unwrapRunner(invocation: Invocation): Invocation | null {
  const words = invocation.args.filter((arg) => !RUNNER_FLAGS.has(arg.text));
  const [verb, program, ...rest] = words;
  if (program === undefined || !/^(?:exec|x|dlx|run)$/.test(verb?.text ?? "")) return null;
  // `npm run x` names a script of package.json, `uv run x` a program.
  if (verb?.text === "run" && /^(?:npm|pnpm|yarn|bun)$/.test(invocation.name)) return null;
  const [named, others] = program.text === "--" ? [rest[0], rest.slice(1)] : [program, rest];
  if (named === undefined) return null;
  return { ...invocation, name: packageName("npx", named.text), args: others };
}

function skipOptions(invocation: Invocation, valued: readonly string[]): readonly Value[] {
  const { args, shell } = invocation;
  let at = 0;
  for (; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (text === "--") return args.slice(at + 1);
    if (!text.startsWith("-") || text === "-") break;
    const value = args[at + 1]?.text ?? "";
    if (invocation.name === "env" && (text === "-S" || text === "--split-string"))
      return splitWords(value, args.slice(at + 2));
    if (/^(?:-C|-D|--chdir)$/.test(text) && /^(?:env|sudo|run0)$/.test(invocation.name))
      shell.state.cwd = value.startsWith("/") ? value : null;
    if (valued.includes(text)) at++;
  }
  return args.slice(at);
}

function splitWords(text: string, rest: readonly Value[]): readonly Value[] {
  return [
    ...text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map(literal),
    ...rest,
  ];
}

function skipAssignments({ shell }: Invocation, words: readonly Value[]): readonly Value[] {
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    // What a file holds, `env $(cat .env)`, is taken for assignments.
    if (word?.text === UNKNOWN && word.sources.length > 0) continue;
    const pair = /^([A-Za-z_]\w{0,100})=/.exec(word?.text ?? "");
    if (pair === null) break;
    const text = word?.text.slice(pair[0].length) ?? "";
    shell.state.variables.set(pair[1] ?? "", { values: [literal(text)], spans: [] });
  }
  return words.slice(at);
}
