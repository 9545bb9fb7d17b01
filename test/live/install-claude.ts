import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The Claude Code that the live scenarios were written against. */
export const CLAUDE_CODE_VERSION = "2.1.331";

const PACKAGE = "@anthropic-ai/claude-code";
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;

/**
 * The path of a real Claude Code, installed into the user's cache folder where it is not there yet (about 400 MB).
 * Null where the registry can't be reached.
 * @throws Error where npm fails in any other way, or the package has no binary for this machine
 */
export function findClaude(): string | null {
  const folder = join(cacheRoot(), "defenter-hooks", `claude-code-${CLAUDE_CODE_VERSION}`);
  if (!existsSync(folder) && !installInto(folder)) return null;
  const binary = binaryIn(folder);
  if (binary === null) throw new Error(`${PACKAGE} ${CLAUDE_CODE_VERSION} has no binary for this machine in ${folder}`);
  return binary;
}

function cacheRoot(): string {
  return process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
}

/** All or nothing: a broken download never becomes the cached one. */
function installInto(folder: string): boolean {
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.partial-`);
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  try {
    execFileSync("npm", ["install", "--prefix", partial, ...quiet, ...patience, `${PACKAGE}@${CLAUDE_CODE_VERSION}`], {
      stdio: "pipe",
      timeout: 600_000,
    });
    renameSync(partial, folder);
    return true;
  } catch (error) {
    if (existsSync(folder)) return true;
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    if (UNREACHABLE.test(said)) return false;
    throw new Error(`npm could not install ${PACKAGE} ${CLAUDE_CODE_VERSION}: ${said}`);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The package for the machine lies beside the named one; which C library it is for shows when it is run. */
function binaryIn(folder: string): string | null {
  const names = ["", "-musl"].map((libc) => `claude-code-${process.platform}-${process.arch}${libc}`);
  const file = process.platform === "win32" ? "claude.exe" : "claude";
  const paths = names.map((name) => join(folder, "node_modules", "@anthropic-ai", name, file));
  return paths.find(runs) ?? null;
}

function runs(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    execFileSync(path, ["--version"], { stdio: "pipe", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
