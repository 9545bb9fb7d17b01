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
    ['x = "Server=x;Password=" + os.Getenv("DB_PASS") + ";"', "/a/x.go"],
    ['x = "Server=x;Password="+getPass()+";Database=y"', "/a/X.java"],
    ["x = 'host=h user=u password=' . $cfg->dbPassword() . ' dbname=y'", "/a/x.php"],
    ['x = "Server=x;Password=" & pwd2 & ";"', "/a/x.vb"],
    [String.raw`{"code":"x = \"Server=x;Password=\" + getPass() + \";\""}`, null],
    ["http POST example.org username=ana password=walnut", null],
    ["restore-key: Linux-npm-{{hex:64}}", null],
    ['"obj_token": "{{alnum:27}}"', null],
    ['"paging_token":"{{alnum:30}}"', null],
    ['"clientToken":"{{alnum:30}}"', null],
    ['PM.addPass("simplify-2")', "/a/x.cc"],
    ["fooPass2 = 'x-1a'", "/a/x.ts"],
    ["def f(secret: X25519PrivateKey, token: ApiKeyV2Type):", "/a/x.pyi"],
    ["password: 'max_72_bytes'", "/a/x.ts"],
    ["DB_PASSWORD=set", null],
    ["DB_PASSWORD=not set", null],
    ["DB_PASSWORD=configured", null],
    ["API_TOKEN=available", null],
    ['{"password":"Contraseña"}', "/a/es.json"],
    ['{"password":"Lösenord"}', "/a/sv.json"],
    ["password: Nueva-contraseña2", "/a/es.yml"],
    ['{"password2":"Jelszo2"}', "/a/hu.json"],
    ["const token = 'a1b2c3d4e5f6a7b8c9d0'", "/a/x.ts"],
    ["![x](https://codecov.io/gh/a/b/graph/badge.svg?token={{alnum:8}}4k)", "/a/README.md"],
    ["order_no = '{{luhn:16:453957}}'", "/a/x.py"],
    ['{"orderId": "{{luhn:16:453957}}"}', null],
    ["torch.tensor([7, {{luhn:16:453957}}])", "/a/x.py"],
    ["password: ENC({{alnum:20}}+{{alnum:10}}/4k9)", "/a/x.yml"],
    ['{"password": "&lt;YOURPASSWROD&gt;"}', null],
    ["password = {{lit:$}}{x1}:{{lit:$}}{Y2}-{{lit:$}}{z}", "/a/x.ini"],
    ['PW:["680","01[12]","(?:[24-8]\\\\d\\\\d|345|900)\\\\d{4}",[7]],', "/a/x.js"],
    ["DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey=accountKey;EndpointSuffix=x", "/a/x.d.ts"],
    ['curl -H "Sec-WebSocket-Key: {{alnum:20}}4k==" https://ws.example.com', null],
    [
      "(d.username||d.password)){const e=Ht(d.username);o={password:Ht(d.password)}}(d.username||d.password)",
      "/a/x.js",
    ],
    ["default-token-x7k2p        kubernetes.io/service-account-token   3      41d", null],
    ["password        required     The password of the account", "/a/x.md"],
    ['NEW_PASSWORD="{{lit:$}}(openssl rand -base64 24)"', "/a/x.sh"],
    ['PASSWORD="`pass show acme/api`"', "/a/x.sh"],
    ["'password' => 'required|min:8|confirmed'", "/a/x.php"],
    ["'password' => 'hashed'", "/a/User.php"],
    ['"PasswordLastUsed": "2024-05-01T10:00:00+00:00"', null],
    ["token_sha256: {{hex:64}}", null],
    ['"SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-{{uuid}}-Xy12Zz"', null],
    ['"password": {"minLength": 8}', "/a/openapi.json"],
    ["password=dict(type='str', no_log=True), \"password\": {'no_log': True}", "/a/x.py"],
    ["FAILED t.py::test[password] - ValueError: bad", null],
    ["SSH_AUTH_SOCK=/tmp/ssh-P65gpcqArqvH/agent.15541", null],
    ['"s3Key":"uploads/{{hex:32}}/avatar.png"', null],
    ["password: \"//input[@id='pw']\"", "/a/x.ts"],
    ['resetPassword: "/reset-password/:token"', "/a/x.ts"],
    ['icon = { password: "fa-lock" }', "/a/x.ts"],
    ["apiKey: SensitiveString2048;", "/a/x.ts"],
    ["password_confirmation: Bestätigung", "/a/config/locales/de.yml"],
    ['type = shown ? "password" : "public"', "/a/x.ts"],
    ["card: 4000002500003155", "/a/x.ts"],
  ])("%s", (template, path) => {
    expect(found(expand(template), path)).toEqual([]);
  });
});

