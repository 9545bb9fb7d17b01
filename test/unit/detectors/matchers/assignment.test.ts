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
