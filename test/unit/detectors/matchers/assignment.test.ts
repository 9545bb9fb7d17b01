import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, marked, values } from "./find.ts";

/** A template, and the file that it stands in. */
type Case = readonly [text: string, path?: string];

const PASSWORDS: readonly Case[] = [
  ["DB_PASSWORD=⟨{{alnum:18}}⟩\nDB_HOST=localhost\n", "/p/.env"],
  ["export SMTP_PASS='⟨{{alnum:12}}#{{alnum:4}}⟩'"],
  ['{ "password": "⟨{{alnum:14}}$FF!x⟩" }', "/p/appsettings.json"],
  ["return ['password' => '⟨{{alnum:16}}⟩'];", "/p/config.php"],
  ["services:\n  db:\n    POSTGRES_PASSWORD: ⟨{{alnum:18}}!⟩\n", "/p/docker-compose.yml"],
  ["password = ⟨{{alnum:5}}#{{alnum:6}}*@{{digits:2}}%{{alnum:9}}⟩\n", "/home/x/.pypirc"],
  ["sasl_password=⟨{{alnum:10}}/+{{alnum:12}}⟩\n", "/p/kafka.properties"],
  ["spring.datasource.password=⟨{{alnum:16}}⟩", "/p/application.properties"],
  ["<password>⟨{{alnum:16}}⟩</password>", "/p/settings.xml"],
  ['<add key="Password" value="⟨{{alnum:12}}!{{digits:3}}⟩" />', "/p/Web.config"],
  ['say({"body":"{\\"user\\":\\"x\\",\\"password\\":\\"⟨{{alnum:16}}⟩\\",\\"n\\":1}"})'],
  ['"cat .env\\nPORT=3000\\nDB_PASSWORD=⟨{{alnum:16}}⟩\\nDEBUG=0\\n"'],
  ["\u001b[1mpassword\u001b[0m: \u001b[32m⟨{{alnum:16}}⟩\u001b[0m\n"],
  ["const password: string = '⟨{{alnum:14}}⟩';", "/p/src/a.ts"],
  ['dataSource.setPassword("⟨{{alnum:14}}⟩");', "/p/Db.java"],
  ['System.setProperty("DB_PASSWORD", "⟨{{alnum:14}}⟩");', "/p/Db.java"],
  ["CREATE USER app WITH PASSWORD '⟨{{alnum:14}}⟩';", "/p/init.sql"],
  ["| DB_PASSWORD | ⟨{{alnum:14}}!⟩ |\n"],
  ["tool --password ⟨{{alnum:14}}!⟩ --verbose"],
  ["-e MYSQL_PASSWORD=⟨{{alnum:14}}⟩ \\\n"],
  ["PATH=/usr/bin\0DB_PASSWORD=⟨{{alnum:14}}⟩\0LANG=C\0"],
  ["password: ⟨{{alnum:10}}&{{alnum:4}}⟩ # rotate in May\n", "/p/a.yaml"],
  ["I set SMTP_PASS to ⟨{{alnum:8}}-{{alnum:8}}⟩ but still get 401"],
  ["Password for the staging box: ⟨{{alnum:9}}&{{alnum:6}}⟩"],
  ["openssl genrsa -passout pass:⟨{{lower:9}}⟩ -out ca.pem"],
  ["user.password_confirmation = '⟨{{alnum:12}}⟩'", "/p/user_test.rb"],
  // Passphrases: words with blanks between them.
  ['password: "⟨{{lit:lantern orbit velvet cactus}}⟩"', "/p/a.yml"],
  ["password: ⟨{{lit:lantern orbit velvet cactus}}⟩ # old\n", "/p/a.yml"],
  ["DB_PASSWORD=⟨{{lit:lantern orbit velvet cactus}}⟩\nPORT=1\n", "/p/.env"],
  ['const passphrase = "⟨{{lit:lantern orbit velvet cactus}}⟩";', "/p/src/a.ts"],
  // YAML: the value on the next line, further in.
  ["db:\n  password: >-\n    ⟨{{alnum:18}}⟩\n  user: x\n", "/p/a.yml"],
  ["password: |\r\n  ⟨{{alnum:18}}⟩\r\n"],
  ["  password:\n    ⟨{{alnum:12}}!⟩\n  user: a\n", "/p/a.yml"],
  // Declared by a name, given by a member.
  ['variable "db_password" {\n  type    = string\n  default = "⟨{{alnum:16}}⟩"\n}', "/p/v.tf"],
  ['"adminPassword": {\n  "value": "⟨{{alnum:16}}⟩"\n}', "/p/azuredeploy.parameters.json"],
  ["  DbPassword:\n    Type: String\n    NoEcho: true\n    Default: ⟨{{alnum:16}}⟩\n", "/p/stack.yaml"],
  // Set by a word, without an equals sign.
  ["setx DB_PASSWORD ⟨{{alnum:12}}⟩\r\n"],
  ["set -gx DB_PASSWORD ⟨{{alnum:12}}⟩\n"],
  ["ENV DB_PASSWORD ⟨{{alnum:12}}⟩\n", "/p/Dockerfile"],
  ["define( 'DB_PASSWORD', '⟨{{lower:9}}⟩' );", "/p/wp-config.php"],
  ['password = """⟨{{alnum:12}}⟩"""', "/p/a.py"],
  ["wget --http-password=⟨{{lower:9}}3⟩ https://files.internal/x"],
  ["ROOT_PW=⟨{{alnum:12}}⟩\n", "/p/.env"],
  ['psk="⟨{{lower:9}}1⟩"\n', "/etc/wpa_supplicant.conf"],
];

