/** A file that a prompt pulls in with `@`, as Claude Code reads it: `@a.ts`, `@"a b.ts"`, `@~/a`, `@/a`, `@a#L3-9`. */
export interface Mention {
  /** As written, without `@`, quotes and line range. */
  readonly path: string;
  /** 1-based, inclusive; null where the whole file is pulled in. */
  readonly lines: { readonly first: number; readonly last: number } | null;
}

const MENTION = /(?:^|\s)@(?:"([^"\n]{1,4096})"|([^\s"]{1,4096}))/g;
const LINE_RANGE = /#L(\d{1,9})(?:-L?(\d{1,9}))?$/;
/** What a sentence puts behind a path, and a path rarely ends in. */
const TRAILING = /[.,;:!?)\]}>'"`]{1,16}$/;

/** Every reading of every mention: with and without trailing punctuation. The caller keeps those that exist. */
export function findMentions(text: string): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const [, quoted, bare] of text.matchAll(MENTION)) {
    const written = quoted ?? bare ?? "";
    const readings = new Set([written, written.replace(TRAILING, "")]);
    for (const reading of readings) {
      const range = LINE_RANGE.exec(reading);
      const path = range ? reading.slice(0, range.index) : reading;
      if (path === "") continue;
      const first = Number(range?.[1]);
      mentions.push({ path, lines: range ? { first, last: Number(range[2] ?? first) } : null });
      // A file may really be called `a#L3`.
      if (range) mentions.push({ path: reading, lines: null });
    }
  }
  return mentions;
}
