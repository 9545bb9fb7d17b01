import { baseName } from "../core/path.ts";

/** Files that programs keep values of a setting or a key in, by their names. */
const HOLDS_VALUES =
  /^\.(?:env|dev\.vars|npmrc|netrc|pypirc|pgpass)|\.(?:env|pem|key|p8|properties|tfvars|ini|conf|cfg)$|credential|secret|passw|^(?:config|settings|appsettings|application|database)[\w.-]{0,40}\.(?:json|ya?ml|toml|php|py|rb)$/i;

export function holdsValues(path: string): boolean {
  return HOLDS_VALUES.test(baseName(path));
}
