import { randomInt } from "node:crypto";

/** A value that must not reach the model, and what stands for it wherever the demo prints it. */
export interface Value {
  readonly text: string;
  readonly mask: string;
}

/** Made anew for each run, so that neither the package nor the screen ever holds a value that looks real. */
export interface DemoValues {
  readonly githubToken: Value;
  readonly stripeKey: Value;
  readonly databasePassword: Value;
  readonly card: Value;
  readonly iban: Value;
  readonly ssn: Value;
}

export function makeValues(): DemoValues {
  return {
    githubToken: masked(`ghp_${madeByMachine(36)}`, 4),
    stripeKey: masked(`sk_live_${madeByMachine(24)}`, 8),
    databasePassword: masked(madeByMachine(20), 0),
    card: masked(makeCard(), 0),
    iban: masked(makeIban(), 2),
    ssn: masked(`${randomInt(501, 580)}-${randomInt(10, 99)}-${randomInt(1000, 9999)}`, 0),
  };
}

export function listValues(values: DemoValues): Value[] {
  return [values.githubToken, values.stripeKey, values.databasePassword, values.card, values.iban, values.ssn];
}

/** `text` with every value masked; what the demo prints goes through here. */
export function maskValues(text: string, values: readonly Value[]): string {
  return values.reduce((masked, value) => masked.replaceAll(value.text, value.mask), text);
}

function masked(text: string, shown: number): Value {
  return { text, mask: text.slice(0, shown).padEnd(text.length, "•") };
}

/** `length` letters and digits with at least one capital, one small letter and one digit, as every real token has. */
function madeByMachine(length: number): string {
  const kinds = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"] as const;
  const all = kinds.join("");
  let text = "";
  for (const kind of kinds) text += pick(kind);
  while (text.length < length) text += pick(all);
  return text;
}

function pick(letters: string): string {
  return letters.charAt(randomInt(letters.length));
}

function digits(count: number): string {
  return Array.from({ length: count }, () => pick("0123456789")).join("");
}

/** A Visa number of 16 digits with a valid Luhn digit (ISO/IEC 7812-1). */
function makeCard(): string {
  const body = `4539${digits(11)}`;
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    const digit = Number(body[index]);
    const weighed = index % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return body + ((10 - (sum % 10)) % 10);
}

/** A German IBAN with valid check digits (ISO 13616: mod 97 with the country, D = 13 and E = 14, moved to the end). */
function makeIban(): string {
  const account = digits(18);
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, "0")}${account}`;
}
