/**
 * FNV-1a over the UTF-16 code units, twice with different starts: 16 of `[0-9a-f]`. Names files and compares texts that
 * nobody forges; it is neither keyed nor collision-proof. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function quickHash(text: string): string {
  return fnv(text, 0x811c9dc5) + fnv(text, 0x2f0b4c47);
}

function fnv(text: string, start: number): string {
  let hash = start;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
