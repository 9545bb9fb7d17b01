import { expect, test } from "vitest";
import { median, medianInterval, shuffled } from "../../bench/statistics.ts";

test.each([
  [[3], 3],
  [[3, 1], 2],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])("median(%j) is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("the interval holds the median, and narrows as values are added", () => {
  const spread = (count: number) => Array.from({ length: count }, (_, index) => 1 + (index % 10) / 10);
  const [low, high] = medianInterval(spread(20));
  expect(low).toBeLessThanOrEqual(1.45);
  expect(high).toBeGreaterThanOrEqual(1.45);
  const [narrowLow, narrowHigh] = medianInterval(spread(2000), 200);
  expect(narrowHigh - narrowLow).toBeLessThan(high - low);
});

test("shuffled keeps the values and leaves its input alone", () => {
  const values = Array.from({ length: 50 }, (_, index) => index);
  const result = shuffled(values);
  expect([...result].sort((a, b) => a - b)).toEqual(values);
  expect(values[0]).toBe(0);
  expect(result).not.toEqual(values);
});
