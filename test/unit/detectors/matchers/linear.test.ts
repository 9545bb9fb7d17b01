import { describe, expect, it } from "vitest";
import { MATCHERS } from "../../../../src/detectors/matchers/registry.ts";
import { expectLinear, fastest } from "../../../support/growth.ts";
import { find } from "./find.ts";

/** Texts that make a careless pattern back-track, by what stands over and over behind the anchor. */
const FILLERS = [
  "a",
  "a ",
  " ",
  "=",
  ":",
  "\\",
  '\\\\"',
  "'",
  '"a',
  "$",
  "-",
  "--a ",
  "-p",
  "/",
  "@",
  ":a@",
  "eyJ",
  "1",
  "4 ",
  "1-",
  ";a=",
  ",a",
  ".a",
  "\n",
  "\n ",
  "\\n",
  "\u001b[0m",
  "password=",
  "token ",
  "{",
  "}",
  "(a",
  "|",
  "<a>",
  "DE12 ",
  "%20",
  "a1",
  "aB3_",
  `${"x".repeat(63)} `,
];
const ANCHORS = [
  "password",
  "token",
  "key=",
  "Bearer",
  "Basic",
  "curl",
  "mysql",
  "login",
  "echo",
  "://",
  ":5432",
  `-----BEGIN ${["RSA", "PRIVATE"].join(" ")} KEY-----`,
  "eyJ",
  '"d":"',
  "Password",
  "4111",
  "DE12",
  "123-45-6789",
  "cookie: session=",
  "kind: Secret",
  "IDENTIFIED BY ",
  'password": {',
  "tokens: [",
  "machine",
  "PASSWORD:-",
  "Password</key>",
];

/** Texts of nothing but anchors, so that every place is a hit. */
const UNITS = [
  "password=",
  "password = '",
  "token ",
  "key: a1",
  "api_key=$(",
  "curl -u a:",
  "mysql -p ",
  "login a password ",
  "machine a login b password ",
  "password='a''",
  "PASSWORD=a b1C2d3E4 ",
  `\${${"PASSWORD:-a"}`,
  "://a:b",
  "a://:a@",
  "eyJhbGciOiJ.",
  "d:'abcdefghijklmnopqrstuvwxyz' ",
  "4111 1111 1111 1111 ",
  "4111",
  "DE12 1234 ",
  "DE12",
  "123-45-6789 ",
  "ssn 123.45.6789 ",
  "Pwd=abcd;",
  `-----BEGIN ${["RSA", "PRIVATE"].join(" ")} KEY-----`,
  "Bearer abcdefgh1 ",
  "token=a1B2",
  "secret=a1B2/",
  'tokens: ["a1b2c3d4",',
  "tokens:\n  - a1B2c3D4e5F6\n",
  'key":{',
  'token:{"value"',
  'variable "password" {',
  "password: |\n  a1\n",
  "cookie: session=a1B2c3D4; ",
  "kind: Secret\n",
  "kind: Secret\ndata:\n  a: YWJjZDEyMzQ=\n",
  "https://a1B2c3D4e5F6g7H8i9J0k1@",
  "IDENTIFIED BY 'a1",
];

describe("rules", () => {
  it.each(UNITS)("take linear time where %j stands over and over", (unit) => expectLinear(find, unit));
});

describe("matchers", () => {
  it.each(Object.entries(MATCHERS))("%s takes bounded time on hostile text", (_name, matcher) => {
    const context = { channel: "file" as const, path: null };
    for (const anchor of ANCHORS) {
      for (const filler of FILLERS) {
        const text =
          filler.repeat(Math.ceil(2_000 / filler.length)) + anchor + filler.repeat(Math.ceil(40_000 / filler.length));
        const at = text.indexOf(anchor);
        const best = fastest(() => matcher(text, at, at + anchor.length, context));
        // One without bounds takes a second and more here.
        expect(best, `${anchor} ${JSON.stringify(filler)}`).toBeLessThan(200);
      }
    }
  });

  it.each(Object.entries(MATCHERS))("%s survives every place of every text", (_name, matcher) => {
    for (const text of [
      "",
      "password",
      "token=",
      "://",
      "curl -u ",
      "login a password",
      "eyJ",
      "-----BEGIN ",
      '"d":',
      "4",
      "DE",
    ]) {
      for (let at = 0; at <= text.length; at += 1) {
        const found = matcher(text, at, text.length, { channel: "file", path: "/p/.env" });
        expect(found === null || found.span.end <= text.length).toBe(true);
      }
    }
  });
});