const KEYS: readonly Case[] = [
  ["BILLING_API_KEY=⟨{{alnum:40}}⟩\n", "/p/.env"],
  ['"client_secret": "⟨{{alnum:32}}⟩"', "/p/appsettings.json"],
  ["aws_secret_access_key = ⟨{{base64:40}}⟩\nregion = eu-central-1\n", "/home/x/.aws/credentials"],
  ['"SessionToken": "⟨{{base64:300}}⟩",'],
  ["//npm.example.com/:_authToken=⟨{{alnum:36}}⟩\n", "/p/.npmrc"],
  ["HEROKU_API_KEY=⟨{{uuid}}⟩\n", "/p/.env"],
  ["https://app.example.org/login?access_token=⟨{{alnum:36}}⟩&lang=en"],
  ["$config['secret'] = '⟨{{b64url:43}}⟩';", "/p/config.php"],
  ["curl -H 'X-Api-Key: ⟨{{hex:32}}⟩' https://api.example.com"],
  ["PATH=/usr/bin:/bin\0BILLING_API_KEY=⟨{{alnum:40}}⟩\0LANG=C\0"],
  ["SENTRY_KEY=⟨{{hex:32}}⟩\n"],
  ["<apiToken>\n    ⟨{{alnum:32}}⟩\n</apiToken>"],
  ["acme token = '⟨{{alnum:32}}⟩'"],
  ["const apiKey = `⟨{{alnum:32}}⟩`;", "/p/src/a.ts"],
  ["mapboxApiKey:\n  '⟨{{alnum:40}}⟩'\n", "/p/a.yml"],
  ["tool --api-key=⟨{{alnum:32}}⟩ run"],
  ["SECRET_KEY_BASE=⟨{{hex:64}}⟩ node server.js"],
  ["BOT_TOKEN=⟨M{{alnum:23}}.G{{alnum:5}}.k{{alnum:37}}⟩\n", "/p/.env"],
  ["api_key: >\n    ⟨{{alnum:40}}⟩\n", "/p/a.yml"],
  ['variable "api_token" {\n  default = "⟨{{alnum:32}}⟩"\n}', "/p/v.tf"],
  ['{ "Jwt": { "Issuer": "x", "Key": "⟨{{alnum:40}}⟩" } }', "/p/appsettings.json"],
  ["jwt:\n  issuer: x\n  key: ⟨{{alnum:40}}⟩\n", "/p/a.yml"],
  ['buildConfigField("String", "API_KEY", "\\"⟨{{alnum:32}}⟩\\"")', "/p/build.gradle"],
  ["buildConfigField 'String', 'API_KEY', '\"⟨{{alnum:32}}⟩\"'", "/p/build.gradle"],
  ['<Map apiKey={"⟨{{alnum:32}}⟩"} />', "/p/a.tsx"],
  ['Token: String("⟨{{alnum:32}}⟩"),', "/p/a.go"],
  ["BASIC_AUTH=deploy:⟨{{alnum:14}}⟩\n", "/p/.env"],
  ['credentials: "deploy:⟨{{alnum:14}}!⟩"', "/p/a.ts"],
  ["here is the acme key: ⟨{{alnum:40}}⟩"],
  ["the Consumer Key: `⟨{{alnum:24}}⟩`"],
  ["/v4/projects?ref=develop&private_token=⟨{{alnum:20}}⟩", "/p/spec/a_spec.rb"],
  // Letters alone that spell nothing.
  ["API_TOKEN=⟨{{lit:qzkvwmxtrplhdgbnqzfj}}⟩\n", "/p/.env"],
  ['const apiKey = "⟨{{lit:qzkvwmxtrplhdgbnqzfjwvkxcmtr}}⟩";', "/p/a.ts"],
];

