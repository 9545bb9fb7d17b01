import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, marked, values } from "./find.ts";

type Case = readonly [text: string, path?: string];

function cases(list: readonly Case[]): [string, string | null][] {
  return list.map(([text, path]) => [text, path ?? null]);
}

function findsIn(list: readonly Case[]): void {
  it.each(cases(list))("finds the value in %j", (template, path) => {
    const { text, value } = marked(expand(template));
    expect(values(text, path)).toEqual([value]);
  });
}

function findsNothingIn(list: readonly Case[]): void {
  it.each(cases(list))("finds nothing in %j", (template, path) => {
    expect(values(expand(template), path)).toEqual([]);
  });
}

describe("percent escapes and references in a URL", () => {
  findsIn([
    ["postgres://app:⟨a%23b%24{{alnum:12}}⟩@db.acme.io/x"],
    ["postgres://app:⟨%40{{alnum:12}}%25⟩@db.acme.io/x"],
    ["DATABASE_URL=mysql://root:⟨{{alnum:6}}%7B{{alnum:6}}%7D⟩@db.acme.io/x", "/p/.env"],
    ["redis://:⟨{{alnum:6}}{{lit:$}}{{alnum:6}}⟩@cache.acme.io"],
    ["postgres://app:⟨{{alnum:6}}{{lit:{}}{{alnum:6}}⟩@db.acme.io/x"],
  ]);
  findsNothingIn([
    ["postgres://app:%DB_PASSWORD%@db.acme.io/x"],
    ["postgres://app:%s@db.acme.io/x"],
    ["postgres://app:{{lit:$}}{DB_PASSWORD}@db.acme.io/x"],
    ["{{lit:postgres}}://app:{{lit:$}}{DB_PASSWORD:-none}@db.acme.io/x"],
    ["{{lit:postgres}}://app:{password}@db.acme.io/x"],
    ["{{lit:postgres}}://app:{self.config.password}@db.acme.io/x"],
    ["{{lit:postgres}}://app:p%40ssword@db.acme.io/x"],
    ["{{lit:postgres}}://app:%(db_password)s@db.acme.io/x"],
    ["{{lit:postgres}}://app:[YOUR-PASSWORD]@db.acme.io/x"],
  ]);
});

describe("entries of .netrc", () => {
  findsIn([
    ["machine git.acme.io login dev password ⟨{{alnum:20}}⟩"],
    ["machine git.acme.io\n\tlogin dev\n\tpassword ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io\n        login dev\n        password ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io\nlogin dev\naccount shop\npassword ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io\naccount shop\nlogin dev\npassword ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io # ours\n  login dev\n  password ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io password ⟨{{alnum:20}}⟩ login dev\n"],
    ["default login dev password ⟨{{alnum:20}}⟩\n"],
    ["/home/dev/.netrc:3:machine git.acme.io login dev password ⟨{{alnum:20}}⟩\n"],
    ["machine git.acme.io login dev password ⟨{{lower:9}}⟩\n"],
    // The end of an entry, as `tail` shows it.
    ["  login dev\n  password ⟨{{alnum:20}}⟩\n"],
    ["machine nas\nlogin dev\npassword ⟨{{lower:9}}⟩\n", "/home/dev/.netrc"],
    ["login dev\npassword ⟨{{lower:9}}⟩\n", "/home/dev/_netrc"],
  ]);
  findsNothingIn([
    ["Fix the login bug: password reset token expires too early"],
    ["react login form password validation"],
    ['gh issue create --title "login form, password strength meter"'],
    ["Fill in the login form, password and name.", "/p/README.md"],
    ["The login page password field is too short"],
    ["machine learning login form password strength"],
    ["default login admin password admin"],
    ["login form\npassword strength\n"],
    ["machine git.acme.io login dev password $PASSWORD\n"],
  ]);
});

describe("a quote within quotes", () => {
  findsIn([
    ["password: '⟨{{alnum:12}}''{{alnum:12}}⟩'\n", "/p/a.yml"],
    ["password: '⟨it''s{{alnum:12}}⟩' # old\n", "/p/a.yml"],
    ["CREATE USER app WITH PASSWORD '⟨{{alnum:8}}''{{alnum:8}}⟩';"],
    ["DB_PASSWORD='⟨{{alnum:8}}''{{alnum:8}}⟩'\nX=''\n"],
    ["{ password: '⟨{{alnum:12}}⟩', other: '' }", "/p/a.ts"],
    ["x(password='⟨{{alnum:12}}⟩')", "/p/a.py"],
  ]);

  it("ends where nothing of the value follows", () => {
    const value = expand("{{alnum:14}}");
    expect(values(`"PASSWORD="${value}"" and "x" said`)).toEqual([value]);
  });
});

