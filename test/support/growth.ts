import { expect } from "vitest";

/**
 * A text 16 times as long costs a linear scan 16 times as much and a square one 256 times. The bound lies in the
 * middle, so that compilation, garbage and neighbours on the machine, which cost a few times at most, decide nothing.
 */
const SHORT = 8_192;
const LONGER = 16;
const AT_MOST = 64;
const SPARE_MS = 100;

/** Fails where `scan` takes more than linear time for texts in which `unit` stands over and over. */
export function expectLinear(scan: (text: string) => unknown, unit: string): void {
  const repeated = (length: number) => unit.repeat(Math.ceil(length / unit.length));
  const short = fastest(() => scan(repeated(SHORT)));
  const long = fastest(() => scan(repeated(SHORT * LONGER)));
  expect(long, JSON.stringify(unit)).toBeLessThanOrEqual(AT_MOST * short + SPARE_MS);
}

/** CPU time of the process in ms, the better of two. */
export function fastest(run: () => unknown): number {
  return Math.min(...[1, 2].map(() => cpuTime(run)));
}

function cpuTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
