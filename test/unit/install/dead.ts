import type { Scope } from "../../../install/claude.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { type Account, put, read } from "./guard.ts";

interface Registered {
  readonly command: string;
  readonly [key: string]: unknown;
}

/** Registrations in our name that no longer guard: what each makes of a hook as it was installed. */
export const DEAD: readonly (readonly [string, (hook: Registered) => JsonObject])[] = [
  ["checks the syntax alone", (hook) => ({ command: withOption(hook.command, "--check") })],
  ["loads something first", (hook) => ({ command: withOption(hook.command, "--require /x.cjs") })],
  ["prints", (hook) => ({ command: withOption(hook.command, "-p 1") })],
  ["has variables of its own", ({ command }) => ({ command: `NODE_OPTIONS=--require=/x.cjs ${unset(command)}` })],
  ["runs another node", ({ command }) => ({ command: command.replace(/"[^"]*node"|^node/, '"/tmp/bin/node"') })],
  [
    "runs another folder",
    () => ({ command: 'NODE_OPTIONS= "/usr/bin/node" "/x/defenter/hooks/0.1.0/pre-tool-use.cjs"' }),
  ],
  [
    "runs a version that is not there",
    ({ command }) => ({
      command: command.startsWith("node")
        ? "node /x/defenter/hooks/9.9.9/pre-tool-use.cjs"
        : command.replace("0.1.0", "9.9.9"),
    }),
  ],
  ["runs another event's", ({ command }) => ({ command: command.replace("pre-tool-use", "stop") })],
  ["asks for a tool first", () => ({ if: "Bash(git *)" })],
  ["is not waited for", () => ({ async: true })],
  ["is given no time", () => ({ timeout: 6 })],
  ["is given more time than a timer holds", () => ({ timeout: 3_000_000 })],
  ["has a switch of a later host", () => ({ disabled: true })],
];

/** Registers a dead hook for PreToolUse in the place of what was installed. */
export function putDead(account: Account, scope: Scope, kill: (typeof DEAD)[number][1]): void {
  const json = JSON.parse(read(account.settings(scope)) ?? "");
  const [group] = json.hooks.PreToolUse;
  group.hooks = [{ ...group.hooks[0], ...kill(group.hooks[0]) }];
  put(account.settings(scope), JSON.stringify(json, null, 2));
}

/** Right after the program. */
function withOption(command: string, option: string): string {
  return command.replace(/^(?:NODE_OPTIONS= "[^"]*"|node)/, (program) => `${program} ${option}`);
}

function unset(command: string): string {
  return command.replace(/^NODE_OPTIONS= /, "");
}
