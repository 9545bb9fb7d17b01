import { describe, expect, it } from "vitest";
import type { Hit } from "../../../src/flow/collect.ts";
import { cleanerOf } from "../../../src/flow/without-values.ts";

const cleaner = (...values: string[]) => cleanerOf(values.map((value) => ({ value }) as Hit));

describe("a text without found values", () => {
  it("masks each, the longest where two begin alike", () => {
    const clean = cleaner("mellon42", "mellon42-and-more", "other-value");
    expect(clean("a mellon42-and-more.txt, b mellon42, other-value/other-value")).toBe(
      "a *****.txt, b *****, *****/*****",
    );
  });

  it("leaves short values alone: they are words that stand for something else elsewhere", () => {
    expect(cleaner("login")("the login page")).toBe("the login page");
  });

  it("does not take the square of many values", () => {
    const values = Array.from({ length: 5000 }, (_, at) => `value-${at}-of-many`);
    const clean = cleaner(...values);
    const texts = values.map((value) => clean(`/a/${value}/b`));
    expect(new Set(texts)).toEqual(new Set(["/a/*****/b"]));
  });
});
