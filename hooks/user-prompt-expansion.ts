import { runHook } from "../src/runtime.ts";

runHook("UserPromptExpansion");
