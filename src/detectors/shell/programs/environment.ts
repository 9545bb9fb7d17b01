import type { Invocation } from "../machine.ts";
import { fileFlow } from "../redirects.ts";
import type { Flow, Value } from "../value.ts";
import { joinFlows, loadedFlow, NOTHING } from "../value.ts";

/** `node --env-file=.env`, `docker run --env-file .env`, `npx dotenv -e .env -- …`: a program is given the file's values. */
export function environmentOf({ name, args, shell }: Invocation): Flow {
  const words = [name, ...args.map((arg) => arg.text)];
  if (!words.some((word) => /^(?:--env-file|dotenv)/.test(word))) return NOTHING;
  const dotenv = words.findIndex((word) => /^dotenvx?(?:-cli)?$/.test(word));
  const files = args.flatMap((arg, at): readonly Value[] => {
    const joined = /^--env-file(?:-if-exists)?=/.exec(arg.text)?.[0];
    if (joined !== undefined) return [{ ...arg, text: arg.text.slice(joined.length) }];
    const before = args[at - 1]?.text;
    return before === "--env-file" || (before === "-e" && dotenv >= 0 && at > dotenv) ? [arg] : [];
  });
  return files.length === 0 ? NOTHING : loadedFlow(files.map((file) => fileFlow(file, shell)).reduce(joinFlows));
}
