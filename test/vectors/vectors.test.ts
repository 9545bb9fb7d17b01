import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { install, makeGate, makeSandbox, removeSandbox, type Sandbox } from "../support/sandbox.ts";
import { needsOwnProject, play, playInOwnProject, readVectors, type Vector } from "./vector.ts";

const vectors = readVectors(join(import.meta.dirname, "claude"));
const sessionId = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
const twoAtATime = makeGate(2);

describe("vectors", () => {
  let shared: Sandbox;

  beforeAll(async () => {
    shared = makeSandbox();
    await install(shared);
  });

  afterAll(() => removeSandbox(shared));

  // Each in a session of its own, so that what one was told of does not silence the other.
  const alone = (vector: Vector, at: number): Vector => ({
    ...vector,
    event: { ...vector.event, session_id: sessionId(at) },
  });

  for (const [at, vector] of vectors.entries()) {
    test.concurrent(`${vector.id}: ${vector.why}`, () =>
      twoAtATime(async () => {
        if (!needsOwnProject(vector)) return play(shared, alone(vector, at));
        const sandbox = makeSandbox();
        try {
          return await playInOwnProject(sandbox, vector);
        } finally {
          removeSandbox(sandbox);
        }
      }));
  }
});
