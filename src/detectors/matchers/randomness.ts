import {
  alnumRuns,
  BLANK,
  DIGIT,
  distinct,
  FOREIGN,
  isDigit,
  isLetter,
  kindOf,
  kindsIn,
  LOWER,
  SYMBOL,
  UPPER,
} from "./chars.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Versions, dates, times, addresses, plain numbers: digits with a meaning. */
const MEANING =
  /^(?:v?\d{1,4}(?:\.\d{1,6}){1,4}(?:[-+][\w.]{1,20})?|\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]{0,30})?|[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}:\d{2,5}|[+-]?[\d_.,]+(?:[a-z]{1,3})?)$/i;
/** Symbols that machines put into passwords and people into few other words. */
const NOISE = "!#$^*()@~?+";

export function isUuid(value: string): boolean {
  return value.length === 36 && UUID.test(value);
}

/** Versions, dates, times, sizes: digits with a meaning. A plain whole number is none of them. */
export function isNumeric(value: string): boolean {
  return hasMeaning(value) && kindsIn(value) !== DIGIT;
}

/** What has a meaning starts with a digit or what may stand before one, or names a port. */
function hasMeaning(value: string): boolean {
  const mayHave = isDigit(value.charCodeAt(0)) || "vV+-_.,".includes(value.charAt(0)) || value.includes(":");
  return mayHave && !isLettered(value) && MEANING.test(value);
}

/** One piece with more letters than a unit or a version has. */
function isLettered(value: string): boolean {
  return (kindsIn(value) & ~(DIGIT | UPPER | LOWER)) === 0 && lettersIn(value) > 3;
}

/**
 * True where a value looks made by a machine: at least `minLength` characters of random letters and digits in pieces
 * that are no words. Judges by how often digits, capitals and small letters change, which is 0.3 to 0.6 a character in
 * random text and under 0.2 in names (`recallNotices-group-1297083594`). Linear.
 */
export function looksMade(value: string, minLength = 10): boolean {
  if (value.length < minLength || hasMeaning(value) || isSequence(value)) return false;
  if (value.length >= 20 && noiseIn(value) >= 5 && !/\s/.test(value)) return true;
  if (value.length >= 32 && isScattered(value)) return true;
  let random = 0;
  let likely = 0;
  let changes = 0;
  for (const piece of alnumRuns(value)) {
    const kinds = kindsIn(piece);
    const count = changesIn(piece);
    if (isRandomPiece(piece, kinds, count)) {
      random += piece.length;
      changes += count;
    } else if (isNoWord(piece, kinds)) likely += piece.length;
  }
  // Base64 breaks up at its own separators; pieces without a digit count only beside one that is random by itself.
  if (random >= 8) random += likely;
  return random >= minLength - 2 && random >= value.length * 0.4 && changes >= 2;
}

/**
 * Capitals, small letters and digits all over a long value, as in base64: some pieces of one in a thousand look like words.
 * A name in camelCase changes at every fifth letter, random text at every second.
 */
function isScattered(value: string): boolean {
  const kinds = kindsIn(value);
  const all = LOWER | UPPER | DIGIT;
  return (kinds & all) === all && (kinds & SYMBOL) === 0 && changesIn(value) >= value.length * 0.36;
}

function noiseIn(value: string): number {
  if ((kindsIn(value) & SYMBOL) === 0) return 0;
  return [...value].filter((char) => NOISE.includes(char)).length;
}

function isRandomPiece(piece: string, kinds: number, changes: number): boolean {
  if (piece.length < 4) return false;
  if ((kinds & DIGIT) === 0) return piece.length >= 12 && isJumbled(piece);
  if ((kinds & (UPPER | LOWER)) === 0) return piece.length >= 20;
  if (changes < 2) return false;
  if (piece.length >= 24 && isHex(piece, kinds)) return true;
  if (changes < piece.length * 0.1) return piece.length >= 20 && lettersInWords(piece) < piece.length * 0.25;
  return changes >= piece.length * 0.25 || lettersInWords(piece) < lettersIn(piece) * 0.65;
}

/** Hexadecimal digits in one case, `a` to `f`. */
function isHex(piece: string, kinds: number): boolean {
  if ((kinds & UPPER) !== 0 && (kinds & LOWER) !== 0) return false;
  return [...piece].every((char) => char <= "9" || (char >= "a" && char <= "f") || (char >= "A" && char <= "F"));
}

/** Letters of both cases, or few characters with a digit, that make no word. */
function isNoWord(piece: string, kinds: number): boolean {
  return (kinds & UPPER) !== 0 && (kinds & LOWER) !== 0 && lettersInWords(piece) < piece.length * 0.5;
}

function lettersIn(piece: string): number {
  let count = 0;
  for (let at = 0; at < piece.length; at += 1) if (isLetter(piece.charCodeAt(at))) count += 1;
  return count;
}

