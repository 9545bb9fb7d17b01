/** A file that a prompt pulls in with `@`: `@a.ts`, `@"a b.ts"`, `@~/a`, `@/a`, `@a#L3-9`. */
export interface Mention {
  /** Index of the `@`. */
  readonly at: number;
  /** As written, without `@`, quotes and fragment. */
  readonly path: string;
  /** Which reading of what is written: 0 is all of it, the longest. */
  readonly reading: number;
  /** 1-based, inclusive; null where the whole file is pulled in. */
  readonly lines: { readonly first: number; readonly last: number } | null;
}

const MENTION = /(^|\s)@(?:"([^"\n]{1,4096})"|([^\s"]{1,4096}))/g;
/** Exactly what Claude Code takes for a range; behind any other fragment it pulls the whole file in. */
const LINE_RANGE = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/;
/** Readings of one mention, longest first. A path has few places where letters and signs meet. */
const MAX_READINGS = 48;

/**
 * Every reading of every mention; the caller keeps those that exist. What stands around a path in a sentence (`。`, `**`,
 * `…`, a closing bracket) is in no list: a bare mention is also read up to each place where a word begins or ends, as
 * the host cuts it at the last of them.
 */
export function findMentions(text: string): readonly Mention[] {
  const mentions: Mention[] = [];
  for (const { index, 1: before = "", 2: quoted, 3: bare } of text.matchAll(MENTION)) {
    const at = index + before.length;
    for (const [reading, path] of (quoted === undefined ? readingsOf(bare ?? "") : [quoted]).entries()) {
      const hash = path.indexOf("#");
      // A file may really be called `a#b`.
      mentions.push({ at, path, reading, lines: null });
      if (hash > 0) mentions.push({ at, path: path.slice(0, hash), reading, lines: rangeOf(path.slice(hash)) });
    }
  }
  return mentions;
}

/** Of each mention the longest reading that names a file: beside `.env.example`, `.env` is not what was meant. */
export function meantMentions(mentions: readonly Mention[], exists: (path: string) => boolean): readonly Mention[] {
  const longest = new Map<number, number>();
  const there = mentions.filter(({ path }) => exists(path));
  for (const { at, reading } of there) longest.set(at, Math.min(reading, longest.get(at) ?? reading));
  return there.filter(({ at, reading }) => reading === longest.get(at));
}

function rangeOf(fragment: string): Mention["lines"] {
  const range = LINE_RANGE.exec(fragment);
  if (range === null) return null;
  const first = Number(range[1]);
  return { first, last: Number(range[2] ?? first) };
}

function readingsOf(written: string): readonly string[] {
  const cut = written.replace(/\W{1,64}$/, "");
  const hash = cut.indexOf("#");
  // Exactly a range: a shorter reading would pull in lines that the host does not.
  if (hash > 0 && rangeOf(cut.slice(hash)) !== null) return [cut];
  const readings = [written];
  for (let end = written.length - 1; end > 0 && readings.length < MAX_READINGS; end--) {
    if (isWord(written[end - 1]) !== isWord(written[end])) readings.push(written.slice(0, end));
  }
  return readings;
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}
