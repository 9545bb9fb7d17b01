import { DefenterError } from "../core/error.ts";
import { VERSION } from "../core/version.ts";
import { EXIT, type Io } from "./command.ts";
import { command as demo } from "./demo.ts";
import { command as doctor } from "./doctor.ts";
import { command as install } from "./install.ts";
import { command as log } from "./log.ts";
import { errorText, processIo } from "./output.ts";
import { command as status } from "./status.ts";
import { command as uninstall } from "./uninstall.ts";

const commands = [demo, install, uninstall, status, doctor, log];

function openIo(): Io | null {
  try {
    return processIo();
  } catch (error) {
    if (!(error instanceof DefenterError)) throw error;
    process.stderr.write(errorText(error.message, error.hints));
    return null;
  }
}

const io = openIo();
if (io === null) {
  process.exitCode = EXIT.negative;
} else {
  // By need: yargs asks for the current folder as soon as it is loaded.
  const { runCommandLine } = await import("./frame.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2), commands, VERSION, io);
}
