import { baseName } from "../core/path.ts";

/**
 * Files that programs keep values of a setting or a key in, by their names in lower case. In parts: as one pattern it would
 * take 0.4 ms to compile, and most writes ask for it.
 */
const BEGINNINGS = [".env", ".dev.vars", ".npmrc", ".netrc", ".pypirc", ".pgpass"];
const ENDINGS = [".env", ".pem", ".key", ".p8", ".properties", ".tfvars", ".ini", ".conf", ".cfg"];
const PARTS = ["credential", "secret", "passw"];
const SETTINGS = ["config", "settings", "appsettings", "application", "database"];
const SETTINGS_FILE =
  /^(?:config|settings|appsettings|application|database)[\w.-]{0,40}\.(?:json|ya?ml|toml|php|py|rb)$/;

export function holdsValues(path: string): boolean {
  const name = baseName(path).toLowerCase();
  return (
    BEGINNINGS.some((beginning) => name.startsWith(beginning)) ||
    ENDINGS.some((ending) => name.endsWith(ending)) ||
    PARTS.some((part) => name.includes(part)) ||
    (SETTINGS.some((beginning) => name.startsWith(beginning)) && SETTINGS_FILE.test(name))
  );
}
