/** Lines of context around a change. */
const CONTEXT = 3;
/** Above this many comparisons the changed middle is shown as one block. */
const MAX_CELLS = 4_000_000;

type Op = { readonly sign: " " | "-" | "+"; readonly line: string };

/**
 * A unified diff that `patch` takes, or "" where both are the same.
 *
 * @param before null where there is no file
 * @param after null where the file is removed
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const ops = diffLines(splitLines(before ?? ""), splitLines(after ?? ""));
  const header = [`--- ${before === null ? "/dev/null" : path}`, `+++ ${after === null ? "/dev/null" : path}`];
  return `${[...header, ...hunksOf(ops).map(writeHunk)].join("\n")}\n`;
}

/** Each with its line end, so that a missing last one is a difference. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(a: readonly string[], b: readonly string[]): Op[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (lines: readonly string[]): Op[] => lines.map((line) => ({ sign: " ", line }));
  const middle = diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))];
}

/** By the longest common subsequence. */
function diffMiddle(a: readonly string[], b: readonly string[]): Op[] {
  const width = b.length + 1;
  if (a.length * b.length > MAX_CELLS) {
    return [...a.map((line): Op => ({ sign: "-", line })), ...b.map((line): Op => ({ sign: "+", line }))];
  }
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const ops: Op[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      ops.push({ sign: " ", line: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      ops.push({ sign: "-", line: left });
      i++;
    } else if (right !== undefined) {
      ops.push({ sign: "+", line: right });
      j++;
    }
  }
  return ops;
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly ops: readonly Op[];
}

function hunksOf(ops: readonly Op[]): Hunk[] {
  const ranges: [number, number][] = [];
  ops.forEach((op, index) => {
    if (op.sign === " ") return;
    const range: [number, number] = [Math.max(0, index - CONTEXT), Math.min(ops.length, index + CONTEXT + 1)];
    const last = ranges.at(-1);
    if (last !== undefined && range[0] <= last[1]) last[1] = range[1];
    else ranges.push(range);
  });
  const count = (end: number, sign: "-" | "+") => ops.slice(0, end).filter((op) => op.sign !== sign).length;
  return ranges.map(([start, end]) => ({ from: count(start, "+"), to: count(start, "-"), ops: ops.slice(start, end) }));
}

function writeHunk({ from, to, ops }: Hunk): string {
  const removed = ops.filter((op) => op.sign !== "+").length;
  const added = ops.filter((op) => op.sign !== "-").length;
  const lines = ops.map(({ sign, line }) =>
    line.endsWith("\n") ? sign + line.slice(0, -1) : `${sign}${line}\n\\ No newline at end of file`,
  );
  const range = (start: number, length: number) => `${length === 0 ? start : start + 1},${length}`;
  return [`@@ -${range(from, removed)} +${range(to, added)} @@`, ...lines].join("\n");
}
