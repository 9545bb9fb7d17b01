import { expect, it } from "vitest";
import { EVERYDAY } from "./everyday.ts";
import { responseTo, scan } from "./support.ts";

it("holds at least 200 commands", () => {
  expect(EVERYDAY.length).toBeGreaterThanOrEqual(200);
});

it.each(EVERYDAY)("lets pass: %s", (command) => {
  const { matches, degraded } = scan(command);
  expect([
    responseTo(command),
    ...matches.filter((match) => match.git === undefined).map((match) => match.detail),
    ...degraded,
  ]).toEqual(["allow"]);
});
