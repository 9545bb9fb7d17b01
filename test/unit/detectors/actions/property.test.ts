import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeToolCall } from "../../../../src/detectors/actions/tools.ts";
import { needsShellParser } from "../../../../src/detectors/actions/words.ts";
import { analyzeCommand } from "../../../../src/detectors/shell/analyze.ts";
import { EVERYDAY } from "./everyday.ts";
import { PLACES, responseTo } from "./support.ts";

const PIECES = [
  ..."rm -rf ~ / $HOME $( ) ` \" ' ; && || | > < << <<EOF EOF \n { } ( ) [[ ]] if then fi for in do done case esac while".split(
    " ",
  ),
  ..."cat .env curl -d @- find -delete -exec {} \\; xargs eval bash -c X=1 \u0024{X} \u0024{X:-a} {a,b} * ? \\ # & $'\\x72' <( >( =".split(
    " ",
  ),
  " ",
  "\n",
];
const shell = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(" "));
const glued = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(""));

describe("any command", () => {
  it("never throws, and its spans lie within it", () => {
    fc.assert(
      fc.property(fc.oneof(shell, glued, fc.string({ unit: "binary", maxLength: 200 })), (command) => {
        needsShellParser(command);
        const { leaving, searched, matches, prints } = analyzeCommand(command, PLACES);
        for (const span of [...leaving, ...searched, ...matches.flatMap((match) => match.span ?? [])]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(command.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
        }
        for (const { path } of prints) expect(path.startsWith("/")).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("is refused for what stands behind harmless commands", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...EVERYDAY.filter((line) => !/^#|<<|[&\\]$|^cd |^set /.test(line))), {
          maxLength: 4,
        }),
        (lines) => {
          expect(responseTo([...lines, "rm -rf /home/dev"].join("\n"))).toBe("block");
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is judged the same behind any wrapper", () => {
    const wrappers = [
      "sudo ",
      "env A=1 ",
      "nohup ",
      "command ",
      "exec ",
      "nice -n 3 ",
      "timeout 5 ",
      "/usr/bin/time -p ",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom("", "! ", "time ", "A=1 ", "! time A=1 B=2 "),
        fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }),
        (first, rest) => {
          const prefix = first + rest.join("");
          expect(responseTo(`${prefix}rm -rf /`)).toBe("block");
          expect(responseTo(`${prefix}rm -rf dist`)).toBe("allow");
        },
      ),
    );
  });
});

describe("any tool call", () => {
  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Read", "Write", "Edit", "Grep", "WebFetch", "mcp__a__b", "X"),
        fc.dictionary(fc.constantFrom("file_path", "path", "url", "edits", "content", "x"), fc.jsonValue()),
        (tool, input) => {
          expect(Array.isArray(judgeToolCall({ tool, input: input as never }, PLACES))).toBe(true);
        },
      ),
    );
  });
});

describe("large commands", () => {
  const SIZE = 262_144;
  const filled = (text: string) => text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
  // Generous for a busy machine: what is not linear takes minutes here.
  const LIMIT_MS = 8_000;

  it.each([
    ["words", `rm -rf ${filled("abcdefg ")}`],
    ["statements", filled("rm -rf build; ")],
    ["pipes", `cat x${filled(" | cat")}`],
    ["substitutions", filled("$(")],
    ["here-documents", filled("<<a ")],
    ["quotes", filled("'\"'\"")],
    ["doubling", `a=aaaaaaaa; ${filled("a=$a$a; ")} rm -rf $a`],
    ["braces", `rm -rf ${filled("{a,b}")}`],
    ["branches", filled("if a; then b=1; fi; ")],
    ["cases", `case x in ${filled("a) b=1;; ")}esac`],
    ["functions", `${Array.from({ length: 40 }, (_, at) => `f${at}() { f${at + 1}; f${at + 1}; }`).join(";")}; f0`],
    ["and", `true${filled(" && rm -rf x")}`],
    ["patterns", `rm -rf ${filled("*/")}`],
    ["white space", `${filled(" ")}rm`],
    ["git", filled("git ")],
    ["at", `curl -d ${filled("@")}`],
  ])("%s end in time", (_, command) => {
    const start = performance.now();
    needsShellParser(command);
    const { degraded, matches } = analyzeCommand(command, PLACES);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    if (degraded.length > 0 && /\brm\b|curl/.test(command))
      expect(matches.map((match) => match.rule.response)).toContain("ask");
  });

  it("reads a long harmless part to what stands behind it", () => {
    const log = "2024-05-01 12:00:00 info all is well\n".repeat(6_000);
    expect(responseTo(`cat > list.txt <<'EOF'\n${log}EOF\nrm -rf ~`)).toBe("block");
    expect(responseTo(`cat > list.txt <<'EOF'\n${log}EOF\nrm -rf build`)).toBe("allow");
    expect(responseTo(`gh pr edit 12${" --add-label area".repeat(2_000)}; cat x`)).toBe("allow");
  });
});
