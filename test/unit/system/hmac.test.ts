import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmacSha256 } from "../../../src/system/hmac.ts";

describe("hmacSha256", () => {
  it("gives what Node's own gives", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
        expect(hmacSha256(key)(message)).toBe(createHmac("sha256", key).update(message).digest("hex"));
      }),
    );
  });

  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128, 100_000])(
    "also for %d bytes, around the ends of blocks",
    (length) => {
      const key = Buffer.alloc(32, 7);
      const message = Buffer.alloc(length, 0xa5);
      expect(hmacSha256(key)(message)).toBe(createHmac("sha256", key).update(message).digest("hex"));
    },
  );

  // RFC 4231, test case 2.
  it("gives what the standard says", () => {
    const digest = hmacSha256(Buffer.from("Jefe"))(Buffer.from("what do ya want for nothing?"));
    expect(digest).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });

  it("keeps no state between messages", () => {
    const digest = hmacSha256(Buffer.alloc(32, 1));
    const first = digest(Buffer.from("a"));
    digest(Buffer.from("b".repeat(200)));
    expect(digest(Buffer.from("a"))).toBe(first);
  });

  it("refuses a key that is longer than a block", () => {
    expect(() => hmacSha256(Buffer.alloc(65))).toThrow(RangeError);
  });
});