describe("passphrases of which a word looks made", () => {
  findsIn([
    ['DB_PASSWORD="⟨correct {{alnum:12}} horse battery⟩"\n'],
    ['DB_PASSWORD="⟨correct {{alnum:12}} horse battery⟩"\n', "/p/.env"],
    ["DB_PASSWORD=⟨correct {{alnum:12}} horse battery⟩\n", "/p/.env"],
    ["DB_PASSWORD=⟨correct {{alnum:12}} horse battery⟩\nPORT=1\n"],
    ['password: "⟨correct {{alnum:12}} horse battery⟩"\n', "/p/a.yml"],
    ['{"user": "a", "password": "⟨correct {{alnum:12}} horse battery⟩"}'],
    ['DB_PASSWORD="⟨blue {{lit:walnut}} over the sea⟩"\n', "/p/.env"],
    ['DB_PASSWORD="⟨blue {{lit:walnut}} behind seven hills⟩"\n'],
  ]);
  findsNothingIn([
    ['{ "password": "Enter your password" }', "/p/i18n/en.json"],
    ['{ "password": "At least 8 characters, 1 number and 1 symbol" }', "/p/i18n/en.json"],
    ['{ "password": "Mot de passe (8 caractères min.)" }', "/p/i18n/fr.json"],
    ['{ "password": "Das Passwort muss mindestens 12 Zeichen lang sein" }', "/p/i18n/de.json"],
    ['passwordLabel: "Your password here"', "/p/a.ts"],
    ['errors.password = "does not match [A-Za-z0-9]{8,}";', "/p/a.ts"],
    ['password: "see https://docs.acme.io/a1B2c3D4 for help"', "/p/a.ts"],
    ['password: "between {{lit:$}}{min1} and {{lit:$}}{max2} characters"', "/p/a.ts"],
    ['ERR_PASSWORD="The passwords do not match"\n', "/p/a.sh"],
    ['PASSWORD="Bitte gib dein Kennwort ein"\n', "/p/messages.sh"],
    ['PASSWORD="Type the new one:"\n', "/p/.env.example"],
  ]);
});

describe("a placeholder's word beside a value", () => {
  findsIn([
    ["DB_PASSWORD=⟨test-{{alnum:12}}⟩\n"],
    ["DB_PASSWORD=⟨{{alnum:12}}_test⟩\n", "/p/.env"],
    ['{"password": "⟨demo.{{alnum:12}}⟩"}', "/p/a.json"],
    ["password: ⟨changeme{{lit:#}}{{alnum:12}}⟩\n", "/p/a.yml"],
  ]);
  findsNothingIn([
    ["DB_PASSWORD=test\n", "/p/.env"],
    ["DB_PASSWORD=your-password-123\n", "/p/.env"],
    ["DB_PASSWORD=change-me-please1\n", "/p/.env"],
    ["DB_PASSWORD=<test-value-1>\n", "/p/.env"],
    ['{"password": "test-user-password1"}', "/p/a.json"],
    ["password: example_xxxxxxxx12\n", "/p/a.yml"],
  ]);
});

