import { expect, test } from "vitest";
import type { Io } from "../../../src/cli/command.ts";
import type { Outcome } from "../../../src/cli/demo/session.ts";
import { listValues, makeValues } from "../../../src/cli/demo/values.ts";
import { eventText, reportOn } from "../../../src/cli/demo/view.ts";

const values = makeValues();
const caught: Outcome = {
  title: "A prompt with a GitHub token",
  came: `push with ${values.githubToken.text}`,
  decision: "block",
  expected: "block",
  modelSaw: null,
  told: "blocked",
  ms: 41.4,
  checks: { "the file is as before": true },
};

test("an event that went as it should has no failures", () => {
  expect(reportOn(caught, ["secret/github-token"], listValues(values))).toEqual({
    title: caught.title,
    input: `push with ${values.githubToken.mask}`,
    decision: "block",
    rules: ["secret/github-token"],
    ms: 41,
    modelSaw: null,
    told: "blocked",
    checked: ["the file is as before"],
    failures: [],
  });
});

test.each<[string, Partial<Outcome>, string]>([
  ["another decision", { decision: "allow" }, "decided allow, expected block"],
  ["a value in what the model saw", { modelSaw: `x ${values.iban.text}` }, `${values.iban.mask} got through`],
  ["a value in what the person was told", { told: values.card.text }, `${values.card.mask} got through`],
  ["a check that does not hold", { checks: { "the file is as before": false } }, "not so: the file is as before"],
])("%s is a failure", (_, change, failure) => {
  expect(reportOn({ ...caught, ...change }, [], listValues(values)).failures).toEqual([failure]);
});

test.each([60, 80, 100])("a block of text fits %d columns and shows no value", (columns) => {
  const io: Io = { out: () => {}, err: () => {}, env: {}, cwd: "/", isTty: true, columns };
  const long = `${"many words ".repeat(40)}${values.card.text}`;
  const report = reportOn({ ...caught, modelSaw: long, told: long }, ["secret/github-token"], listValues(values));
  const text = eventText(report, { ...io, env: { NO_COLOR: "1" } });
  for (const value of listValues(values)) expect(text).not.toContain(value.text);
  // The title line keeps its words together; everything below it is wrapped.
  for (const line of text.split("\n").slice(1)) expect(line.length).toBeLessThanOrEqual(columns);
});
