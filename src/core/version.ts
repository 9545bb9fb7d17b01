/** The package's version; a test holds it to package.json. */
export const VERSION = "0.1.0";

/** Compares `1.2.3` forms by number; what is no number counts as 0. Negative where `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.+-]/).map((step) => Number.parseInt(step, 10) || 0));
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The numbers of a version alone: the rest is whatever words a repository chose for its manifest. */
export function plainVersion(version: string): string {
  return /^\d{1,9}(?:\.\d{1,9}){0,2}/.exec(version)?.[0] ?? "unknown";
}
