import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, values } from "./find.ts";

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwtOf = (header: unknown, payload: unknown) =>
  `${base64url(header)}.${base64url(payload)}.${expand("{{b64url:43}}")}`;

describe("private keys", () => {
  it.each(["RSA", "OPENSSH", "EC", "PKCS8"])("finds the whole block of a %s key", (kind) => {
    const block = expand(`{{pem:${kind}}}`).trimEnd();
    expect(values(`before\n${block}\nafter\n`)).toEqual([block]);
  });

  it("finds a block whose line ends are written as escapes", () => {
    const block = expand("{{pem:PKCS8}}").trimEnd().replaceAll("\n", "\\n");
    expect(values(`{"private_key": "${block}\\n","x":1}`)).toEqual([block]);
  });

  it("finds what is there of a block that is cut off", () => {
    const lines = expand("{{pem:RSA}}").trimEnd().split("\n").slice(0, -1);
    const cut = lines.slice(0, 2).join("\n");
    expect(values(`${cut}\n`)).toEqual([cut]);
    expect(values(cut)).toEqual([cut]);
  });

  it("finds an indented and a quoted block", () => {
    const block = expand("{{pem:EC}}").trimEnd();
    const indented = block.replaceAll("\n", "\n    ");
    expect(values(`key: |\n    ${indented}\nnext: 1`)).toEqual([indented]);
    const quoted = block.replaceAll("\n", "\n> ");
    expect(values(`> ${quoted}\n`)).toEqual([quoted]);
  });

  it("finds the armour of PGP", () => {
    const body = expand("{{base64:64}}\n{{base64:64}}\n={{base64:4}}");
    const [begin, end] = ["BEGIN", "END"].map((word) => `-----${word} ${"PGP PRIVATE KEY"} BLOCK-----`);
    const block = `${begin}\nVersion: 1\n\n${body}\n${end}`;
    expect(values(block)).toEqual([block]);
  });

  it("passes over public keys, certificates and headers without a key", () => {
    const body = expand("{{base64:64}}\n{{base64:64}}");
    for (const kind of ["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY"]) {
      expect(values(`-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`)).toEqual([]);
    }
    const header = `-----BEGIN ${"RSA PRIVATE"} KEY-----`;
    expect(values(`if (text.startsWith("${header}")) return read(text);\n`)).toEqual([]);
    expect(values(`${header}\n...\n-----END ${"RSA PRIVATE"} KEY-----`)).toEqual([]);
  });
});

describe("JSON Web Tokens", () => {
  it("finds a token whose header names an algorithm", () => {
    const token = jwtOf({ alg: "HS256", typ: "JWT" }, { sub: expand("{{digits:8}}"), name: "crm-user" });
    expect(values(`LOGIN_JWT=${token}\n`)).toEqual([token]);
    expect(values(`\u001b[32m${token}\u001b[0m`)).toEqual([token]);
    expect(values(`yes${token} and on`)).toEqual([token]);
  });

  it("passes over other dotted base64, and over jwt.io's example", () => {
    expect(values(jwtOf({ typ: "JWT" }, { sub: "x" }))).toEqual([]);
    expect(values(jwtOf({ alg: "HS256" }, { sub: "1234567890", name: "John Doe", iat: 1516239022 }))).toEqual([]);
    expect(values(expand("eyJ{{b64url:30}}.{{b64url:30}}.{{b64url:30}}"))).toEqual([]);
  });
});

describe("JSON Web Keys", () => {
  it("finds the private members, each by itself", () => {
    const [d, p] = [expand("{{b64url:86}}"), expand("{{b64url:43}}")];
    const key = { kty: "RSA", n: expand("{{b64url:86}}"), e: "AQAB", d, p };
    expect(values(JSON.stringify(key))).toEqual([d, p]);
    const k = expand("{{b64url:43}}");
    expect(values(JSON.stringify({ kty: "oct", k }, null, 2))).toEqual([k]);
  });

  it("passes over public keys and other objects", () => {
    expect(values(JSON.stringify({ kty: "EC", crv: "P-256", x: expand("{{b64url:43}}") }))).toEqual([]);
    expect(find(JSON.stringify({ d: expand("{{b64url:43}}") }))).toEqual([]);
  });
});