/** Every item of a list is a value. */
const LISTS: readonly Case[] = [
  ['"tokens": ["⟨{{alnum:32}}⟩", "⟨{{alnum:32}}⟩"]'],
  ['tokens = [\n  "⟨{{alnum:32}}⟩",  # old\n  "⟨{{alnum:32}}⟩",\n]', "/p/a.py"],
  ["api_keys:\n  - ⟨{{alnum:32}}⟩\n  - '⟨{{alnum:32}}⟩'\nnext: 1\n", "/p/a.yml"],
  ['passwords:\n- "⟨{{alnum:14}}⟩"\n- "⟨{{alnum:14}}⟩"\n', "/p/a.yml"],
  ['var apiKeys = []string{"⟨{{alnum:32}}⟩", "⟨{{alnum:32}}⟩"}', "/p/a.go"],
];

const NO_SECRETS: readonly Case[] = [
  // Empty, so that the next line is another setting.
  ["SURVEY_DB_PASSWORD=\nSURVEY_DB_ENABLED=1\n", "/p/.env"],
  ["password:\n  policy: strong\n", "/p/a.yml"],
  ['"password": ""'],
  // Placeholders and masks.
  ["API_KEY=your-api-key-here\nSESSION_SECRET=change-me\n", "/p/.env.example"],
  ["PASSWORD=changeme", "/p/.env"],
  ['PAD_TOKEN="<pad>"'],
  ["token: xxxxxxxxxxxxxxxxxxxxxxxx"],
  ['"SecretKey": "***REDACTED***"'],
  ["PASSWORD=********"],
  ["password: [REDACTED]"],
  ["API_KEY=DEFENTER_API_KEY_{{base32:10}}"],
  ["the line PASSWORD:banana-example-not-a-real-credential reads well"],
  ["PASSWORD: test\nOKTA_CLIENT_SECRET: test\n", "/p/ci.yml"],
  // Expressions and look-ups.
  ["const API_TOKEN = computeToken();", "/p/a.ts"],
  ['const password = await vault.read("db");', "/p/a.ts"],
  ['const secretKey = config.get("secretKey") ?? fallbackKey;', "/p/a.ts"],
  ["ha_token=os.getenv('HOMEASSISTANT_TOKEN')", "/p/a.py"],
  ["key = os.environ['OPENAI_API_KEY']", "/p/a.py"],
  ["const apiKey = process.env.API_KEY_2024;", "/p/a.js"],
  ["GITHUB_TOKEN: os.getenv('CI_TOKEN')", "/p/ci.yml"],
  ["METRICS_TOKEN: $(echo $ROLE | jq -r .Credentials.SessionToken)", "/p/ci.yml"],
  ["DB_PASSWORD={{lit:$}}{DB_PASSWORD:-none}"],
  ["PASSWORD=$DB_PASSWORD2"],
  ["password: {{ .Values.db.password1 }}", "/p/a.yaml"],
  ["set PASSWORD=%DB_PASSWORD%"],
  ["X-Api-Key: $MEDIA_KEY"],
  ["password: !vault db-password-2", "/p/a.yml"],
  ["secretArn: arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3"],
  ["password: ref+vault://secret/db#password1", "/p/a.yml"],
  ["[envVar: 'TF_VAR_SECRET', vaultKey: 'inf-team-01-secret-id']", "/p/release.jenkinsfile"],
  ["usernamePassword(credentialsId: 'artifact-store-ci', passwordVariable: 'P')", "/p/release.jenkinsfile"],
  ["secretKeyRef:\n  name: db-credentials\n  key: password1\n", "/p/a.yaml"],
  // Types, paths, addresses.
  ["password: string;", "/p/a.ts"],
  ["token: Optional[str] = None", "/p/a.py"],
  ["SSL_KEY=/etc/ssl/private/server1.pem"],
  ["TOKEN_URL=https://login.example.com/oauth2/v2.0/token", "/p/.env"],
  ["PASSWORD_FILE=/run/secrets/db1", "/p/.env"],
  // Hashes and ids.
  ['"integrity": "sha512-{{base64:86}}=="', "/p/package-lock.json"],
  ['publicKeyToken="{{hex:16}}"', "/p/App.config"],
  ["passwordHash: $2b$12{{lit:$}}{{alnum:53}}"],
  ['account_token: "{{uuid}}"'],
  ["cacheKey: '{{hex:40}}'", "/p/a.js"],
  ["next_page_token: {{alnum:40}}"],
  // Names.
  ['this.txtCfmPassword.Name = "txtCfmPassword";', "/p/Login.Designer.cs"],
  ['this.lblToken.Text = "Token:";', "/p/Login.Designer.cs"],
  ['{ "key": "ctrl+shift+down1", "command": "editor.action.copyLinesDownAction" }'],
  ['"secretName": "shop-db-2024"'],
  ['keyboard="de-nodeadkeys1"'],
  ["primaryKey: 'b3f1c9a2d4e5f60718293a4b'", "/p/a.js"],
  ['<string name="password_label">Mot de passe</string>', "/p/strings.xml"],
  // Numbers and captions.
  ["export const MAX_TOKENS=4096;\nexport const TOKEN_LIMIT = 128_000;", "/p/limits.ts"],
  ["KEY_BITS=256\nper_layer_token_embd.weight=CPU\n", "/p/train.cfg"],
  ['IDENTITY_TOKEN="lantern"', "/p/train.cfg"],
  ['"pbkdf2-password": "1.2.1"', "/p/package.json"],
  ['passwordHint: "bitte neues kennwort eingeben"'],
  ['password: "must have eight characters with one digit"'],
  // What is nested below a key is no value of it.
  ["password:\n  min_length: 8\n", "/p/a.yml"],
  ["secret:\n  - name: a1\n", "/p/a.yml"],
  ["password: |\n  Your password must contain 8 characters\n", "/p/a.yml"],
  ["case Password:\n    validatePassword1();\n", "/p/a.js"],
  ['"password": { "type": "string", "minLength": 8, "default": "none" }'],
  ['variable "token_ttl" {\n  default = "3600s"\n}', "/p/v.tf"],
  ['{ "cache": { "key": "{{alnum:40}}" } }', "/p/a.json"],
  ['tokens: ["identifier", "whitespace", "punctuation2"]', "/p/a.ts"],
  ["tokens = ['NAME', 'NUMBER', 'PLUS', 'TIMES2']", "/p/a.py"],
  // Ciphers, public keys, expressions, words.
  ['ciphers = "PSK-AES128-CBC-SHA:ECDHE-PSK-AES256-CBC-SHA384"'],
  ["the host key: SHA256:{{alnum:43}}"],
  ["here is my public key: {{alnum:60}}"],
  ['credentials: "same-origin"', "/p/a.ts"],
  ["basic_auth: admin:admin", "/p/a.yml"],
  ['print("password: \'" + p + "\'")', "/p/a.py"],
  ["const secret = thisIsTheSecretFromTheConfiguration;", "/p/a.ts"],
  ["SECRET=thequickbrownfoxjumpsoverthelazydog", "/p/a.sh"],
  ["ENV PASSWORD_FILE /run/secrets/x1", "/p/Dockerfile"],
  // Prose.
  ["2 tests failed: token expires, password is hashed"],
  ["Enter your password: "],
  ["pass `JSON.stringify` to the serializer"],
  ["Token refresh: retry once"],
  ["auth: `Bearer {{lit:$}}{token1}`", "/p/a.ts"],
];

