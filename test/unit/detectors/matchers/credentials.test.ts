import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, marked, values } from "./find.ts";

const FOUND: readonly string[] = [
  "mysql -h db.internal -u root -p'⟨{{alnum:16}}⟩' shop",
  "mysqldump --single-transaction -p⟨{{alnum:16}}⟩ shop",
  "sshpass -p '⟨{{alnum:12}}-{{alnum:4}}⟩' ssh deploy@10.20.31.7 uptime",
  "docker login registry.internal -u ci -p '⟨{{alnum:16}}⟩'",
  "redis-cli -h cache.internal -a '⟨{{alnum:16}}⟩' ping",
  "curl -u 'admin:⟨{{alnum:16}}⟩' https://nexus.internal/x",
  "curl -sS -X POST --user admin:⟨{{alnum:16}}⟩ https://nexus.internal/x",
  "htpasswd -bc .htpasswd admin '⟨{{alnum:16}}⟩'",
  "openssl enc -aes-256-cbc -k '⟨{{alnum:16}}⟩' -in a -out b",
  "echo '⟨{{alnum:16}}⟩' | sudo -S systemctl restart app",
  'gh secret set DB --body "⟨{{alnum:16}}⟩"',
  "net use Z: \\\\fs01\\share /user:ACME\\svc ⟨{{alnum:16}}⟩",
  "PGPASSWORD='⟨{{alnum:16}}⟩' pg_dump -h db.internal shop",
  "machine git.internal login dev password ⟨{{alnum:20}}⟩\n",
  "machine git.internal\n  login dev\n  password ⟨{{alnum:20}}⟩\n",
  "db.internal:5432:shop:app:⟨{{alnum:20}}⟩\n",
  'curl -sS -H "Authorization: Bearer ⟨{{alnum:32}}⟩" https://10.20.30.40/x',
  "-> Authorization: Basic ⟨{{login}}⟩",
  '{"headers":{"authorization":"Bearer ⟨{{alnum:40}}⟩","accept":"*/*"}}',
  "sshpass -p ⟨{{lower:9}}⟩ ssh deploy@10.20.31.7",
  "net user svc ⟨{{alnum:12}}!⟩ /add",
  '$pw = ConvertTo-SecureString "⟨{{alnum:12}}!⟩" -AsPlainText -Force',
  "echo 'root:⟨{{alnum:14}}⟩' | chpasswd",
  "CREATE USER 'app'@'%' IDENTIFIED BY '⟨{{alnum:14}}⟩';",
  "Set-Cookie: connect.sid=⟨s%3A{{b64url:32}}.{{b64url:43}}⟩; Path=/",
  'headers: {"cookie": "lang=en; JSESSIONID=⟨{{HEX:32}}⟩; theme=dark"}',
  "curl --cookie 'session=⟨{{alnum:40}}⟩' https://app.internal/",
  "git clone https://⟨{{hex:40}}⟩@git.internal/acme/shop.git",
  '{"apiVersion":"v1","kind":"Secret","data":{"dsn":"⟨{{file}}⟩"}}',
  "apiVersion: v1\ndata:\n  user: YWRtaW4=\n  dsn: ⟨{{login}}⟩\nkind: Secret\nmetadata:\n  name: shop-db-2024\n",
];

const NOT_FOUND: readonly string[] = [
  'docker login -u ci -p "$REGISTRY_TOKEN" registry.example.com',
  "docker login --username ci --password-stdin",
  "mysql -u root -p shop",
  "ssh -p 2222 deploy@example.com",
  "mkdir -p build/passwords1",
  "curl -u username:token https://example.com",
  'curl -u "$USER:$PASSWORD" https://example.com',
  "curl -p 8080 -o a1b2c3d4e5.zip https://example.com",
  "Authorization: Bearer $TOKEN",
  "Authorization: Bearer YOUR_ACCESS_TOKEN",
  "Authorization: Bearer <token>",
  "the basic authentication scheme and the bearer tokens of RFC 6750",
  "machine example.com login dev password $PASSWORD",
  'echo "$PASSWORD" | sudo -S ls',
  "10:20:30:40:50",
  "gpg --recv-keys {{HEX:40}}",
  "net user admin /active:yes",
  "ConvertTo-SecureString $plain -AsPlainText -Force",
  'the entry is identified by "name-12" in the index',
  "IDENTIFIED BY VALUES",
  "Set-Cookie: csrftoken={{alnum:32}}; Path=/",
  "Set-Cookie: session=%s; Path=/",
  "Cookie: _ga=GA1.2.{{digits:9}}.{{digits:10}}; theme=dark",
  "dsn: https://{{hex:32}}@o1.ingest.sentry.io/1234567",
  "https://registry.npmjs.org/@scope%2fpackage-name-1.2.3@latest",
  "kind: Secret\nmetadata:\n  name: shop-db-2024-prod\n  namespace: prod-eu1\ntype: Opaque\n",
  "kind: Secret\nstringData:\n  host: db.internal.svc\n  port: '5432'\n",
  "kind: ConfigMap\ndata:\n  dsn: {{base64:48}}\n",
];

