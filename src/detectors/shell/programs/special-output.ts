import type { Invocation } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import { encodedFlow, joinFlows, literal, loadedFlow, NOTHING } from "../value.ts";
import { codeOutput } from "./code.ts";
import { gitCall } from "./git.ts";

/** Output of programs that print a file only when they are told to in a way of their own; null: ask the lists. */
export function specialOutput(invocation: Invocation): Flow | null {
  const { name, args } = invocation;
  const texts = args.map((arg) => arg.text);
  switch (name) {
    case "git":
      return gitPrints(invocation);
    case "curl": {
      const isSaved = texts.some((text) => /^(?:-[a-zA-Z]{0,9}[oO]|--output|--remote-name)/.test(text));
      return isSaved ? null : orNull(filesBehind(/^file:\/\/(?:localhost(?=\/))?/i, invocation));
    }
    case "socat":
      return texts.some((text) => /^(?:-|stdio|stdout)$/i.test(text))
        ? orNull(filesBehind(/^(?:file|open|gopen):/i, invocation))
        : null;
    case "cp":
    case "install":
      return /^\/dev\/(?:stdout|stderr|tty|fd\/[12])$/.test(texts.at(-1) ?? "")
        ? flowOf(args.slice(0, -1), invocation)
        : null;
    case "iconv":
      return texts.some((text) => /utf-?(?:16|32|7)|ucs|ebcdic|cp037/i.test(text))
        ? encodedFlow(joinFlows(flowOf(args, invocation), invocation.stdin))
        : null;
    // `kubectl create secret … --from-env-file=.env --dry-run=client -o yaml`: in base64.
    case "kubectl":
    case "oc":
      return texts.includes("secret") && texts.some((text) => /^(?:-o|--output)/.test(text))
        ? orNull(encodedFlow(filesBehind(/^--from-(?:env-)?file=(?:[^=/]{1,200}=)?/, invocation)))
        : null;
    // `docker compose config` fills in what `.env` holds.
    case "docker":
    case "podman":
      return texts[0] === "compose" && texts.includes("config") ? flowOf([literal(".env")], invocation) : null;
    case "docker-compose":
    case "podman-compose":
      return texts.includes("config") ? flowOf([literal(".env")], invocation) : null;
    default:
      return codeOutput(invocation);
  }
}

function filesBehind(scheme: RegExp, invocation: Invocation): Flow {
  const files = invocation.args.flatMap((arg) => {
    const head = scheme.exec(arg.text);
    return head === null ? [] : [{ ...arg, text: arg.text.slice(head[0].length).split(",", 1)[0] ?? "" }];
  });
  return flowOf(files, invocation);
}

function flowOf(files: readonly Value[], { shell }: Invocation): Flow {
  const named = files.filter(({ text }) => !text.startsWith("-"));
  return { sources: named.map((file) => fileFlow(file, shell)).reduce(joinFlows, NOTHING).sources, lines: null };
}

function orNull(flow: Flow): Flow | null {
  return flow.sources.length === 0 ? null : flow;
}

/** What git shows of a file is most often what the file holds now. */
function gitPrints(invocation: Invocation): Flow | null {
  const call = gitCall(invocation);
  if (call === null) return null;
  const { verb, options, afterDashes, shell } = call;
  const { flags, operands } = options;
  const named = [...operands, ...afterDashes].map((arg) => ({
    ...arg,
    text: arg.text.slice(arg.text.lastIndexOf(":") + 1),
  }));
  const has = (pattern: RegExp) => [...flags].some((flag) => pattern.test(flag));
  const inFolder = { ...invocation, shell };
  switch (verb) {
    case "show":
    case "diff":
    case "log":
    case "stash":
      if (verb === "diff" && flags.has("--no-index")) return null;
      if (has(/^--(?:name-only|name-status|stat|shortstat|numstat|quiet|no-patch|summary)$/)) return null;
      if (verb === "log" && !has(/^(?:-[puSGL]|--patch)$/)) return null;
      return orNull(flowOf(named, inFolder));
    case "blame":
    case "annotate":
    case "cat-file":
      return orNull(flowOf(named, inFolder));
    case "grep": {
      if (has(/^(?:-[lLcq]|--(?:files-with\S{1,20}|name-only|count|quiet))$/)) return null;
      const files = named.slice(has(/^-[ef]$/) ? 0 : 1);
      // Without a path it goes through what git tracks, which is not what lies there.
      return files.length > 0 ? orNull(flowOf(files, inFolder)) : loadedFlow(flowOf([literal(".")], inFolder));
    }
    default:
      return null;
  }
}
