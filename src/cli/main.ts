import { VERSION } from "../core/version.ts";
import { command as demo } from "./demo.ts";
import { command as doctor } from "./doctor.ts";
import { runCommandLine } from "./frame.ts";
import { command as install } from "./install.ts";
import { command as log } from "./log.ts";
import { processIo } from "./output.ts";
import { command as status } from "./status.ts";
import { command as uninstall } from "./uninstall.ts";

const commands = [demo, install, uninstall, status, doctor, log];
process.exitCode = await runCommandLine(process.argv.slice(2), commands, VERSION, processIo());
