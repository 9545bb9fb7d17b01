import type { Places } from "../../../core/event.ts";
import type { Span } from "../../../core/finding.ts";
import { isInside, shortPath } from "../../../core/path.ts";
import { belowHome, comparable, compared, ignoresCase, isInProject } from "../../actions/paths.ts";
import type { ActionId } from "../../actions/rules.generated.ts";
import { climbedPath, throughLinks } from "../links.ts";
import { locate } from "../locate.ts";
import type { Invocation, Shell } from "../machine.ts";
import { report } from "../machine.ts";
import type { Options } from "../options.ts";
import { hasFlag, hasShortened, NO_VALUES, splitOptions } from "../options.ts";
import { GLOB, readable, SOME, UNKNOWN } from "../value.ts";
import { checkRemoval } from "./guard.ts";

/** `*`, `.*`, `?*`: everything in the folder. */
function isAll(step: string): boolean {
  return step.includes(GLOB) && /^[.*?\uE001]+$/.test(step);
}

/** System folders: they and everything in them. */
const SYSTEM_WHOLE =
  /^(?:\/(?:bin|boot|dev|etc|lib(?:32|64|x32)?|proc|sbin|sys|System)|\/usr\/(?:bin|sbin|lib(?:32|64|exec)?|include|share)|[a-z]:\/windows)(?:\/|$)/;
/** System folders: they themselves, not what lies deeper. */
const SYSTEM_TOP =
  /^(?:\/(?:usr|usr\/[^/]+|var|var\/[^/]+|home|Users|root|run|srv|opt|mnt|media|Library|Applications|Volumes|cygdrive)|[a-z]:\/(?:users|program files(?: \(x86\))?|programdata))$/;
const DISK = /^\/dev\/(?:(?:r?disk|sd|hd|vd|xvd|nvme|mmcblk|mapper|md|loop|dm-)|\uE001)/;

/** What deletes with everything that is below: `rm -r`, `rmdir`, `shred`, `rimraf`, `Remove-Item -Recurse`, `rsync --delete`. */
export function judgeDelete(invocation: Invocation): void {
  const { name, args, shell, span } = invocation;
  const options = splitOptions(args, NO_VALUES);
  switch (name) {
    case "rm":
      if (hasFlag(options, "-r", "-R") || hasShortened(options, "--recursive")) deletes(options, shell, span);
      else deletesFound(options, shell, span);
      return;
    case "unlink":
      deletesFound(options, shell, span);
      return;
    case "rmdir":
      for (const { text } of options.operands) judgeTarget(text, shell, span, { filtered: false, empty: true });
      return;
    case "rimraf":
      deletes(options, shell, span);
      return;
    case "shred":
      for (const { text } of splitOptions(args, SHRED_VALUES).operands) {
        if (!isDisk(text, shell, span)) judgeTarget(text, shell, span, { filtered: false, empty: false });
      }
      return;
    case "dd":
      for (const { text } of args) if (text.startsWith("of=")) isDisk(text.slice(3), shell, span);
      return;
    case "wipefs":
    case "blkdiscard":
      for (const { text } of options.operands) isDisk(text, shell, span);
      return;
    case "rsync":
      if (args.some((arg) => /^--del(?:ete(?:-\w+)?)?$/.test(arg.text))) judgeMirror(options, shell, span);
      return;
    default:
      if (name.startsWith("mkfs") && /^mkfs(?:\.\w{1,8})?$/.test(name))
        for (const { text } of options.operands) isDisk(text, shell, span);
      else if (["remove-item", "ri", "rd", "del", "erase"].includes(name.toLowerCase())) judgeRemoveItem(invocation);
  }
}

const SHRED_VALUES: ReadonlySet<string> = new Set(["-n", "-s", "--iterations", "--size", "--random-source"]);

function deletes(options: Options, shell: Shell, span: Span): void {
  for (const { text } of options.operands) judgeTarget(text, shell, span, { filtered: false, empty: false });
}

/** `find ~ -type f -exec rm {} +`, `find ~ | xargs rm`: file by file, all that a search found below a folder. */
function deletesFound({ operands }: Options, shell: Shell, span: Span): void {
  const texts = operands.map((operand) => operand.text);
  for (const text of texts) {
    const steps = text.split("/");
    const found = steps.indexOf(SOME);
    if (found < 1) continue;
    const folder = steps.slice(0, found).join("/");
    deletesBelow([folder || "/"], !texts.includes(folder || "/"), shell, span);
  }
}

/** What a search finds and then deletes. `filtered`: a test picks some of it, so that the start itself stays. */
export function deletesBelow(roots: readonly string[], filtered: boolean, shell: Shell, span: Span): void {
  for (const root of roots) judgeTarget(root, shell, span, { filtered, empty: false });
}

function judgeRemoveItem({ args, shell, span }: Invocation): void {
  const recursive = args.some(
    (arg) => /^-r(?:e(?:c(?:u(?:r(?:s(?:e)?)?)?)?)?)?$/i.test(arg.text) || /^\/s$/i.test(arg.text),
  );
  if (!recursive) return;
  for (const { text } of args) {
    if (!/^-|^\/[a-z]$/i.test(text))
      judgeTarget(text.replaceAll("\\", "/"), shell, span, { filtered: false, empty: false });
  }
}

function judgeMirror(options: Options, shell: Shell, span: Span): void {
  const target = options.operands.at(-1)?.text;
  if (target === undefined || options.operands.length < 2 || /^[^/]*:/.test(target)) return;
  const verdict = verdictOn(`${target}/`, shell, { filtered: false, empty: false });
  if (verdict?.id === "action/recursive-delete-home")
    report(shell.machine, verdict.id, span, `deletes what is in ${verdict.shown}`);
}