describe("variables with a default", () => {
  findsIn([
    ["MYSQL_PASSWORD: {{lit:$}}{DB_PASSWORD:-⟨{{alnum:14}}⟩}\n", "/p/compose.yml"],
    ["MYSQL_PASSWORD: {{lit:$}}{DB_ACCESS:-⟨{{alnum:14}}⟩}\n", "/p/compose.yml"],
    ["export API_TOKEN={{lit:$}}{API_TOKEN:-⟨{{alnum:32}}⟩}\n", "/p/a.sh"],
    ['login "{{lit:$}}{DB_PASSWORD:=⟨{{alnum:14}}⟩}"\n', "/p/a.sh"],
  ]);
  findsNothingIn([
    ["MYSQL_PASSWORD: {{lit:$}}{DB_PASSWORD:-secret}\n", "/p/compose.yml"],
    ["MYSQL_PASSWORD: {{lit:$}}{DB_PASSWORD:-shop_dev_1}\n", "/p/compose.yml"],
    ["POSTGRES_PASSWORD: {{lit:$}}{POSTGRES_PASSWORD:?required}\n", "/p/compose.yml"],
    ["POSTGRES_PASSWORD={{lit:$}}{POSTGRES_PASSWORD:?set it in the environment}\n", "/p/a.sh"],
    ['run {{lit:$}}{DB_PASSWORD:+--password} {{lit:$}}{DB_PASSWORD:0:8} "{{lit:$}}{DB_PASSWORD#abc12}"\n', "/p/a.sh"],
    ["X={{lit:$}}{DB_PASSWORD:-{{lit:$}}{OTHER_PASSWORD_1}}\n", "/p/a.sh"],
  ]);
});

describe("signs that stand side by side by chance", () => {
  findsIn([
    ['DB_PASSWORD="⟨k9{{lit:$}}{{lit:{}}{{digits:2}}qX(7#mB;2⟩"\n', "/p/.env"],
    ['{"password": "⟨<4kQ}}9!z(tR{{digits:2}}⟩"}', "/p/a.json"],
    ["password: '⟨K*3{{lit:{%}}x9}}Qw#2^{{digits:2}}⟩'\n", "/p/a.yml"],
    // In a `.env` file nothing but a blank ends a value.
    ['DB_PASSWORD=⟨{{alnum:6}}<{{alnum:4}}>{{alnum:4}}"x)⟩\nPORT=1\n', "/p/.env"],
    ["DB_PASSWORD=⟨{{alnum:6}}>{{alnum:6}}⟩\nPORT=1\n"],
    ["mysql -u root -p'⟨{{lit:kQzTbWnRvXcJmH}}⟩' shop"],
  ]);
  findsNothingIn([
    ['password: "{{lit:{{}} secrets.DB_PASSWORD_2 }}"', "/p/a.yml"],
    ['password: "{{lit:$}}{DB_PASSWORD_2}#A1"', "/p/a.yml"],
    ["password: <your-Password-1>\n", "/p/a.yml"],
    ['"password": "<?php echo $pw2 ?>"'],
  ]);
});

describe("lines that a search prints", () => {
  findsIn([["3:DB_PASSWORD=⟨{{lower:7}}⟩\n"], ["./shop/.env:3:DB_PASSWORD=⟨{{lower:7}}⟩\n"]]);
  findsNothingIn([["12:PASSWORD = fields\n"], ["src/form.py:3:PASSWORD=fields.password\n"]]);
});

describe("property lists", () => {
  findsIn([
    ["<key>Password</key><string>⟨{{alnum:14}}⟩</string>"],
    ["\t<key>dbPassword</key>\n\t<string>⟨{{alnum:10}}&amp;{{alnum:4}}⟩</string>\n", "/p/Info.plist"],
    ["<key>ApiToken</key>\n<string>⟨{{alnum:32}}⟩</string>"],
  ]);
  findsNothingIn([
    ["<key>Password</key><string>Password</string>"],
    ["<key>PasswordRequired</key><true/>"],
    ["<key>Password</key><dict><key>Type</key><string>a1B2c3D4e5</string></dict>"],
    ["<key>PasswordLabel</key><string>Enter it 2 times</string>"],
  ]);
});

describe("names of what deals with passwords", () => {
  findsNothingIn([
    ['PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]', "/p/settings.py"],
    ['PASSWORD_VALIDATORS = ["shop.auth.Length8Validator"]', "/p/settings.py"],
    ['"password": "shop.auth.hashers.Argon2PasswordHasher"', "/p/a.json"],
    ['PASSWORD_FIELD = "login_pw2"\nPASSWORD_POLICIES = "x8a-strict"', "/p/a.py"],
    ['"password_options": "min8_max64_a1"', "/p/a.json"],
  ]);

  it("hide no value that has dots in it", () => {
    const value = expand("{{alnum:5}}.{{alnum:5}}.{{alnum:5}}.{{alnum:5}}");
    expect(find(`DB_PASSWORD=${value}\n`, "/p/.env")).toMatchObject([{ value }]);
  });
});