/** Letters that stand in runs which could be words: three and more of one case, with vowels. */
function lettersInWords(piece: string): number {
  const runs = piece.match(/[a-z]/.test(piece) ? /[A-Z]?[a-z]{3,}/g : /[A-Z]{3,}/g) ?? [];
  return runs.filter(isPronounceable).reduce((sum, run) => sum + run.length, 0);
}

function isPronounceable(run: string): boolean {
  const vowels = run.match(/[aeiouy]/gi)?.length ?? 0;
  return vowels >= run.length / 5 && vowels <= run.length * 0.75 && !/[^aeiouy]{4}/i.test(run);
}

/** Letters alone: capitals in the middle of words, more often than in camelCase. */
function isJumbled(piece: string): boolean {
  const doubled = piece.match(/[A-Z]{2}(?=[a-z])|[a-z][A-Z](?=[a-z]?[A-Z])/g)?.length ?? 0;
  return doubled >= piece.length / 8;
}

/** How often the class (digit, capital, small letter) changes; a capital before small letters starts a word: no change. */
function changesIn(piece: string): number {
  let changes = 0;
  let last = 0;
  for (let at = 0; at < piece.length; at += 1) {
    const kind = kindOf(piece.charCodeAt(at));
    if (last !== 0 && kind !== last && !(last === UPPER && kind === LOWER)) changes += 1;
    last = kind;
  }
  return changes;
}

/** `${x}`, `#{x}`, `{{x}}`, `%(x)s`, `$(x)`: pieces of a template, whole. */
const TEMPLATE_PIECE = /[$#%]?\{{1,2}[\w.]{0,40}\}{1,2}|[%$]\([\w.]{1,40}\)[sd]?/g;
const SIGNS = "!#$%&()*+,;<=>?@[]^`{|}~";

/**
 * True for random characters of three kinds and more, signs among them, and hardly a word. What stands in it side by side
 * (`${`, `{{`, `<`, `%d`) came there by chance, while a template has words, or nothing beside its pieces.
 */
export function isNoise(value: string, minSigns = 3): boolean {
  if (value.length < 10 || (kindsIn(value) & (BLANK | FOREIGN)) !== 0) return false;
  const rest = value.includes("{") || value.includes("(") ? value.replace(TEMPLATE_PIECE, "") : value;
  const kinds = kindsIn(rest);
  if (rest.length < 8 || [DIGIT, UPPER, LOWER].filter((kind) => (kinds & kind) !== 0).length < 2) return false;
  const signs = [...rest].filter((char) => SIGNS.includes(char)).length;
  if (signs < minSigns || /(.)\1\1|[a-z]{6}|[A-Z]{6}/.test(rest)) return false;
  const inWords = alnumRuns(rest).reduce((sum, piece) => sum + lettersInWords(piece), 0);
  return inWords <= lettersIn(rest) * 0.3;
}

/** What a hand typed in order: a run, or two that take turns, `a1b2c3d4e5f6`. */
export function isSequence(value: string): boolean {
  return isRun(value) || (value.length >= 12 && stepsIn(value, 2) >= (value.length - 2) * 0.8);
}

/** `1234567890abcdef`, `abcdefghijkl`, `0000`: most characters follow, equal or mirror the one before. */
export function isRun(value: string): boolean {
  return distinct(value, 5) <= Math.min(4, value.length / 3) || stepsIn(value, 1) >= value.length * 0.55;
}

/** How many characters are the next, the last or the same as the one `apart` characters before. */
function stepsIn(value: string, apart: number): number {
  let steps = 0;
  for (let at = apart; at < value.length; at += 1) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - apart);
    if (step === 0 || step === 1 || step === -1) steps += 1;
  }
  return steps;
}

/** A password that no dictionary holds: 8 characters and more of three classes, or letters and digits well mixed. */
export function isStrong(value: string): boolean {
  if (value.length < 8 || isSequence(value)) return false;
  const kinds = kindsIn(value);
  const others = (kinds & ~(LOWER | UPPER | DIGIT)) === 0 ? 0 : 1;
  const classes = [LOWER, UPPER, DIGIT].filter((kind) => (kinds & kind) !== 0).length + others;
  return classes >= 3 || (classes === 2 && (kinds & DIGIT) !== 0 && looksMade(value, 8));
}

/**
 * Letters of one case that spell nothing: a third and more stand in runs of four consonants. Of random letters that holds
 * for 3 in 4 (16 letters) to 9 in 10 (32 letters), of words written together for 1 in 30 to 1 in 50.
 */
export function isGibberish(value: string, minLength: number): boolean {
  const kinds = kindsIn(value);
  if (value.length < minLength || (kinds !== LOWER && kinds !== UPPER) || isSequence(value)) return false;
  let inRuns = 0;
  let run = 0;
  for (const char of `${value.toLowerCase()}a`) {
    if (!"aeiouy".includes(char)) run += 1;
    else {
      if (run >= 4) inRuns += run;
      run = 0;
    }
  }
  return inRuns >= value.length * 0.35;
}
