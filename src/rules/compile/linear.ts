import { type CharSet, type Pattern, parsePattern, SET_SIZE, unsafe } from "./pattern.ts";

/** What a quantifier without an end counts as: the characters of a window. */
const UNBOUNDED = 4096;
/** In how many ways one text may be split between the parts of a pattern, at most. */
const MAX_WAYS = 2000;
/** Characters that a look-behind may reach back. */
const MAX_BEHIND = 64;

/** A part of variable length whose end is not yet settled by a character that it cannot hold. */
interface OpenPart {
  readonly set: CharSet;
  /** How many lengths it can have. */
  readonly lengths: number;
}

interface Walk {
  ways: number;
  readonly maxWays: number;
}

/**
 * Refuses a pattern that could take more than linear time, by its syntax: a loop whose rounds can be split in two ways,
 * parts of variable length that compete for the same characters, backreferences, look-behinds without a bound. What
 * passes takes at most `MAX_WAYS` steps for each character of its longest match. It refuses some harmless patterns too.
 * @param maxWays in how many ways one text may be split between the parts of the pattern
 * @throws DefenterError PATTERN_UNSAFE (the message starts with the reason, without a subject)
 */
export function assertLinear(source: string, flags: string, maxWays: number = MAX_WAYS): void {
  try {
    new RegExp(source, flags);
  } catch {
    throw unsafe("is not a valid regular expression");
  }
  const walk: Walk = { ways: 1, maxWays };
  follow(parsePattern(source, flags), [], walk);
}

/** Characters of the longest match; Infinity where it has no end. Look-arounds count nothing. */
export function maxLength(pattern: Pattern): number {
  switch (pattern.kind) {
    case "chars":
      return 1;
    case "sequence":
      return pattern.items.reduce((sum, item) => sum + maxLength(item), 0);
    case "choice":
      return Math.max(...pattern.options.map(maxLength));
    case "repeat":
      return pattern.max === 0 ? 0 : pattern.max * maxLength(pattern.body);
    default:
      return 0;
  }
}

/** Characters of the shortest match. */
export function minLength(pattern: Pattern): number {
  switch (pattern.kind) {
    case "chars":
      return 1;
    case "sequence":
      return pattern.items.reduce((sum, item) => sum + minLength(item), 0);
    case "choice":
      return Math.min(...pattern.options.map(minLength));
    case "repeat":
      return pattern.min * minLength(pattern.body);
    default:
      return 0;
  }
}

/** Walks through the pattern from left to right; returns which parts are open after it. */
function follow(pattern: Pattern, open: readonly OpenPart[], walk: Walk): readonly OpenPart[] {
  switch (pattern.kind) {
    case "chars":
      return open.filter((part) => overlap(part.set, pattern.set));
    case "sequence":
      return pattern.items.reduce((parts, item) => follow(item, parts, walk), open);
    case "choice":
      return followChoice(pattern.options, open, walk);
    case "repeat":
      return followRepeat(pattern, open, walk);
    case "look":
      if (pattern.behind && maxLength(pattern.body) > MAX_BEHIND) {
        throw unsafe(`looks back further than ${MAX_BEHIND} characters`);
      }
      follow(pattern.body, [], walk);
      return open;
    case "edge":
      return open;
  }
}

function followChoice(options: readonly Pattern[], open: readonly OpenPart[], walk: Walk): readonly OpenPart[] {
  const whole: Pattern = { kind: "choice", options };
  const settled = disjointFirsts(options) && minLength(whole) === maxLength(whole);
  const after = options.flatMap((option) => follow(option, open, walk));
  if (settled) return after;
  const part = { set: allChars(whole), lengths: options.length };
  compete(part, open, walk);
  return [...after, part];
}

function followRepeat(
  repeat: Extract<Pattern, { kind: "repeat" }>,
  open: readonly OpenPart[],
  walk: Walk,
): readonly OpenPart[] {
  const { body, min, max } = repeat;
  if (max === 0) return open;
  if (max > 1 && body.kind !== "chars") assertSettledLoop(body);
  else if (body.kind !== "chars") follow(body, [], walk);
  const set = allChars(body);
  const through = min === 0 ? open : open.filter((part) => overlap(part.set, set));
  const isFixed = min === max && minLength(body) === maxLength(body);
  if (isFixed) return through;
  const part = { set, lengths: Math.min(UNBOUNDED, maxLength(repeat)) - minLength(repeat) + 1 };
  compete(part, open, walk);
  return [...through, part];
}

