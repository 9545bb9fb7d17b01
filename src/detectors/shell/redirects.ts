import type { ParsedScript, Redirection, SyntaxNode } from "unbash";
import { expandBody, expandText } from "./expand.ts";
import { locate } from "./locate.ts";
import type { Outcome, Shell } from "./machine.ts";
import { noteMade } from "./missing.ts";
import { checkWrite } from "./programs/guard.ts";
import { isRemoteSocket, reportSent } from "./programs/network.ts";
import { checkRead } from "./programs/read.ts";
import { expander, substitute } from "./run.ts";
import { spansOf } from "./spans.ts";
import type { Flow, Value } from "./value.ts";
import { literal, NOTHING, uniqueSources } from "./value.ts";

export interface Redirects {
  readonly stdin: Flow;
  /** Files that the standard output goes to. */
  readonly files: readonly string[];
  /** The standard output goes to a connection. */
  readonly socket: boolean;
  readonly network: boolean;
  /** The standard output goes somewhere else than to the caller. */
  readonly captured: boolean;
  /** Scripts of `> >(…)`, which read the output. */
  readonly outward: readonly ParsedScript[];
}

const STILL_PRINTED = /^\/dev\/(?:stdout|stderr|tty|fd\/[12])$/;

export function applyRedirects(
  redirects: readonly Redirection[],
  shell: Shell,
  stdin: Flow,
  node: SyntaxNode,
): Redirects {
  const span = { start: node.pos, end: node.end };
  const context = expander(shell);
  const files: string[] = [];
  let input = stdin;
  let socket = false;
  let network = false;
  let captured = false;
  for (const redirect of redirects) {
    if (redirect.type === "HereDoc") {
      input = { lines: [expandBody(redirect.body.parts, redirect.body.text, context)], sources: [] };
      input = { ...input, sources: input.lines?.[0]?.sources ?? [] };
      continue;
    }
    const target: Value =
      (redirect.target === undefined ? undefined : expandText(redirect.target, context)[0]) ?? literal("");
    if (redirect.type === "HereString") {
      input = { lines: [target], sources: target.sources };
      continue;
    }
    const isSocket = /^\/dev\/(?:tcp|udp)\//.test(target.text);
    if (isSocket) {
      shell.machine.hasSocket = true;
      network ||= isRemoteSocket(target.text);
    }
    if (redirect.operator === "<" || redirect.operator === "<>") {
      if (!isSocket) input = opened(redirect, fileFlow(target, shell), shell) ?? input;
      if (!isSocket) checkRead(target, shell, span, false);
      continue;
    }
    if (redirect.operator === "<&") input = shell.machine.opened.get(target.text) ?? input;
    if (redirect.operator === "<&" || target.text === "") continue;
    const first =
      redirect.descriptor === undefined ||
      (redirect.descriptor.type === "FileDescriptor" && redirect.descriptor.value === 1);
    const isStdout = first || redirect.operator.startsWith("&");
    if (isSocket) socket ||= isStdout;
    else if (redirect.operator === ">&" && /^(?:\d+|-)$/.test(target.text)) {
      socket ||= isStdout && Number(target.text) > 2 && shell.machine.hasSocket;
    } else if (!STILL_PRINTED.test(target.text)) {
      const path = locate(target.text, shell);
      captured ||= isStdout;
      if (isStdout && path !== null) files.push(path);
      if (target.text === "/dev/null") continue;
      noteMade(target.text, shell);
      checkWrite(target.text, shell, span, "write");
    }
  }
  return { stdin: input, files, socket, network, captured, outward: context.outward };
}

/** `3< FILE` opens a file that is read later, by `<&3` or `read -u 3`; null where it is not the standard input. */
function opened(redirect: Redirection, flow: Flow, { machine }: Shell): Flow | null {
  const { descriptor } = redirect;
  if (descriptor?.type !== "FileDescriptor" || descriptor.value === 0) return flow;
  machine.opened.set(String(descriptor.value), flow);
  return null;
}

/** Reading a file: its own content, and what the command itself wrote there (which may not have happened). */
export function fileFlow(target: Value, shell: Shell): Flow {
  const path = locate(target.text, shell);
  if (path === null || path.startsWith("/dev/")) return { sources: target.sources, lines: null };
  const sources = [...target.sources, { path, encoded: false }];
  const written = shell.machine.written.get(path);
  if (written === undefined) return { sources, lines: null };
  shell.machine.used.push(...written.spans);
  return { sources: uniqueSources([...sources, ...written.flow.sources]), lines: written.flow.lines };
}

/** What becomes of a command's output behind its redirects. */
export function finishRedirects(redirects: Redirects, outcome: Outcome, shell: Shell, node: SyntaxNode): Outcome {
  const { machine } = shell;
  const span = { start: node.pos, end: node.end };
  let network = outcome.network || redirects.network;
  if (redirects.socket) {
    reportSent(outcome.out.sources, shell, span, "a network connection");
    return { ...outcome, network: true, out: NOTHING };
  }
  if (redirects.outward.length > 0) {
    for (const script of redirects.outward) network = substitute(script, shell, outcome.out).network || network;
  }
  if (!redirects.captured) return network === outcome.network ? outcome : { ...outcome, network };
  const spans =
    machine.within === null && machine.pipeline !== null ? [...spansOf(machine.pipeline), ...machine.used] : [];
  for (const path of redirects.files) machine.written.set(path, { flow: outcome.out, spans });
  return { ...outcome, network, out: NOTHING };
}
