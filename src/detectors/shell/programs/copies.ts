import { locate } from "../locate.ts";
import type { Invocation } from "../machine.ts";
import { NO_VALUES, splitOptions } from "../options.ts";
import { fileFlow } from "../redirects.ts";
import { joinFlows, NOTHING } from "../value.ts";

/** A copy holds what its original holds: `cp .env /tmp/x; curl -T /tmp/x …`. */
export function trackCopies({ name, args, stdin, shell }: Invocation): void {
  const { written } = shell.machine;
  const { operands } = splitOptions(args, NO_VALUES);
  if (name === "tee") {
    for (const { text } of operands) {
      const path = locate(text, shell);
      if (path !== null && !path.startsWith("/dev/"))
        written.set(path, { flow: stdin, spans: [...shell.machine.used] });
    }
    return;
  }
  if (!["cp", "mv", "ln", "install", "link"].includes(name) || operands.length < 2) return;
  const target = operands.at(-1);
  const path = target === undefined ? null : locate(target.text, shell);
  if (path === null) return;
  const flow = operands
    .slice(0, -1)
    .map((source) => fileFlow(source, shell))
    .reduce(joinFlows, NOTHING);
  written.set(path, { flow, spans: [] });
  for (const source of operands.slice(0, -1)) {
    written.set(`${path}/${source.text.slice(source.text.lastIndexOf("/") + 1)}`, {
      flow: fileFlow(source, shell),
      spans: [],
    });
  }
}