/** Parts that can hold the same characters side by side can share them out in many ways. */
function compete(part: OpenPart, open: readonly OpenPart[], walk: Walk): void {
  for (const other of open) {
    if (overlap(other.set, part.set)) walk.ways *= Math.min(other.lengths, part.lengths);
  }
  if (walk.ways > walk.maxWays) throw unsafe("has repetitions side by side that compete for the same characters");
}

/**
 * The body of a loop must be readable in one way only: its options start with different characters, and an option has
 * at most one part of variable length, which the next character ends.
 */
function assertSettledLoop(body: Pattern): void {
  const options = body.kind === "choice" ? body.options : [body];
  if (!disjointFirsts(options)) throw unsafe("repeats alternatives that start with the same character");
  const firsts = unionOf(options.map(firstChars));
  for (const option of options) {
    if (minLength(option) === 0) throw unsafe("repeats something that can be empty");
    const items = option.kind === "sequence" ? option.items : [option];
    let variable = 0;
    items.forEach((item, index) => {
      if (item.kind === "chars") return;
      if (item.kind !== "repeat" || item.body.kind !== "chars") throw unsafe("has groups nested in a repetition");
      if (item.min === item.max) return;
      const rest: Pattern = { kind: "sequence", items: items.slice(index + 1) };
      const next = index + 1 === items.length ? firsts : firstChars(rest);
      const isEnded = (index + 1 === items.length || minLength(rest) > 0) && !overlap(item.body.set, next);
      if (++variable > 1 || !isEnded) throw unsafe("has a repetition nested in a repetition");
    });
  }
}

function disjointFirsts(options: readonly Pattern[]): boolean {
  const seen = new Uint8Array(SET_SIZE);
  for (const option of options) {
    const first = firstChars(option);
    if (overlap(seen, first)) return false;
    first.forEach((member, code) => {
      if (member === 1) seen[code] = 1;
    });
  }
  return true;
}

/** Characters that a match can start with. */
export function firstChars(pattern: Pattern): CharSet {
  switch (pattern.kind) {
    case "chars":
      return pattern.set;
    case "sequence": {
      const upTo = pattern.items.findIndex((item) => minLength(item) > 0);
      return unionOf(pattern.items.slice(0, upTo < 0 ? pattern.items.length : upTo + 1).map(firstChars));
    }
    case "choice":
      return unionOf(pattern.options.map(firstChars));
    case "repeat":
      return firstChars(pattern.body);
    default:
      return new Uint8Array(SET_SIZE);
  }
}

/**
 * For each of the first `count` characters of a match, what it can be; anything where the match may be over before.
 * What look-arounds demand does not count.
 */
export function firstSets(pattern: Pattern, count: number): readonly CharSet[] {
  const sets = Array.from({ length: count }, () => new Uint8Array(SET_SIZE));
  addFirsts([pattern], 0, sets);
  return sets;
}

function addFirsts(parts: readonly Pattern[], at: number, sets: readonly CharSet[]): void {
  const here = sets[at];
  if (here === undefined) return;
  const [part, ...rest] = parts;
  switch (part?.kind) {
    case undefined:
      for (const set of sets.slice(at)) set.fill(1);
      return;
    case "chars":
      part.set.forEach((member, code) => {
        if (member === 1) here[code] = 1;
      });
      addFirsts(rest, at + 1, sets);
      return;
    case "sequence":
      addFirsts([...part.items, ...rest], at, sets);
      return;
    case "choice":
      for (const option of part.options) addFirsts([option, ...rest], at, sets);
      return;
    case "repeat":
      if (part.min === 0) addFirsts(rest, at, sets);
      // No part of a safe pattern repeats what can be empty, so this ends.
      if (part.max > 0) addFirsts([part.body, oneLess(part), ...rest], at, sets);
      return;
    default:
      addFirsts(rest, at, sets);
  }
}

function oneLess(repeat: Extract<Pattern, { kind: "repeat" }>): Pattern {
  return { ...repeat, min: Math.max(0, repeat.min - 1), max: repeat.max - 1 };
}

/** Characters that a match can hold. */
export function allChars(pattern: Pattern): CharSet {
  switch (pattern.kind) {
    case "chars":
      return pattern.set;
    case "sequence":
      return unionOf(pattern.items.map(allChars));
    case "choice":
      return unionOf(pattern.options.map(allChars));
    case "repeat":
      return allChars(pattern.body);
    default:
      return new Uint8Array(SET_SIZE);
  }
}

function unionOf(sets: readonly CharSet[]): CharSet {
  const union = new Uint8Array(SET_SIZE);
  for (const set of sets) {
    set.forEach((member, code) => {
      if (member === 1) union[code] = 1;
    });
  }
  return union;
}

function overlap(a: CharSet, b: CharSet): boolean {
  return a.some((member, code) => member === 1 && b[code] === 1);
}
