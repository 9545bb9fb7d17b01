import type { ClassMasks } from "./char-class.ts";

/** A literal anchor: its text (lower case where `insensitive`), and the index of what must follow it, or -1. */
export type AnchorLiteral = readonly [text: string, insensitive: boolean, tail: number];

/** Regex source of an anchor, and which classes its first three characters can have. */
export type AnchorPattern = readonly [source: string, masks: ClassMasks];
