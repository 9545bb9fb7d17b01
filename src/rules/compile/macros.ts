/**
 * Names for what many rules need, written `(?&name)` in a rule's pattern.
 *
 * - `assign`: from a key to its value, in shell, env files, JSON (also inside a JSON string, where quotes carry
 *   backslashes), YAML, TOML, source code, XML elements, HTTP headers and command line options
 * - `end`: the value is over; an escape or a quote may follow
 */
const MACROS: Readonly<Record<string, string>> = {
  assign: "(?:[\\s\\\\\"'`)\\]]{0,6}(?:=>|:=|[=:,>|(])[\\s\\\\\"'`(\\[]{0,8}|\\s{1,4}[\"'`]?)",
  end: "(?![A-Za-z0-9_-])",
};

export const MACRO_NAMES: readonly string[] = Object.keys(MACROS);

/** Returns the name of the first unknown macro in `pattern`, or null. */
export function unknownMacro(pattern: string): string | null {
  for (const [, name = ""] of pattern.matchAll(/\(\?&([^)]{0,20})\)/g)) {
    if (MACROS[name] === undefined) return name;
  }
  return null;
}

export function expandMacros(pattern: string): string {
  return pattern.replace(/\(\?&([a-z]{1,20})\)/g, (whole, name: string) => MACROS[name] ?? whole);
}
