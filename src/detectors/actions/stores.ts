import type { Places } from "../../core/event.ts";
import { belowHome, isInProject } from "./paths.ts";

/**
 * Places outside a project where programs keep keys and credentials. Sources: the documentation of each program
 * (default locations on Linux, macOS and Windows). Paths are relative to a home folder, in lower case.
 */
const FILES: ReadonlyMap<string, string> = new Map([
  [".aws/credentials", "AWS credentials"],
  [".kube/config", "Kubernetes credentials"],
  [".docker/config.json", "Docker registry credentials"],
  [".netrc", "login data of .netrc"],
  ["_netrc", "login data of .netrc"],
  [".npmrc", "npm registry token"],
  [".yarnrc.yml", "Yarn registry token"],
  [".pypirc", "PyPI token"],
  [".git-credentials", "Git credentials"],
  [".config/git/credentials", "Git credentials"],
  [".config/gh/hosts.yml", "GitHub CLI token"],
  [".config/hub", "GitHub CLI token"],
  [".config/glab-cli/config.yml", "GitLab CLI token"],
  [".config/gcloud/application_default_credentials.json", "Google Cloud credentials"],
  [".config/gcloud/credentials.db", "Google Cloud credentials"],
  [".config/gcloud/access_tokens.db", "Google Cloud credentials"],
  [".azure/accesstokens.json", "Azure credentials"],
  [".azure/msal_token_cache.json", "Azure credentials"],
  [".azure/msal_token_cache.bin", "Azure credentials"],
  [".azure/service_principal_entries.json", "Azure credentials"],
  [".azure/service_principal_entries.bin", "Azure credentials"],
  [".terraformrc", "Terraform Cloud token"],
  [".terraform.d/credentials.tfrc.json", "Terraform Cloud token"],
  [".cargo/credentials", "Cargo registry token"],
  [".cargo/credentials.toml", "Cargo registry token"],
  [".gem/credentials", "RubyGems token"],
  [".local/share/gem/credentials", "RubyGems token"],
  [".m2/settings.xml", "Maven credentials"],
  [".m2/settings-security.xml", "Maven credentials"],
  [".gradle/gradle.properties", "Gradle credentials"],
  [".composer/auth.json", "Composer credentials"],
  [".config/composer/auth.json", "Composer credentials"],
  [".nuget/nuget/nuget.config", "NuGet credentials"],
  [".boto", "cloud storage credentials"],
  [".s3cfg", "cloud storage credentials"],
  [".config/rclone/rclone.conf", "cloud storage credentials"],
  [".my.cnf", "database password"],
  [".mylogin.cnf", "database password"],
  [".pgpass", "database password"],
  [".vault-token", "Vault token"],
  [".databrickscfg", "Databricks token"],
  [".kaggle/kaggle.json", "Kaggle token"],
  [".huggingface/token", "Hugging Face token"],
  [".cache/huggingface/token", "Hugging Face token"],
  [".config/doctl/config.yaml", "DigitalOcean token"],
  [".config/stripe/config.toml", "Stripe key"],
  [".config/configstore/firebase-tools.json", "Firebase token"],
  [".config/github-copilot/hosts.json", "Copilot token"],
  [".config/github-copilot/apps.json", "Copilot token"],
  [".fly/config.yml", "Fly.io token"],
  [".claude/.credentials.json", "Claude credentials"],
  [".codex/auth.json", "Codex credentials"],
  [".config/solana/id.json", "wallet"],
  [".bash_history", "shell history"],
  [".zsh_history", "shell history"],
  [".zhistory", "shell history"],
  [".sh_history", "shell history"],
  [".history", "shell history"],
  [".local/share/fish/fish_history", "shell history"],
  [".python_history", "shell history"],
  [".node_repl_history", "shell history"],
  [".psql_history", "shell history"],
  [".mysql_history", "shell history"],
  [".rediscli_history", "shell history"],
  [".sqlite_history", "shell history"],
]);

