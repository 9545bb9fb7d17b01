import type { Invocation } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import { joinFlows, literal, loadedFlow, NOTHING } from "../value.ts";

const LOADERS = ["--env-file", "dotenv", "direnv", "foreman", "honcho"];

/** `node --env-file=.env`, `docker run --env-file .env`, `npx dotenv -e .env -- …`: a program is given the file's values. */
export function environmentOf({ name, args, shell }: Invocation): Flow {
  const words = [name, ...args.map((arg) => arg.text)];
  if (!words.some((word) => LOADERS.some((loader) => word.startsWith(loader)))) return NOTHING;
  const loader = words.findIndex((word) => /^(?:dotenvx?(?:-cli)?|direnv|foreman|honcho)$/.test(word));
  const named = args.flatMap((arg, at): readonly Value[] => {
    const joined = /^--env-file(?:-if-exists)?=/.exec(arg.text)?.[0];
    if (joined !== undefined) return [{ ...arg, text: arg.text.slice(joined.length) }];
    const before = args[at - 1]?.text;
    return before === "--env-file" || (/^-[ef]$/.test(before ?? "") && loader >= 0 && at > loader) ? [arg] : [];
  });
  const isLoader = loader >= 0 && words.length > loader + 1;
  const files = named.length === 0 && isLoader ? DEFAULTS.map(literal) : named;
  if (files.length === 0) return NOTHING;
  const flow = files.map((file) => fileFlow(file, shell)).reduce(joinFlows);
  const lists = isLoader && words.slice(loader + 1).some((word) => /^(?:list|get)$/.test(word));
  return lists ? { ...flow, lines: null } : loadedFlow(flow);
}

/** What such a program takes where no file is named. */
const DEFAULTS = [".env", ".envrc"];