describe("credentials on command lines and in headers", () => {
  it.each(FOUND)("finds the value in %s", (template) => {
    const login = Buffer.from(expand("svc:{{alnum:18}}")).toString("base64");
    const file = Buffer.from(expand("[db]\nuser = app\npassword = {{alnum:16}}\n")).toString("base64");
    const { text, value } = marked(expand(template, new Map(Object.entries({ login, file }))));
    expect(values(text)).toEqual([value]);
  });

  it.each(NOT_FOUND)("finds nothing in %s", (template) => {
    expect(values(expand(template))).toEqual([]);
  });
});

const URLS: readonly string[] = [
  "DATABASE_URL=postgres://app:⟨{{alnum:20}}⟩@db.internal:5432/shop",
  "BLOG_DSN=postgres://blog:⟨{{alnum:20}}⟩@pg.internal/blog",
  "mongodb+srv://app:⟨{{alnum:16}}⟩@cluster0.internal/shop?retryWrites=true",
  "redis://:⟨{{alnum:24}}⟩@cache.internal:6379/0",
  "amqps://svc:⟨{{alnum:18}}⟩@mq.internal/vhost",
  "url=https://sync:⟨{{alnum:16}}⟩@files.internal/inbox",
  "postgres://app:⟨{{alnum:6}}@{{alnum:6}}⟩@db.internal/shop",
  "jdbc:mysql://root:⟨{{alnum:16}}⟩@db.internal:3306/shop",
  '"git remote: https://x-access-token:⟨{{alnum:36}}⟩@git.internal/a.git"',
  "Host=db.internal;Database=shop;Username=app;Password=⟨{{alnum:16}}⟩",
  "Server=tcp:db.internal,1433;User ID=app;Password=⟨{{alnum:14}}!⟩;Encrypt=True;",
  "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=⟨{{base64:86}}==⟩;EndpointSuffix=core.windows.net",
];

const NO_URLS: readonly string[] = [
  "DATABASE_URL=postgres://user:password@localhost:5432/app",
  "https://user:{{lit:pass}}@example.com/x",
  "amqp://guest:guest@localhost:5672",
  "git clone https://ci:{{lit:$}}{GIT_TOKEN}@git.example.com/acme/shop.git",
  "curl https://deploy:$DEPLOY_PASSWORD@deploy.example.com/run",
  "postgres://<user>:{{lit:<password>}}@host/db",
  "postgres://{user}:{password}@{host}/db",
  "mysql://root:***@db.internal/x",
  "http://localhost:3000/@scope/pkg",
  "https://registry.npmjs.org/@babel/core/-/core-7.26.0.tgz",
  "see http://example.com:8080/a and mail me@example.com",
  "ssh://git@github.com:22/acme/shop.git",
  "Server=db;User Id=app;Password={{lit:$}}{DB_PASSWORD};",
  "cvs://:pserver:anoncvs@sources.redhat.com",
];

describe("passwords in URLs and connection strings", () => {
  it.each(URLS)("finds the password in %s", (template) => {
    const { text, value } = marked(expand(template));
    expect(values(text)).toContain(value);
    expect(values(text).every((found) => value.includes(found) || found.includes(value))).toBe(true);
  });

  it.each(NO_URLS)("finds nothing in %s", (template) => {
    expect(values(expand(template))).toEqual([]);
  });

  it("says that a weak password is a weak one", () => {
    const [found] = find(`postgres://blog:${expand("{{lower:7}}")}@pg.internal/blog`);
    expect(found).toMatchObject({ confidence: "medium", weak: true });
  });
});

describe("several values at one place", () => {
  it("finds every login cookie of a header", () => {
    const [session, token] = [expand("{{alnum:32}}"), expand("{{alnum:40}}")];
    expect(values(`Cookie: a=1; session=${session}; refresh_token=${token}; b=2`)).toEqual([token, session]);
  });

  it("finds every strong value of a Kubernetes Secret, and the data of no other manifest", () => {
    const encoded = (template: string) => Buffer.from(expand(template)).toString("base64");
    const [a, b, other] = [encoded("{{alnum:20}}"), encoded("{{alnum:31}}"), encoded("{{alnum:20}}")];
    const secret = `apiVersion: v1\nkind: Secret\ndata:\n  a: ${a}\n  b: "${b}"\n`;
    const map = `apiVersion: v1\nkind: ConfigMap\ndata:\n  c: ${other}\n`;
    expect(values(`${map}---\n${secret}---\n${map}`)).toEqual([a, b]);
  });
});
