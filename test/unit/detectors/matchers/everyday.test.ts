import { describe, expect, it } from "vitest";
import { TABLE } from "../../../../src/detectors/rule-table.ts";
import { createScanner } from "../../../../src/detectors/text.ts";
import { expand } from "../../../support/templates.ts";

/** What the rules together say of a text: `rule confidence value`. */
function found(text: string, path: string | null): string[] {
  const scan = createScanner({ loadTable: () => TABLE, overdue: () => false });
  return scan(text, { channel: "file", path }).matches.map(
    ({ rule, confidence, span }) => `${rule.id} ${confidence} ${text.slice(span.start, span.end)}`,
  );
}

describe("ordinary source, logs and data hold no secret", () => {
  it.each<[string, string | null]>([
    ["f(host=h, user=user, password=password)", "/a/x.py"],
    ["connect(host=h, user=u, password=DB_PASS, db=d)", "/a/x.py"],
    ['authenticate(request, username=u, password=form["password"])', "/a/x.py"],
    ["connect(user = user, password = password)", "/a/x.kt"],
    ["new C { User = u, Password = password }", "/a/x.cs"],
    ['conn := "Server=x;User Id=x;Password=" + pwd + ";"', "/a/x.go"],
    ["f(host=h, user=user, password=cfg.dbPassword2)", null],
    ["(user=u, password=PASSWORD_2024)", null],
    ["  key: Linux-npm-{{hex:64}}", null],
    ["Cache restored from key: node-cache-Linux-x64-npm-{{hex:64}}", null],
    ["manifest key=sha256:{{hex:64}}", null],
    ['{"resumeToken":"{{alnum:32}}"}', null],
    ['"nextSequenceToken": "{{alnum:40}}"', null],
    ['"ClientRequestToken":"{{alnum:30}}"', null],
    ["subprocess.run(x, pass_fds=(0,1,2,fp.fileno()))", "/a/x.py"],
    ['should_pass("x(1)")', "/a/x.js"],
    ["onPass = 'next-step-2'", "/a/x.js"],
    ["renderPass = 'shadow-map-2'", "/a/x.js"],
    ["static_cast<FooPass>(getPass())", "/a/x.cc"],
    ["passValue('abc-def-2')", "/a/x.js"],
    ["private_key: PKCS7PrivateKeyTypes", "/a/x.pyi"],
    ['{username:G,password:Q}),($.username||$.password)&&($.username="",a)', "/a/x.min.js"],
    ['{"password":"too_short"}', null],
    ['{"password":"min_length_8"}', null],
    ["DB_PASSWORD=(unset)", null],
    ["DB_PASSWORD=present", null],
    ["DB_PASSWORD=len:16", null],
    ['{"confirmPassword":"Wachtwoord-bevestiging"}', "/a/nl.json"],
    ['{"newPassword":"Nouveau-mot-de-passe"}', "/a/fr.json"],
    ["hmac('x', 'test_secret') => '{{hex:64}}'", "/a/x.md"],
  ])("%s", (template, path) => {
    expect(found(expand(template), path)).toEqual([]);
  });
});

describe("a password that a test makes up is a weak one", () => {
  it.each<[string, string]>([
    ["createUser({ email: 'a@b.co', password: 'Passw0rd!' })", "/a/src/a.ts"],
    ['const VALID_PASSWORD = "Abcdef1!"', "/a/x.go"],
    ["password: 'StrongP@ssword123!'", "/a/x.ts"],
    ["password: '{{alnum:14}}'", "/a/tests/x.test.ts"],
  ])("%s", (template, path) => {
    expect(found(expand(template), path).map((one) => one.split(" ")[1])).toEqual(["medium"]);
  });
});

describe("a real one stands out", () => {
  it.each<[string, string | null]>([
    ["db1 ansible_host=10.0.0.1 ansible_password={{p=alnum:14}} ansible_port=22", "/a/hosts.ini"],
    ["Environment=DB_PASSWORD={{p=alnum:14}} OTHER=1", "/a/x.service"],
    ["- run: DB_PASSWORD={{p=alnum:14}} npm test", "/a/w.yml"],
    ["k_password: QmXz{{p=rep:1:R}}tKbWepL", "/a/x.yaml"],
    ['password = "ab%s{{p=alnum:14}}!"', "/a/x.py"],
    ["Server=x;User Id=sa;Password={{p=alnum:14}},x;", null],
    ["Driver={ODBC};Server=x;Password={{p=alnum:14}}(a);", null],
    ['"host=db user=app password={{p=alnum:14}}"', "/a/x.go"],
    ["host=db user=app password={{p=alnum:14}} dbname=x", "/a/x.py"],
    ["DATABASE_URL=postgres://app:a%23b%24{{p=alnum:12}}@db.acme.io/x", "/a/.env"],
    ["GMAIL_PASS={{p=alnum:14}}", "/a/x.sh"],
    ["smtpPass: '{{p=alnum:14}}'", "/a/x.js"],
  ])("%s", (template, path) => {
    const names = new Map<string, string>();
    const text = expand(template, names);
    const value = names.get("p") ?? "";
    expect(found(text, path).filter((one) => one.includes(value))).toHaveLength(1);
  });
});