describe("examples that standards and vendors publish are none", () => {
  it.each<[string, string]>([
    ["access_token=", "2YotnFZFEjr1|zCsicMWpAA"],
    ['"refresh_token":"', "tGzv3JOkF0XG|5Qx2TlKWIA"],
    ["Authorization: Bearer ", "mF_9.B5f-|4.1JqM"],
    ["Authorization: Basic ", "QWxhZGRp|bjpvcGVuIHNlc2FtZQ=="],
    ["Authorization: Basic ", "czZCaGRSa3F0|MzpnWDFmQmF0M2JW"],
    ['"SecretAccessKey": "', "9drTJvcXLB89|EXAMPLELB8923FB892xMFI"],
    ['"SessionToken": "', "AQoEXAMPLEH4|aoAH0gNCAPyJxz4BlCFFxWNE1OPTgk5TthT"],
  ])("%s", (before, parts) => {
    expect(found(`${before}${parts.replace("|", "")}`, null)).toEqual([]);
  });

  it("jwt.io's token, whatever signs it", () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const payload = { sub: "1234567890", name: "John Doe", iat: 1516239022 };
    const token = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}.${expand("{{b64url:43}}")}`;
    expect(found(`const token = "${token}"`, "/a/x.ts")).toEqual([]);
    expect(found(`Authorization: Bearer ${token}`, null)).toEqual([]);
  });
});

describe("a password that a test makes up is a weak one", () => {
  it.each<[string, string]>([
    ["createUser({ email: 'a@b.co', password: 'Passw0rd!' })", "/a/src/a.ts"],
    ['const VALID_PASSWORD = "Abcdef1!"', "/a/x.go"],
    ["password: 'StrongP@ssword123!'", "/a/x.ts"],
    ["password: '{{alnum:12}}4k9'", "/a/tests/x.test.ts"],
  ])("%s", (template, path) => {
    expect(found(expand(template), path).map((one) => one.split(" ")[1])).toEqual(["medium"]);
  });
});

describe("a real one stands out", () => {
  it.each<[string, string | null]>([
    ["db1 ansible_host=10.0.0.1 ansible_password={{p=alnum:12}}4k9 ansible_port=22", "/a/hosts.ini"],
    ["Environment=DB_PASSWORD={{p=alnum:12}}4k9 OTHER=1", "/a/x.service"],
    ["- run: DB_PASSWORD={{p=alnum:12}}4k9 npm test", "/a/w.yml"],
    ["k_password: QmXz{{p=rep:1:R}}tKbWepL", "/a/x.yaml"],
    ['password = "ab%s{{p=alnum:12}}4k9!"', "/a/x.py"],
    ["Server=x;User Id=sa;Password={{p=alnum:12}}4k9,x;", null],
    ["Driver={ODBC};Server=x;Password={{p=alnum:12}}4k9(a);", null],
    ['"host=db user=app password={{p=alnum:12}}4k9"', "/a/x.go"],
    ["host=db user=app password={{p=alnum:12}}4k9 dbname=x", "/a/x.py"],
    ["DATABASE_URL=postgres://app:a%23b%24{{p=alnum:12}}@db.acme.io/x", "/a/.env"],
    ["GMAIL_PASS={{p=alnum:12}}4k9", "/a/x.sh"],
    ["password: {{p=lit:Winter}}Summer{{digits:4}}", "/a/x.yml"],
    ["DB_PASSWORD        {{p=alnum:12}}4k9", null],
    ["login: app / pw: {{p=alnum:12}}4k9", null],
    ["password: {{lit:$}}{DB_PASSWORD:{{p=alnum:12}}4k9}", "/a/application.yml"],
    ["smtpPass: '{{p=alnum:12}}4k9'", "/a/x.js"],
    ["db1 ansible_password={{p=lower:6}} ansible_port=22", "/a/hosts.ini"],
    ["password = xR4v{{p=digits:2}}k7kV(R{)q", "/a/x.ini"],
    ["DB_PASSWORD=<~Kx4v{{p=digits:2}}k7+q&W[u]F", "/a/.env"],
    ["DB_PASSWORD=:@Kx4v{{p=digits:2}}k7vQ", "/a/.env"],
    ["A=1\nDB_PASSWORD=kR4v{{p=digits:2}}k7;T?<9|x\nB=2", null],
    ['{"password":"Vqzxkdwrtpln{{p=rep:1:x}}mvbc"}', null],
    ['{"password":"oT4v{{p=digits:2}}k7%d_E]6Q{K}v#{a"}', null],
    ["Server=x;User Id=sa;Password='+{{p=alnum:12}}4k9';", null],
    ["STATE_SECRET={{p=alnum:30}}4k", null],
    ["client_token: {{p=alnum:30}}4k", "/a/x.yml"],
    ["Das Passwort lautet {{p=alnum:12}}4k9", null],
    ["setDbPass('{{p=alnum:12}}4k9')", "/a/x.js"],
  ])("%s", (template, path) => {
    const names = new Map<string, string>();
    const text = expand(template, names);
    const value = names.get("p") ?? "";
    expect(found(text, path).filter((one) => one.includes(value))).toHaveLength(1);
  });
});
