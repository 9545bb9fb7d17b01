import { describe, expect, it } from "vitest";
import { expand } from "../../../support/templates.ts";
import { find, marked, values } from "./find.ts";

const FOUND: readonly string[] = [
  "name,card\nEmployee 1,⟨{{luhn:16:4}}⟩\n",
  '{"card_number": "⟨{{luhn:16:51}}⟩"}',
  '{"rows": [{"pan": ⟨{{luhn:16:2720}}⟩, "n": 1}]}',
  "pay with ⟨{{luhn:15:37}}⟩ please",
  "my card ⟨{{luhn:16:6011}}⟩ is expiring",
  "card no ⟨{{luhn:13:4}}⟩",
  "card: ⟨{{luhn:19:62}}⟩",
  "?iban=⟨{{iban:FR}}⟩&x=1",
  "IBAN ⟨{{iban:DE}}⟩, BIC",
  "ssn: '⟨{{ssn}}⟩',",
  "name,ssn\nEmployee 1,⟨{{ssn}}⟩\n",
  '{"text":"first line\\n⟨{{ssn}}⟩"}',
];

const NOT_FOUND: readonly string[] = [
  // Published for tests.
  "4242 4242 4242 4242 and 4111111111111111 and 5555-5555-5555-4444 and 378282246310005",
  "DE89 3704 0044 0532 0130 00 or GB29NWBK60161331926819",
  "078-05-1120, 219-09-9999",
  // No card of any network, or a wrong check digit.
  '{"trace_id":"{{badluhn:16:4}}","span":1}',
  "{{luhn:16:7}}",
  // Time stamps, ids, fractions, longer numbers.
  "GET /cart?_={{luhn:13:15}} 200",
  '{"time_processed":"{{luhn:13:17}}"}',
  'quote(account: "{{uuidcard}}", amount: 62)',
  "0.{{luhn:16:4}}",
  "3.{{luhn:16:4}}",
  "{{luhn:16:4}}{{digits:4}}",
  "a{{luhn:16:4}}",
  "{{luhn:16:4}}.5",
  "span_id={{luhn:16:4}}",
  // SSN: ranges, other numbers with dashes, bare digits without the word.
  "000-12-3456 666-12-3456 912-34-5678 123-00-4567 234-12-0000",
  "Invoice 100234567 paid, pid 123456789, build 202409158, ZIP 12345-6789",
  "+1 555-12-34567",
  "phone: 234-56-7890",
  "{{uuid}}",
  // IBAN: a wrong check digit, a country without one, a word.
  "DE00370400440532013000",
  "US64370400440532013000",
  "sha1-DE89370400440532013001abc",
];

describe("payment cards, IBAN and social security numbers", () => {
  it.each(FOUND)("finds the number in %j", (template) => {
    const { text, value } = marked(expand(template));
    expect(values(text)).toEqual([value]);
  });

  it.each(NOT_FOUND)("finds nothing in %j", (template) => {
    expect(values(expand(template))).toEqual([]);
  });

  it("reads a card in its own groups, with blanks or dashes", () => {
    for (const separator of [" ", "-"]) {
      const grouped = expand("{{luhn:16:52}}").replace(/(\d{4})(?=\d)/g, `$1${separator}`);
      expect(values(`card ${grouped}.`)).toEqual([grouped]);
      const amex = expand("{{luhn:15:34}}").replace(/^(\d{4})(\d{6})/, `$1${separator}$2${separator}`);
      expect(values(`card ${amex}.`)).toEqual([amex]);
    }
  });

  it("reads an IBAN in groups of four", () => {
    const grouped = expand("{{iban:DE}}").replace(/(.{4})(?=.)/g, "$1 ");
    expect(values(`Konto ${grouped} bei der Bank`)).toEqual([grouped]);
  });

  it("believes nine bare digits only beside the word", () => {
    const digits = expand("{{ssn}}").replaceAll("-", "");
    expect(values(`SSN: ${digits}`)).toEqual([digits]);
    expect(values(`"ssn": "${digits}"`)).toEqual([digits]);
    expect(values(`order ${digits}`)).toEqual([]);
  });

  it("holds all three for lower than high", () => {
    const found = find(expand("card {{luhn:16:4}}\niban {{iban:FR}}\nssn {{ssn}}\n"));
    expect(found.map(({ rule, confidence }) => [rule, confidence])).toEqual([
      ["pii/payment-card", "medium"],
      ["pii/iban", "medium"],
      ["pii/us-ssn", "medium"],
    ]);
  });

  it("says where a number stands bare in JSON or YAML", () => {
    const number = expand("{{luhn:16:4}}");
    expect(find(`{"card": ${number}}`)[0]).toMatchObject({ bareNumber: true });
    expect(find(`card: ${number}\n`)[0]).toMatchObject({ bareNumber: true });
    expect(find(`{"card": "${number}"}`)[0]).toMatchObject({ bareNumber: false });
    expect(find(`my card ${number} is lost`)[0]).toMatchObject({ bareNumber: false });
  });
});
