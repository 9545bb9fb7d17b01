/**
 * Every file that Claude Code reads hook settings from and a tool call could write: project, local and user scope, for
 * the folder it was started in and the one it works in.
 * @param configFolder `CLAUDE_CONFIG_DIR`, else `~/.claude`
 */
export function settingsFiles(projects: readonly string[], configFolder: string): readonly string[] {
  const folders = [...projects.map((project) => `${project}/.claude`), configFolder];
  const files = folders.flatMap((folder) => [`${folder}/settings.json`, `${folder}/settings.local.json`]);
  return [...new Set(files)];
}
