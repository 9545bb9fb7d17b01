import { decode } from "./claude/decode.ts";
import { encode, refuse } from "./claude/encode.ts";
import type { Host } from "./host.ts";

/** Claude Code's hook dialect; README.md has the contract. */
export const claude: Host = { id: "claude", decode, encode, refuse };
