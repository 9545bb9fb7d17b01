import type { TextContext } from "../text.ts";
import { isConstant } from "./key.ts";

/** What kind of text a value stands in, which decides how a bare word is read. */
export interface Place {
  /** A source file: what stands bare there is an expression. */
  readonly code: boolean;
  /** A file of settings: what stands bare there is a value. */
  readonly settings: boolean;
  /** A `.env` file or its like, which holds real values: weak words count too. */
  readonly env: boolean;
  /** An example or template: made to be read. */
  readonly example: boolean;
  /** A test, what tests use, an example: most passwords there are made up. */
  readonly test: boolean;
}

/** File names are looked up by their ending: as patterns, these lists take 1.5 ms to compile. */
const CODE = endings(
  "js jsx ts tsx cjs cjsx cts ctsx mjs mjsx mts mtsx py pyi go java kt kts scala cs vb fs rb erb php rs c h cc cpp hpp m mm",
  "swift dart lua pl pm r jl ex exs erl hs clj groovy gradle sol vue svelte htm html css scss less tf sql proto graphql zig",
  "nim coffee map ipynb mdx",
);
const SETTINGS = endings(
  "yml yaml ini cfg conf cnf config properties props toml netrc npmrc yarnrc pypirc tfvars credentials envrc service desktop",
  "rc http pgpass",
);
/** With or without a dot in front. */
const SETTINGS_NAMES = endings("credentials config netrc npmrc pypirc s3cfg boto my.cnf pgpass");
const ENV = /^(?:[\w-]{0,40}\.env(?:\.[\w.-]{1,40})?|\.envrc|\.?env(?:\.[\w.-]{1,40})?|\.dev\.vars|environ)$/;
const TEST =
  /(?:^|[/\\])(?:tests?|__tests__|specs?|e2e|cypress|testdata|fixtures?|__fixtures__|mocks?|__mocks__|examples?|samples?)[/\\]|[._-](?:tests?|specs?)\.[a-z]{1,5}$|(?:^|[/\\])test_[^/\\]{1,80}$/;
const EXAMPLE = /example|sample|template|\bdist$|\.tmpl|defaults?\b|schema|fixture|mock/;
/** One of these is part of whatever the pattern matches. Asked first, since a pattern takes 0.1 to 0.3 ms to compile. */
const PARTS_OF_ENV = ["env", ".dev.vars"];
const PARTS_OF_TEST = ["test", "spec", "e2e", "cypress", "fixture", "mock"];
const PARTS_OF_EXAMPLE = ["example", "sample", "template", "dist", "tmpl", "default", "schema", "fixture", "mock"];

/** Looked up in as one string: a set of them would take as long to make as all else that a place costs. */
function endings(...lists: readonly string[]): string {
  return ` ${lists.join(" ")} `;
}

function isOneOf(name: string, list: string): boolean {
  return name !== "" && !name.includes(" ") && list.includes(` ${name} `);
}

/** What `grep -n` and `rg` print in front of a line, of a `.env` file where they name one. */
const NUMBERED = /(?:^|\n)(?:(?:[\w@.\\/-]{0,160}[\\/])?[\w-]{0,40}\.env(?:\.[\w.-]{1,40})?:(?:\d{1,7}:)?|\d{1,7}:)$/;

const NOWHERE: Place = { code: false, settings: false, env: false, example: false, test: false };
const places = new WeakMap<TextContext, Place>();

export function placeOf(context: TextContext): Place {
  if (context.path === null) return NOWHERE;
  const place = places.get(context) ?? placeOfFile(context.path.toLowerCase());
  places.set(context, place);
  return place;
}

function placeOfFile(path: string): Place {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const ending = base.includes(".") ? base.slice(base.lastIndexOf(".") + 1) : "";
  const example = mayMatch(base, PARTS_OF_EXAMPLE, EXAMPLE);
  const isEnv = mayMatch(base, PARTS_OF_ENV, ENV);
  return {
    code: isOneOf(ending, CODE),
    settings: isEnv || isOneOf(ending, SETTINGS) || isSettingsName(base),
    env: isEnv && !example,
    example,
    test: mayMatch(path, PARTS_OF_TEST, TEST),
  };
}

function isSettingsName(base: string): boolean {
  return isOneOf(base.startsWith(".") ? base.slice(1) : base, SETTINGS_NAMES);
}

function mayMatch(text: string, parts: readonly string[], pattern: RegExp): boolean {
  return parts.some((part) => text.includes(part)) && pattern.test(text);
}

/** A line as `env` prints it and `.env` files hold it, also between NUL bytes: `export DB_PASSWORD=…`. */
export function isEnvLine(text: string, keyStart: number, name: string): boolean {
  if (!isConstant(name)) return false;
  const last = text[keyStart - 1];
  if (last === ":" && NUMBERED.test(text.slice(Math.max(0, keyStart - 220), keyStart))) return true;
  const before = text.slice(Math.max(0, keyStart - 12), keyStart);
  return /(?:^|[\n\r\0]|\\n|\\u0000|\\0)(?:export |set |declare -x )?$/.test(keyStart <= 12 ? before : `.${before}`);
}