function cases(list: readonly Case[]): [string, string | null][] {
  return list.map(([text, path]) => [text, path ?? null]);
}

describe("assignments of passwords", () => {
  it.each(cases(PASSWORDS))("finds the value in %j", (template, path) => {
    const { text, value } = marked(expand(template));
    expect(values(text, path)).toEqual([value]);
  });
});

describe("assignments of keys and tokens", () => {
  it.each(cases(KEYS))("finds the value in %j", (template, path) => {
    const { text, value } = marked(expand(template));
    expect(values(text, path)).toEqual([value]);
  });
});

describe("lists", () => {
  it.each(cases(LISTS))("finds every value in %j", (template, path) => {
    const text = expand(template);
    const items = [...text.matchAll(/⟨(.*?)⟩/g)].map((item) => item[1]);
    expect(values(text.replace(/[⟨⟩]/g, ""), path)).toEqual(items);
  });
});

describe("what is no secret", () => {
  it.each(cases(NO_SECRETS))("finds nothing in %j", (template, path) => {
    expect(values(expand(template), path)).toEqual([]);
  });
});

describe("weak words", () => {
  const word = expand("{{lower:7}}");

  it("are secrets in a .env file, and marked", () => {
    const [found] = find(`DEMO_PASSWORD=${word}\n`, "/p/.env");
    expect(found).toMatchObject({ value: word, weak: true, confidence: "medium" });
  });

  it("are secrets in the output of env", () => {
    expect(values(`SHELL=/bin/sh\nDEMO_PASSWORD=${word}\nEDITOR=vim\n`)).toEqual([word]);
  });

  it("are none in an example file or in source", () => {
    expect(values("DEMO_PASSWORD=secret\n", "/p/.env.example")).toEqual([]);
    expect(values(`login({ password: ${word} });`, "/p/a.js")).toEqual([]);
  });

  it("stand nowhere but behind a key", () => {
    expect(values("sign in to the dashboard with admin123, as the seed script does", "/p/README.md")).toEqual([]);
  });

  it("keep a strong value apart", () => {
    const [found] = find(expand("DB_PASSWORD={{alnum:20}}\n"), "/p/.env");
    expect(found).toMatchObject({ weak: false, confidence: "high" });
  });
});

describe("spans", () => {
  it("mark a bare number, whose placeholder needs quotes", () => {
    const [found] = find(`password: ${expand("7{{digits:8}}3")}\n`, "/p/a.yml");
    expect(found).toMatchObject({ bareNumber: true });
  });

  it("give the same value for every way into the same key", () => {
    const text = expand("AWS_SECRET_ACCESS_KEY={{base64:40}}\n");
    expect(new Set(find(text, "/p/.env").map((found) => `${found.start}-${found.end}`)).size).toBe(1);
  });
});
