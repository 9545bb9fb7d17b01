import type { Invocation } from "../machine.ts";

const SEARCHES = new Set("grep egrep fgrep rg ag ack".split(" "));

/** What a local search only looks for: a placeholder in it is written nowhere and goes nowhere. */
export function markSearch({ name, args, shell, span }: Invocation): void {
  const { machine } = shell;
  const isSearch = SEARCHES.has(name) || (name === "git" && args[0]?.text === "grep");
  if (!isSearch || machine.within !== null) return;
  // What is substituted in it runs, and may write.
  if (!/\$\(|`|[<>]\(/.test(machine.source.slice(span.start, span.end))) machine.searched.push(span);
}