/** Whole folders. `but` names what lies there and is no secret (the part below the folder). */
const FOLDERS: readonly { readonly path: string; readonly title: string; readonly but: RegExp | null }[] = [
  {
    path: ".ssh",
    title: "private keys of .ssh",
    but: /^(?:known_hosts.*|config|config\.d\/.*|authorized_keys.*|allowed_signers|environment|rc|.*\.pub|readme.*)$/,
  },
  { path: ".gnupg", title: "private keys of GnuPG", but: /^(?:.*\.conf|pubring.*|trustdb.*|.*\.lock|readme.*)$/ },
  { path: ".aws/sso/cache", title: "AWS credentials", but: null },
  { path: ".aws/cli/cache", title: "AWS credentials", but: null },
  { path: ".config/gcloud/legacy_credentials", title: "Google Cloud credentials", but: null },
  { path: ".config/op", title: "1Password data", but: null },
  { path: ".config/bitwarden cli", title: "Bitwarden data", but: null },
  { path: ".password-store", title: "password store", but: /^\.(?:gpg-id|git\/.*|gitattributes)$/ },
  { path: ".local/share/keyrings", title: "keyring", but: null },
  { path: ".local/share/kwalletd", title: "keyring", but: null },
  { path: "library/keychains", title: "keychain", but: null },
  { path: "library/cookies", title: "browser data", but: null },
  { path: "appdata/roaming/microsoft/credentials", title: "Windows credentials", but: null },
  { path: "appdata/local/microsoft/credentials", title: "Windows credentials", but: null },
  { path: "appdata/roaming/microsoft/protect", title: "Windows credentials", but: null },
  { path: "appdata/roaming/gnupg", title: "private keys of GnuPG", but: /^.*\.conf$/ },
  { path: ".ethereum/keystore", title: "wallet", but: null },
  { path: ".electrum/wallets", title: "wallet", but: null },
  { path: ".config/exodus", title: "wallet", but: null },
  { path: "library/application support/exodus", title: "wallet", but: null },
];

/** Folders that are no store themselves, but hold one: taken whole, they hand it out. */
const AROUND: readonly string[] = [
  ".aws",
  ".kube",
  ".docker",
  ".azure",
  ".config/gcloud",
  ".config/gh",
  ".mozilla",
  ".mozilla/firefox",
  ".config/google-chrome",
  ".config/chromium",
];

const BROWSER =
  /^(?:\.mozilla|\.config\/(?:google-chrome|chromium|bravesoftware|microsoft-edge|vivaldi|opera)|snap\/firefox|library\/application support\/(?:google|chromium|bravesoftware|firefox|microsoft edge|arc)|appdata\/(?:local|roaming)\/(?:google|chromium|bravesoftware|mozilla|microsoft\/edge))[^/]{0,40}\//;
const BROWSER_FILE =
  /(?:^|\/)(?:logins\.json|key[34]\.db|signons\.sqlite|cookies\.sqlite|login data(?: for account)?|cookies|web data|local state)$/;
const ANYWHERE_BELOW_HOME = /(?:^|\/)(?:wallet\.dat|[^/]{1,120}\.kdbx|consolehost_history\.txt)$/;
const SYSTEM =
  /^(?:\/etc\/(?:shadow|gshadow|master\.passwd|ssh\/ssh_host_[a-z0-9]+_key)-?|\/proc\/[^/]{1,40}\/environ|\/(?:var\/)?run\/secrets\/.+|\/library\/keychains\/.+)$/;

/** A private key by its usual name, wherever it lies. */
export function isKeyFile(path: string): boolean {
  return path.includes("id_") && /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(path);
}

/**
 * Names the key or credential store that a path belongs to, or null. Whatever lies in the project is none.
 * `path` is comparable and may hold a mark for what a pattern matches; `whole`: a folder is taken with all that is in it.
 */
export function storeAt(path: string, places: Places, whole = false): string | null {
  if (isInProject(path, places)) return null;
  const lower = path.toLowerCase();
  if (SYSTEM.test(lower)) return "system secrets";
  const below = belowHome(path, places)?.toLowerCase();
  if (below === undefined) return null;
  const file = FILES.get(below);
  if (file !== undefined) return file;
  for (const folder of FOLDERS) {
    if (below === folder.path) return whole ? folder.title : null;
    if (below.startsWith(`${folder.path}/`)) {
      return folder.but?.test(below.slice(folder.path.length + 1)) === true ? null : folder.title;
    }
  }
  if (whole && AROUND.includes(below)) return "credentials";
  if (BROWSER.test(`${below}/`) && BROWSER_FILE.test(below)) return "browser data";
  return ANYWHERE_BELOW_HOME.test(below) ? "wallet, password store or history" : patternStore(below);
}

/** `~/.aws/cred*`: a pattern that a known file of a store fits. */
function patternStore(below: string): string | null {
  if (!below.includes("\uE001")) return null;
  const [head = "", tail = ""] = [
    below.slice(0, below.indexOf("\uE001")),
    below.slice(below.lastIndexOf("\uE001") + 1),
  ];
  // A pattern right in the home folder (`~/*`, `~/.*rc`) is no search for a store.
  if (!head.includes("/")) return null;
  for (const [path, title] of FILES) {
    if (path.startsWith(head) && path.endsWith(tail) && !path.slice(head.length).includes("/")) return title;
  }
  return null;
}
