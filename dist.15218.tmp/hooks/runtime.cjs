"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf, __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: !0 });
}, __copyProps = (to, from, except, desc) => {
  if (from && typeof from == "object" || typeof from == "function")
    for (let key of __getOwnPropNames(from))
      !__hasOwnProp.call(to, key) && key !== except && __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: !0 }) : target,
  mod
)), __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: !0 }), mod);

// src/runtime.ts
var runtime_exports = {};
__export(runtime_exports, {
  runHook: () => runHook
});
module.exports = __toCommonJS(runtime_exports);
var import_node_fs7 = require("node:fs"), import_node_path8 = require("node:path");

// src/core/error.ts
var DefenterError = class extends Error {
  code;
  hints;
  constructor(code, message, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause }), this.name = "DefenterError", this.code = code, this.hints = options.hints ?? [];
  }
};

// src/core/version.ts
var VERSION = "0.1.0";
function compareVersions(a, b) {
  let [left, right] = [a, b].map((version) => version.split(/[.+-]/).map((step) => Number.parseInt(step, 10) || 0));
  for (let index = 0; index < 3; index++) {
    let difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// src/core/decision.ts
var ACTIONS = ["allow", "redact", "ask", "block"];
function strictest(a, b) {
  return ACTIONS.indexOf(a) >= ACTIONS.indexOf(b) ? a : b;
}
var ALLOW = {
  action: "allow",
  findings: [],
  reason: null,
  notices: [],
  context: [],
  input: void 0,
  output: void 0,
  degraded: []
};

// src/core/json.ts
function isObject(value) {
  return typeof value == "object" && value !== null && !Array.isArray(value);
}
function stringAt(object, key) {
  let value = object[key];
  return typeof value == "string" ? value : null;
}
function objectAt(object, key) {
  let value = object[key];
  return isObject(value) ? value : null;
}
function pointerTo(parent, key) {
  let text = String(key), step = /[~/]/.test(text) ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text;
  return `${parent}/${step}`;
}

// src/core/rewrite.ts
function rewriteJson(root, pointer, rewrite) {
  if (typeof root == "string" || typeof root == "number") return rewrite.value(root, pointer);
  if (typeof root != "object" || root === null) return root;
  let copy = emptyLike(root), open = [
    { source: root, target: copy, pointer }
  ];
  for (let { source, target, pointer: parent } of open)
    for (let key of Object.keys(source)) {
      let child = source[key];
      if (child === void 0) continue;
      let childPointer = pointerTo(parent, key), name = Array.isArray(target) ? key : freeKey(target, rewrite.key(key, childPointer));
      if (typeof child == "string" || typeof child == "number") put(target, name, rewrite.value(child, childPointer));
      else if (typeof child != "object" || child === null) put(target, name, child);
      else {
        let childCopy = emptyLike(child);
        put(target, name, childCopy), open.push({ source: child, target: childCopy, pointer: childPointer });
      }
    }
  return copy;
}
function depthOf(root, limit) {
  let level = [root];
  for (let depth = 0; depth < limit; depth++) {
    let below = [];
    for (let value of level)
      if (!(!Array.isArray(value) && !isObject(value)))
        for (let child of Object.values(value))
          typeof child == "object" && child !== null && below.push(child);
    if (below.length === 0) return depth;
    level = below;
  }
  return limit;
}
function emptyLike(source) {
  return Array.isArray(source) ? [] : {};
}
function put(target, key, value) {
  key === "__proto__" ? Object.defineProperty(target, key, { value, enumerable: !0, configurable: !0, writable: !0 }) : Array.isArray(target) ? target.push(value) : target[key] = value;
}
function freeKey(target, wanted) {
  let key = wanted;
  for (let count2 = 2; Object.hasOwn(target, key); count2++) key = `${wanted}_${count2}`;
  return key;
}

// src/core/withhold.ts
var WITHHELD = "[withheld]";
function withhold(value, pointer, surfaces, note) {
  let values = /* @__PURE__ */ new Set(), keys = /* @__PURE__ */ new Set();
  for (let surface of surfaces) (surface.isKey ? keys : values).add(surface.pointer);
  let text = note;
  return rewriteJson(value, pointer, {
    value: (original, at) => {
      if (!values.has(at)) return original;
      let replacement = text;
      return text = WITHHELD, replacement;
    },
    key: (key, at) => keys.has(at) ? "withheld" : key
  });
}

// src/detectors/actions/action.ts
var NO_ACTIONS = { matches: [], prints: [], leaving: [], searched: [], degraded: [] };

// src/core/path.ts
var DRIVE = /^[A-Za-z]:(?=[\\/]|$)/;
function isAbsolute(path2) {
  return path2.startsWith("/") || DRIVE.test(path2);
}
function resolvePath(base, path2) {
  let joined = isAbsolute(path2) ? path2 : `${base}/${path2}`, drive = DRIVE.exec(joined)?.[0] ?? "", rest = drive === "" ? joined : joined.slice(drive.length).replaceAll("\\", "/"), steps = [];
  for (let step of rest.split("/"))
    step === "" || step === "." || (step === ".." ? steps.pop() : steps.push(step));
  return `${drive}/${steps.join("/")}`;
}
function isInside(folder, path2) {
  return path2 === folder || path2.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
function baseName(path2) {
  return path2.slice(Math.max(path2.lastIndexOf("/"), path2.lastIndexOf("\\")) + 1);
}
function folderOf(path2) {
  let cut = path2.lastIndexOf("/");
  return cut <= 0 ? "/" : path2.slice(0, cut);
}
function shortPath(path2, places) {
  return path2 !== places.project && isInside(places.project, path2) ? path2.slice(places.project.length + 1) : isInside(places.home, path2) ? `~${path2.slice(places.home.length)}` : path2;
}

// src/detectors/actions/paths.ts
function ignoresCase(places) {
  return /^\/Users\/|^[A-Za-z]:/.test(places.home);
}
function comparable(path2, places, cwd = places.cwd) {
  let text = path2;
  /^[A-Za-z]:[\\/]/.test(places.home) && (text = text.replaceAll("\\", "/").replace(/^\/([A-Za-z])(?=\/|$)/, "$1:")), text = text.replace(/^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[\\/]|$)/, () => places.home);
  let full = resolvePath(cwd, text);
  return full = full.replace(/^\/proc\/(?:self|\d{1,9})\/root(?=\/|$)/, ""), full = full.replace(/^\/private(?=\/(?:tmp|var|etc)(?:\/|$))/, ""), full === "" && (full = "/"), ignoresCase(places) ? full.toLowerCase() : full;
}
var OTHER_HOME = /^(?:\/home\/[^/]+|\/users\/[^/]+|\/root|[a-z]:\/users\/[^/]+)(?=\/|$)/i;
function belowHome(path2, places) {
  let home = comparable(places.home, places);
  if (isInside(home, path2)) return path2 === home ? "" : path2.slice(home === "/" ? 1 : home.length + 1);
  let other = OTHER_HOME.exec(path2);
  return other === null ? null : path2.slice(other[0].length + 1);
}
function isInProject(path2, places) {
  let project = comparable(places.project, places);
  return project === "/" || /^[a-z]:\/$/i.test(project) || isInside(project, comparable(places.home, places)) ? !1 : isInside(project, path2);
}
function guardPart(path2, places) {
  let { settings, folders, keys } = places.guard, all = (list2) => list2.map((entry) => comparable(entry, places));
  if (all(keys).some((folder2) => isInside(folder2, path2))) return "keys";
  let folder = all(folders).find((entry) => isInside(entry, path2));
  return folder !== void 0 ? /^\/(?:config\.jsonc?|rules\/[^/]+\.jsonc?)$/.test(path2.slice(folder.length)) ? "policy" : "files" : all(settings).includes(path2) ? "settings" : null;
}

// src/detectors/actions/rules.generated.ts
var ACTION_RULES = {
  "action/recursive-delete-home": { id: "action/recursive-delete-home", title: "recursive delete of the home folder, the root or a system folder", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Delete only named folders inside the project, or ask the person to do this." },
  "action/recursive-delete-outside": { id: "action/recursive-delete-outside", title: "recursive delete outside the project", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Delete only inside the project or below a temp folder, or let the person confirm." },
  "action/recursive-delete-project": { id: "action/recursive-delete-project", title: "recursive delete of the whole project or its history", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Name the folders inside the project that are to go." },
  "action/recursive-delete-unknown": { id: "action/recursive-delete-unknown", title: "recursive delete of something that the command does not tell", category: "action", severity: "high", confidence: "medium", placeholder: "ACTION", response: "ask", advice: "Write the path out, or set the variable in the same command." },
  "action/disk-overwrite": { id: "action/disk-overwrite", title: "overwriting of a disk", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Write to an image file inside the project, or ask the person to do this." },
  "action/credential-store-read": { id: "action/credential-store-read", title: "reading of a key or credential store outside the project", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Use the program that owns the store (aws, gh, ssh, git), or let the person confirm." },
  "action/credential-exfiltration": { id: "action/credential-exfiltration", title: "sending of a credential file over the network", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Send only what is needed, without credentials, or ask the person to do this." },
  "action/credential-copy": { id: "action/credential-copy", title: "copying of a credential file to another machine", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Let the person confirm the file and the machine." },
  "action/guard-write": { id: "action/guard-write", title: "change of the guard's own files", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Leave the guard's files alone; the person changes them with the command defenter." },
  "action/guard-settings": { id: "action/guard-settings", title: "change of hook settings or of the guard's policy", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Say what you want to change there and let the person confirm." },
  "action/guard-switch-off": { id: "action/guard-switch-off", title: "switching off of the guard", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Leave the hooks as they are; the person switches them off with `defenter uninstall`." },
  "action/guard-key-read": { id: "action/guard-key-read", title: "reading of the guard's keys", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Use `defenter log` and `defenter status` to see what the guard did." },
  "action/guard-uninstall": { id: "action/guard-uninstall", title: "installing or removing of the guard", category: "action", severity: "critical", confidence: "high", placeholder: "ACTION", response: "block", advice: "Ask the person to run the command in their own terminal." },
  "action/guard-unguarded-agent": { id: "action/guard-unguarded-agent", title: "starting of an agent without its guard", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Start it without --settings, --bare and --safe-mode, or let the person confirm." },
  "action/guard-checkout": { id: "action/guard-checkout", title: "git command that would take the guard's files away", category: "action", severity: "high", confidence: "high", placeholder: "ACTION", response: "ask", advice: "Merge the guard's files into that branch first, or let the person confirm." },
  "action/unparsed-command": { id: "action/unparsed-command", title: "command that could not be analysed", category: "action", severity: "medium", confidence: "medium", placeholder: "ACTION", response: "ask", advice: "Write it as several plain commands." }
};

// src/detectors/actions/settings.ts
var HOSTILE_ENV = /"(?:NODE_OPTIONS|PATH|LD_PRELOAD|DYLD_[A-Z_]{1,40}|GIT_[A-Z_]{1,40}|CLAUDE_CODE_SIMPLE)"\s{0,20}:/, DISABLE = /disableAllHooks(?!["'\\]{0,4}\s{0,20}[:=,]?\s{0,20}false)/, ESCAPED_KEY = /"[^"\n]{0,60}\\u[0-9a-fA-F]{4}[^"\n]{0,60}"\s{0,20}:/;
function switchesOff(text) {
  return DISABLE.test(text) || HOSTILE_ENV.test(text) || ESCAPED_KEY.test(text);
}
function removesOurs(before, after) {
  return count(before) > count(after);
}
function count(text) {
  return text.split("defenter").length - 1;
}

// src/detectors/actions/stores.ts
var FILES = /* @__PURE__ */ new Map([
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
  [".sqlite_history", "shell history"]
]), FOLDERS = [
  {
    path: ".ssh",
    title: "private keys of .ssh",
    but: /^(?:known_hosts.*|config|config\.d\/.*|authorized_keys.*|allowed_signers|environment|rc|.*\.pub|readme.*)$/
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
  { path: "library/application support/exodus", title: "wallet", but: null }
], AROUND = [
  ".aws",
  ".kube",
  ".docker",
  ".azure",
  ".config/gcloud",
  ".config/gh",
  ".mozilla",
  ".mozilla/firefox",
  ".config/google-chrome",
  ".config/chromium"
], BROWSER = /^(?:\.mozilla|\.config\/(?:google-chrome|chromium|bravesoftware|microsoft-edge|vivaldi|opera)|snap\/firefox|library\/application support\/(?:google|chromium|bravesoftware|firefox|microsoft edge|arc)|appdata\/(?:local|roaming)\/(?:google|chromium|bravesoftware|mozilla|microsoft\/edge))[^/]{0,40}\//, BROWSER_FILE = /(?:^|\/)(?:logins\.json|key[34]\.db|signons\.sqlite|cookies\.sqlite|login data(?: for account)?|cookies|web data|local state)$/, ANYWHERE_BELOW_HOME = /(?:^|\/)(?:wallet\.dat|[^/]{1,120}\.kdbx|consolehost_history\.txt)$/, SYSTEM = /^(?:\/etc\/(?:shadow|gshadow|master\.passwd|ssh\/ssh_host_[a-z0-9]+_key)-?|\/proc\/[^/]{1,40}\/environ|\/(?:var\/)?run\/secrets\/.+|\/library\/keychains\/.+)$/;
function isKeyFile(path2) {
  return /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/.test(path2);
}
function storeAt(path2, places, whole = !1) {
  if (isInProject(path2, places)) return null;
  let lower = path2.toLowerCase();
  if (SYSTEM.test(lower)) return "system secrets";
  let below = belowHome(path2, places)?.toLowerCase();
  if (below === void 0) return null;
  let file = FILES.get(below);
  if (file !== void 0) return file;
  for (let folder of FOLDERS) {
    if (below === folder.path) return whole ? folder.title : null;
    if (below.startsWith(`${folder.path}/`))
      return folder.but?.test(below.slice(folder.path.length + 1)) === !0 ? null : folder.title;
  }
  return whole && AROUND.includes(below) ? "credentials" : BROWSER.test(`${below}/`) && BROWSER_FILE.test(below) ? "browser data" : ANYWHERE_BELOW_HOME.test(below) ? "wallet, password store or history" : patternStore(below);
}
function patternStore(below) {
  if (!below.includes("")) return null;
  let [head = "", tail = ""] = [below.slice(0, below.indexOf("")), below.slice(below.lastIndexOf("") + 1)];
  if (!head.includes("/")) return null;
  for (let [path2, title] of FILES)
    if (path2.startsWith(head) && path2.endsWith(tail) && !path2.slice(head.length).includes("/")) return title;
  return null;
}

// src/detectors/actions/tools.ts
var OWN_TOOLS = /* @__PURE__ */ new Map([
  ["Read", { keys: ["file_path"], kind: "read" }],
  ["NotebookRead", { keys: ["notebook_path"], kind: "read" }],
  ["Grep", { keys: ["path", "glob"], kind: "search" }],
  ["Write", { keys: ["file_path"], kind: "write" }],
  ["Edit", { keys: ["file_path"], kind: "write" }],
  ["MultiEdit", { keys: ["file_path"], kind: "write" }],
  ["NotebookEdit", { keys: ["notebook_path", "file_path"], kind: "write" }]
]);
function judgeToolCall(call, places, options = {}) {
  let own = OWN_TOOLS.get(call.tool), judge = { call, places, options, matches: [] };
  if (own !== void 0)
    for (let key of own.keys) {
      let path2 = stringAt(call.input, key);
      path2 !== null && (own.kind === "write" ? judgeWrite(path2, `/${key}`, judge) : judgeRead(own.kind === "search" ? searched(key, path2, call.input) : path2, `/${key}`, own.kind === "search", judge));
    }
  else if (call.tool === "WebFetch") {
    let url = stringAt(call.input, "url");
    url !== null && judgeAddress(url, "/url", judge);
  } else call.tool.startsWith("mcp__") && judgeMcp(call.input, "", 0, judge);
  return judge.matches;
}
function searched(key, text, input) {
  return key !== "glob" ? text : `${stringAt(input, "path") ?? "."}/${text}`.replace(/\*{1,2}|\?/g, "");
}
function judgeRead(path2, pointer, whole, judge) {
  let { places } = judge;
  for (let each of spellings(path2, judge)) {
    let shown = shortPath(each, places).replaceAll("", "*");
    guardPart(each, places) === "keys" && add("action/guard-key-read", pointer, `reads ${shown}`, judge);
    let store = storeAt(each, places, whole) ?? (isKeyFile(each) && !isInProject(each, places) ? "private key" : null);
    store !== null && add("action/credential-store-read", pointer, `reads ${shown} (${store})`, judge);
  }
}
function judgeWrite(path2, pointer, judge) {
  let { places } = judge;
  for (let each of spellings(path2, judge)) {
    let part = guardPart(each, places);
    if (part === null) continue;
    let detail = `changes ${shortPath(each, places)}`;
    part === "keys" || part === "files" ? add("action/guard-write", pointer, detail, judge) : (part === "settings" && disarms(path2, judge) && add("action/guard-switch-off", pointer, detail, judge), add("action/guard-settings", pointer, detail, judge));
  }
}
function disarms(path2, { call, places, options }) {
  let before = options.current?.(resolvePath(places.cwd, path2)) ?? null, content = stringAt(call.input, "content");
  return content !== null ? switchesOff(plain(content)) || before !== null && removesOurs(before, content) : [call.input, ...objects(call.input.edits)].some((edit) => {
    let old = stringAt(edit, "old_string") ?? "", text = stringAt(edit, "new_string") ?? "";
    if (switchesOff(plain(text)) || removesOurs(old, text)) return !0;
    if (before === null || old === "") return !1;
    let after = before.replace(old, () => text);
    return removesOurs(before, after) || switchesOff(plain(after)) && !switchesOff(plain(before));
  });
}
function plain(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
function objects(value) {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
function judgeAddress(url, pointer, judge) {
  let file = /^file:\/\/(?:localhost)?(\/.{1,4096})$/i.exec(url)?.[1];
  file !== void 0 && judgeRead(decoded(file), pointer, !1, judge);
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
var PATH_KEY = /path|file|folder|dir|uri|source|destination|target|^(?:name|from|to)$/i, WRITING_TOOL = /write|edit|create|move|rename|delete|remove|append|replace|patch|save|put|upload|insert/i, MAX_DEPTH = 6;
function judgeMcp(value, pointer, depth, judge) {
  if (!(depth > MAX_DEPTH))
    if (Array.isArray(value))
      value.slice(0, 256).forEach((entry, at) => judgeMcp(entry, pointerTo(pointer, at), depth + 1, judge));
    else if (isObject(value))
      for (let [key, entry] of Object.entries(value)) judgeMcp(entry, pointerTo(pointer, key), depth + 1, judge);
    else typeof value == "string" && value.length < 4096 && PATH_KEY.test(pointer) && (value.startsWith("file:") ? judgeAddress(value, pointer, judge) : /^(?:~|\/|\.{0,2}\/|[A-Za-z]:[\\/]|\.[a-z]|\$HOME)/.test(value) && !value.includes(`
`) && judgeMcpPath(value, pointer, judge));
}
function judgeMcpPath(path2, pointer, judge) {
  WRITING_TOOL.test(judge.call.tool.slice(5)) && judgeWrite(path2, pointer, judge), judgeRead(path2, pointer, !1, judge);
}
function spellings(path2, { places, options }) {
  let written = comparable(path2, places), real2 = options.realPath === void 0 ? written : comparable(options.realPath(resolvePath(places.cwd, path2)), places);
  return real2 === written ? [written] : [written, real2];
}
function add(id, pointer, detail, { matches }) {
  matches.some((match) => match.rule.id === id && match.pointer === pointer) || matches.push({ rule: ACTION_RULES[id], pointer, span: null, detail });
}

// src/detectors/actions/words.ts
var PROGRAMS = [
  "rm|rmdir|unlink|shred|rimraf|dd|wipefs|blkdiscard|mkfs(?:\\.\\w{1,8})?|remove-item",
  "cat|bat|batcat|head|tail|less|more|nl|tac|sed|awk|gawk|grep|egrep|fgrep|rg|ag|ack|source|strings|cut|sort|jq|yq|paste|diff",
  "base64|base32|xxd|od|hexdump|gzip|bzip2|xz|zstd|openssl|gpg",
  "curl|wget|nc|ncat|netcat|socat|telnet|ssh|scp|sftp|rsync|ftp|xh|https?ie",
  "tee|cp|mv|ln|install|truncate|chmod|chown|touch|tar|zip|su|pwsh|powershell|eval|xargs"
].join("|"), NEEDS = new RegExp(
  [
    `(?<![\\w.-])(?:${PROGRAMS})(?![\\w-])`,
    // A program by its folder, or behind a backslash or quotes.
    `[\\\\/'"](?:rm|cat|curl)(?![\\w-])`,
    `-delete\\b|--recursive\\b|\\w\\$[@*]\\w|(?<!\\w)-(?:rf|fr|Rf|fR)\\b|\\$'|\\w(?:''|"")\\w`,
    "(?:^|[\\s;&|(])\\.\\s",
    "\\.(?:ssh|aws|azure|kube|docker|gnupg|netrc|npmrc|pypirc|pgpass|env|password-store|git-credentials|dev\\.vars)(?![a-z])",
    "_history|keychain|wallet|id_(?:rsa|dsa|ecdsa|ed25519)|login data|cookies|\\.config/|/etc/g?shadow|/environ\\b|/dev/tcp",
    "defenter|disableAllHooks|claude|settings(?:\\.local)?\\.json",
    "\\bgit\\b[^;|&\\n]{0,120}\\b(?:checkout|switch|reset|stash|clean|restore|rm|mv)\\b"
  ].join("|"),
  "i"
);
function needsShellParser(command) {
  return NEEDS.test(command);
}

// src/redact/placeholder.ts
var DIGITS = "abcdefghijklmnopqrstuvwxyz234567", PATTERN = /DEFENTER_((?!DEFENTER_)[A-Z](?:(?!DEFENTER_)[A-Z_]){0,39})_[a-z2-7]{10}/g;
function placeholderFor(type, value, bareNumber, digest) {
  return `DEFENTER_${type}_${tenDigits(digest(bareNumber ? `number\0${value}` : exact(value)))}`;
}
function exact(value) {
  return /[\ud800-\udfff]/.test(value) ? `units\0${JSON.stringify(value)}` : value;
}
function findPlaceholders(text) {
  if (!text.includes("DEFENTER_")) return [];
  let hits = [];
  for (let match of text.matchAll(PATTERN)) {
    let span = { start: match.index, end: match.index + match[0].length };
    hits.push({ span, text: match[0], type: match[1] ?? "" });
  }
  return hits;
}
function tenDigits(hex) {
  if (!/^[0-9a-f]{32,}$/.test(hex)) throw new RangeError("a digest must be at least 32 lower-case hex digits");
  let digits = "";
  for (let at = 16; digits.length < 10; at += 5) {
    let bits = Number.parseInt(hex.slice(at, at + 5), 16);
    for (let shift = 15; shift >= 0; shift -= 5) digits += DIGITS[bits >> shift & 31];
  }
  return digits.slice(0, 10);
}

// src/flow/collect.ts
async function collect(surfaces, destinationOf, machine) {
  let hits = [], degraded = /* @__PURE__ */ new Set();
  for (let surface of surfaces) {
    let scan = machine.scan(surface.text, { channel: surface.channel, path: surface.path });
    for (let problem of scan.degraded) degraded.add(problem);
    let matches = scan.matches;
    scan.uncovered.length > 0 && (matches = await addUncovered(surface, matches, scan.uncovered, degraded, machine)), matches.length > 0 && hits.push(...locate(surface, matches, destinationOf, machine));
  }
  return { hits, degraded: [...degraded] };
}
async function addUncovered(surface, ours, windows, degraded, machine) {
  try {
    let added = (await machine.scanUncovered(surface.text, windows, { channel: surface.channel, path: surface.path })).filter(({ span }) => !ours.some((match) => overlaps(match.span, span)));
    return [...ours, ...added].sort((a, b) => a.span.start - b.span.start);
  } catch {
    return degraded.add("secretlint could not run"), ours;
  }
}
function overlaps(a, b) {
  return a.start < b.end && b.start < a.end;
}
function locate(surface, matches, destinationOf, machine) {
  let line2 = 1, counted = 0;
  return matches.map((match) => {
    for (; ; ) {
      let next = surface.text.indexOf(`
`, counted);
      if (next < 0 || next >= match.span.start) break;
      line2++, counted = next + 1;
    }
    let value = surface.text.slice(match.span.start, match.span.end);
    return { finding: {
      rule: match.rule,
      confidence: match.confidence,
      channel: surface.channel,
      destination: destinationOf(surface, match.span),
      pointer: surface.pointer,
      inKey: surface.isKey,
      span: match.span,
      line: line2,
      fingerprint: machine.digest(value).slice(0, 16),
      path: surface.path,
      response: null,
      detail: null
    }, surface, match, value };
  });
}

// src/flow/examined.ts
function mergeExamined(parts) {
  return {
    hits: parts.flatMap((part) => part.hits ?? []),
    actions: parts.flatMap((part) => part.actions ?? []),
    input: parts.find((part) => part.input !== void 0)?.input,
    degraded: [...new Set(parts.flatMap((part) => part.degraded ?? []))]
  };
}

// src/flow/files.ts
function readSurface(path2, channel, machine) {
  let read2 = machine.files.read(path2);
  return read2.kind === "unread" ? { surfaces: [], degraded: [`${baseName(path2)} ${read2.why}`] } : read2.kind !== "text" ? { surfaces: [], degraded: [] } : { surfaces: [{ channel, pointer: path2, isKey: !1, text: read2.text, path: path2, url: null }], degraded: [] };
}
function surfacesOf(prints, machine) {
  return [...new Set(prints.flatMap((printed) => expandGlob(printed.path, machine)))].flatMap((path2) => readSurface(path2, "file", machine).surfaces);
}
var MAX_EXPANDED = 200;
function expandGlob(path2, machine) {
  let name = baseName(path2);
  if (!/[*?]/.test(name)) return [path2];
  let folder = folderOf(path2), fits = (candidate) => (name.startsWith(".") || !candidate.startsWith(".")) && fitsGlob(name, candidate);
  return machine.files.list(folder).filter(fits).slice(0, MAX_EXPANDED).map((candidate) => folder === "/" ? `/${candidate}` : `${folder}/${candidate}`);
}
function fitsGlob(glob, name) {
  let g = 0, n = 0, star = -1, mark = 0;
  for (; n < name.length; )
    if (glob[g] === "*")
      star = g++, mark = n;
    else if (g < glob.length && (glob[g] === "?" || glob[g] === name[n]))
      g++, n++;
    else if (star >= 0)
      g = star + 1, n = ++mark;
    else return !1;
  for (; glob[g] === "*"; ) g++;
  return g === glob.length;
}

// src/flow/guard-checkout.ts
function takesGuardAway(step, machine) {
  let { files, git, places } = machine, bundles = `${places.project}/.defenter/hooks`;
  if (files.list(bundles).length === 0) return !1;
  let manifest = `${bundles}/manifest.json`, isCommitted = () => git.holds("HEAD", manifest) === !0;
  switch (step.verb) {
    case "clean":
      return git.tracks(manifest) === !1 && (step.ignored || git.ignores(manifest) === !1);
    case "stash":
      return !isCommitted() && (step.untracked || git.tracks(manifest) === !0);
    case "reset":
    case "checkout":
    case "switch":
      return git.tracks(manifest) === !0 && git.holds(step.revision ?? "HEAD", manifest) === !1;
  }
}

// src/flow/own-rules.ts
var rule = (id, title, response, advice) => ({
  id: `action/${id}`,
  title,
  category: "action",
  severity: "high",
  confidence: "high",
  placeholder: "ACTION",
  response,
  advice
}), UNREDACTABLE_OUTPUT = rule(
  "unredactable-output",
  "Secret in an output that cannot be redacted",
  "block",
  "Read the file with the Read tool, or print it with a command that succeeds and does not encode it: its values are then redacted."
), PLACEHOLDER_LOST = rule(
  "placeholder-not-restorable",
  "Placeholder that stands for no value here",
  "block",
  "Leave that line out of the edit, or write the whole file that the value was redacted from; a placeholder is restored only in that file."
), PLACEHOLDER_SENT = rule(
  "placeholder-used",
  "Placeholder used as if it were the value",
  "block",
  "Let the program read the value itself, from its file or from an environment variable."
), MASK_OVER_SECRET = rule(
  "mask-over-secret",
  "Mask written over a secret",
  "block",
  "Keep the placeholder that you read, it is restored on writing, or edit only the other lines."
), INCOMPLETE_SCAN = rule(
  "incomplete-scan",
  "Text that could not be checked in full",
  "ask",
  "Split it into smaller parts."
);
function actionFinding(of, place, machine, response = of.response) {
  return {
    rule: of,
    confidence: of.confidence,
    channel: place.channel,
    destination: place.destination,
    pointer: place.pointer,
    inKey: !1,
    span: null,
    line: null,
    fingerprint: machine.digest(`${of.id}
${place.detail}`).slice(0, 16),
    path: place.path,
    response,
    detail: place.detail
  };
}
function findingOf(match, machine) {
  let place = {
    channel: "tool_input",
    destination: "stays",
    pointer: `/tool_input${match.pointer}`,
    path: null,
    detail: match.detail
  };
  return { ...actionFinding(match.rule, place, machine), span: match.span };
}

// src/redact/edit.ts
function textAfterEdit(text, oldString, newString, replaceAll) {
  if (oldString === "") return text === "" ? newString : null;
  let at = text.indexOf(oldString);
  return at === -1 ? null : replaceAll ? text.split(oldString).join(newString) : text.slice(0, at) + newString + text.slice(at + oldString.length);
}

// src/redact/masks.ts
var WORDS = "redacted|masked|hidden|removed|censored|scrubbed|withheld|filtered|sanitized|sanitised|obfuscated|omitted|sensitive(?:[ _-]value)?", BRACKETED = new RegExp(
  `[[<({%]{1,3}(?:[A-Za-z0-9]{1,24}[ :_.-]){0,3}(?:${WORDS})(?:[ :_.-]{1,2}[A-Za-z0-9]{1,24}){0,4}[\\]>)}%]{1,3}|[[<](?:secret|private)[\\]>]`,
  "gi"
), BARE = /(?:REDACTED|MASKED|HIDDEN|CENSORED|SCRUBBED|WITHHELD|OBFUSCATED)/g, RUN = /\*{3,256}|[xX]{4,256}|[\u2022\u25cf\u25e6\u2217\u2588\u25aa]{3,256}|#{4,256}|\u2026|\.{3,256}/g;
function findMasks(text) {
  let cores = [];
  for (let pattern of [BRACKETED, BARE, RUN, CUT_PLACEHOLDER])
    for (let { index, 0: hit } of text.matchAll(pattern)) cores.push({ start: index, end: index + hit.length });
  let masks = [], end = -1;
  for (let core of cores.sort((a, b) => a.start - b.start)) {
    if (core.start < end) continue;
    let span = valueAround(text, core);
    isValue(text, span) && (masks.push(span), end = span.end);
  }
  return masks;
}
var CUT_PLACEHOLDER = /DEFENTER_[A-Z][A-Z_]{0,39}_(?![a-z2-7]{10})/g;
function maskedOver(newText, oldText, oldValues) {
  if (oldValues.length === 0) return [];
  let masks = findMasks(newText).map((span) => ({ span, key: keyBefore(newText, span.start) }));
  if (masks.length === 0) return [];
  let lost = /* @__PURE__ */ new Set();
  for (let { start, end } of oldValues)
    newText.includes(oldText.slice(start, end)) || lost.add(keyBefore(oldText, start));
  let before = countByKey(findMasks(oldText).map((span) => ({ span, key: keyBefore(oldText, span.start) }))), after = countByKey(masks), isNew = ({ key }) => lost.has(key) && (after.get(key) ?? 0) > (before.get(key) ?? 0);
  return masks.filter(isNew).map(({ span }) => span);
}
function valueAround(text, core) {
  let { start, end } = core;
  for (; core.start - start < 48 && isValueChar(text[start - 1]); ) start--;
  for (; end - core.end < 48 && isValueChar(text[end]); ) end++;
  return { start, end };
}
function isValueChar(char) {
  return char !== void 0 && /[\w*\u2022\u25cf\u25e6\u2217\u2588\u25aa\u2026#~+-]/.test(char);
}
function isValue(text, { start, end }) {
  let before = text[start - 1] ?? `
`, after = text[end] ?? `
`;
  return /[\s"'`=:>,(@/]/.test(before) && /[\s"'`,;<)}\]@&#/:\\]/.test(after);
}
function keyBefore(text, position) {
  let from = Math.max(text.lastIndexOf(`
`, position - 1) + 1, position - 200, 0), line2 = text.slice(from, position), end = line2.length;
  for (; end > 0 && !isKeyChar(line2[end - 1]); ) end--;
  let start = end;
  for (; start > 0 && isKeyChar(line2[start - 1]); ) start--;
  return line2.slice(start, end).replace(/^-+/, "").toLowerCase();
}
function isKeyChar(char) {
  return char !== void 0 && /[\w.$-]/.test(char);
}
function countByKey(placed) {
  let counts = /* @__PURE__ */ new Map();
  for (let { key } of placed) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

// src/redact/redact.ts
function editsFor(text, found, digest) {
  return united(found).map(({ span, type, bareNumber }) => ({
    span,
    replacement: placeholderFor(type, text.slice(span.start, span.end), bareNumber, digest),
    quoted: bareNumber
  }));
}
function originalsOf(text, found, digest, types = []) {
  let originals = /* @__PURE__ */ new Map(), others = [...types];
  for (let { span, type, bareNumber } of united(found)) {
    let value = text.slice(span.start, span.end);
    for (let each of /* @__PURE__ */ new Set([type, ...others]))
      originals.set(placeholderFor(each, value, bareNumber, digest), { value, bareNumber });
  }
  return originals;
}
function united(found) {
  let sorted = [...found].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end), kept = [];
  for (let value of sorted) {
    if (value.span.end <= value.span.start) continue;
    let last = kept.at(-1);
    if (last === void 0 || value.span.start >= last.span.end) kept.push(value);
    else if (value.span.end > last.span.end) {
      let span = { start: last.span.start, end: value.span.end };
      kept[kept.length - 1] = { ...last, span, bareNumber: !1 };
    }
  }
  return kept;
}

// src/redact/rewrite.ts
function applyEdits(text, edits) {
  if (edits.length === 0) return text;
  let pieces = [], at = 0;
  for (let { span, replacement, quoted } of edits) {
    if (span.start < at || span.end < span.start || span.end > text.length) throw new RangeError("edits overlap");
    let quote = quoted ? quoteAt(text, span.start) : "";
    pieces.push(text.slice(at, span.start), quote, replacement, quote), at = span.end;
  }
  return pieces.push(text.slice(at)), pieces.join("");
}
function quoteAt(text, position) {
  let from = Math.max(0, position - 4096), before = text.slice(from, position), quote = before.lastIndexOf('"'), start = Math.max(quote, 0);
  for (; start > 0 && before[start - 1] === "\\"; ) start--;
  let count2 = Math.max(quote, 0) - start;
  return `${"\\".repeat(count2 & ~(count2 + 1))}"`;
}

// src/redact/restore.ts
function restorePlaceholders(text, originals) {
  let edits = [], missing = /* @__PURE__ */ new Set(), restored2 = /* @__PURE__ */ new Set();
  for (let hit of findPlaceholders(text)) {
    let original = originals.get(hit.text);
    if (original === void 0) missing.add(hit.text);
    else {
      restored2.add(hit.text);
      let { start, end } = hit.span, quote = original.bareNumber ? quotesAround(text, start, end) : 0;
      edits.push({ span: { start: start - quote, end: end + quote }, replacement: original.value });
    }
  }
  return { text: applyEdits(text, edits), missing: [...missing], restored: [...restored2] };
}
function quotesAround(text, start, end) {
  if (text[start - 1] !== '"') return 0;
  let length = 1;
  for (; text[start - length - 1] === "\\"; ) length++;
  return text.startsWith(text.slice(start - length, start), end) ? length : 0;
}

// src/redact/recurring.ts
function isParticular(value) {
  return value.length < 8 || /^[\d\s.,:;/_+()-]*$/.test(value) ? !1 : !value.split(/[-_. ]/).every(isWord);
}
function isWord(text) {
  if (text === "") return !0;
  if (text.length > 16 || !new RegExp("^\\p{L}+$", "u").test(text)) return !1;
  let rest = text.slice(1);
  return rest === rest.toLowerCase() || text === text.toUpperCase();
}
function recurringFinder(values) {
  let needles = needlesOf(values);
  if (needles.length === 0) return null;
  let mask = tableSize(needles.length) - 1, begins = new Uint8Array(mask + 1);
  for (let { text } of needles) begins[hashOf(text) & mask] = 1;
  return (text) => {
    let found = [], hash = hashOf(text), free = 0;
    for (let at = 0; at + 8 <= text.length; at++) {
      if (at > 0 && (hash = roll(hash, text.charCodeAt(at - 1), text.charCodeAt(at + 8 - 1))), at < free || begins[hash & mask] === 0) continue;
      let needle = longestAt(needles, text, at);
      if (needle === null) continue;
      let span = { start: at, end: at + needle.text.length };
      found.push({ span, type: needle.type, bareNumber: !1 }), free = span.end;
    }
    return found;
  };
}
function needlesOf(values) {
  let types = /* @__PURE__ */ new Map();
  for (let { value, type } of values)
    if (isParticular(value))
      for (let form of [value, escaped(value), unescaped(value)])
        form.length >= 8 && !types.has(form) && types.set(form, type);
  let texts = [...types.keys()].sort(), needles = [];
  for (let text of texts) {
    let parent = needles.length - 1;
    for (; parent >= 0 && !text.startsWith(needles[parent]?.text ?? ""); ) parent = needles[parent]?.parent ?? -1;
    needles.push({ text, type: types.get(text) ?? "", parent });
  }
  return needles;
}
function escaped(value) {
  return JSON.stringify(value).slice(1, -1);
}
function unescaped(value) {
  if (!value.includes("\\")) return value;
  try {
    let read2 = JSON.parse(`"${value}"`);
    return typeof read2 == "string" ? read2 : value;
  } catch {
    return value;
  }
}
function longestAt(needles, text, at) {
  let low = 0, high = needles.length;
  for (; low < high; ) {
    let middle = low + high >> 1;
    isAfter(needles[middle]?.text ?? "", text, at) ? high = middle : low = middle + 1;
  }
  let index = low - 1;
  for (; index >= 0 && !text.startsWith(needles[index]?.text ?? "", at); ) index = needles[index]?.parent ?? -1;
  return needles[index] ?? null;
}
function isAfter(needle, text, at) {
  for (let offset = 0; offset < needle.length; offset++) {
    let difference = needle.charCodeAt(offset) - text.charCodeAt(at + offset);
    if (difference !== 0) return !(difference < 0);
  }
  return !1;
}
var BASE = 31, LEAVING = 1742810335;
function hashOf(text) {
  let hash = 0;
  for (let at = 0; at < 8; at++) hash = Math.imul(hash, BASE) + text.charCodeAt(at) | 0;
  return hash;
}
function roll(hash, leaving, entering) {
  return Math.imul(hash - Math.imul(LEAVING, leaving), BASE) + entering | 0;
}
function tableSize(count2) {
  let size = 4096;
  for (; size < count2 * 16 && size < 1 << 22; ) size *= 2;
  return size;
}

// src/flow/replace.ts
function foundOf({ match }) {
  return { span: match.span, type: match.rule.placeholder, bareNumber: match.bareNumber ?? !1 };
}
function finderOf(hits) {
  let strong = hits.filter((hit) => !hit.match.weak);
  return recurringFinder(strong.map((hit) => ({ value: hit.value, type: hit.match.rule.placeholder })));
}
function replaceIn(surfaces, hits, machine) {
  let bySurface = /* @__PURE__ */ new Map();
  for (let hit of hits) {
    let key = addressOf(hit.surface), own = bySurface.get(key);
    own === void 0 ? bySurface.set(key, [hit]) : own.push(hit);
  }
  let finder = finderOf(hits);
  return surfaces.map((surface) => {
    let found = [...(bySurface.get(addressOf(surface)) ?? []).map(foundOf), ...finder?.(surface.text) ?? []];
    return found.length === 0 ? surface : { ...surface, text: applyEdits(surface.text, editsFor(surface.text, found, machine.digest)) };
  });
}
function addressOf({ pointer, isKey }) {
  return isKey ? `key ${pointer}` : pointer;
}

// src/flow/written.ts
var WRITING = {
  Write: { text: "content", path: "file_path" },
  Edit: { text: "new_string", path: "file_path" },
  NotebookEdit: { text: "new_source", path: "notebook_path" }
};
function isWrite(event) {
  return event.tool !== null && Object.hasOwn(WRITING, event.tool);
}
async function examineWrite(event, hits, machine) {
  let target = targetOf(event, machine);
  if (target === null) return { hits };
  let placeholders = findPlaceholders(target.text), hasMask = findMasks(target.text).length > 0 && !isExample(target.path);
  if (placeholders.length === 0 && !hasMask && hits.length === 0) return {};
  let disk = await readDisk(target.path, machine, placeholders.length > 0 || hasMask), fresh = hits.filter((hit) => !disk.text.includes(hit.value) && !disk.text.includes(escaped2(hit.value))), kept = fresh.length > 0 && isPrivate(target.path, machine) ? [] : fresh, place = { channel: "file", destination: "written", pointer: target.pointer, path: target.path }, refused = (rule2, detail) => ({
    hits: kept,
    actions: [actionFinding(rule2, { ...place, detail }, machine)]
  }), { text, missing } = restorePlaceholders(target.text, originalsIn(disk, placeholders, machine));
  return missing.filter((placeholder) => !disk.text.includes(placeholder)).length > 0 ? refused(PLACEHOLDER_LOST, `it holds a placeholder that stands for no value of ${baseName(target.path)}`) : hasMask && maskedOver(afterWrite(event.tool, target, text, disk.text), disk.text, spansOf(disk)).length > 0 ? refused(MASK_OVER_SECRET, `it puts a mask where ${baseName(target.path)} holds a secret`) : text === target.text ? { hits: kept } : { hits: kept, input: { ...target.input, [target.field]: text } };
}
function targetOf(event, machine) {
  let { tool, input } = event, fields = tool === null ? void 0 : WRITING[tool];
  if (fields === void 0 || input === null) return null;
  let text = stringAt(input, fields.text), path2 = stringAt(input, fields.path);
  if (text === null || path2 === null) return null;
  let full = resolvePath(machine.places.cwd, path2);
  return { input, field: fields.text, pointer: `/tool_input/${fields.text}`, path: full, text };
}
async function readDisk(path2, machine, withHits) {
  let read2 = machine.files.read(path2);
  if (read2.kind !== "text") return { text: "", hits: [] };
  if (!withHits) return { text: read2.text, hits: [] };
  let surface = (text) => ({ channel: "file", pointer: path2, isKey: !1, text, path: path2, url: null }), texts = path2.endsWith(".ipynb") ? [read2.text, ...cellTexts(read2.text)] : [read2.text], { hits } = await collect(texts.map(surface), () => "written", machine);
  return { text: read2.text, hits };
}
function cellTexts(notebook) {
  try {
    let parsed = JSON.parse(notebook);
    return (isObject(parsed) && Array.isArray(parsed.cells) ? parsed.cells : []).flatMap((cell) => {
      let source = isObject(cell) ? cell.source : null;
      return typeof source == "string" ? [source] : Array.isArray(source) ? [source.join("")] : [];
    });
  } catch {
    return [];
  }
}
function originalsIn(disk, asked, machine) {
  let originals = /* @__PURE__ */ new Map();
  if (asked.length === 0) return originals;
  let types = new Set(asked.map((hit) => hit.type)), finder = finderOf(disk.hits);
  for (let text of new Set(disk.hits.map((hit) => hit.surface.text))) {
    let found = disk.hits.filter((hit) => hit.surface.text === text).map(foundOf);
    for (let known of [found, [...found, ...finder?.(text) ?? []]])
      for (let [placeholder, original] of originalsOf(text, known, machine.digest, types))
        originals.set(placeholder, original);
  }
  return originals;
}
function spansOf(disk) {
  return disk.hits.filter((hit) => hit.surface.text === disk.text).map((hit) => hit.match.span);
}
function afterWrite(tool, target, text, disk) {
  if (tool !== "Edit") return text;
  let old = stringAt(target.input, "old_string") ?? "";
  return textAfterEdit(disk, old, text, target.input.replace_all === !0) ?? text;
}
var ENV_FILE = /^\.env(?:\.|$)|^\.dev\.vars$/, EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:[._-]|$)/i;
function isExample(path2) {
  return EXAMPLE.test(baseName(path2));
}
function isPrivate(path2, machine) {
  return machine.git.ignores(path2) === !0 ? !0 : ENV_FILE.test(baseName(path2)) && !isExample(path2) && machine.git.tracks(path2) !== !0;
}
function escaped2(value) {
  return JSON.stringify(value).slice(1, -1);
}

// src/flow/call.ts
async function examineCall(event, machine) {
  let scan = scanActions(event, machine), collected = await collect(event.surfaces, destinations(event, scan), machine), written = isWrite(event) ? await examineWrite(event, collected.hits, machine) : { hits: collected.hits };
  return mergeExamined([
    { actions: confirmed(scan.matches, machine).map((match) => findingOf(match, machine)) },
    { actions: await unredactable(scan, machine) },
    { actions: isWrite(event) ? [] : misusedPlaceholders(event, scan, machine) },
    written,
    { degraded: [...scan.degraded, ...collected.degraded] }
  ]);
}
function scanActions(event, machine) {
  let { tool, input } = event;
  if (tool === null || input === null) return NO_ACTIONS;
  let command = tool === "Bash" || tool === "Monitor" ? stringAt(input, "command") : null;
  return command === null ? { ...NO_ACTIONS, matches: judgeToolCall({ tool, input }, machine.places) } : needsShellParser(command) ? machine.analyzeCommand(command) : NO_ACTIONS;
}
function confirmed(matches, machine) {
  return matches.filter((match) => match.git === void 0 || takesGuardAway(match.git, machine));
}
var LOOPBACK = /^https?:\/\/(?:[^/@\s]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:[/?#]|$)/i, SENDING_TOOLS = /* @__PURE__ */ new Set(["WebFetch", "WebSearch", "SendMessage"]);
function destinations(event, scan) {
  if (isWrite(event)) return () => "written";
  let tool = event.tool ?? "";
  if (tool.startsWith("mcp__")) return () => "leaves";
  if (SENDING_TOOLS.has(tool)) {
    let url = event.input === null ? null : stringAt(event.input, "url");
    return () => url !== null && LOOPBACK.test(url) ? "stays" : "leaves";
  }
  return (surface, span) => surface.pointer === "/tool_input/command" && scan.leaving.some((part) => overlaps(part, span)) ? "leaves" : "stays";
}
async function unredactable(scan, machine) {
  let findings = [];
  for (let printed of scan.prints) {
    if (!printed.failing && !printed.encoded) continue;
    let { hits } = await collect(surfacesOf([printed], machine), () => "lost", machine), [first] = hits;
    if (first === void 0) continue;
    let how = printed.encoded ? "prints in another encoding" : "prints in a command that fails", place = { channel: "tool_input", destination: "stays", pointer: "/tool_input/command" }, detail = `${how} a file with ${first.finding.rule.title}`;
    findings.push(actionFinding(UNREDACTABLE_OUTPUT, { ...place, path: first.surface.path, detail }, machine));
  }
  return findings;
}
var TALKING_TOOLS = /* @__PURE__ */ new Set([
  "Agent",
  "Task",
  "AskUserQuestion",
  "ExitPlanMode",
  "Glob",
  "Grep",
  "LS",
  "Read",
  "ReportFindings",
  "ScheduleWakeup",
  "Skill",
  "TaskStop",
  "TodoWrite",
  "ToolSearch",
  "Workflow"
]);
function misusedPlaceholders(event, scan, machine) {
  if (TALKING_TOOLS.has(event.tool ?? "")) return [];
  for (let surface of event.surfaces) {
    if (findPlaceholders(surface.text).find(
      ({ span }) => !scan.searched.some((part) => part.start <= span.start && span.end <= part.end)
    ) === void 0) continue;
    let place = { channel: surface.channel, destination: "stays", pointer: surface.pointer, path: null };
    return [actionFinding(PLACEHOLDER_SENT, { ...place, detail: "holds a placeholder of ours" }, machine)];
  }
  return [];
}

// src/flow/known-values.ts
var MIN_LENGTH = 8;
async function knownValues(event, machine) {
  let command = event.input === null || event.tool !== "Bash" ? null : stringAt(event.input, "command");
  if (command === null || !needsShellParser(command)) return [];
  let files = surfacesOf(machine.analyzeCommand(command).prints, machine);
  if (files.length === 0) return [];
  let { hits } = await collect(files, () => "read", machine);
  return [...new Map(hits.map((hit) => [hit.value, hit])).values()].filter((hit) => hit.value.length >= MIN_LENGTH);
}
async function knownHits(event, found, machine) {
  let known = await knownValues(event, machine);
  return event.surfaces.flatMap((surface) => {
    let taken = found.filter((hit) => hit.surface === surface).map((hit) => hit.match.span);
    return known.flatMap(
      (source) => occurrences(surface.text, source.value).filter((span) => !taken.some((other) => overlaps(other, span))).map((span) => moved(source, surface, span))
    );
  });
}
function occurrences(text, value) {
  let spans = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
    spans.push({ start: at, end: at + value.length });
  return spans;
}
function moved(source, surface, span) {
  let { channel, pointer } = surface;
  return {
    ...source,
    surface,
    match: { ...source.match, span },
    finding: { ...source.finding, channel, pointer, span, line: null }
  };
}

// src/flow/mentions.ts
var MENTION = /(?:^|[\s([{<,;:"'`])@(?:"([^"\n]{1,4096})"|([^\s"]{1,4096}))/g, LINE_RANGE = /#L(\d{1,9})(?:-L?(\d{1,9}))?$/, TRAILING = /[.,;:!?)\]}>'"`]{1,16}$/;
function findMentions(text) {
  let mentions = [];
  for (let [, quoted, bare] of text.matchAll(MENTION)) {
    let written = quoted ?? bare ?? "", readings = /* @__PURE__ */ new Set([written, written.replace(TRAILING, "")]);
    for (let reading of readings) {
      let range = LINE_RANGE.exec(reading), path2 = range ? reading.slice(0, range.index) : reading;
      if (path2 === "") continue;
      let first = Number(range?.[1]);
      mentions.push({ path: path2, lines: range ? { first, last: Number(range[2] ?? first) } : null }), range && mentions.push({ path: reading, lines: null });
    }
  }
  return mentions;
}

// src/flow/pulled.ts
var NOTHING = { hits: [], degraded: [] };
async function scanMentions(text, machine) {
  let mentions = findMentions(text);
  return mentions.length === 0 ? NOTHING : scanMentioned(mentions, machine.places.cwd, machine);
}
async function scanMentioned(mentions, base, machine) {
  let hits = [], degraded = [], seen = /* @__PURE__ */ new Set();
  for (let { path: path2, lines } of mentions) {
    let full = resolvePath(base, path2.startsWith("~/") ? machine.places.home + path2.slice(1) : path2), key = `${full}
${lines?.first}
${lines?.last}`;
    if (seen.has(key)) continue;
    seen.add(key);
    let read2 = readSurface(full, "file", machine);
    degraded.push(...read2.degraded);
    let collected = await collect(read2.surfaces, () => "pulled", machine);
    degraded.push(...collected.degraded), hits.push(...collected.hits.filter((hit) => lines === null || touches(hit, lines)));
  }
  return { hits, degraded };
}
function touches(hit, lines) {
  let first = hit.finding.line ?? 1, last = first + hit.value.split(`
`).length - 1;
  return first <= lines.last && last >= lines.first;
}
async function scanExpansion(event, machine) {
  let name = stringAt(event.payload, "command_name") ?? /^\/(\S+)/.exec(event.prompt ?? "")?.[1];
  if (name === void 0) return NOTHING;
  let args = stringAt(event.payload, "command_args") ?? "", hits = [], degraded = [];
  for (let path2 of commandFiles(name, machine)) {
    let read2 = readSurface(path2, "file", machine);
    degraded.push(...read2.degraded);
    for (let surface of read2.surfaces) {
      let own = await collect([surface], () => "pulled", machine), body = fillArguments(surface.text, args), mentioned = await scanMentions(body, machine), printed = await collect(printedByLines(body, machine), () => "pulled", machine);
      for (let part of [own, mentioned, printed])
        hits.push(...part.hits), degraded.push(...part.degraded);
    }
  }
  return { hits, degraded };
}
var SHELL_LINE = /!`([^`\n]{1,8192})`/g;
function printedByLines(body, machine) {
  return [...body.matchAll(SHELL_LINE)].flatMap(
    ([, command]) => surfacesOf(machine.analyzeCommand(command ?? "").prints, machine)
  );
}
function fillArguments(text, args) {
  let words = args.split(/\s+/).filter((word) => word !== "");
  return text.replaceAll("$ARGUMENTS", args).replace(/\$(\d)/g, (whole, digit) => words[Number(digit) - 1] ?? whole);
}
var MAX_DEPTH2 = 4, MAX_NAMES = 2e3;
function commandFiles(name, machine) {
  let { cwd, project, home } = machine.places, steps = name.split(":"), last = steps.at(-1) ?? name, found = /* @__PURE__ */ new Set();
  for (let folder of [.../* @__PURE__ */ new Set([...upwards(cwd, project), project, home])]) {
    for (let step of [name, last]) found.add(`${folder}/.claude/skills/${step}/SKILL.md`);
    found.add(`${folder}/.claude/commands/${steps.join("/")}.md`);
    for (let path2 of filesBelow(`${folder}/.claude/commands`, machine))
      path2.endsWith(`/${last}.md`) && found.add(path2);
  }
  return [...found];
}
function upwards(from, to) {
  if (!isInside(to, from)) return [from];
  let folders = [from];
  for (; folders.at(-1) !== to && folders.length < 64; ) folders.push(folderOf(folders.at(-1) ?? to));
  return folders;
}
function filesBelow(root, machine) {
  let files = [], folders = [root], names = 0;
  for (let depth = 0; depth < MAX_DEPTH2 && folders.length > 0; depth++) {
    let next = [];
    for (let folder of folders)
      for (let name of machine.files.list(folder)) {
        if (++names > MAX_NAMES) return files;
        name.endsWith(".md") ? files.push(`${folder}/${name}`) : next.push(`${folder}/${name}`);
      }
    folders = next;
  }
  return files;
}

// src/flow/prompt.ts
async function examinePrompt(event, machine) {
  let typed = await collect(event.surfaces, () => "prompt", machine), pulled = event.phase === "prompt-expansion" ? await scanExpansion(event, machine) : await scanMentions(event.prompt ?? "", machine);
  return mergeExamined([typed, pulled]);
}
function sendablePrompt(event, hits, machine) {
  if (event.prompt === null) return null;
  let typed = hits.filter((hit) => hit.finding.destination === "prompt" && hit.surface.text === event.prompt), text = applyEdits(event.prompt, editsFor(event.prompt, typed.map(foundOf), machine.digest)), files = new Set(hits.filter((hit) => hit.finding.destination === "pulled").map((hit) => hit.surface.path));
  return files.size === 0 ? text : withoutMentions(text, files, machine);
}
function withoutMentions(text, files, machine) {
  let { cwd, home } = machine.places, result = text;
  for (let { path: path2 } of findMentions(text)) {
    let full = resolvePath(cwd, path2.startsWith("~/") ? home + path2.slice(1) : path2);
    files.has(full) && (result = result.replaceAll(`@"${path2}"`, `"${path2}"`).replaceAll(`@${path2}`, path2));
  }
  return result;
}

// src/config/compiled/defaults.ts
var DEFAULT_RESPONSES = {
  prompt: { high: "redact", lower: "notice" },
  pulled: { high: "block", lower: "block" },
  read: { high: "redact", lower: "redact" },
  lost: { high: "notice", lower: "notice" },
  leaves: { high: "block", lower: "ask" },
  stays: { high: "notice", lower: "notice" },
  written: { high: "ask", lower: "notice" },
  said: { high: "notice", lower: "allow" }
}, PROFILE_NAMES = ["standard", "customer-data"], RAISED = {
  standard: [],
  "customer-data": ["pii/payment-card", "pii/iban", "pii/us-ssn"]
};
function isProfile(name) {
  return PROFILE_NAMES.includes(name);
}
function raisedRules(profiles) {
  return new Set(profiles.flatMap((name) => RAISED[name] ?? []));
}

// src/config/compiled/glob.ts
function matchesName(glob, name) {
  let parts = glob.split("*"), [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return glob === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return !1;
  let at = first.length;
  for (let part of parts.slice(1, -1)) {
    let found = name.indexOf(part, at);
    if (found < 0) return !1;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
function pathTest(glob) {
  let rows = glob.map((row) => row.map((step) => step === null ? null : new RegExp(step, "s")));
  return (path2) => {
    if (path2.length > 4096) return !1;
    let steps = path2.split("/");
    return steps.every((step) => step.length <= 255) && rows.some((row) => matchesRow(row, steps));
  };
}
function matchesRow(row, steps) {
  let at = 0, step = 0, resume = null;
  for (; step < steps.length; ) {
    let pattern = row[at];
    if (pattern === null)
      resume = { at: ++at, step };
    else if (pattern?.test(steps[step]))
      at++, step++;
    else if (resume !== null)
      at = resume.at, step = ++resume.step;
    else
      return !1;
  }
  for (; row[at] === null; ) at++;
  return at === row.length;
}

// src/config/compiled/lookup.ts
function createLookup(policy, tool, places) {
  let namesOf = cached((path2) => namesFrom(path2, places)), linesOf = (layer) => policy.lines.filter((line2) => line2.origin.layer === layer).filter((line2) => line2.tool === null || tool !== null && matchesName(line2.tool, tool)).map((line2) => {
    let { category, channel, response } = line2, place = placeTest(line2, namesOf);
    return { test: (finding) => (category === null || category === finding.rule.category) && (channel === null || channel === finding.channel) && place(finding), response };
  }), user = linesOf("user"), project = linesOf("project"), allowlist = policy.allowlist.map((entry) => {
    let place = placeTest(entry, namesOf);
    return (finding) => (entry.fingerprint === null || entry.fingerprint === finding.fingerprint) && place(finding);
  });
  return {
    user: (finding) => user.findLast(({ test }) => test(finding))?.response ?? null,
    project: (finding) => project.findLast(({ test }) => test(finding))?.response ?? null,
    isAllowlisted: (finding) => allowlist.some((test) => test(finding))
  };
}
function placeTest(of, namesOf) {
  let matchesPath = of.path === null ? null : pathTest(of.path);
  return ({ rule: rule2, path: path2 }) => (of.rule === null || matchesName(of.rule, rule2.id)) && (matchesPath === null || path2 !== null && namesOf(path2).some(matchesPath));
}
function namesFrom(path2, places) {
  let whole = resolvePath(places.project, path2), below = (folder) => {
    let root = resolvePath("/", folder);
    return whole !== root && isInside(root, whole) ? [whole.slice(root.length).replace(/^\//, "")] : [];
  };
  return [whole, ...below(places.project), ...below(places.home).map((rest) => `~/${rest}`)];
}
function cached(names) {
  let last = null;
  return (path2) => (last?.path !== path2 && (last = { path: path2, names: names(path2) }), last.names);
}

// src/core/finding.ts
var RESPONSES = ["allow", "notice", "redact", "ask", "block"];
function strictestResponse(a, b) {
  return RESPONSES.indexOf(a) >= RESPONSES.indexOf(b) ? a : b;
}

// src/policy/decide.ts
function decide(findings, policy, event, places) {
  let lookup = createLookup(policy, event.tool, places), raised = raisedRules(policy.profiles);
  return findings.map((finding) => {
    if (lookup.isAllowlisted(finding)) return { finding, wanted: "allow", done: "allow" };
    let isHigh = finding.confidence === "high" || raised.has(finding.rule.id), byDefault = finding.response ?? DEFAULT_RESPONSES[finding.destination][isHigh ? "high" : "lower"], ofUser = lookup.user(finding), ofProject = lookup.project(finding), base = ofUser ?? byDefault, wanted = ofProject === null ? base : strictestResponse(base, ofProject), isByLine = ofUser !== null || wanted !== base, isFirm = isHigh || isFirmPlace(finding) || isByLine && (wanted === "ask" || wanted === "block");
    return { finding, wanted, done: doable(wanted, isFirm, finding, event.can) };
  });
}
function combine(decided) {
  return decided.reduce((action, { done }) => strictest(action, actionOf(done)), "allow");
}
function actionOf(response) {
  return response === "notice" ? "allow" : response;
}
function isFirmPlace(finding) {
  let { destination } = finding;
  return finding.rule.category === "action" || destination === "leaves" || isPrompt(finding);
}
function isPrompt({ destination }) {
  return destination === "prompt" || destination === "pulled";
}
function doable(wanted, isFirm, finding, can) {
  let at = RESPONSES.indexOf(wanted), canDo = (response) => isPossible(response, finding, can);
  return (isFirm ? RESPONSES.slice(at).find(canDo) : void 0) ?? RESPONSES.slice(0, at + 1).findLast(canDo) ?? "notice";
}
function isPossible(response, finding, can) {
  let isRead = finding.destination === "read";
  return response === "redact" ? can.has("redact") && (isRead || finding.destination === "prompt") : response === "ask" ? can.has("ask") && !isPrompt(finding) : response === "block" ? can.has("block") || isRead && can.has("redact") : !0;
}

// src/redact/output.ts
function redactValue(value, pointer, surfaces) {
  let values = /* @__PURE__ */ new Map(), keys = /* @__PURE__ */ new Map();
  for (let surface of surfaces) (surface.isKey ? keys : values).set(surface.pointer, surface.edits);
  return rewriteJson(value, pointer, {
    value: (text, at) => {
      let edits = values.get(at);
      if (edits === void 0 || edits.length === 0) return text;
      if (typeof text == "string") return applyEdits(text, edits);
      let unquoted = edits.map(({ span, replacement }) => ({ span, replacement }));
      return applyEdits(String(text), unquoted);
    },
    key: (key, at) => applyEdits(key, keys.get(at) ?? [])
  });
}
function sameShape(before, after) {
  let open = [[before, after]];
  for (let pair = open.pop(); pair !== void 0; pair = open.pop()) {
    let [left, right] = pair;
    if (typeof left == "object" && left !== null) {
      if (typeof right != "object" || right === null || Array.isArray(left) !== Array.isArray(right)) return !1;
      let leftEntries = Object.entries(left), rightEntries = Object.entries(right);
      if (leftEntries.length !== rightEntries.length) return !1;
      for (let [at, [leftKey, leftValue]] of leftEntries.entries()) {
        let [rightKey, rightValue] = rightEntries[at];
        if (leftKey !== rightKey && !holdsPlaceholder(rightKey)) return !1;
        open.push([leftValue, rightValue]);
      }
    } else if (!sameScalar(left, right)) return !1;
  }
  return !0;
}
function sameScalar(before, after) {
  return typeof before == "string" ? typeof after == "string" : before === after || typeof before == "number" && typeof after == "string" && holdsPlaceholder(after);
}
function holdsPlaceholder(text) {
  return findPlaceholders(text).length > 0;
}

// src/flow/result.ts
var OUTPUT = "/tool_response", MAX_PASSES = 3;
async function redactOutput(event, hits, decided, machine) {
  let removed = new Set(decided.filter(isRemoved).map(({ finding }) => finding)), pending = hits.filter((hit) => removed.has(hit.finding)), surfaces = event.surfaces;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    let before = surfaces;
    surfaces = replaceIn(before, pending, machine);
    let changed = surfaces.filter((surface, index) => surface !== before[index]);
    if (pending = await stillRemoved(changed, event, machine), pending.length === 0) return assembled(event, surfaces);
  }
  return { output: void 0, why: "it still holds a finding after redaction" };
}
function isRemoved({ done }) {
  return done !== "allow" && done !== "notice";
}
async function stillRemoved(changed, event, machine) {
  let { hits } = await collect(changed, () => "read", machine), findings = hits.map((hit) => hit.finding), removed = new Set(
    decide(findings, machine.policy, event, machine.places).filter(isRemoved).map((d) => d.finding)
  );
  return hits.filter((hit) => removed.has(hit.finding));
}
function assembled(event, surfaces) {
  let original = event.output ?? null, edited = surfaces.flatMap((surface, index) => {
    let before = event.surfaces[index];
    if (before === void 0 || before === surface) return [];
    let edits = [{ span: { start: 0, end: before.text.length }, replacement: surface.text }];
    return [{ pointer: surface.pointer, isKey: surface.isKey, edits }];
  }), output = redactValue(original, OUTPUT, edited);
  return sameShape(original, output) ? { output, why: null } : { output: void 0, why: "its shape would change" };
}

// src/core/shown.ts
var PLAIN_STEP = /^[\w.$@-]{1,48}$/;
function foundKeys(findings) {
  let keys = /* @__PURE__ */ new Set();
  for (let { pointer, inKey } of findings) inKey && keys.add(pointer);
  return keys;
}
function shownPointer(pointer, hidden) {
  let whole = "", shown = "";
  for (let step of pointer.split("/").slice(1))
    whole += `/${step}`, shown += `/${hidden.has(whole) || !PLAIN_STEP.test(step) ? "*" : step}`;
  return shown;
}
function shownText(text, max = 200) {
  let plain2 = text.slice(0, max + 1).replace(/[\p{C}\u2028\u2029]/gu, "?");
  return plain2.length > max ? `${plain2.slice(0, max - 1)}…` : plain2;
}

// src/policy/messages.ts
var MAX_NAMED = 5, ADVICE = {
  leaves: {
    secret: "Leave the value out, or let the program itself read it from a file or an environment variable.",
    other: "Leave the value out, or use made-up data."
  },
  written: {
    secret: "Read the value from the environment, or keep it in a file that git ignores.",
    other: "Use made-up data, or keep it in a file that git ignores."
  }
}, PASSED = {
  prompt: "sent with the prompt",
  pulled: "pulled in by the prompt",
  read: "shown to the model",
  lost: "reached the model, nothing could hold it back",
  leaves: "sent off this machine",
  stays: "passed to a call that stays on this machine",
  written: "written",
  said: "in the agent's own words"
};
function explain(decided, context) {
  let action = combine(decided);
  if (action !== "ask" && action !== "block") return null;
  let hidden = foundKeys(decided.map(({ finding }) => finding)), decisive = decided.filter(({ done }) => actionOf(done) === action).map(({ finding }) => finding), found = listOf(decisive.map((finding) => describe(finding, hidden, context.places))), advice = [...new Set(decisive.map(adviceOf))].filter((text2) => text2 !== "");
  if (context.phase === "prompt" || context.phase === "prompt-expansion") {
    let text2 = [`defenter: ${promptHead(context.phase)}. Found in it: ${found}.`, ...advice].join(" ");
    return { person: text2 + offerOf(decisive, context), agent: text2 };
  }
  let text = [`${action === "ask" ? "defenter asks before this goes on" : "defenter refused this"}: ${found}.`, ...advice].join(" "), isCommand = decisive.some(({ pointer }) => pointer.endsWith("/command"));
  return { person: text, agent: action === "block" && isCommand ? `${text} Do not retry with another command.` : text };
}
function noticeLine(decided, places) {
  let { finding, done } = decided, what = done === "redact" ? "replaced by a placeholder" : PASSED[finding.destination], isAction = finding.rule.category === "action";
  return `defenter: ${describe(finding, foundKeys([finding]), places)}: ${isAction ? "let through" : what}`;
}
function describe(finding, hidden, places) {
  let name = `${shownText(finding.rule.title)} (${finding.rule.id})`;
  if (finding.detail !== null) return `${shownText(finding.detail)} (${finding.rule.id})`;
  let where = placeOf(finding, hidden, places);
  return where === "" ? name : `${name} ${where}`;
}
function placeOf(finding, hidden, places) {
  let { destination, line: line2, path: path2, pointer } = finding;
  return destination === "prompt" ? line2 === null ? "" : `in line ${line2}` : destination === "said" ? "" : path2 !== null ? `in ${shownText(shortPath(path2, places))}${line2 === null ? "" : `, line ${line2}`}` : `in ${shownPointer(pointer, hidden)}${line2 === null || line2 === 1 ? "" : `, line ${line2}`}`;
}
function listOf(items) {
  let counts = /* @__PURE__ */ new Map();
  for (let item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  let named = [...counts].slice(0, MAX_NAMED).map(([item, count2]) => count2 === 1 ? item : `${item}, ${count2} times`), beyond = counts.size - named.length;
  return beyond > 0 ? `${named.join("; ")}; and ${beyond} more` : named.join("; ");
}
function adviceOf({ rule: rule2, destination }) {
  return rule2.advice !== void 0 ? rule2.advice : ADVICE[destination]?.[rule2.category === "secret" ? "secret" : "other"] ?? "";
}
function promptHead(phase) {
  return phase === "prompt" ? "this prompt was not sent" : "this slash command was not run";
}
function offerOf(decisive, { promptWithPlaceholders: prompt }) {
  let parts = [];
  return decisive.some(({ destination }) => destination === "pulled") && parts.push("Name a file without the @: the agent can read it, and what was found is replaced on the way."), prompt && parts.push(`Ready to send:

${prompt}`), prompt && decisive.some(({ destination }) => destination === "prompt") && parts.push("A placeholder from a prompt cannot be restored: write the value into the file yourself."), parts.map((part) => `

${part}`).join("");
}

// src/engine.ts
async function evaluate(event, machine) {
  let seen = withIncompleteScan(await examine(event, machine), event, machine), findings = [...seen.hits.map((hit) => hit.finding), ...seen.actions];
  if (findings.length === 0 && seen.input === void 0 && seen.degraded.length === 0) return ALLOW;
  let decided = decide(findings, machine.policy, event, machine.places), action = combine(decided), promptWithPlaceholders = action === "block" ? sendablePrompt(event, seen.hits, machine) : null, decision = {
    ...ALLOW,
    action,
    findings: decided,
    reason: explain(decided, { phase: event.phase, places: machine.places, promptWithPlaceholders }),
    notices: isOwnWriting(event) ? [] : notices(decided, machine),
    input: action === "block" ? void 0 : seen.input,
    degraded: seen.degraded
  };
  return event.phase === "post-tool" ? withCleanOutput(decision, event, seen, machine) : decision;
}
var DESTINATIONS = {
  "post-tool-failure": "lost",
  "session-start": "lost",
  stop: "said",
  "subagent-stop": "said"
};
async function examine(event, machine) {
  switch (event.phase) {
    case "prompt":
    case "prompt-expansion":
      return examinePrompt(event, machine);
    case "pre-tool":
      return examineCall(event, machine);
    case "post-tool": {
      let collected = await collect(event.surfaces, () => "read", machine);
      return mergeExamined([collected, { hits: await knownHits(event, collected.hits, machine) }]);
    }
    default: {
      let destination = DESTINATIONS[event.phase] ?? "lost";
      return mergeExamined([await collect(event.surfaces, () => destination, machine)]);
    }
  }
}
function withIncompleteScan(seen, event, machine) {
  let [first] = seen.degraded;
  if (first === void 0 || !["prompt", "prompt-expansion", "pre-tool"].includes(event.phase)) return seen;
  let isPrompt2 = event.phase !== "pre-tool", finding = actionFinding(INCOMPLETE_SCAN, {
    channel: isPrompt2 ? "user_prompt" : "tool_input",
    destination: isPrompt2 ? "prompt" : "stays",
    pointer: isPrompt2 ? "/prompt" : "/tool_input",
    path: null,
    detail: first
  }, machine, isPrompt2 ? "block" : "ask");
  return { ...seen, actions: [...seen.actions, finding] };
}
var EDIT_HINT = "Values that begin with DEFENTER_ are placeholders of the guard for values on disk. To change such a file, leave those lines out of the edit, or write the whole file with the placeholders as they are: they are restored on writing.";
async function withCleanOutput(decision, event, seen, machine) {
  let withheld2 = (why2) => {
    let note = `[withheld by defenter: ${why2}]`;
    return { ...decision, action: "redact", output: withhold(event.output ?? null, OUTPUT, event.surfaces, note) };
  };
  if (seen.degraded.length > 0) return withheld2(`the output could not be checked in full (${seen.degraded[0]})`);
  if (decision.action === "allow") return decision;
  if (decision.action !== "redact") return withheld2("the policy does not let the model see it");
  let { output, why } = await redactOutput(event, seen.hits, decision.findings, machine);
  return output === void 0 ? withheld2(why ?? "it could not be redacted") : { ...decision, output, context: event.tool === "Read" ? [EDIT_HINT] : [] };
}
function isOwnWriting(event) {
  return event.phase === "post-tool" && isWrite(event);
}
function notices(decided, machine) {
  let told = decided.filter(({ done }) => done === "notice" || done === "redact");
  if (told.length === 0) return [];
  let keyOf = ({ finding, done }) => `${done} ${finding.rule.id} ${finding.fingerprint}`, now = new Set(machine.tell(told.map(keyOf)));
  return [...new Set(told.filter((one) => now.has(keyOf(one))).map((one) => noticeLine(one, machine.places)))];
}

// src/hosts/claude/events.ts
var EVENTS = /* @__PURE__ */ new Map([
  ["UserPromptSubmit", { phase: "prompt", can: /* @__PURE__ */ new Set(["block", "notify", "context"]), specific: !0 }],
  ["UserPromptExpansion", { phase: "prompt-expansion", can: /* @__PURE__ */ new Set(["block", "notify", "context"]), specific: !0 }],
  ["PreToolUse", { phase: "pre-tool", can: /* @__PURE__ */ new Set(["block", "ask", "restore", "notify", "context"]), specific: !0 }],
  ["PostToolUse", { phase: "post-tool", can: /* @__PURE__ */ new Set(["redact", "notify", "context"]), specific: !0 }],
  ["PostToolUseFailure", { phase: "post-tool-failure", can: /* @__PURE__ */ new Set(["notify", "context"]), specific: !0 }],
  ["SessionStart", { phase: "session-start", can: /* @__PURE__ */ new Set(["notify", "context"]), specific: !0 }],
  ["ConfigChange", { phase: "config-change", can: /* @__PURE__ */ new Set(["block", "notify"]), specific: !1 }],
  // A context would make the model go on instead of stopping.
  ["Stop", { phase: "stop", can: /* @__PURE__ */ new Set(["notify"]), specific: !1 }],
  ["SubagentStop", { phase: "subagent-stop", can: /* @__PURE__ */ new Set(["notify"]), specific: !1 }]
]);
function contractOf(eventName) {
  return EVENTS.get(eventName) ?? null;
}
function eventNameOf(phase) {
  for (let [name, contract] of EVENTS) if (contract.phase === phase) return name;
  throw new Error(`no event for phase ${phase}`);
}

// src/hosts/claude/shapes.ts
var FIXED = /* @__PURE__ */ new Map([
  ["Bash", /* @__PURE__ */ new Set(["/backgroundTaskId", "/persistedOutputPath"])],
  [
    "Read",
    /* @__PURE__ */ new Set([
      "/type",
      "/file/filePath",
      "/file/type",
      "/file/cells/*/cellType",
      "/file/cells/*/cell_id",
      "/file/cells/*/language",
      "/file/cells/*/outputs/*/output_type"
    ])
  ],
  ["Write", /* @__PURE__ */ new Set(["/type", "/filePath"])],
  ["Edit", /* @__PURE__ */ new Set(["/filePath"])],
  ["NotebookEdit", /* @__PURE__ */ new Set(["/cell_type", "/cell_id", "/language", "/edit_mode", "/notebook_path"])],
  ["Grep", /* @__PURE__ */ new Set(["/mode"])],
  [
    "Agent",
    /* @__PURE__ */ new Set([
      "/status",
      "/agentId",
      "/agentType",
      "/resolvedModel",
      "/outputFile",
      "/harnessSectionHash",
      "/toolsUsed/*",
      "/content/*/type",
      "/usage/service_tier",
      "/usage/inference_geo",
      "/usage/speed"
    ])
  ],
  ["Skill", /* @__PURE__ */ new Set(["/commandName", "/status"])]
]), BLOCK_TYPES = /* @__PURE__ */ new Set(["text", "image", "audio", "resource", "resource_link", "base64"]);
function isFixed(tool, shape, value) {
  return isMcp(tool) ? shape.startsWith("/*/") && shape.endsWith("/type") && BLOCK_TYPES.has(value) : FIXED.get(tool)?.has(shape) ?? !1;
}
function isMcp(tool) {
  return tool.startsWith("mcp__");
}
function mcpServerOf(tool) {
  if (!isMcp(tool)) return null;
  let end = tool.indexOf("__", 5);
  return tool.slice(5, end === -1 ? void 0 : end) || null;
}
function outputChannel(tool) {
  switch (tool) {
    case "Read":
    case "Write":
    case "Edit":
    case "NotebookEdit":
      return "file";
    case "WebFetch":
    case "WebSearch":
      return "web";
    case "Agent":
      return "agent_response";
    case "ReadMcpResourceTool":
    case "ListMcpResourcesTool":
      return "mcp";
    default:
      return isMcp(tool) ? "mcp" : "tool_output";
  }
}
function smallestOutput(tool, input, note) {
  return isMcp(tool) ? note : tool === "Bash" ? { stdout: note, stderr: "", interrupted: !1 } : tool !== "Read" ? void 0 : { type: "text", file: { filePath: (input === null ? null : stringAt(input, "file_path")) ?? "", content: note, numLines: 1, startLine: 1, totalLines: 1 } };
}

// src/hosts/claude/surfaces.ts
function addText(parts, text, pointer, channel, path2) {
  text && parts.surfaces.push({ channel, pointer, isKey: !1, text, path: path2, url: null });
}
function addInput(parts, tool, input, cwd) {
  let path2 = isWriter(tool) ? filePathOf(tool, input, cwd) : null, url = tool === "WebFetch" ? stringAt(input, "url") : null, walk = { parts, tool, isOutput: !1, address: { channel: "tool_input", path: path2, url } }, naming = { ...walk, address: { channel: "tool_input", path: null, url } };
  for (let key of Object.keys(input))
    addKey(walk, key, pointerTo("/tool_input", key)), addValue(isPathKey(key) ? naming : walk, input[key], pointerTo("/tool_input", key), `/${key}`);
}
function addOutput(parts, tool, input, output, cwd) {
  let address = { channel: outputChannel(tool), ...whereFrom(tool, input ?? {}, output, cwd) };
  addValue({ parts, tool, isOutput: !0, address }, output, "/tool_response", "");
}
function addError(parts, tool, input, error, cwd) {
  if (error) {
    let { path: path2, url } = whereFrom(tool, input, null, cwd);
    parts.surfaces.push({ channel: outputChannel(tool), pointer: "/error", isKey: !1, text: error, path: path2, url });
  }
}
function isWriter(tool) {
  return tool === "Write" || tool === "Edit" || tool === "NotebookEdit";
}
function isPathKey(key) {
  return key === "file_path" || key === "notebook_path";
}
function filePathOf(tool, input, cwd) {
  let path2 = stringAt(input, tool === "NotebookEdit" ? "notebook_path" : "file_path");
  return path2 === null || path2 === "" ? null : resolvePath(cwd, path2);
}
function whereFrom(tool, input, output, cwd) {
  return tool === "Read" || isWriter(tool) ? { path: filePathOf(tool, input, cwd), url: null } : tool === "WebFetch" ? { path: null, url: (isObject(output) ? stringAt(output, "url") : null) ?? stringAt(input, "url") } : tool === "ReadMcpResourceTool" ? { path: null, url: stringAt(input, "uri") } : { path: null, url: null };
}
function addValue(walk, value, pointer, shape) {
  if (typeof value == "string")
    value !== "" && !(walk.isOutput && isFixed(walk.tool, shape, value)) && push(walk, pointer, !1, value);
  else if (typeof value == "number")
    isMcp(walk.tool) && hasManyDigits(value) && push(walk, pointer, !1, String(value));
  else if (Array.isArray(value)) {
    let itemShape = `${shape}/*`;
    for (let at = 0; at < value.length; at++) addValue(walk, value[at], `${pointer}/${at}`, itemShape);
  } else isObject(value) && addObject(walk, value, pointer, shape);
}
function addObject(walk, value, pointer, shape) {
  let binary = walk.isOutput ? binaryPart(walk.tool, value) : null;
  for (let key of Object.keys(value)) {
    let childPointer = pointerTo(pointer, key);
    binary !== null && key === binary.key ? walk.parts.skipped.push({ pointer: childPointer, why: binary.why }) : (binary === null || !isMediaType(key, value[key])) && (addKey(walk, key, childPointer), addValue(walk, value[key], childPointer, pointerTo(shape, key)));
  }
}
function push(walk, pointer, isKey, text) {
  let { channel, path: path2, url } = walk.address;
  walk.parts.surfaces.push({ channel, pointer, isKey, text, path: path2, url });
}
function addKey(walk, key, pointer) {
  if (key.length < 8) return;
  (isMcp(walk.tool) ? /^[A-Za-z_]*$/.test(key) : /^[\w$-]*$/.test(key)) || push(walk, pointer, !0, key);
}
function hasManyDigits(value) {
  return Number.isSafeInteger(value) && Math.abs(value) >= 1e8;
}
function binaryPart(tool, value) {
  if (tool === "Bash" && value.isImage === !0)
    return isImageUrl(value.stdout) ? { key: "stdout", why: "image" } : null;
  if (tool === "Read") {
    if (isBase64(value.base64)) return { key: "base64", why: "image or document" };
    if (isBase64(value.image_data)) return { key: "image_data", why: "image" };
  }
  let type = value.type;
  return (type === "image" || type === "audio" || type === "base64" && isMediaType("media_type", value.media_type)) && isBase64(value.data) ? { key: "data", why: "image or audio" } : null;
}
function isBase64(value) {
  return typeof value == "string" && value.length >= MIN_BINARY_CHARS && !NOT_BASE64.test(value);
}
function isImageUrl(value) {
  if (typeof value != "string") return !1;
  let start = value.indexOf(",") + 1;
  return /^data:image\/[a-z0-9.+-]{1,40};base64,$/.test(value.slice(0, start)) && !NOT_BASE64.test(value.slice(start));
}
var MIN_BINARY_CHARS = 64, NOT_BASE64 = /[^A-Za-z0-9+/=\r\n]/;
function isMediaType(key, value) {
  return key !== "type" && key !== "media_type" && key !== "mimeType" ? !1 : typeof value == "string" && /^(?:image|audio|base64|(?:image|audio|application)\/[a-z0-9.+-]{1,40})$/.test(value);
}

// src/hosts/claude/decode.ts
var MAX_DEPTH3 = 1e3;
function decode(payload, expectedEvent) {
  if (!isObject(payload)) throw invalid(`the event is ${kindOf(payload)}, not an object`);
  let name = requiredString(payload, "hook_event_name");
  if (expectedEvent !== null && name !== expectedEvent)
    throw invalid(`the event is ${nameForPeople(name)}, but this hook is registered for ${expectedEvent}`);
  let contract = contractOf(name);
  if (contract === null) throw invalid(`the event ${nameForPeople(name)} is not one that this guard handles`);
  if (depthOf(payload, MAX_DEPTH3) >= MAX_DEPTH3) throw invalid(`the event is nested more than ${MAX_DEPTH3} levels deep`);
  let common = {
    host: "claude",
    phase: contract.phase,
    session: optionalString(payload, "session_id"),
    agent: optionalString(payload, "agent_id"),
    callId: optionalString(payload, "tool_use_id") ?? optionalString(payload, "prompt_id"),
    cwd: requiredString(payload, "cwd"),
    can: contract.can,
    payload
  };
  return { ...common, ...detailsOf(contract.phase, payload, common.cwd) };
}
var NO_TOOL = { tool: null, mcpServer: null, input: null, output: void 0 };
function detailsOf(phase, payload, cwd) {
  let parts = { surfaces: [], skipped: [] };
  switch (phase) {
    case "prompt":
    case "prompt-expansion": {
      let prompt = requiredString(payload, "prompt", !0);
      addText(parts, prompt, "/prompt", "user_prompt", null);
      let rest = stringAt(payload, "command_args");
      return rest !== null && !prompt.includes(rest) && addText(parts, rest, "/command_args", "user_prompt", null), { ...NO_TOOL, prompt, ...parts };
    }
    case "pre-tool":
    case "post-tool":
    case "post-tool-failure":
      return toolDetails(phase, payload, cwd, parts);
    case "stop":
    case "subagent-stop":
      return addText(
        parts,
        optionalString(payload, "last_assistant_message"),
        "/last_assistant_message",
        "agent_response",
        null
      ), { ...NO_TOOL, prompt: null, ...parts };
    case "session-start":
    case "config-change":
      return { ...NO_TOOL, prompt: null, ...parts };
  }
}
function toolDetails(phase, payload, cwd, parts) {
  let tool = toolNameOf(requiredString(payload, "tool_name")), input = payload.tool_input;
  if (!isObject(input)) throw invalid(`tool_input is ${kindOf(input)}, not an object`);
  let output = phase === "post-tool" ? requiredOutput(payload) : void 0;
  phase === "pre-tool" ? addInput(parts, tool, input, cwd) : output !== void 0 ? addOutput(parts, tool, input, output, cwd) : addError(parts, tool, input, optionalString(payload, "error"), cwd);
  let server = objectAt(payload, "mcp_server"), mcpServer = (server === null ? null : stringAt(server, "name")) ?? mcpServerOf(tool);
  return { tool, mcpServer, input, output, prompt: null, ...parts };
}
function toolNameOf(name) {
  return name === "Task" ? "Agent" : name;
}
function requiredOutput(payload) {
  let output = payload.tool_response;
  if (output === void 0) throw invalid("tool_response is missing");
  return output;
}
function requiredString(payload, key, mayBeEmpty = !1) {
  let value = payload[key];
  if (typeof value != "string") throw invalid(`${key} is ${kindOf(value)}, not a string`);
  if (value === "" && !mayBeEmpty) throw invalid(`${key} is empty`);
  return value;
}
function optionalString(payload, key) {
  let value = payload[key] ?? null;
  if (value !== null && typeof value != "string") throw invalid(`${key} is ${kindOf(value)}, not a string`);
  return value === "" ? null : value;
}
function kindOf(value) {
  return value === void 0 ? "missing" : value === null ? "null" : Array.isArray(value) ? "an array" : typeof value == "object" ? "an object" : `a ${typeof value}`;
}
function nameForPeople(name) {
  return /^[A-Za-z]{1,40}$/.test(name) ? name : "of an unreadable name";
}
function invalid(message) {
  return new DefenterError("EVENT_INVALID", message, {
    hints: ["the event on stdin must be one JSON object as Claude Code sends it"]
  });
}

// src/hosts/claude/encode.ts
var SILENCE = { stdout: null, stderr: "", exitCode: 0 }, UNEXPLAINED = {
  person: "defenter stopped this, because what it holds could not be let through",
  agent: "defenter stopped this, because what it holds could not be let through"
};
function encode(event, decision) {
  let name = eventNameOf(event.phase), { notices: notices2, context } = decision, reason = decision.reason ?? UNEXPLAINED, { action } = decision, stops = action === "block" || action === "ask" && !event.can.has("ask") || action === "redact" && !event.can.has("redact");
  switch (event.phase) {
    case "prompt":
    case "prompt-expansion":
    case "config-change":
      return stops ? refusal(name, reason, notices2, context) : answer(name, {}, notices2, context);
    case "pre-tool":
      return stops ? refusal(name, reason, notices2, context) : answer(name, { ...asking(decision, reason), ...restored(decision) }, notices2, context);
    case "post-tool": {
      let output = decision.output ?? (action === "allow" ? void 0 : withheld(event.payload, reason)), told = stops ? [...context, reason.agent] : context;
      return answer(name, output === void 0 ? {} : { updatedToolOutput: output }, notices2, told);
    }
    default:
      return answer(name, {}, notices2, context);
  }
}
function refuse(eventName, message, payload) {
  let contract = contractOf(eventName);
  if (contract?.can.has("block")) return refusal(eventName, message, [], []);
  if (contract?.phase === "post-tool") {
    let output = withheld(payload, message);
    return { ...answer(eventName, output === void 0 ? {} : { updatedToolOutput: output }, [message.person], [message.agent]), stderr: line(message.person) };
  }
  return { stdout: { systemMessage: message.person }, stderr: line(message.person), exitCode: 0 };
}
function refusal(name, reason, notices2, context) {
  let toTool = name === "PreToolUse", why = toTool ? reason.agent : reason.person, told = toTool && !why.startsWith(reason.person) ? [reason.person, ...notices2] : notices2, specific = toTool ? { permissionDecision: "deny", permissionDecisionReason: why } : { suppressOriginalPrompt: !0 }, { stdout } = answer(name, specific, told, toTool ? context : []);
  return { stdout: { decision: "block", reason: why, ...stdout }, stderr: line(why), exitCode: 2 };
}
function answer(name, specific, notices2, context) {
  let stdout = {};
  notices2.length > 0 && (stdout.systemMessage = notices2.join(`
`));
  let hookSpecificOutput = context.length > 0 ? { ...specific, additionalContext: context.join(`
`) } : specific;
  return contractOf(name)?.specific && Object.keys(hookSpecificOutput).length > 0 && (stdout.hookSpecificOutput = { hookEventName: name, ...hookSpecificOutput }), Object.keys(stdout).length === 0 ? SILENCE : { ...SILENCE, stdout };
}
function asking(decision, reason) {
  return decision.action !== "ask" ? {} : { permissionDecision: "ask", permissionDecisionReason: reason.person };
}
function restored(decision) {
  return decision.input === void 0 ? {} : { updatedInput: decision.input };
}
function withheld(payload, reason) {
  if (!isObject(payload)) return;
  let tool = toolNameOf(stringAt(payload, "tool_name") ?? ""), input = isObject(payload.tool_input) ? payload.tool_input : null, output = payload.tool_response, note = `[withheld: ${reason.agent}]`;
  if (output === void 0 || depthOf(output, MAX_DEPTH3) >= MAX_DEPTH3) return smallestOutput(tool, input, note);
  let parts = { surfaces: [], skipped: [] };
  return addOutput(parts, tool, input, output, stringAt(payload, "cwd") ?? "/"), withhold(output, "/tool_response", parts.surfaces, note);
}
function line(text) {
  return `${text}
`;
}

// src/hosts/claude.ts
var claude = { id: "claude", decode, encode, refuse };

// src/system/assemble.ts
var import_node_fs6 = require("node:fs"), import_node_os2 = require("node:os"), import_node_path7 = require("node:path");

// src/audit/record.ts
var MAX_FINDINGS = 100, MAX_NOTES = 20;
function makeRecord(event, decision, context) {
  let { places } = context, hidden = foundKeys(decision.findings.map(({ finding }) => finding)), short = (text) => shownText(text.replaceAll(`${places.home}/`, "~/")), more = decision.findings.length - MAX_FINDINGS;
  return {
    time: context.time.toISOString(),
    version: context.version,
    host: event.host,
    phase: event.phase,
    ...event.session !== null && { session: shownText(event.session) },
    ...event.agent !== null && { agent: shownText(event.agent) },
    ...event.callId !== null && { callId: shownText(event.callId) },
    ...event.tool !== null && { tool: shownText(event.tool) },
    project: isInside(places.home, places.project) ? `~${places.project.slice(places.home.length)}` : places.project,
    action: decision.action,
    ...decision.findings.length > 0 && {
      findings: decision.findings.slice(0, MAX_FINDINGS).map((decided) => findingOf2(decided, hidden, short, places))
    },
    ...more > 0 && { moreFindings: more },
    ...decision.degraded.length > 0 && { degraded: decision.degraded.slice(0, MAX_NOTES).map(short) },
    ...event.skipped.length > 0 && {
      skipped: event.skipped.slice(0, MAX_NOTES).map(({ pointer, why }) => ({ pointer: shownPointer(pointer, hidden), why: short(why) }))
    },
    ms: Math.round(context.ms * 10) / 10,
    pid: context.pid
  };
}
function findingOf2({ finding, wanted, done }, hidden, short, places) {
  return {
    rule: finding.rule.id,
    category: finding.rule.category,
    severity: finding.rule.severity,
    confidence: finding.confidence,
    channel: finding.channel,
    destination: finding.destination,
    pointer: shownPointer(finding.pointer, hidden),
    ...finding.line !== null && { line: finding.line },
    ...finding.path !== null && { path: shownText(shortPath(finding.path, places), 1e3) },
    ...finding.detail !== null && { detail: short(finding.detail) },
    fingerprint: finding.fingerprint,
    wanted,
    done
  };
}

// src/audit/trail.ts
var import_node_fs = require("node:fs"), import_node_path = require("node:path"), MAX_FILE_BYTES = 8 * 1024 * 1024, MAX_FILES = 40, { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = import_node_fs.constants, OPEN_FLAGS = O_WRONLY | O_APPEND | (O_NOFOLLOW ?? 0);
function trailFolder(stateFolder) {
  return (0, import_node_path.join)(stateFolder, "trail");
}
function trailFiles(stateFolder) {
  return (0, import_node_fs.readdirSync)(trailFolder(stateFolder)).filter((name) => /^\d{4}-\d\d-\d\d(\.\d{3})?\.jsonl$/.test(name)).sort((a, b) => orderOf(a) < orderOf(b) ? -1 : 1);
}
function appendRecord(stateFolder, record) {
  try {
    let descriptor = openDay(stateFolder, record.time.slice(0, 10));
    try {
      let line2 = Buffer.from(`${JSON.stringify(record)}
`);
      return (0, import_node_fs.writeSync)(descriptor, line2) === line2.length ? null : "the trail is cut off: the disk may be full";
    } finally {
      (0, import_node_fs.closeSync)(descriptor);
    }
  } catch (error) {
    return `the trail could not be written (${error.code ?? "unknown"})`;
  }
}
function openDay(stateFolder, day) {
  for (let part = 0; part < 1e3; part++) {
    let name = part === 0 ? `${day}.jsonl` : `${day}.${String(part).padStart(3, "0")}.jsonl`, descriptor = openPart(stateFolder, name);
    if ((0, import_node_fs.fstatSync)(descriptor).size < MAX_FILE_BYTES) return descriptor;
    (0, import_node_fs.closeSync)(descriptor);
  }
  throw Object.assign(new Error("too many parts"), { code: "EFBIG" });
}
function openPart(stateFolder, name) {
  let path2 = (0, import_node_path.join)(trailFolder(stateFolder), name);
  try {
    return (0, import_node_fs.openSync)(path2, OPEN_FLAGS);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  (0, import_node_fs.mkdirSync)(trailFolder(stateFolder), { recursive: !0, mode: 448 });
  try {
    let descriptor = (0, import_node_fs.openSync)(path2, OPEN_FLAGS | O_CREAT | O_EXCL, 384);
    return removeOldest(stateFolder), descriptor;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return (0, import_node_fs.openSync)(path2, OPEN_FLAGS);
  }
}
function removeOldest(stateFolder) {
  for (let name of trailFiles(stateFolder).slice(0, -MAX_FILES))
    try {
      (0, import_node_fs.unlinkSync)((0, import_node_path.join)(trailFolder(stateFolder), name));
    } catch {
    }
}
function orderOf(name) {
  return name.replace(/\.jsonl$/, "");
}

// src/config/compiled/policy.ts
var DEFAULT_POLICY = {
  profiles: ["standard"],
  lines: [],
  allowlist: [],
  rules: [],
  ignored: [],
  problems: []
};
function noteText({ origin, key, message }) {
  let place = origin.line === null ? origin.file : `${origin.file}:${origin.line}`;
  return [...place === null ? [] : [place], ...key === "" ? [] : [key], message].join(": ");
}

// src/config/load.ts
var import_node_fs2 = require("node:fs"), import_node_path2 = require("node:path");

// src/core/hash.ts
function quickHash(text) {
  return fnv(text, 2166136261) + fnv(text, 789269575);
}
function fnv(text, start) {
  let hash = start;
  for (let index = 0; index < text.length; index++) {
    let unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ unit & 255, 16777619), hash = Math.imul(hash ^ unit >>> 8, 16777619);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

// src/config/load.ts
var MAX_SOURCE_BYTES = 256 * 1024, MAX_RULE_FILES = 50, MAX_CACHE_BYTES = 64 * 1024 * 1024, MAX_CACHES = 100, OTHERS_MAY_WRITE = 18, READ_FLAGS = import_node_fs2.constants.O_RDONLY | (import_node_fs2.constants.O_NONBLOCK ?? 0), NO_LINKS = import_node_fs2.constants.O_NOFOLLOW ?? 0;
function loadPolicy(options) {
  let { policy, failure: failure2 } = loadFiles(options), problems = [...failure2 === null ? [] : [failure2], ...policy.problems.map(noteText)];
  return withEnvironment(policy, options.env, problems);
}
function loadFiles(options) {
  try {
    let sources = findSources(options);
    if (sources.length === 0) return { policy: DEFAULT_POLICY, failure: null };
    let cache = cachePath(options), kept = readCache(cache, options.engineVersion, sources);
    if (kept !== null) return { policy: kept, failure: null };
    let policy = options.compile(sources);
    return writeCache(cache, { engineVersion: options.engineVersion, sources, policy }), { policy, failure: null };
  } catch (error) {
    let why = error.code ?? error.name;
    return {
      policy: DEFAULT_POLICY,
      failure: `the configuration could not be compiled (${why}): the defaults are in force`
    };
  }
}
function withEnvironment(policy, env, problems) {
  let names = (env.DEFENTER_PROFILES ?? "").split(/[\s,]+/).filter((name) => name !== "");
  if (names.length === 0) return { policy, problems };
  let profiles = [.../* @__PURE__ */ new Set([...policy.profiles, ...names.filter(isProfile)])], unknown = names.every(isProfile) ? [] : [`DEFENTER_PROFILES names a profile that does not exist; there are ${PROFILE_NAMES.join(", ")}`];
  return { policy: { ...policy, profiles }, problems: [...problems, ...unknown] };
}
function findSources({ roots, policyFolder }) {
  let user = layerSources("user", roots.config);
  return policyFolder === null ? user : [...user, ...layerSources("project", policyFolder)];
}
function layerSources(layer, folder) {
  let config = readSource(layer, "config", (0, import_node_path2.join)(folder, "config.json")), rules = (0, import_node_path2.join)(folder, "rules"), names = listJson(rules), files = names.slice(0, MAX_RULE_FILES).map((name) => readSource(layer, "rules", (0, import_node_path2.join)(rules, name))), found = [config, ...files].filter((source) => source !== null);
  if (names.length <= MAX_RULE_FILES) return found;
  let problem = `holds more than ${MAX_RULE_FILES} files: the others are not in force`;
  return [...found, { layer, kind: "rules", path: rules, text: null, problem }];
}
function listJson(folder) {
  try {
    return (0, import_node_fs2.readdirSync)(folder).filter((name) => name.endsWith(".json")).sort();
  } catch {
    return [];
  }
}
function readSource(layer, kind, path2) {
  let failed = (problem) => ({ layer, kind, path: path2, text: null, problem });
  try {
    let text = readText(path2, READ_FLAGS | (layer === "project" ? NO_LINKS : 0), MAX_SOURCE_BYTES);
    return { layer, kind, path: path2, text, problem: null };
  } catch (error) {
    let code = error.code ?? "unknown";
    return code === "ENOENT" || code === "ENOTDIR" ? null : failed(code === "ELOOP" ? "is a symbolic link, which a project may not use here" : code === "EFBIG" ? `is larger than ${MAX_SOURCE_BYTES / 1024} KiB` : code === "EINVAL" ? "is no regular file" : `could not be read (${code})`);
  }
}
function readText(path2, flags, maxBytes, isTrusted) {
  let descriptor = (0, import_node_fs2.openSync)(path2, flags);
  try {
    let stat = (0, import_node_fs2.fstatSync)(descriptor);
    if (!stat.isFile() || isTrusted?.(stat) === !1) throw failure("EINVAL");
    if (stat.size > maxBytes) throw failure("EFBIG");
    let bytes = Buffer.alloc(stat.size), filled = 0;
    for (; filled < bytes.length; ) {
      let count2 = (0, import_node_fs2.readSync)(descriptor, bytes, filled, bytes.length - filled, filled);
      if (count2 === 0) break;
      filled += count2;
    }
    return bytes.toString("utf8", 0, filled);
  } finally {
    (0, import_node_fs2.closeSync)(descriptor);
  }
}
function failure(code) {
  return Object.assign(new Error(code), { code });
}
function cachePath({ roots, policyFolder }) {
  return (0, import_node_path2.join)(roots.state, "compiled", `${quickHash(`${roots.config}
${policyFolder ?? ""}`)}.json`);
}
function readCache(path2, engineVersion, sources) {
  try {
    let isOurs = (stat) => process.getuid === void 0 || stat.uid === process.getuid() && (Number(stat.mode) & OTHERS_MAY_WRITE) === 0, cache = JSON.parse(readText(path2, READ_FLAGS | NO_LINKS, MAX_CACHE_BYTES, isOurs));
    return !isObject(cache) || cache.engineVersion !== engineVersion ? null : JSON.stringify(cache.sources) === JSON.stringify(sources) && isObject(cache.policy) ? cache.policy : null;
  } catch {
    return null;
  }
}
function writeCache(path2, cache) {
  let folder = (0, import_node_path2.join)(path2, ".."), beside = `${path2}.${process.pid}`;
  try {
    (0, import_node_fs2.mkdirSync)(folder, { recursive: !0, mode: 448 }), clearOldest(folder), (0, import_node_fs2.writeFileSync)(beside, JSON.stringify(cache), { mode: 384, flag: "wx" }), (0, import_node_fs2.renameSync)(beside, path2);
  } catch {
    (0, import_node_fs2.rmSync)(beside, { force: !0 });
  }
}
function clearOldest(folder) {
  let names = (0, import_node_fs2.readdirSync)(folder);
  if (names.length < MAX_CACHES) return;
  let byAge = names.map((name) => ({ path: (0, import_node_path2.join)(folder, name), at: (0, import_node_fs2.statSync)((0, import_node_path2.join)(folder, name)).mtimeMs }));
  byAge.sort((a, b) => a.at - b.at);
  for (let { path: path2 } of byAge.slice(0, MAX_CACHES / 2)) (0, import_node_fs2.rmSync)(path2, { force: !0 });
}

// src/config/roots.ts
var import_node_fs3 = require("node:fs"), import_node_os = require("node:os"), import_node_path3 = __toESM(require("node:path"), 1), NOWHERE = "/dev/null/defenter", POSIX_ROOTS = [
  { name: "config", variable: "XDG_CONFIG_HOME", byDefault: [".config"], below: ["defenter"] },
  { name: "data", variable: "XDG_DATA_HOME", byDefault: [".local", "share"], below: ["defenter"] },
  { name: "state", variable: "XDG_STATE_HOME", byDefault: [".local", "state"], below: ["defenter"] }
], WINDOWS_ROOTS = [
  { name: "config", variable: "APPDATA", byDefault: ["AppData", "Roaming"], below: ["defenter"] },
  { name: "data", variable: "LOCALAPPDATA", byDefault: ["AppData", "Local"], below: ["defenter", "data"] },
  { name: "state", variable: "LOCALAPPDATA", byDefault: ["AppData", "Local"], below: ["defenter", "state"] }
];
function findRoots(env, project, platform = process.platform) {
  let paths = platform === "win32" ? import_node_path3.default.win32 : import_node_path3.default.posix, specs = platform === "win32" ? WINDOWS_ROOTS : POSIX_ROOTS, problems = [], realProject = realPath(project, paths), inProject = (folder) => contains(realProject, realPath(folder, paths), paths), home = findHome(env, platform, paths, inProject, problems), rootOf = (spec) => {
    if (home === null && !isUsable(env[spec.variable], paths)) return NOWHERE;
    let byDefault = home === null ? NOWHERE : paths.join(home, ...spec.byDefault, ...spec.below), base = env[spec.variable];
    if (!isUsable(base, paths))
      return base && problems.push(`${spec.variable} is ignored: it is no absolute path`), byDefault;
    let root = paths.join(base, ...spec.below);
    return root === byDefault || !inProject(root) ? root : (problems.push(`${spec.variable} is ignored: it leads into the project`), byDefault);
  }, [config, data, state] = specs.map(rootOf);
  return { home: home ?? NOWHERE, config, data, state, problems: [...new Set(problems)] };
}
function findProject(env, cwd) {
  let told = env.CLAUDE_PROJECT_DIR;
  if (told && import_node_path3.default.isAbsolute(told)) return import_node_path3.default.resolve(told);
  for (let folder of upwards2(cwd)) if (exists(import_node_path3.default.join(folder, ".git"))) return folder;
  return import_node_path3.default.resolve(cwd);
}
function findPolicyFolder(project) {
  let found = null;
  for (let folder of upwards2(project)) {
    let candidate = import_node_path3.default.join(folder, ".defenter");
    if (found === null && exists(candidate) && (found = candidate), exists(import_node_path3.default.join(folder, ".git"))) return found;
  }
  let own = import_node_path3.default.join(import_node_path3.default.resolve(project), ".defenter");
  return found === own ? own : null;
}
function findHome(env, platform, paths, inProject, problems) {
  let variable = platform === "win32" ? "USERPROFILE" : "HOME", told = env[variable];
  if (isUsable(told, paths) && !inProject(told)) return paths.resolve(told);
  let own = accountHome(paths);
  return isUsable(told, paths) && own !== null && paths.resolve(told) === own || (told && problems.push(
    `${variable} is ignored: it ${isUsable(told, paths) ? "leads into the project" : "is no absolute path"}`
  ), own === null && problems.push("no home folder was found: nothing of the user's configuration is in force")), own;
}
function accountHome(paths) {
  try {
    let home = (0, import_node_os.userInfo)().homedir;
    return isUsable(home, paths) ? paths.resolve(home) : null;
  } catch {
    return null;
  }
}
function isUsable(folder, paths) {
  return folder !== void 0 && folder !== "" && !folder.includes("\0") && paths.isAbsolute(folder);
}
function realPath(folder, paths) {
  let rest = "", at = paths.resolve(folder);
  for (; ; )
    try {
      return paths.join(import_node_fs3.realpathSync.native(at), rest);
    } catch {
      let parent = paths.dirname(at);
      if (parent === at) return paths.resolve(folder);
      rest = paths.join(paths.basename(at), rest), at = parent;
    }
}
function contains(folder, inner, paths) {
  let way = paths.relative(folder, inner);
  return way === "" || !(way === ".." || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way));
}
function* upwards2(from) {
  for (let at = import_node_path3.default.resolve(from); ; at = import_node_path3.default.dirname(at))
    if (yield at, import_node_path3.default.dirname(at) === at) return;
}
function exists(file) {
  try {
    return (0, import_node_fs3.statSync)(file, { throwIfNoEntry: !1 }) !== void 0;
  } catch {
    return !1;
  }
}

// src/rules/compiled/prefilter.generated.ts
var PREFILTER = /-(?:-token(?: |=)|us(?:[0-9]))|0(?:0D(?:[A-Za-z0-9]{12}!|[A-Za-z0-9._=]{80})|\.(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.))|1(?:000\.[!-~]{12}|\/(?:\/0|(?:[0-9]{14,17}[:/])))|2\/(?:[0-9]{14,17}[:/])|5Aep861[!-~]{12}|7Q~|8Q~|:(?:AA(?:[A-Za-z0-9_-]{33})|\/\/(?:[^\s:@/?#"'`<>(){}\[\]|,;]{0,100}:[^\s"'`<>@]{1,100}@)|_password|x-oauth-basic@)|[Aa](?:3-(?:[A-Z0-9]{6}-)|AAAAAAAAAAAAAAAAAAAA[!-~]{12}|B(?:IA[!-~]{12}|SKQmVkcm9ja0FQSUtleS)|C(?:CA[!-~]{12}|Db)|GE-SECRET-KEY-|I(?:oT|za)|K(?:Cp|I(?:A[!-~]{12}|D))|PI(?:-[!-~]{12}|M)|QVN[!-~]{12}|SIA[!-~]{12}|T(?:ATT3xFf|BB|CTT3xFf)|VNS_|Z(?:DO|EG)|[Cc][Cc](?:[Ee][Ss][Ss][Kk][Ee][Yy]=|[Oo][Uu][Nn][Tt][Kk][Ee][Yy])|[Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn](?:":(?: "[Bb][Aa][Ss][Ii][Cc] |"[Bb][Aa][Ss][Ii][Cc] )|' : '[Bb][Aa][Ss][Ii][Cc] |:(?: [Bb][Aa][Ss][Ii][Cc] |[Bb][Aa][Ss][Ii][Cc] ))|[Ww][Ss](?:-[Ss][Ee][Cc][Rr][Ee][Tt]|[Ss][Ee][Cc][Rr][Ee][Tt]|_[Ss][Ee][Cc])|ccess(?:-production-|_token\$)|ge-secret-key-|io_|k_live_|mzn(?:1\.oa2-cs\.v1\.|\.mws\.)|pi(?:-[!-~]{12}|_(?:org_[!-~]{12}|[!-~]{12})|fy_api_)|straCS:|z(?:Ca|Fu|Se))|[Bb](?:B(?:DC-|FF-|US-)|_(?:[A-Za-z0-9=_/+-]{44})|edrock-api-key-YmVkcm9jay|k(?:ct_|ua_))|[Cc](?:C(?:DB1_|IP(?:AT_|RJ_))|FPAT-|LOJARS_|[Ff]_(?:[Aa][Pp][Ii]|[Tt][Oo][Kk][Ee][Nn])|[Ll][Oo][Uu][Dd][Ff][Ll][Aa][Rr][Ee]|f(?:at_|k_|lt|ut_)|io(?:[A-Za-z0-9]{32})|loudinary:\/\/|mVmdGtu|rsr_[!-~]{12}|sk-)|[Dd](?:[Aa][Tt][Aa][Dd][Oo][Gg]|[Dd](?:-[Aa][Pp](?:[Ii]|[Pp])|_[Aa][Pp](?:[Ii]|[Pp]))|a(?:2-|pi[!-~]{12})|ckr_(?:oat_|pat_)|d(?:p_|w_)|iscord(?:\.com\/api\/|app\.com\/api\/)|nkey-|o(?:o_v1_|p_v1_|r_v1_|s(?:_v1_|e[!-~]{12}))|p\.(?:(?:pt|ct|sa|scim|audit|st)\.)|t0|uffel_(?:live_|test_))|[Ee](?:AA(?:A[!-~]{12}|B[!-~]{12}|C(?:E[!-~]{12}|[!-~]{12})|G[!-~]{12}|M[!-~]{12})|Z(?:AK|TK)|k_live_|ndr\+|yJ(?:0eXAiOiAiVENWMiJ9\.|rIjoi|(?:[\w-]{10})))|[Ff](?:LWSECK|QoGZXIvYXdz|c-(?:[0-9a-f]{32})|i(?:g(?:d_|h_|o_|p_|r_|u_)|o-u-)|m(?:1(?:a_|r_)|2_)|o1_|w(?:_(?:[A-Za-z0-9]{22})|oGZXIvYXdz))|[Gg](?:OCSPX-|R1348941|h(?:o_|p_|r_|s_|u_)|ithub_pat_|l(?:agent-|c(?:_|bt-)|dt-|f(?:fct-|t-)|imt-|oas-|p(?:at-|tt-)|rt(?:-|r-)|s(?:a_|oat-)|wt-)|sk_)|[Hh](?:RKU-|[Ee][Rr][Oo][Kk][Uu]|awk\.|c(?:a(?:ik_|mk_)|bik_|x(?:ik_|mk_))|f_(?:[A-Za-z0-9]{34})|ooks\.slack\.com\/|ttp(?::\/\/hooks\.slack\.com\/|s:\/\/(?:discord(?:\.com\/api\/|app\.com\/api\/)|hooks\.slack\.com\/))|v(?:b\.|r\.|s\.))|[Ii](?:G(?:AA[!-~]{12}|QVJ[!-~]{12})|QoJb3JpZ2lu|co-)|[Jj](?:QQJ99|ina_|srp_)|[Kk]ey(?:-[!-~]{12}|_[!-~]{12})|[Ll](?:TAI|i(?:n_(?:api_|oauth_)|ve_(?:[0-9]{8}))|ogin(?:[ \t\r\n]{1,8}[^\s]{1,128}[ \t\r\n]{1,8}password)|sv2_)|[Mm](?:[Aa][Ii][Ll][Gg][Uu][Nn]|[Gg]_[Aa][Pp][Ii]|db_sa_sk_|ercury_production_|lsn\.)|[Nn](?:R(?:A(?:A-|K-|L)|I(?:I-|Q-)|JS-|RA-)|[Gg][Rr][Oo][Kk]|api_|f(?:b_|c_|o_|p_|u_)|pm_|sec1|tn_[!-~]{12}|vapi-)|[Oo](?:[Kk][Tt][Aa]|aa(?:[A-Za-z0-9]{14}\.)|dt_|ps_ey|utlook\.office\.com\/webhook|vsx(?:at_|p_)|y2(?:[a-z0-9]{43}))|[Pp](?:8e-|MA(?:K-|T-)|a(?:-(?:[A-Za-z0-9_-]{43})|ckagist_|t(?:-(?:ap|eu|na)|\.[!-~]{12}|(?:[A-Za-z0-9]{14}\.)))|csk_|h(?:a_|r_|s_|x_)|k_(?:(?:(?:[A-Za-z0-9]{6}_)?[0-9a-f]{34})|(?:[0-9]{7,9}_))|n(?:b_|u_)|plx-|scale_(?:oauth_|pw_|tkn_)|tr_|ul-[!-~]{12}|x-(?:api-|dep-)|ypi-AgE)|[Rr](?:8_|amp_sec_|dme_|e(?:_(?:[A-Za-z0-9]{8}_)|l-[!-~]{12})|h-api-|k_(?:live_|prod_|test_)|nd_|ootly_|ubygems_|zp_live_)|[Ss](?:-s4t2|CW(?:[A-Z0-9]{17})|G\.(?:[A-Za-z0-9_-]{16,32}\.)|K(?:[0-9a-fA-F]{32})|WM(?:KEY-1-|TKN-1-)|[Ee][Cc][Rr][Ee][Tt](?:-[Aa][Cc][Cc][Ee][Ss][Ss]-[Kk][Ee][Yy]|[Aa][Cc][Cc][Ee][Ss][Ss][Kk][Ee][Yy]|[Kk][Ee][Yy]|_(?:[Aa][Cc][Cc][Ee][Ss][Ss]_[Kk][Ee][Yy]|[Kk][Ee][Yy]))|[Hh][Aa][Rr][Ee][Dd][Aa][Cc][Cc][Ee][Ss][Ss][Kk][Ee][Yy]|[Ss][Ww][Ss]|at\.[!-~]{12}|b(?:_secret_|p_)|dk-[!-~]{12}|ecret_[!-~]{12}|gp_|h(?:a256~|ippo_(?:live_|test_)|p(?:at_|ca_|pa_|ss_|ua_))|ig=|k(?:-(?:a(?:dmin-|nt-)|lf-|or-v1-|proj-|svcacct-|(?:[A-Za-z0-9]{32}))|\.eyJ|_(?:live_|org_(?:live_|test_)|prod_|test_|(?:[0-9a-f]{48})))|l(?:\.(?:(?:u\.)?[A-Za-z0-9_-]{64})|k_)|m_(?:aat_|pat_|sat_)|n(?:try(?:i_|s_|u_)|yk_(?:sat\.|uat\.))|q(?:0(?:atp-[!-~]{12}|csp-[!-~]{12})|a_|p_|u_)|t\.(?:[0-9a-f]{24}\.)|yt_)|[Tt](?:1\.(?:[A-Za-z0-9_-]{35})|3BlbkFJ|[Ww][Ii][Ll][Ii][Oo]|fp_|gp_v1_|k-us-|prv|skey-|vly-)|[Vv](?:1\.0-[!-~]{12}|F\.|c(?:a_|i_|k_|p_|r_)|ercel_blob_rw_)|[Ww](?:[Aa][Nn][Dd][Bb]|hsec_)|[Xx](?:-[Aa][Uu][Tt][Hh]-[Kk][Ee][Yy]|a(?:i-|pp-)|keysib-|ox(?:a-|b-|c-|d-|e(?:-|\.xox)|o-|p-|r-|s-)|prv|smtpsib-)|[Yy](?:a29\.|prv)|[Zz]prv|\+A(?:Ba|CR|Eh|MC|Rm|S[bt])|\.(?:a(?:cc(?:-|_)|tlasv1\.)|webhook\.office\.com\/)|_(?:auth(?: =|=|Token)|mmk)|(?:[Pp](?:[Aa][Ss][Ss]|[Ww][Dd]))(?:[\w.$-]{0,24}(?:[ \t]{1,4}\\{0,3}["']?[^\s,.;:)"'-]|(?:\x1b\[[\d;]{0,9}m)?[\\"'`\])} \t*]{0,8}(?:[:=>,(|]|[?!+&.|-]{1,2}[=>: ]|value=)))|(?:[Aa][Uu][Tt][Hh]|[Cc][Rr][Ee][Dd][Ee][Nn][Tt][Ii][Aa][Ll]|[Kk][Ee][Yy]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Tt][Oo][Kk][Ee][Nn])(?:[\w.$-]{0,24}(?:\x1b\[[\d;]{0,9}m)?(?:[\\"'`\])} \t*?!+&.|-]{0,8}[:=>,(|-]|[ ]is|[ ]to|[^,]{0,9} value=|:? str(?:ing)? :?=|[ ])[\s\\"'`=:>*]{0,24}(?:\x1b\[[\d;]{0,9}m)?(?=[^\s"'`]{0,40}\d)[\w+/.~:=@!#%^&*-]{8})|(?:[Bb](?:EARER|asic|earer))(?:[ \t]{1,3}[A-Za-z\d+/_.~=-]{6})|(?:7z|[Cc]url|[Gg]h secret set|[Hh]t(?:passwd|tp)|[Ll](?:dapsearch|ogin)|[Mm](?:ariadb|ongo|ysql)|[Nn]et use|[Oo]penssl|[Rr]edis-cli|[Ss](?:mbclient|qlcmd|shpass)|[Zz]ip)(?:[ \t]{1,4}(?=[^\n]{0,160}[-/])[^\s])|(?:[Ee]cho|[Pp]rintf)(?:[ \t]{1,2}[^\n|]{5,140}\|[ \t]{0,2}[a-z]{2,20}[ \t])|(?:[Aa][Cc][Cc][Oo][Uu][Nn][Tt][Kk][Ee][Yy]|[Pp](?:[Aa][Ss][Ss][Ww][Oo][Rr][Dd]|[Ww][Dd])|[Ss][Hh][Aa][Rr][Ee][Dd][Aa][Cc][Cc][Ee][Ss][Ss][Kk][Ee][Yy])(?:\s{0,2}=\s{0,2}[^\s;<>]{4})|(?:-----BEGIN |[Pp]uTTY-User-Key-File-)(?:(?:[A-Z0-9]{2,16}[ ]){0,3}(?:PRIVATE KEY|[23]:))|\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}|:(?:\d{4,5}|\*):[^\s:]{1,64}:[^\s:]{1,64}:[^\s:]|(?:d[pq]?|k|p|qi?)\\{0,3}["']?[ \t]{0,4}:[ \t]{0,4}\\{0,3}["'][\w-]{16}|(?:[3-6][0-9]{3}|2[2-7][0-9]{2}|1800|2131|81[0-9]{2})(?:[0-9]{8,15}|[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{1,4}|[ -][0-9]{6}[ -][0-9]{4,5})(?![0-9])|(?:[A-Z]{2}|[a-z]{2})[0-9]{2}[ -]?[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{3}|[0-8][0-9]{2}(?:-[0-9]{2}-|[ .][0-9]{2}[ .]|[0-9]{2})[0-9]{4}(?![0-9])/g;

// src/detectors/text.ts
var NOTHING2 = { matches: [], degraded: [], uncovered: [] }, MIN_COMPILED = 1e3, WINDOW = 1 << 20, OVERLAP = 512, HITS_PER_CHECK = 64;
function createScanner(deps) {
  let budget = { hits: /* @__PURE__ */ new Map() }, table = null;
  return (text, context) => {
    let search = null, hits = 0, isOnTime = forEachHit(
      text,
      (at) => (table ??= deps.loadTable(), search ??= table.open(text, context, budget), search.visit(at), ++hits % HITS_PER_CHECK !== 0 || !deps.overdue()),
      deps.overdue
    ), scan = search === null ? NOTHING2 : search.finish();
    return isOnTime ? scan : { ...scan, degraded: [...scan.degraded, "deadline"] };
  };
}
function forEachHit(text, visit, overdue) {
  for (let start = 0; start < text.length || start === 0; start += WINDOW) {
    if (start > 0 && overdue()) return !1;
    let before = Math.min(start, OVERLAP), isWhole = text.length <= WINDOW + OVERLAP, window = isWhole ? text.padEnd(text.length < MIN_COMPILED ? 1024 : 0) : text.slice(start - before, start + WINDOW + OVERLAP);
    PREFILTER.lastIndex = before;
    for (let hit = PREFILTER.exec(window); hit !== null && !(!isWhole && hit.index >= before + WINDOW); hit = PREFILTER.exec(window)) {
      if (!visit(start - before + hit.index)) return !1;
      PREFILTER.lastIndex = hit.index + 1;
    }
    if (isWhole) break;
  }
  return !0;
}

// src/hosts/claude/settings-files.ts
function settingsFiles(projects, configFolder) {
  let files = [...projects.map((project) => `${project}/.claude`), configFolder].flatMap((folder) => [`${folder}/settings.json`, `${folder}/settings.local.json`]);
  return [...new Set(files)];
}

// src/session/told.ts
var import_node_fs4 = require("node:fs"), import_node_path4 = require("node:path");
var MAX_BYTES = 64 * 1024, MAX_AGE_MS = 10080 * 60 * 1e3, MAX_CLEARED = 200, { O_APPEND: O_APPEND2, O_CREAT: O_CREAT2, O_NOFOLLOW: O_NOFOLLOW2, O_RDWR } = import_node_fs4.constants, OPEN_FLAGS2 = O_RDWR | O_APPEND2 | O_CREAT2 | (O_NOFOLLOW2 ?? 0);
function tellOnce(stateFolder, session, eventId, keys) {
  let wanted = [...new Set(keys)];
  if (session === null || wanted.length === 0) return wanted;
  try {
    let event = eventId === null ? `${process.pid} ${process.hrtime.bigint()}` : eventId;
    return firstTold(openMemory((0, import_node_path4.join)(stateFolder, "sessions"), session), quickHash(event), wanted);
  } catch {
    return wanted;
  }
}
function firstTold(descriptor, event, keys) {
  try {
    let before = readMemory(descriptor), fresh = keys.filter((key) => !before.has(quickHash(key)));
    if (fresh.length === 0) return keys.filter((key) => before.get(quickHash(key)) === event);
    let lines = fresh.map((key) => `${quickHash(key)} ${event}
`).join("");
    (0, import_node_fs4.fstatSync)(descriptor).size + lines.length <= MAX_BYTES && (0, import_node_fs4.writeSync)(descriptor, lines);
    let after = readMemory(descriptor);
    return keys.filter((key) => (after.get(quickHash(key)) ?? event) === event);
  } finally {
    (0, import_node_fs4.closeSync)(descriptor);
  }
}
function openMemory(folder, session) {
  let name = /^[\w-]{1,64}$/.test(session) ? session : quickHash(session), path2 = (0, import_node_path4.join)(folder, name);
  return (0, import_node_fs4.statSync)(path2, { throwIfNoEntry: !1 }) === void 0 && ((0, import_node_fs4.mkdirSync)(folder, { recursive: !0, mode: 448 }), clearOld(folder)), (0, import_node_fs4.openSync)(path2, OPEN_FLAGS2, 384);
}
function readMemory(descriptor) {
  let bytes = Buffer.alloc(Math.min((0, import_node_fs4.fstatSync)(descriptor).size, MAX_BYTES)), filled = 0;
  for (; filled < bytes.length; ) {
    let count2 = (0, import_node_fs4.readSync)(descriptor, bytes, filled, bytes.length - filled, filled);
    if (count2 === 0) break;
    filled += count2;
  }
  let told = /* @__PURE__ */ new Map();
  for (let line2 of bytes.toString("latin1", 0, filled).split(`
`)) {
    let [key, event] = line2.split(" ");
    key && event?.length === 16 && !told.has(key) && told.set(key, event);
  }
  return told;
}
function clearOld(folder) {
  let before = Date.now() - MAX_AGE_MS;
  for (let name of (0, import_node_fs4.readdirSync)(folder).slice(0, MAX_CLEARED))
    try {
      let path2 = (0, import_node_path4.join)(folder, name);
      (0, import_node_fs4.statSync)(path2).mtimeMs < before && (0, import_node_fs4.unlinkSync)(path2);
    } catch {
    }
}

// src/system/files.ts
var import_node_fs5 = require("node:fs"), import_node_path5 = require("node:path"), MAX_FILE_BYTES2 = 64 * 1024 * 1024, BINARY_PROBE_BYTES = 8e3, OPEN_FLAGS3 = process.platform === "win32" ? "r" : 2304, FILES2 = { read, list, real };
function read(path2) {
  let descriptor;
  try {
    descriptor = (0, import_node_fs5.openSync)(path2, process.platform === "linux" ? OPEN_FLAGS3 : "r");
  } catch (error) {
    let code = error.code;
    return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG" || code === "ERR_INVALID_ARG_VALUE" ? { kind: "missing" } : { kind: "unread", why: `cannot be opened (${code ?? "unknown"})` };
  }
  try {
    let stat = (0, import_node_fs5.fstatSync)(descriptor);
    return stat.isDirectory() ? { kind: "missing" } : stat.isFile() ? stat.size > MAX_FILE_BYTES2 ? { kind: "unread", why: "is larger than 64 MiB" } : decode2(readAll(descriptor, stat.size)) : { kind: "unread", why: "is no regular file" };
  } catch (error) {
    return { kind: "unread", why: `cannot be read (${error.code ?? "unknown"})` };
  } finally {
    (0, import_node_fs5.closeSync)(descriptor);
  }
}
function readAll(descriptor, size) {
  let chunks = [], total = 0;
  for (; ; ) {
    let chunk = Buffer.allocUnsafe(Math.max(4096, size - total + 1)), count2 = (0, import_node_fs5.readSync)(descriptor, chunk, 0, chunk.length, null);
    if (count2 === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (total += count2, total > MAX_FILE_BYTES2) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    chunks.push(chunk.subarray(0, count2));
  }
}
function decode2(bytes) {
  return bytes[0] === 255 && bytes[1] === 254 ? { kind: "text", text: bytes.toString("utf16le") } : bytes[0] === 254 && bytes[1] === 255 ? { kind: "text", text: bigEndian(bytes).toString("utf16le") } : bytes.subarray(0, BINARY_PROBE_BYTES).includes(0) && !looksLikeEnvironment(bytes) ? { kind: "binary" } : { kind: "text", text: bytes.toString("utf8") };
}
function bigEndian(bytes) {
  return Buffer.from(bytes.subarray(0, bytes.length & -2)).swap16();
}
function looksLikeEnvironment(bytes) {
  return /^[A-Za-z_][A-Za-z0-9_]*=[^\0]*\0/.test(bytes.subarray(0, BINARY_PROBE_BYTES).toString("latin1"));
}
function list(folder) {
  try {
    return (0, import_node_fs5.readdirSync)(folder);
  } catch {
    return [];
  }
}
function real(path2) {
  try {
    return import_node_fs5.realpathSync.native(path2);
  } catch {
    let parent = (0, import_node_path5.dirname)(path2);
    return parent === path2 ? path2 : (0, import_node_path5.join)(real(parent), (0, import_node_path5.basename)(path2));
  }
}

// src/system/parts.ts
var import_node_path6 = require("node:path");
function loadPart(name) {
  return requireBundle((0, import_node_path6.join)(__dirname, `${name}.cjs`));
}
function requireBundle(path2) {
  return require(path2);
}

// src/system/assemble.ts
var DEADLINE_MS = {
  prompt: 8e3,
  "prompt-expansion": 8e3,
  "pre-tool": 8e3,
  "post-tool": 4e4,
  "post-tool-failure": 2e4,
  "session-start": 2e4,
  "config-change": 2e4,
  stop: 2e4,
  "subagent-stop": 2e4
};
function assemble(surroundings) {
  let { env } = surroundings, project = findProject(env, surroundings.cwd), roots = findRoots(env, project), policyFolder = findPolicyFolder(project), problems = [...roots.problems], places = null;
  return {
    env,
    roots,
    project,
    policyFolder,
    installed: () => readInstalled(roots.data),
    machineFor(event) {
      places = findPlaces(event.cwd, project, policyFolder, roots, env);
      let loaded = loadPolicy({
        roots,
        policyFolder,
        env,
        engineVersion: VERSION,
        compile: (input) => loadPart("compile").compile(input)
      });
      return problems.push(...loaded.problems), createMachine(event, places, loaded.policy ?? DEFAULT_POLICY, roots, surroundings, problems);
    },
    problems: () => problems,
    record(event, decision) {
      let context = {
        time: /* @__PURE__ */ new Date(),
        version: VERSION,
        ms: surroundings.elapsedMs(),
        pid: process.pid,
        places: places ?? { project, home: roots.home }
      };
      return appendRecord(roots.state, makeRecord(event, decision, context));
    }
  };
}
function readInstalled(data) {
  try {
    let { version } = JSON.parse((0, import_node_fs6.readFileSync)((0, import_node_path7.join)(data, "current.json"), "utf8"));
    return typeof version != "string" || !/^[\w.+-]{1,64}$/.test(version) ? null : { version, folder: (0, import_node_path7.join)(data, "hooks", version) };
  } catch {
    return null;
  }
}
function findPlaces(cwd, project, policyFolder, roots, env) {
  let { home, config, data, state } = roots, configFolder = env.CLAUDE_CONFIG_DIR ? (0, import_node_path7.resolve)(project, env.CLAUDE_CONFIG_DIR) : `${home}/.claude`, temp = ["/tmp", "/var/tmp", "/private/tmp", ...[env.TMPDIR, env.CLAUDE_CODE_TMPDIR, (0, import_node_os2.tmpdir)()].map((folder) => folder && resolvePath("/", folder))].filter((folder) => isTemp(folder, home, project));
  return {
    cwd,
    project,
    home,
    temp: [...new Set(temp)],
    guard: {
      settings: settingsFiles([.../* @__PURE__ */ new Set([project, cwd])], configFolder),
      folders: [.../* @__PURE__ */ new Set([`${project}/.defenter`, ...policyFolder ? [policyFolder] : [], config, data, state])],
      keys: [state]
    }
  };
}
function isTemp(folder, home, project) {
  return !folder || folder === "/" ? !1 : ["/tmp", "/var/tmp", "/private/tmp"].includes(folder) || !(isInside(folder, home) || isInside(folder, project));
}
function createMachine(event, places, policy, roots, surroundings, problems) {
  let overdue = () => surroundings.elapsedMs() > DEADLINE_MS[event.phase], scanOwn = createScanner({ loadTable: () => loadPart("rules").TABLE, overdue }), key = once(() => {
    let opened = loadPart("key").openKey(roots.state);
    return opened.ephemeralBecause !== null && problems.push(`placeholders cannot be restored later: the key could not be kept (${opened.ephemeralBecause})`), opened;
  }), git = once(() => loadPart("git").createGit(places.project, surroundings.env)), scanForeign = once(() => loadPart("foreign").createForeignScanner(policy.rules, overdue)), eventId = event.callId === null ? null : `${event.phase} ${event.callId}`;
  return {
    places,
    policy,
    files: FILES2,
    git: {
      ignores: (path2) => git().ignores(path2),
      tracks: (path2) => git().tracks(path2),
      holds: (revision, path2) => git().holds(revision, path2)
    },
    scan(text, context) {
      let own = scanOwn(text, context);
      return policy.rules.length === 0 ? own : scanForeign()(text, context, own);
    },
    scanUncovered: (text, windows, context) => loadPart("secretlint").scanWithSecretlint(text, windows, context),
    analyzeCommand: (command) => loadPart("shell").analyzeCommand(command, places, { realPath: FILES2.real }),
    digest: (value) => key().digest(value),
    tell: (keys) => tellOnce(roots.state, event.session, eventId, keys)
  };
}
function once(make) {
  let made = null;
  return () => (made ??= { value: make() }, made.value);
}

// src/runtime.ts
function runHook(eventName) {
  let assembly = assemble({ env: process.env, cwd: process.cwd(), elapsedMs: () => performance.now() });
  handsOver(eventName, assembly) || answer2(eventName, assembly).then(finish, (error) => finish(refusal2(eventName, error, void 0)));
}
function handsOver(eventName, assembly) {
  let installed = assembly.installed();
  if (installed === null || compareVersions(installed.version, VERSION) <= 0) return !1;
  let name = eventName.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  try {
    return requireBundle((0, import_node_path8.join)(installed.folder, `${name}.cjs`)), !0;
  } catch {
    return !1;
  }
}
async function answer2(eventName, assembly) {
  let payload;
  try {
    payload = parse(readStdin());
    let event = claude.decode(payload, eventName), decision = await decideOn(event, assembly), problem = assembly.record(event, decision);
    return claude.encode(event, problem === null ? decision : { ...decision, notices: [...decision.notices, problem] });
  } catch (error) {
    return refusal2(eventName, error, payload);
  }
}
function decideOn(event, assembly) {
  let machine = assembly.machineFor(event);
  return event.phase === "session-start" ? loadPart("lifecycle").startSession(event, machine, assembly) : event.phase === "config-change" ? loadPart("lifecycle").changeConfig(event, assembly) : evaluate(event, machine);
}
function refusal2(eventName, error, payload) {
  let what = describe2(error), agent = `The guard could not check this: ${what}. Tell the person.`;
  return claude.refuse(eventName, { person: `defenter could not check this: ${what}`, agent }, payload);
}
function describe2(error) {
  if (error instanceof DefenterError) return error.message;
  let code = error?.code;
  return `a bug of its own (${error instanceof Error ? error.name : typeof error}${typeof code == "string" ? ` ${code}` : ""})`;
}
var BYTE_ORDER_MARKS = /^\uFEFF+/;
function parse(input) {
  let text = input.toString("utf8").replace(BYTE_ORDER_MARKS, "");
  if (text.trim() === "") throw new DefenterError("EVENT_INVALID", "the event on stdin is empty");
  try {
    return JSON.parse(text);
  } catch {
    throw new DefenterError("EVENT_INVALID", "the event on stdin is no valid JSON");
  }
}
var FIRST_CHUNK_BYTES = 64 * 1024, MAX_CHUNK_BYTES = 8 * 1024 * 1024;
function readStdin() {
  let chunks = [], size = FIRST_CHUNK_BYTES;
  for (; ; ) {
    let chunk = Buffer.allocUnsafe(size), count2 = retry(() => (0, import_node_fs7.readSync)(0, chunk, 0, size, null), 0);
    if (count2 === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count2)), count2 === size && (size = Math.min(size * 2, MAX_CHUNK_BYTES));
  }
}
function finish(reply) {
  reply.stderr !== "" && write(2, reply.stderr), reply.stdout !== null && write(1, JSON.stringify(reply.stdout)), process.exit(reply.exitCode);
}
function write(descriptor, text) {
  let bytes = Buffer.from(text, "utf8");
  for (let written = 0; written < bytes.length; )
    written += retry(() => (0, import_node_fs7.writeSync)(descriptor, bytes, written), bytes.length - written);
}
function retry(step, atEnd) {
  for (; ; )
    try {
      return step();
    } catch (error) {
      let code = error.code;
      if (code === "EOF" || code === "EPIPE") return atEnd;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  runHook
});
