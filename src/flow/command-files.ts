import { folderOf, isInside } from "../core/path.ts";
import type { Machine } from "./machine.ts";
import { pathsBelow } from "./walk.ts";

/** The text of a slash command or skill. */
export interface CommandFile {
  readonly path: string;
  /** The folder of the plugin that it comes with. */
  readonly plugin?: string;
}

/** Bounds of the search for a command's file: real folders of commands are flat and small. */
const WALK = { depth: 4, names: 2000 };
const MAX_SKILLS = 200;
const MAX_PLUGINS = 100;

/** Files that a typed `/name` may stand for: in the project, the folders above it, the home and the person's plugins. */
export function commandFiles(name: string, machine: Machine): readonly CommandFile[] {
  const { cwd, project, home, guard } = machine.places;
  const above = [...new Set([...upwards(cwd, project), project, home])].map((folder) => `${folder}/.claude`);
  // Settings lie where commands do, also where the person has another folder for both.
  const folders = [...new Set([...above, ...guard.settings.map(folderOf)])];
  return [
    ...folders.flatMap((folder) => filesIn(folder, name, machine)).map((path) => ({ path })),
    ...pluginFolders(`${home}/.claude`, machine).flatMap((plugin) =>
      filesIn(plugin, name, machine).map((path) => ({ path, plugin })),
    ),
  ];
}

function filesIn(folder: string, name: string, machine: Machine): readonly string[] {
  const steps = name.split(":");
  const last = steps.at(-1) ?? name;
  const found = new Set([name, last].map((step) => `${folder}/skills/${step}/SKILL.md`));
  for (const path of skillsCalled(last, `${folder}/skills`, machine)) found.add(path);
  found.add(`${folder}/commands/${steps.join("/")}.md`);
  const isFolder = (step: string) => !step.endsWith(".md");
  for (const { name: step, path } of pathsBelow(`${folder}/commands`, machine.files, WALK, isFolder)) {
    if (step === `${last}.md`) found.add(path);
  }
  return [...found];
}

/** A skill may be typed by the name in its front matter, too. */
function skillsCalled(name: string, folder: string, { files }: Machine): readonly string[] {
  const paths = files.list(folder).slice(0, MAX_SKILLS);
  return paths
    .map((step) => `${folder}/${step}/SKILL.md`)
    .filter((path) => {
      const read = files.read(path);
      const called =
        read.kind === "text" ? /^name:[ \t]*(["']?)([^\r\n]{1,200}?)\1[ \t]*$/m.exec(read.text)?.[2] : null;
      return called?.trim() === name;
    });
}

function pluginFolders(claude: string, { files }: Machine): readonly string[] {
  const read = files.read(`${claude}/plugins/installed_plugins.json`);
  if (read.kind !== "text") return [];
  const found = read.text.matchAll(/"installPath"\s{0,9}:\s{0,9}"([^"\n]{1,4096})"/g);
  return [...found].map(([, path]) => (path ?? "").replaceAll("\\\\", "/")).slice(0, MAX_PLUGINS);
}

function upwards(from: string, to: string): readonly string[] {
  if (!isInside(to, from)) return [from];
  const folders = [from];
  while (folders.at(-1) !== to && folders.length < 64) folders.push(folderOf(folders.at(-1) ?? to));
  return folders;
}
