/**
 * Reads JSON values out of one string that holds each in a line of its own, behind a key of two characters. Only the lines
 * that are asked for are parsed, and most never are.
 */
export function lineReader<T>(lines: string): (key: string) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  return (key) => {
    let values = known.get(key);
    if (values === undefined) {
      const start = lines.indexOf(`\n${key}[`);
      const end = lines.indexOf("\n", start + 1);
      values = start < 0 ? [] : (JSON.parse(lines.slice(start + 3, end < 0 ? undefined : end)) as readonly T[]);
      known.set(key, values);
    }
    return values;
  };
}

/** Such a string; the keys are two characters each, and none holds a line end. */
export function toLines<T>(values: Iterable<readonly [key: string, values: readonly T[]]>): string {
  return Array.from(values, ([key, list]) => `\n${key}${JSON.stringify(list)}`)
    .sort()
    .join("");
}
