import { loadPart } from "../src/system/parts.ts";

loadPart("runtime").runHook("PostToolUse");
