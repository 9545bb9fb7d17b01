import { describe, expect, it } from "vitest";
import { scanText } from "../../support/scan.ts";
import { expand } from "../../support/templates.ts";

const LENGTHS = [24, 110, 190, 250, 600, 1900];

const base64 = (text: string) => Buffer.from(text).toString("base64");
/** Random letters alone may by chance look like a name. */
const made = (length: number) => expand(`{{alnum:10}}4k9x7{{alnum:${length - 15}}}`);

/** Whether every character of each value is part of something that was found. */
function areCovered(text: string, values: readonly string[]): boolean {
  const { matches, degraded } = scanText(text);
  expect(degraded).toEqual([]);
  return values.every((value) => {
    const start = text.indexOf(value);
    const end = start + value.length;
    return matches.some(({ span }) => span.start <= start && end <= span.end);
  });
}

describe("a value is found whole, however long it is", () => {
  it.each<[string, (value: string) => string]>([
    ["URL", (value) => `DATABASE_URL=postgres://app:${value}@db.example.com/shop\n`],
    ["URL without a user", (value) => `git clone https://${value}@git.internal/acme/shop.git\n`],
    ["variable", (value) => `DB_PASSWORD=${value}\n`],
    ["JSON", (value) => JSON.stringify({ password: value, name: "x" })],
    ["key in JSON", (value) => JSON.stringify({ apiKey: value, name: "x" })],
    ["YAML", (value) => `db:\n  password: ${value}\n`],
    ["bearer", (value) => `Authorization: Bearer ${value}\n`],
    ["cookie", (value) => `Cookie: session=${value}; theme=dark\n`],
    [".netrc", (value) => `machine api.example.com login bob password ${value}\n`],
    [".npmrc", (value) => `//registry.example.com/:_authToken=${value}\n`],
    [".pgpass", (value) => `db.example.com:5432:shop:app:${value}\n`],
    ["connection string", (value) => `"Server=db.example.com;Database=shop;User Id=app;Password=${value};"`],
    ["pipe", (value) => `echo ${value} | docker login --username bob --password-stdin\n`],
    ["option", (value) => `mysql -u root -p${value} shop\n`],
  ])("%s", (_, textOf) => {
    const missed = LENGTHS.filter((length) => {
      const value = made(length);
      return !areCovered(textOf(value), [value]);
    });
    expect(missed).toEqual([]);
  });

  it("basic authorization", () => {
    for (const length of LENGTHS) {
      const value = base64(`app:${made(length)}`);
      expect(areCovered(`Authorization: Basic ${value}\n`, [value]), `${length}`).toBe(true);
    }
  });

  it("manifest of a Secret, beside a chain of certificates", () => {
    for (const length of [800, 6_000, 60_000]) {
      const chain = base64(`-----BEGIN CERTIFICATE-----\n${made(length)}\n-----END CERTIFICATE-----\n`);
      const secret = base64(made(20));
      const yaml = `apiVersion: v1\ndata:\n  tls.crt: ${chain}\n  token: ${secret}\nkind: Secret\n`;
      expect(areCovered(yaml, [secret]), `${length}`).toBe(true);
      const json = { apiVersion: "v1", data: { "tls.crt": chain, token: secret }, kind: "Secret" };
      expect(areCovered(JSON.stringify(json, null, 2), [secret]), `${length}`).toBe(true);
    }
  });
});

describe("values are all found, however many there are", () => {
  const values = Array.from({ length: 700 }, () => made(24));

  it.each<[string, () => string]>([
    ["list of JSON", () => JSON.stringify({ tokens: values })],
    ["list of YAML", () => `tokens:\n${values.map((value) => `  - ${value}\n`).join("")}`],
    [
      "cookies",
      () =>
        `Cookie: ${values
          .slice(0, 150)
          .map((value, at) => `s${at}_session=${value}`)
          .join("; ")}`,
    ],
    [
      "manifest of a Secret",
      () => `kind: Secret\nstringData:\n${values.map((value, at) => `  k${at}: ${value}\n`).join("")}`,
    ],
  ])("%s", (name, textOf) => {
    expect(areCovered(textOf(), name === "cookies" ? values.slice(0, 150) : values)).toBe(true);
  });
});
