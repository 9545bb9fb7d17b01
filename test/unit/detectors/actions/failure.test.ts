import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { analyzeCommand } from "../../../../src/detectors/shell/analyze.ts";
import { expandGlob } from "../../../../src/flow/files.ts";
import { FILES } from "../../../../src/system/files.ts";
import { PLACES } from "./support.ts";

let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "defenter-actions-")));
  mkdirSync(join(folder, "src"));
  mkdirSync(join(folder, "deploy"));
  writeFileSync(join(folder, ".env"), "PORT=3000\nNAME=app\n");
  writeFileSync(join(folder, ".env.example"), "PORT=3000\nNAME=\n");
  writeFileSync(join(folder, "src/a.ts"), "export const a = 1;\n");
  writeFileSync(join(folder, "deploy/key.txt"), "NAME\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the analysis says that the command prints a file that is there, and fails. */
function failsPrinting(command: string): boolean {
  const exists = (path: string, isPattern: boolean) =>
    isPattern ? expandGlob(path, FILES).length > 0 : FILES.exists(path);
  const isFolder = (path: string, isPattern: boolean) =>
    (isPattern ? expandGlob(path, FILES) : [path]).some((one) => FILES.exists(`${one}/.`));
  const places = { ...PLACES, cwd: folder, project: folder, home: folder };
  const { prints, degraded } = analyzeCommand(command, places, { realPath: FILES.real, exists, isFolder });
  expect(degraded).toEqual([]);
  return prints.some(({ path, glob, failing }) => failing && exists(path, glob));
}

function statusOf(command: string): number | null {
  const env = { PATH: process.env["PATH"], HOME: folder };
  return spawnSync("bash", ["-c", command], { cwd: folder, env, input: "", timeout: 20_000 }).status;
}

const FAILING = [
  "cat .env .env.local 2>/dev/null",
  "cat .env.local .env",
  "cat -n .env.local .env",
  "grep NAME .env nofile",
  "grep -n -m 1 -e NAME nofile .env",
  "grep -s NAME .env nofile",
  "head -50 .env package.json",
  "head -n 5 .env package.json",
  "tail -n +1 .env nofile",
  "sed -n 1,5p .env nofile",
  "awk -F = '{ print $2 }' .env nofile",
  "sort -t = -k 2 .env nofile",
  "cut -d = -f 2 .env nofile",
  "base64 -w 0 .env nofile.txt",
  "cat .env* nofile*",
  "cat .env{,.local}",
  "cat ~/.env ~/nofile",
  "for f in .env nofile; do cat $f; done",
  'for f in .env nofile; do [ -f "$f" ] && cat "$f"; done',
  "for d in src nofile; do for f in a.ts b.ts; do cat $d/$f; done; done",
  "cat .env; ls nofile",
  "cat .env; ls -la -I x nofile",
  "cat .env; stat -c %a nofile",
  "cat .env; wc -l .env nofile",
  "cat .env; cd nofile",
  "cat .env; test -f nofile",
  "cat .env; [ -e nofile ]",
  "cat .env; [[ -d nofile ]]",
  "cat .env; [ -f nofile ] && cat nofile",
  "cat .env; [[ -f nofile ]] && cat nofile",
  "cat .env; . ./nofile.sh",
  "cat .env && cat nofile",
  "cat .env; diff -U 3 .env nofile",
  "cat .env; diff .env .env.example",
  "diff .env .env.example && echo same",
  "env diff .env .env.example",
  "! cat .env",
  "{ cat .env; cat nofile; }",
  "(cat .env; ls nofile)",
  "bash -c 'cat .env nofile'",
  "eval 'cat .env nofile'",
  "timeout 5 cat .env nofile",
  "echo .env nofile | xargs cat",
  "mkdir out; cat .env out.txt",
  "git status >/dev/null 2>&1; cat .env nofile",
  ". ./.env; cat .env; ls nofile",
  "cat .env src",
  "cat src .env",
  "head -5 .env src",
  "tail -n 3 .env src",
  "grep NAME .env src",
  "grep -n NAME .env *",
  "cat .env; cat src",
  "set -o pipefail; cat .env nofile | head -5",
  "set -euo pipefail; cat .env nofile | head; echo done",
  "bash -euo pipefail -c 'cat .env nofile | head; echo done'",
  "bash -e -c 'cat .env; ls nofile; echo done'",
  "if true; then cat .env; ls nofile; fi",
  "if [ -f .env ]; then cat .env; exit 1; fi",
  "if [ -d src ]; then cat .env; ls nofile; else echo none; fi",
  "if [ -f nofile ]; then cat nofile; else cat .env; exit 1; fi",
  "while true; do cat .env; break; done; ls nofile",
  "cat .env; [ ! -f deploy/key.txt ]",
  "cat .env; test ! -e src",
  "cat .env; [[ ! -f deploy/key.txt ]]",
  "cat .env; cp nofile a.txt",
  "cat .env; mv nofile a.txt",
  "cat .env; mv -t src nofile",
  "cat .env; rm nofile",
  "cat .env; rmdir nofile",
  "cat .env; unlink nofile",
  "cat .env; bash nofile.sh",
  "git --version; cat .env nofile",
  "env $(cat .env | xargs) printenv NAME; exit 1",
  "env $(cat .env | xargs) env; exit 1",
];

/** They end with 1, which the host takes for an answer (measured with Claude Code 2.1.331). */
const ANSWERING = [
  "diff .env .env.example",
  "diff -u .env.example .env",
  "diff .env /dev/null",
  "git diff --no-index .env .env.example",
];

const SUCCEEDING = [
  "cat .env .env.example",
  "cat .env; ls src",
  "cat .env && ls src deploy/*.txt",
  "cat .env nofile; true",
  "cat .env nofile || true",
  "cat .env nofile 2>/dev/null; echo done",
  "cat .env nofile | head -5",
  "cat nofile || cat .env",
  "cat .env || cat nofile",
  "cat .env.local 2>/dev/null; cat .env",
  "[ -f nofile ] && cat nofile; cat .env",
  "if [ -f nofile ]; then cat nofile; fi; cat .env",
  "cat .env; if [ -f nofile ]; then cat nofile; fi",
  "if [ -f nofile ]; then f=nofile; else f=.env; fi; cat $f",
  "f=.env; [ -f .env.local ] && f=.env.local; cat $f",
  "for f in nofile .env; do cat $f; done",
  'for f in .env.local .env; do cat "$f" 2>/dev/null; done',
  "for f in .env nofile; do if [ -f $f ]; then cat $f; fi; done",
  "for f in .env nofile; do cat $f; echo; done",
  "printf '%s\\n' nofile .env | while read -r f; do cat $f; done",
  "cat .env; stat -c %a .env",
  "cat .env; du -d 1 .",
  "cat .env; ls -I deploy src",
  "cat .env; test -d src",
  "cat .env; cd src",
  "cd deploy && cat key.txt && cd .. && cat .env",
  "grep -A 3 -B 1 NAME .env",
  "grep -f deploy/key.txt .env",
  "grep -rn NAME . --include .env",
  "sed --expression 's/a/b/' .env",
  "awk -F = -v x=1 '{ print x, $2 }' .env",
  "awk '{ print x, $0 }' x=1 .env",
  "sort -t = -k 2 .env",
  "sort -o out.txt .env; cat out.txt",
  "uniq .env out.txt; cat out.txt",
  "nl -b a -w 3 .env",
  "paste -d , .env .env.example",
  "fold -w 10 .env",
  "od -A x -t x1 .env",
  "base64 -w 0 .env",
  "diff -U 3 .env .env",
  "diff <(sort .env) <(sort .env)",
  "diff .env .env.example || true",
  "comm -12 <(sort .env) <(sort .env.example)",
  "cat - .env </dev/null",
  "cat src/*.ts .env",
  "cat */a.ts .env",
  "touch nofile; cat .env nofile",
  "mkdir out; cat .env; ls out",
  "cp .env b.env && cat b.env",
  "mkdir -p x && cp .env x/ && cat x/.env",
  "dd if=.env of=b status=none; cat b .env",
  "sed -i.bak s/a/b/ .env; cat .env .env.bak",
  "ls nofile 2>err.txt; cat err.txt .env",
  "split -l 1 .env part; cat partaa .env",
  "cat nofile .env >out.txt; cat out.txt",
  "grep -r NAME .env src",
  "grep -d skip NAME .env src",
  "grep --directories=skip NAME .env src",
  "set -o pipefail; cat .env | grep NAME",
  "set -o pipefail; cat .env nofile | head -5 || true",
  "set -o pipefail; set +o pipefail; cat .env nofile | head -5",
  "set -e; bash -c 'cat .env; ls nofile; echo done'",
  "if [ -f .env ]; then cat .env; fi",
  "if [ -f .env ]; then cat .env; else exit 1; fi",
  "if [ ! -f .env ]; then exit 1; fi; cat .env",
  "if [ ! -f .env ]; then exit 1; else cat .env; fi",
  "if [ -f src ]; then cat .env; ls nofile; fi",
  "if [ -f nofile ]; then exit 1; else cat .env; fi",
  "[ -f .env ] || exit 1; cat .env",
  "rm -f deploy/key.txt; if [ -f deploy/key.txt ]; then cat .env; exit 1; fi; cat .env",
  "cat .env; [[ ! -f nofile ]]",
  "cat .env; test ! -e nofile",
  "cat .env; [ ! -f deploy/key.txt ] || cat deploy/key.txt",
  "cat .env; rm -f nofile",
  "cat .env; cp deploy/key.txt a.txt",
  "cat .env; mv -t src deploy/key.txt",
  "git diff --no-index .env .env",
  "git diff --no-index .env .env.example || true",
  "env $(cat .env | xargs) printenv NAME",
];

describe("a command that fails after it printed files", () => {
  it.each(FAILING)("%s", (command) => {
    expect(failsPrinting(command)).toBe(true);
  });

  it.each(SUCCEEDING)("succeeds: %s", (command) => {
    expect(failsPrinting(command)).toBe(false);
  });

  it.each(ANSWERING)("only answers: %s", (command) => {
    expect(failsPrinting(command)).toBe(false);
  });

  it.each(["cat nofile && cat .env", "ls nofile && cat .env", "[ -f nofile ] && cat .env", "f() { cat .env nofile; }"])(
    "prints nothing: %s",
    (command) => {
      expect(failsPrinting(command)).toBe(false);
    },
  );

  it.each(["cat .env; npm test", "cat .env; grep nomatch src/a.ts", 'cat .env "$1"', "make; cat .env nofile"])(
    "cannot be known: %s",
    (command) => {
      expect(failsPrinting(command)).toBe(false);
    },
  );
});

// The tools of other systems know other options.
describe.runIf(process.platform === "linux")("what a shell says of it", () => {
  it.each([...FAILING, ...ANSWERING])("%s", (command) => {
    expect(statusOf(command)).toBeGreaterThan(0);
  });

  it.each(SUCCEEDING)("succeeds: %s", (command) => {
    expect(statusOf(command)).toBe(0);
  });
});
