import { runHook } from "../src/runtime.ts";

runHook("Stop");
