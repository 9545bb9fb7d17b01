/** Classes of characters, of which a gram is made: three in a row, 15 bits. */
export const CLASS_BITS = 5;
export const GRAM_MASK = (1 << (3 * CLASS_BITS)) - 1;

/**
 * Class of each ASCII character: letters by themselves without their case, all digits, and the signs that stand in many
 * anchors; white space and controls are one, the other signs another. Written out, since it is read in every hook.
 */
export const CLASSES: readonly number[] = [
  31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31,
  31, 31, 31, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 29, 28, 0, 27, 27, 27, 27, 27, 27, 27, 27, 27, 27, 0, 0, 0, 0, 0,
  0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0, 0, 0, 0, 30,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0, 0, 0, 0, 0,
];

/** Any other character counts as the one that its lowest 7 bits are; so does nothing, behind the end of a text. */
export function classOf(code: number): number {
  return CLASSES[code & 127] ?? 0;
}

/** Which classes each of three characters in a row can have: bit n stands for class n. */
export type ClassMasks = readonly [first: number, second: number, third: number];

/** Whether the gram is one of those that the masks allow. */
export function allows([first, second, third]: ClassMasks, gram: number): boolean {
  // A shift counts by the lowest five bits of its number alone, and those are one class.
  return ((first >>> (gram >> (2 * CLASS_BITS))) & (second >>> (gram >> CLASS_BITS)) & (third >>> gram) & 1) !== 0;
}

export function gramAt(text: string, at: number): number {
  const [a, b, c] = [at, at + 1, at + 2].map((place) => classOf(text.charCodeAt(place))) as [number, number, number];
  return (a << (2 * CLASS_BITS)) | (b << CLASS_BITS) | c;
}
