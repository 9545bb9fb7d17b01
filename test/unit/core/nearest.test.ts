import { expect, test } from "vitest";
import { nearest } from "../../../src/core/nearest.ts";

const WORDS = ["install", "uninstall", "status", "doctor", "log"];

test.each([
  ["instal", "install"],
  ["unistall", "uninstall"],
  ["Doctor", "doctor"],
  ["stauts", "status"],
  ["lgo", null],
  ["lag", "log"],
  ["x", null],
  ["completely-else", null],
  ["i".repeat(100_000), null],
])("nearest(%.20s) is %s", (typed, word) => {
  expect(nearest(typed, WORDS)).toBe(word);
});
