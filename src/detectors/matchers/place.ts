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
}

const CODE =
  /\.(?:[cm]?[jt]sx?|py|pyi|go|java|kt|kts|scala|cs|vb|fs|rb|erb|php|rs|c|h|cc|cpp|hpp|m|mm|swift|dart|lua|pl|pm|r|jl|ex|exs|erl|hs|clj|groovy|gradle|sol|vue|svelte|html?|css|scss|less|tf|sql|proto|graphql|zig|nim|coffee|map|ipynb|mdx)$/;
const SETTINGS =
  /\.(?:ya?ml|ini|cfg|conf|cnf|config|properties|props|toml|netrc|npmrc|yarnrc|pypirc|tfvars|credentials|envrc|service|desktop|rc|http|pgpass|my\.cnf)$|(?:^|[/\\])(?:credentials|config|\.?netrc|\.?npmrc|\.?pypirc|\.?s3cfg|\.?boto|\.?my\.cnf|\.?pgpass)$/;
const ENV = /(?:^|[/\\])(?:[\w-]{0,40}\.env(?:\.[\w.-]{1,40})?|\.envrc|\.?env(?:\.[\w.-]{1,40})?|\.dev\.vars|environ)$/;
const EXAMPLE = /example|sample|template|\bdist$|\.tmpl|defaults?\b|schema|fixture|mock/;

const NOWHERE: Place = { code: false, settings: false, env: false, example: false };
const places = new WeakMap<TextContext, Place>();

export function placeOf(context: TextContext): Place {
  if (context.path === null) return NOWHERE;
  const place = places.get(context) ?? placeOfFile(context.path.toLowerCase());
  places.set(context, place);
  return place;
}

function placeOfFile(path: string): Place {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const example = EXAMPLE.test(base);
  return {
    code: CODE.test(base),
    settings: SETTINGS.test(path) || ENV.test(path),
    env: ENV.test(path) && !example,
    example,
  };
}

/** A line as `env` prints it and `.env` files hold it, also between NUL bytes: `export DB_PASSWORD=…`. */
export function isEnvLine(text: string, keyStart: number, name: string): boolean {
  if (!isConstant(name)) return false;
  const before = text.slice(Math.max(0, keyStart - 12), keyStart);
  return /(?:^|[\n\r\0]|\\n|\\u0000|\\0)(?:export |set |declare -x )?$/.test(keyStart <= 12 ? before : `.${before}`);
}
