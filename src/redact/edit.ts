/**
 * What a file holds after an Edit of Claude Code: the first (or every) `oldString` becomes `newString`, taken literally.
 * Null where `oldString` does not occur, so that the host refuses the edit itself. An empty `oldString` makes the whole
 * text of a new or empty file.
 */
export function textAfterEdit(text: string, oldString: string, newString: string, replaceAll: boolean): string | null {
  if (oldString === "") return text === "" ? newString : null;
  const at = text.indexOf(oldString);
  if (at === -1) return null;
  if (replaceAll) return text.split(oldString).join(newString);
  return text.slice(0, at) + newString + text.slice(at + oldString.length);
}
