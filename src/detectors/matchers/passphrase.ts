import { isDigit, isLetter } from "./chars.ts";
import { isNumeric, looksMade } from "./randomness.ts";

/** Words of sentences, captions and messages, which no generator of passphrases draws. */
const SENTENCE: ReadonlySet<string> = new Set(
  "the and for you your are was not can has have had will with this that from must should please enter type choose click use used using set new old current confirm again repeat retype forgot forgotten reset change changed update updated invalid incorrect wrong missing required optional password passwords passphrase passcode passwd pass token secret key account user username login email characters character letters digits least most than more length long short strong weak too does match matches failed error only all any but what which when where how here there into out one two three der die das und ist ein eine nicht bitte mit fur von auf para por con una los las del que est sont les des pour avec une dans votre tua tuo per nueva nuevo nova novo neues neue altes clave contrasena senha mot passe passwort kennwort eingeben ingrese ingresa introduzca introduce digite insira wachtwoord haslo heslo parola sifre".split(
    " ",
  ),
);

/**
 * True for words as generators of passphrases draw them, one blank between them: four and more of three to nine small
 * letters, none of them a word of sentences. Also for a few pieces that mix letters and digits.
 */
export function isPassphrase(value: string): boolean {
  const words = value.split(" ");
  if (words.length < 2 || words.length > 12 || words.some((word) => word === "")) return false;
  if (words.length >= 4 && words.every(isDrawn)) return new Set(words).size > 2;
  return words.every(isMixed);
}

/** True for words of which one looks made by a machine, and few are words of sentences. */
export function holdsMade(value: string): boolean {
  const words = value.split(" ");
  return words.length <= 12 && words.some(isMade) && !isSentence(value, false);
}

function isMade(word: string): boolean {
  return /^[!-~]{8,64}$/.test(word) && !/[/\\]|\{\w|[\w)]\(/.test(word) && looksMade(word, 8);
}

/**
 * True for what people are told: half of the words are words of sentences.
 * @param strict also for what begins or ends as a sentence or a caption does
 */
export function isSentence(value: string, strict: boolean): boolean {
  const words = value.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]+$/u, "").toLowerCase());
  if (words.filter((word) => SENTENCE.has(word)).length * 2 >= words.length) return true;
  return strict && (/[.:?…]\s*$/.test(value) || /^[A-Z][a-z]* [a-z]/.test(value));
}

function isDrawn(word: string): boolean {
  return /^[a-z]{3,9}$/.test(word) && !SENTENCE.has(word);
}

/** Four characters and more, with a digit and letters, that are no number, date or version. */
function isMixed(word: string): boolean {
  const codes = [...word].map((char) => char.charCodeAt(0));
  return word.length >= 4 && codes.some(isDigit) && codes.filter(isLetter).length >= 2 && !isNumeric(word);
}
