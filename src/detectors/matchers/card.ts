import { passesLuhn } from "./luhn.ts";
import type { Matcher } from "./matcher.ts";

interface Network {
  /** First digits, as inclusive ranges of equal length. */
  readonly prefixes: readonly (readonly [from: number, to: number])[];
  readonly lengths: readonly number[];
  /** Too common among other numbers to be believed without a word that says card. */
  readonly needsWord?: boolean;
}

/**
 * Issuer ranges and lengths of the networks (ISO/IEC 7812; the networks' published ranges, as collected in
 * https://en.wikipedia.org/wiki/Payment_card_number). First fit counts.
 */
const NETWORKS: readonly Network[] = [
  { prefixes: [[4, 4]], lengths: [16] },
  { prefixes: [[4, 4]], lengths: [13, 19], needsWord: true },
  {
    prefixes: [
      [51, 55],
      [2221, 2720],
    ],
    lengths: [16],
  },
  {
    prefixes: [
      [34, 34],
      [37, 37],
    ],
    lengths: [15],
  },
  {
    prefixes: [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    lengths: [16],
  },
  {
    prefixes: [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    lengths: [17, 18, 19],
    needsWord: true,
  },
  {
    prefixes: [
      [300, 305],
      [3095, 3095],
      [36, 36],
      [38, 39],
    ],
    lengths: [14],
  },
  { prefixes: [[30, 30]], lengths: [14], needsWord: true },
  { prefixes: [[3528, 3589]], lengths: [16] },
  { prefixes: [[35, 35]], lengths: [16], needsWord: true },
  {
    prefixes: [
      [1800, 1800],
      [2131, 2131],
    ],
    lengths: [15],
    needsWord: true,
  },
  {
    prefixes: [
      [62, 62],
      [81, 81],
    ],
    lengths: [16],
  },
  {
    prefixes: [
      [62, 62],
      [81, 81],
    ],
    lengths: [17, 18, 19],
    needsWord: true,
  },
  {
    prefixes: [
      [5018, 5018],
      [5020, 5020],
      [5038, 5038],
      [5893, 5893],
      [6304, 6304],
      [6759, 6763],
    ],
    lengths: [16],
  },
  {
    prefixes: [
      [50, 50],
      [56, 58],
      [63, 63],
      [67, 67],
    ],
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
    needsWord: true,
  },
];

/** Numbers that payment providers publish for tests (Stripe, Adyen, PayPal, Braintree, Worldpay). */
const PUBLISHED = [
  "4242424242424242 4111111111111111 4012888888881881 4000056655665556 4222222222222 4917610000000000 4000000000000002",
  "5555555555554444 5105105105105100 2223003122003222 5200828282828210 5454545454545454 5431111111111111",
  "2222400070000005 2223000048410010 5100290029002909 5577000055770004 5500000000000004 5424000000000015",
  "378282246310005 371449635398431 378734493671000 340000000000009 370000000000002 343434343434343 341111111111111",
  "6011111111111117 6011000990139424 6011981111111113 6011000000000004 6445644564456445 6011000000000012",
  "30569309025904 38520000023237 3056930009020004 36227206271667 36006666333344 30000000000004 36700102000000",
  "3530111333300000 3566002020360505 3566111111111113 3528000700000000 3569990010095841",
  "6200000000000005 6205500000000000004 6304000000000000 6759649826438453 6771798021000008 6243030000000001",
  "4012000033330026 4007000000027 4988438843884305 4166676667666746 4646464646464644 4444333322221111 4263982640269299",
  "4917484589897107 4001919257537193 4007702835532454 6331101999990016 5019717010103742 4484070000000000",
];

const GROUPS = /\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{12,19}/y;
const WORD =
  /card|visa|master|amex|maestro|discover|diners|jcb|pan\b|credit|debit|cc[_-]?(?:num|no)|kreditkarte|carte|tarjeta|\bcc\b/i;
/** Names of what is no card, right before the number. */
const OTHER =
  /(?:\b|_)(?:id|ids|uid|uuid|guid|trace|span|request|order|invoice|tracking|time|timestamp|ts|date|seed|hash|build|serial|imei|isbn|ean|sku|rev|revision|offset|nonce|phone|tel|fbid|pixel|epoch|ms|ns|millis|version|v|account|number_of|seq|sequence|size|bytes|created|updated|modified)["'\]]{0,2}\s{0,2}[:=#]\s{0,2}["']?$/i;

/** The same in camelCase, numbers of papers, and what numbers are put into. */
const OTHER_NAME =
  /(?:[a-z](?:Id|ID|Ids|Seed|No|Nr)|(?:order|invoice|ticket|batch|serial|ref|reference|tracking)[_ -]?(?:no|nr|num|number))["'\]]{0,2}\s{0,2}[:=#]\s{0,2}["']?$|(?:tensor|array|[Ss]eed|BigInt|int64|Long)\([[\d\s.,-]{0,60}$/;

/**
 * A payment card number that starts at `at`: a known network with its length, the Luhn check, digits in one run or in
 * the card's own groups. No digits of a longer number, a fraction, an identifier or a time stamp, and no number that is
 * published for tests.
 */
export const card: Matcher = (text, at) => {
  GROUPS.lastIndex = at;
  const shape = GROUPS.exec(text)?.[0];
  if (shape === undefined || !standsAlone(text, at, at + shape.length)) return null;
  const digits = shape.replace(/[ -]/g, "");
  const network = networkOf(digits);
  if (network === null || !passesLuhn(digits) || isPublished(digits) || isMonotonous(digits)) return null;
  const before = text.slice(Math.max(0, at - 64), at);
  const said = WORD.test(before) || WORD.test(text.slice(at + shape.length, at + shape.length + 32));
  if (!said && (network.needsWord === true || OTHER.test(before) || OTHER_NAME.test(before) || isTimeLike(digits)))
    return null;
  const bareNumber =
    shape === digits && /["'][ \t]{0,4}:[ \t]{0,4}$|^[ \t-]{0,40}[\w-]{1,40}:[ \t]{1,4}$/m.test(lastLine(before));
  return { span: { start: at, end: at + shape.length }, ...(bareNumber && { bareNumber }) };
};

/** Stripe makes its test numbers of 4000, a country and mostly zeros. */
function isPublished(digits: string): boolean {
  if (digits.startsWith("4000") && digits.replaceAll("0", "").length < 9) return true;
  return PUBLISHED.some((line) => line.split(" ").includes(digits));
}

function networkOf(digits: string): Network | null {
  return NETWORKS.find((network) => network.lengths.includes(digits.length) && hasPrefix(network, digits)) ?? null;
}

function hasPrefix(network: Network, digits: string): boolean {
  return network.prefixes.some(([from, to]) => {
    const prefix = Number(digits.slice(0, String(from).length));
    return prefix >= from && prefix <= to;
  });
}

/** A table of code points or a hex dump. */
const HEX_GROUP_BEFORE = /(?:^|\s)(?=[A-F]{0,3}\d)[\dA-Fa-f]{4}\s$/;
const HEX_GROUP_AFTER = /^\s(?=[A-F]{0,3}\d)[\dA-Fa-f]{4}(?:\s|$)/;

/** No letter, digit or joining character touches it: `3.4111…`, `a4111…`, `4111…-4a`, `/4111…/`. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  if (
    HEX_GROUP_BEFORE.test(text.slice(Math.max(0, start - 6), start)) ||
    HEX_GROUP_AFTER.test(text.slice(end, end + 6))
  )
    return false;
  if (/[\w.$/\\#@+%&?-]$|\d[ :]$|\D0,$/.test(unescaped(before, text, start))) return false;
  return !/^(?:[\w$/@%]|[.:-]\d|-\w| \d)/.test(after);
}

/** `\n4111…` in a JSON string: the letter belongs to the escape. */
function unescaped(before: string, text: string, start: number): string {
  return /^\\[nrt]$/.test(before) && text[start - 3] !== "\\" ? " " : before;
}

/** A run of one digit or two makes no card: 4444444444444448. */
function isMonotonous(digits: string): boolean {
  return new Set(digits).size <= 2 || /(\d)\1{7}/.test(digits) || /0{7}/.test(digits);
}

/** Dates and times written as one number: `20260201…`. */
function isTimeLike(digits: string): boolean {
  return /^(?:20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|1[4-9]\d{11}$)/.test(digits);
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("{"), text.lastIndexOf(",")) + 1);
}
