const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes base64 or base64url, padded or not, to one character a byte; null where another character stands in it. */
export function decodeBase64(text: string): string | null {
  let bits = 0;
  let held = 0;
  let decoded = "";
  for (const char of text
    .replace(/={1,2}$/, "")
    .replace(/-/g, "+")
    .replace(/_/g, "/")) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    decoded += String.fromCharCode((bits >> held) & 0xff);
  }
  return decoded;
}