function isDisk(text: string, shell: Shell, span: Span): boolean {
  const path = locate(text, shell);
  if (path === null || !DISK.test(path)) return false;
  report(shell.machine, "action/disk-overwrite", span, `overwrites ${readable(path)}`);
  return true;
}

interface How {
  /** Only some of what is in the folder. */
  readonly filtered: boolean;
  /** Only folders that are empty anyway (rmdir): nothing is lost, save where the machine needs them. */
  readonly empty: boolean;
}

interface Verdict {
  readonly id: ActionId;
  readonly shown: string;
}

function judgeTarget(text: string, shell: Shell, span: Span, how: How): void {
  const verdict = verdictOn(text, shell, how);
  if (verdict !== null && !(how.empty && verdict.id !== "action/recursive-delete-home")) {
    const what = how.filtered ? "some of what is below " : "";
    report(shell.machine, verdict.id, span, `deletes ${what}${verdict.shown}`);
  }
  if (!how.empty) checkRemoval(text, shell, span);
}

function verdictOn(text: string, shell: Shell, how: How): Verdict | null {
  if (text === "" || text === "/dev/null") return null;
  const located = locate(text, shell);
  if (located === null)
    return { id: "action/recursive-delete-unknown", shown: "a folder that the command does not tell" };
  const { places } = shell.machine;
  const steps = comparable(located, places).split("/");
  let isContent = /\/\.?$/.test(text);
  for (; steps.length > 1 && isAll(steps.at(-1) ?? ""); steps.pop()) isContent = true;
  const written = verdictAt(steps, readable(shortPath(located, places)), text, shell, how);
  if (written?.id === "action/recursive-delete-home") return written;
  const climbed = climbedPath(text, shell);
  const others = [
    throughLinks(steps, isContent, shell.machine),
    climbed === null ? null : throughLinks(climbed.split("/"), isContent, shell.machine),
    climbed?.split("/") ?? null,
  ];
  const verdicts = others.map((led) =>
    led === null ? null : verdictAt(led, readable(shortPath(led.join("/") || "/", places)), text, shell, how),
  );
  return (
    verdicts.find((verdict) => verdict?.id === "action/recursive-delete-home") ?? verdicts.find(isVerdict) ?? written
  );
}

function isVerdict(verdict: Verdict | null): verdict is Verdict {
  return verdict !== null;
}

function verdictAt(
  steps: readonly string[],
  shown: string,
  text: string,
  shell: Shell,
  { filtered }: How,
): Verdict | null {
  const { places } = shell.machine;
  const unknown = steps.indexOf(UNKNOWN);
  const path = steps.join("/") || "/";
  if (unknown < 0) {
    const climbs = /^\.\.?(?:\/|$)/.test(text) && isInProject(comparable(shell.state.cwd ?? "/", places), places);
    const id = classify(path, shell, filtered, climbs);
    return id === null ? null : { id, shown };
  }
  // `folder/$X`: the folder itself where X is empty, else something in it.
  const folder = steps.slice(0, unknown).join("/") || "/";
  if (
    classify(`${folder === "/" ? "" : folder}/${GLOB}x`, shell, true) === null &&
    !isInside(folder, compared(places).project)
  )
    return null;
  return { id: "action/recursive-delete-unknown", shown };
}

/**
 * Null: it may be deleted. `path` is comparable; `below`: something below it, not all of it; `climbs`: named from within
 * the project by `..`, so that it is a neighbour of the project even where the project lies below a temp folder.
 */
function classify(path: string, { machine }: Shell, below: boolean, climbs = false): ActionId | null {
  const { places } = machine;
  const { home, project } = compared(places);
  if (isInProject(path, places) && path !== project) return isHistory(path) ? "action/recursive-delete-project" : null;
  if (path === project && below) return null;
  // Lower case already where the system ignores case; `/system` elsewhere is somebody's own.
  const system = ignoresCase(places)
    ? path.replace(/^\/(?:system|users|library|applications|volumes)(?=\/|$)/, capital)
    : path;
  if (isRoot(path) || (isInside(path, home) && home !== "/"))
    return below ? "action/recursive-delete-outside" : "action/recursive-delete-home";
  if (!climbs && isTemp(path, below, places)) return null;
  const temp = compared(places).temp.includes(path);
  if (!temp && (SYSTEM_WHOLE.test(system) || SYSTEM_TOP.test(system))) {
    return below && !SYSTEM_WHOLE.test(system) ? "action/recursive-delete-outside" : "action/recursive-delete-home";
  }
  if (isInside(path, project)) return "action/recursive-delete-project";
  if (belowHome(path, places) === "") return below ? "action/recursive-delete-outside" : "action/recursive-delete-home";
  return "action/recursive-delete-outside";
}

function capital(text: string): string {
  return `/${text.charAt(1).toUpperCase()}${text.slice(2)}`;
}

/** `/`, a drive, or a pattern right below one of them (`/h*`). */
function isRoot(path: string): boolean {
  const below = path.replace(/^[a-z]:/i, "").slice(1);
  return below === "" || (below.includes(GLOB) && !below.includes("/"));
}

function isHistory(path: string): boolean {
  return /(?:^|\/)\.git(?:\/(?:objects|refs)(?:\/|$)|$)/i.test(path);
}

/** Below a temp folder, unless the home folder or the folder around the project lies there and the path is in it. */
function isTemp(path: string, below: boolean, places: Places): boolean {
  const { home, project, temp } = compared(places);
  const kept = [home, project];
  return ["/dev/shm", ...temp].some((folder) => {
    if (!isInside(folder, path) || (path === folder && !below)) return false;
    const first = (inner: string) => inner.slice(folder.length + 1).split("/", 1)[0];
    return !kept.some((own) => own !== folder && isInside(folder, own) && first(own) === first(path));
  });
}
