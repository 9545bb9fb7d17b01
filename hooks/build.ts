import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { VERSION } from "../src/core/version.ts";
import { LOADED_BY_NODE, SHARED_NAME, WRAPPER } from "../src/system/parts.ts";

/**
 * Builds `dist/`: `hooks/` (one small executable per event, which holds the loader, and the parts that it loads by need)
 * and `cli/defenter.js`. It is made beside and renamed into place, so that a hook that starts meanwhile finds one or the
 * other, whole.
 */

const ROOT = join(import.meta.dirname, "..");

/** Parts of the hook path that `load(part)` requires by need; each is a bundle of its own beside the executables. */
const PARTS = {
  runtime: "src/runtime.ts",
  rules: "src/detectors/rule-table.ts",
  closer: "src/system/closer.ts",
  shell: "src/detectors/shell/analyze.ts",
  secretlint: "src/detectors/secretlint.ts",
  foreign: "src/system/foreign.ts",
  compile: "src/config/compile/compile.ts",
  lifecycle: "src/selfcheck/lifecycle.ts",
  git: "src/system/git.ts",
  warm: "src/system/warm.ts",
} as const;

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  // jsonc-parser's other form is UMD, which a bundler cannot look into.
  mainFields: ["module", "main"],
  target: "node20.19",
  format: "cjs",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  outExtension: { ".js": ".cjs" },
} satisfies BuildOptions;

/** The parts are handed the loader by the executable instead of holding a copy each. */
const sharedLoader: Plugin = {
  name: "shared-loader",
  setup(context) {
    context.onResolve({ filter: /\/system\/parts\.ts$|^\.\/parts\.ts$/ }, () => ({
      path: SHARED_NAME,
      external: true,
    }));
  },
};

async function buildHooks(folder: string): Promise<Metafile[]> {
  const executables = readdirSync(join(ROOT, "hooks")).filter((name) => name.endsWith(".ts") && !TOOLS.has(name));
  const options: readonly BuildOptions[] = [
    { entryPoints: executables.map((name) => `hooks/${name}`), minifySyntax: true, minifyWhitespace: true },
    { entryPoints: PARTS, minify: true, plugins: [sharedLoader] },
  ];
  const results: { readonly metafile: Metafile }[] = [];
  // One after the other: where one fails, none may still be writing into a folder that is being removed.
  for (const option of options) results.push(await build({ ...COMMON, ...option, outdir: folder, metafile: true }));
  for (const name of Object.keys(PARTS)) if (name !== LOADED_BY_NODE) wrap(join(folder, `${name}.cjs`));
  const names = readdirSync(folder).sort();
  const hashes = names.map((name) => [name, sha256(join(folder, name))]);
  const manifest = { version: VERSION, files: Object.fromEntries(hashes) };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return results.map((result) => result.metafile);
}

function wrap(path: string): void {
  const [before, after] = WRAPPER;
  writeFileSync(path, before + readFileSync(path, "latin1") + after, "latin1");
}

/** Files of this folder that are no executables. */
const TOOLS = new Set(["build.ts", "licenses.ts"]);

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

async function buildCli(folder: string): Promise<Metafile> {
  const result = await build({
    ...COMMON,
    entryPoints: { defenter: "src/cli/main.ts" },
    outdir: folder,
    format: "esm",
    outExtension: { ".js": ".js" },
    minifySyntax: true,
    banner: {
      js: [
        "#!/usr/bin/env node",
        'import { createRequire as __createRequire } from "node:module";',
        "const require = __createRequire(import.meta.url);",
      ].join("\n"),
    },
  });
  return result.metafile;
}

async function main(): Promise<void> {
  const made = join(ROOT, `dist.${process.pid}.tmp`);
  try {
    mkdirSync(join(made, "hooks"), { recursive: true });
    mkdirSync(join(made, "cli"));
    const hooks = await buildHooks(join(made, "hooks"));
    const record = [...hooks, await buildCli(join(made, "cli"))].map(withoutFolder(made));
    writeFileSync(join(made, "meta.json"), JSON.stringify(record));
    // The command is ESM, the hooks are CommonJS, whatever the folder they are copied to says.
    chmodSync(join(made, "cli", "defenter.js"), 0o755);
    writeFileSync(join(made, "cli", "package.json"), '{ "type": "module" }\n');
    swap(made, join(ROOT, "dist"));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function swap(made: string, place: string): void {
  const old = `${made}.old`;
  try {
    renameSync(place, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  renameSync(made, place);
  rmSync(old, { recursive: true, force: true });
}

/** The bundler names its outputs by the folder they were made in; the record names them by where they end up. */
function withoutFolder(made: string): (metafile: Metafile) => Metafile {
  const folder = made.slice(ROOT.length + 1);
  return (metafile) => JSON.parse(JSON.stringify(metafile).replaceAll(`${folder}/`, "dist/"));
}

await main();
