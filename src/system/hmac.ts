/**
 * HMAC-SHA256 (RFC 2104 over FIPS 180-4, whose names the code uses). Own code because `node:crypto` takes 3 ms to load,
 * more than everything else that a finding costs; the tests compare the two.
 */

const BLOCK_BYTES = 64;
const ROUNDS = 64;

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** The same of the square roots of the first 8 primes. */
const INITIAL = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/**
 * Of a message, 64 of `[0-9a-f]`.
 * @param key up to 64 bytes
 * @throws RangeError for a longer key
 */
export function hmacSha256(key: Uint8Array): (message: Uint8Array) => string {
  if (key.length > BLOCK_BYTES) throw new RangeError("the key is longer than a block");
  const inner = keyedState(key, 0x36);
  const outer = keyedState(key, 0x5c);
  return (message) => hexOf(finish(outer, bytesOf(finish(inner, message))));
}

/** What is left of a hash after the block that holds the key: the same for every message. */
function keyedState(key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES).fill(pad);
  for (let at = 0; at < key.length; at++) block[at] = (key[at] ?? 0) ^ pad;
  const state = INITIAL.slice();
  compress(state, block, 0);
  return state;
}

/** The hash of a block that was hashed to `start` and of `message` after it. */
function finish(start: Int32Array, message: Uint8Array): Int32Array {
  const state = start.slice();
  const rest = message.length % BLOCK_BYTES;
  const whole = message.length - rest;
  for (let at = 0; at < whole; at += BLOCK_BYTES) compress(state, message, at);
  // A one-bit, zeros, and the length in bits as 64 bits in the last block.
  const last = new Uint8Array(rest + 9 > BLOCK_BYTES ? 2 * BLOCK_BYTES : BLOCK_BYTES);
  last.set(message.subarray(whole));
  last[rest] = 0x80;
  const bits = (message.length + BLOCK_BYTES) * 8;
  const length = new DataView(last.buffer);
  length.setUint32(last.length - 8, Math.floor(bits / 2 ** 32));
  length.setUint32(last.length - 4, bits >>> 0);
  for (let at = 0; at < last.length; at += BLOCK_BYTES) compress(state, last, at);
  return state;
}

const W = new Int32Array(ROUNDS);

/** Written out without helpers: it runs before V8 has compiled it, when every call costs. */
function compress(state: Int32Array, bytes: Uint8Array, from: number): void {
  const block = new DataView(bytes.buffer, bytes.byteOffset + from);
  for (let t = 0; t < 16; t++) W[t] = block.getInt32(t * 4);
  for (let t = 16; t < ROUNDS; t++) {
    const x = W[t - 15] as number;
    const y = W[t - 2] as number;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[t] = sigma1 + (W[t - 7] as number) + sigma0 + (W[t - 16] as number);
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as Words;
  for (let t = 0; t < ROUNDS; t++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = h + sum1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (W[t] as number);
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => {
    state[at] = (state[at] as number) + value;
  });
}

type Words = readonly [number, number, number, number, number, number, number, number];

function bytesOf(state: Int32Array): Uint8Array {
  const bytes = new Uint8Array(state.length * 4);
  const view = new DataView(bytes.buffer);
  state.forEach((value, at) => {
    view.setInt32(at * 4, value);
  });
  return bytes;
}

function hexOf(state: Int32Array): string {
  return Array.from(state, (value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
}
