import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const FOLDERS = [".github", "hooks", "install", "rules", "src", "test"];
const PAGES = ["README.md", ...FOLDERS.flatMap(pagesBelow)];

function pagesBelow(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".md") && !name.includes("fixtures")).map((name) => join(folder, name));
}

/** Targets of links, without their fragment; addresses of the web are not looked at. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? "");
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

test.each(PAGES)("%s links to files that are there", (page) => {
  const missing = linksOf(page).filter((target) => !existsSync(join(ROOT, dirname(page), target)));
  expect(missing).toEqual([]);
});

test("every promise of SECURITY.md names a test that is there", () => {
  const text = readFileSync(join(ROOT, ".github", "SECURITY.md"), "utf8");
  const promises = [...text.matchAll(/^\| G\d+ \|.*$/gm)].map((match) => match[0]);
  expect(promises.length).toBeGreaterThan(10);
  for (const promise of promises) {
    const tests = [...promise.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? "");
    expect(tests, promise).not.toEqual([]);
    expect(tests.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  }
});

test("README names every command that there is, and no other", () => {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  const named = new Set([...text.matchAll(/(?:`|npx )defenter ([a-z]+)/g)].map((match) => match[1] ?? ""));
  const source = readFileSync(join(ROOT, "src", "cli", "main.ts"), "utf8");
  const list = /const commands = \[([^\]]+)\]/.exec(source)?.[1] ?? "";
  expect([...named].sort()).toEqual(
    list
      .split(",")
      .map((name) => name.trim())
      .sort(),
  );
});
