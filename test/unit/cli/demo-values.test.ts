import { expect, test } from "vitest";
import { listValues, makeValues, maskValues } from "../../../src/cli/demo/values.ts";

function luhn(digits: string): number {
  const reversed = [...digits].reverse().map(Number);
  const weighed = reversed.map((digit, index) => (index % 2 === 1 ? digit * 2 - (digit > 4 ? 9 : 0) : digit));
  return weighed.reduce((sum, digit) => sum + digit, 0) % 10;
}

function mod97(iban: string): bigint {
  const moved = iban.slice(4) + iban.slice(0, 4);
  return BigInt(moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n;
}

test("the values are valid where a checksum says so, and differ each time", () => {
  const first = makeValues();
  for (let round = 0; round < 200; round++) {
    const values = makeValues();
    expect(luhn(values.card.text)).toBe(0);
    expect(mod97(values.iban.text)).toBe(1n);
    expect(values.ssn.text).toMatch(/^5[0-7]\d-(?!00)\d\d-(?!0000)\d{4}$/);
    expect(values.githubToken.text).toMatch(/^ghp_(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9]{36}$/);
    expect(values.githubToken.text).not.toBe(first.githubToken.text);
  }
});

test("a masked text holds none of the values", () => {
  const all = listValues(makeValues());
  const text = all.map((value) => `x${value.text}y`).join("\n");
  const masked = maskValues(text + text, all);
  for (const value of all) expect(masked).not.toContain(value.text);
});
