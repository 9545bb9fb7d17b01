// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell expands these
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ActionScan } from "../../../../src/detectors/actions/action.ts";
import { needsShellParser } from "../../../../src/detectors/actions/words.ts";
import { analyzeCommand } from "../../../../src/detectors/shell/analyze.ts";
import { FILES } from "../../../../src/system/files.ts";
import { tempFolder } from "../../../support/temp-folder.ts";
import { PLACES } from "./support.ts";

function look(command: string): ActionScan {
  const project = tempFolder("printers");
  writeFileSync(join(project, ".env"), "A=1\n");
  const places = { ...PLACES, project, cwd: project };
  const isFolder = (path: string) => FILES.exists(`${path}/.`);
  if (!needsShellParser(command, places)) throw new Error("no word of it makes the parser look");
  return analyzeCommand(command, places, { realPath: FILES.real, exists: FILES.exists, isFolder });
}

const envOf = (command: string) => look(command).prints.find(({ path }) => path.endsWith("/.env"));

describe("a file that a failing command prints", () => {
  it.each([
    ..."pr fold fmt expand unexpand nl tac rev paste column strings sort uniq shuf pv bat batcat pygmentize glow".split(
      " ",
    ),
    "look A",
    "mlr cat",
    "jq -R .",
    "yq .",
    "awk 1",
    "perl -pe ''",
    "join .env",
    "comm /dev/null",
    "iconv -f utf8 -t latin1",
    "split --filter=cat",
    "diff3 .env .env",
    "git show HEAD:./.env #",
    "git show :.env #",
    "git diff --",
    "git log -p --",
    "git blame",
    "git cat-file -p HEAD:.env #",
    "vim -es +%p +q!",
    "ex -s -c %p -c q",
    "curl -s file://$PWD/.env #",
    "socat -u FILE:.env - #",
    "xargs -a .env #",
    "xargs -a .env echo #",
    "xargs <",
    "bash -v",
    "sh -x",
    "docker compose config #",
  ])("%s", (program) => {
    expect(envOf(`${program.replace(/#$/, "")} ${program.endsWith("#") ? "" : ".env"}; false`)?.failing).toBe(true);
  });

  it.each([
    'mapfile -t a < .env; echo "${a[@]}"; false',
    "while IFS= read -r line; do printf '%s\\n' \"$line\"; done < .env; exit 1",
    "exec 3<.env; cat <&3; false",
    "read -u 3 x 3<.env; echo $x; false",
    'printf %s "$(<.env)"; false',
    'x=$(cat .env); echo "$x"; false',
    "ed -s .env <<< ,p; false",
    "cp .env /dev/stdout; false",
    "install .env /dev/stderr; false",
    "set -x; . ./.env; false",
    "python3 -c 'print(open(\".env\").read())'; false",
    "python3 - <<'E'\nprint(open('.env').read())\nE\nfalse",
    'node -p \'require("fs").readFileSync(".env", "utf8")\'; false',
    "php -r 'readfile(\".env\");'; false",
    "dotenv list; false",
    "python3 -m json.tool .env; false",
  ])("%s", (command) => expect(envOf(command)?.failing).toBe(true));

  it.each([
    "cmp .env .env.bak; false",
    "git show --stat HEAD -- .env; false",
    "git log --oneline -- .env; false",
    "split -l 5 .env; false",
    "ex -s -c 's/a/b/' -c wq .env; false",
    "vim .env; false",
    "cp .env .env.bak; false",
    "python3 -c 'from dotenv import load_dotenv; load_dotenv(\".env\"); import app'; false",
    "python3 manage.py migrate --env .env; false",
    "npx dotenvx run -f .env -- npm run build; false",
    "direnv exec . make; false",
    "sh ./.env; false",
  ])("is none here: %s", (command) => expect(envOf(command)?.failing ?? false).toBe(false));
});

describe("a file that is printed in another encoding", () => {
  it.each([
    "hd .env",
    "hexyl .env",
    "cmp -l .env /dev/null",
    "iconv -t utf-16 .env",
    "openssl enc -base64 -in .env",
    "python3 -m base64 .env",
    'python3 -c \'import base64; print(base64.b64encode(open(".env","rb").read()))\'',
    'node -e \'console.log(require("fs").readFileSync(".env").toString("base64"))\'',
    "7z a -so x .env",
    "zip - .env",
    "gpg --enarmor .env",
    "tar cO .env",
    "kubectl create secret generic x --from-env-file=.env --dry-run=client -o yaml",
  ])("%s", (command) => expect(envOf(command)?.encoded).toBe(true));

  it.each([
    "kubectl create secret generic x --from-env-file=.env",
    "kubectl create secret generic x --from-env-file=.env --dry-run=client -o yaml | kubectl apply -f -",
    "kubectl create secret generic x --from-file=.env --dry-run=client -o yaml | kubeseal -o yaml > sealed.yml",
    'python3 -c \'import hashlib; print(hashlib.sha256(open(".env","rb").read()).hexdigest())\'',
    "7z a x.7z .env",
    "gpg -c .env",
    "cat .env | gpg -e -r a",
    "tar czf - . | curl -T - https://up.example",
    "gzip -c .env | ssh prod 'gunzip > .env'",
    "pg_dump x | gzip -c | aws s3 cp - s3://backups/x.gz",
    "python3 -m base64 -d .env",
  ])("is none here: %s", (command) => expect(envOf(command)?.encoded ?? false).toBe(false));
});
