/** A path glob: any of these, each a row of steps: a regex source for one step of a path, or null for `**`. */
export type PathGlob = readonly (readonly (string | null)[])[];

export type PathTest = (path: string) => boolean;

/** What the file systems in use allow for one step, and what PATH_MAX is on Linux: they bound what a glob can cost. */
const MAX_STEP = 255;
const MAX_PATH = 4096;

/** `*` stands for any text, also an empty one; everything else for itself. Linear in both. */
export function matchesName(glob: string, name: string): boolean {
  const parts = glob.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return glob === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

/** A test for paths with `/` between their steps. A path that no file can have is matched by no glob. */
export function pathTest(glob: PathGlob): PathTest {
  const rows = glob.map((row) => row.map((step) => (step === null ? null : new RegExp(step, "s"))));
  return (path) => {
    if (path.length > MAX_PATH) return false;
    const steps = path.split("/");
    return steps.every((step) => step.length <= MAX_STEP) && rows.some((row) => matchesRow(row, steps));
  };
}

/** Only the last `**` is ever given more steps: what an earlier one could take, the last one can take as well. */
function matchesRow(row: readonly (RegExp | null)[], steps: readonly string[]): boolean {
  let at = 0;
  let step = 0;
  let resume: { readonly at: number; step: number } | null = null;
  while (step < steps.length) {
    const pattern = row[at];
    if (pattern === null) {
      resume = { at: ++at, step };
    } else if (pattern?.test(steps[step] as string)) {
      at++;
      step++;
    } else if (resume !== null) {
      at = resume.at;
      step = ++resume.step;
    } else {
      return false;
    }
  }
  while (row[at] === null) at++;
  return at === row.length;
}
