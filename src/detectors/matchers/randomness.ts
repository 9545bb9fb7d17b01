const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const HEX = /^(?:[\da-f]{24,}|[\dA-F]{24,})$/;
const SYMBOLS = /[!#$^*()@~?+]/g;
const SEPARATORS = /[^A-Za-z0-9]+/;
/** Versions, dates, times, addresses, plain numbers: digits with a meaning. */
const MEANING =
  /^(?:v?\d{1,4}(?:\.\d{1,6}){1,4}(?:[-+][\w.]{1,20})?|\d{4}-\d\d-\d\d(?:[T ][\d:.+Z-]{0,30})?|[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}:\d{2,5}|[+-]?[\d_.,]+(?:[a-z]{1,3})?)$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** Versions, dates, times, sizes: digits with a meaning. A plain whole number is none of them. */
export function isNumeric(value: string): boolean {
  return MEANING.test(value) && !/^\d+$/.test(value);
}

/**
 * True where a value looks made by a machine: at least `minLength` characters of random letters and digits in pieces
 * that are no words. Judges by how often digits, capitals and small letters change, which is 0.3 to 0.6 a character in
 * random text and under 0.2 in names (`recallNotices-group-1297083594`). Linear.
 */
export function looksMade(value: string, minLength = 10): boolean {
  if (value.length < minLength || MEANING.test(value) || isSequence(value)) return false;
  if (value.length >= 20 && !/\s/.test(value) && (value.match(SYMBOLS)?.length ?? 0) >= 5) return true;
  let random = 0;
  let likely = 0;
  let changes = 0;
  for (const piece of value.split(SEPARATORS)) {
    const count = changesIn(piece);
    if (isRandomPiece(piece, count)) {
      random += piece.length;
      changes += count;
    } else if (isNoWord(piece)) likely += piece.length;
  }
  // Base64 breaks up at its own separators; pieces without a digit count only beside one that is random by itself.
  if (random >= 8) random += likely;
  return random >= minLength - 2 && random >= value.length * 0.4 && changes >= 2;
}

function isRandomPiece(piece: string, changes: number): boolean {
  if (piece.length < 4) return false;
  if (!/\d/.test(piece)) return piece.length >= 12 && isJumbled(piece);
  if (!/[A-Za-z]/.test(piece)) return piece.length >= 20;
  if (changes < 2) return false;
  if (HEX.test(piece)) return true;
  if (changes < piece.length * 0.1) return piece.length >= 20 && lettersInWords(piece) < piece.length * 0.25;
  return changes >= piece.length * 0.25 || lettersInWords(piece) < piece.replace(/\d+/g, "").length * 0.65;
}

/** Letters of both cases, or few characters with a digit, that make no word. */
function isNoWord(piece: string): boolean {
  return /[A-Z]/.test(piece) && /[a-z]/.test(piece) && lettersInWords(piece) < piece.length * 0.5;
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
    const kind = classOf(piece.charCodeAt(at));
    if (last !== 0 && kind !== last && !(last === 2 && kind === 3)) changes += 1;
    last = kind;
  }
  return changes;
}

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return 1;
  return code >= 65 && code <= 90 ? 2 : 3;
}

/** `1234567890abcdef`, `abcdefghijkl`, `0000`: most characters follow, equal or mirror the one before. */
export function isSequence(value: string): boolean {
  let steps = 0;
  for (let at = 1; at < value.length; at += 1) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1);
    if (step === 0 || step === 1 || step === -1) steps += 1;
  }
  return new Set(value).size <= Math.min(4, value.length / 3) || steps >= value.length * 0.55;
}

/** A password that no dictionary holds: 8 characters and more of three classes, or letters and digits well mixed. */
export function isStrong(value: string): boolean {
  if (value.length < 8 || isSequence(value)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((pattern) => pattern.test(value)).length;
  return classes >= 3 || (classes === 2 && /\d/.test(value) && looksMade(value, 8));
}
