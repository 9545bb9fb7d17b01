import { creator as preset } from "@secretlint/secretlint-rule-preset-recommend";
import { describe, expect, it } from "vitest";
import { scanWithSecretlint } from "../../../src/detectors/secretlint.ts";
import { scanText } from "../../support/scan.ts";
import { expand } from "../../support/templates.ts";

const CONTEXT = { channel: "file", path: "/project/notes.txt" } as const;

function lintAll(text: string) {
  return scanWithSecretlint(text, [{ start: 0, end: text.length }], CONTEXT);
}

describe("scanWithSecretlint", () => {
  it("tells which rule and where, in the whole text's coordinates", async () => {
    const token = expand("ghp_{{alnum:36}}");
    const text = `${" ".repeat(300)}${token} `;
    const matches = await scanWithSecretlint(text, [{ start: 200, end: text.length }], CONTEXT);
    expect(matches.map(({ span, rule }) => [rule.id, text.slice(span.start, span.end)])).toEqual([
      ["secret/secretlint-github", token],
    ]);
    expect(JSON.stringify(matches)).not.toContain(token);
  });

  it("looks in its windows only", async () => {
    const text = expand("ghp_{{alnum:36}} ");
    expect(await scanWithSecretlint(text, [], CONTEXT)).toEqual([]);
    expect(await scanWithSecretlint(text, [{ start: 0, end: 10 }], CONTEXT)).toEqual([]);
  });

  it.each([
    "# secretlint-disable",
    "// secretlint-disable",
    "/* secretlint-disable */",
    "// secretlint-disable-next-line",
  ])("is not switched off by %s in the text", async (comment) => {
    expect(await lintAll(expand(`${comment}\nghp_{{alnum:36}}\n`))).toHaveLength(1);
  });
});

/** For each rule of the preset, samples of what it means. Exact values, so that nothing but the rule finds them. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  aws: [
    'aws_secret_access_key = "{{base64:40}}"',
    "AWS_SECRET_ACCESS_KEY={{base64:40}}",
    '"SecretAccessKey": "{{base64:40}}"',
    "SecretAccessKey=>'{{base64:40}}'",
  ],
  gcp: ['{"type": "service_account", "private_key": "{{pem:PKCS8}}"}'],
  npm: [
    "npm_{{alnum:36}}",
    "//registry.example.com/:_authToken={{uuid}}",
    "https://{{hex:40}}:x-oauth-basic@github.com/acme/app.git",
  ],
  slack: [
    "xoxb-{{digits:12}}-{{digits:12}}-{{alnum:24}}",
    "xoxp-{{digits:12}}-{{digits:12}}-{{digits:12}}-{{hex:32}}",
    "{{lit:xapp}}-1-A{{b32:10}}-{{digits:13}}-{{hex:64}}",
    "xoxa-2-{{digits:12}}-{{alnum:24}}",
    "xoxr-{{digits:12}}-{{alnum:24}}",
    "https://hooks.slack.com/services/T{{b32:9}}/B{{b32:9}}/{{alnum:24}}",
  ],
  basicauth: ["https://deploy:{{alnum:20}}@registry.example.org/x", "ftp://backup:{{alnum:16}}@files.example.org/"],
  openai: [
    "sk-{{alnum:20}}T3BlbkFJ{{alnum:20}}",
    "sk-proj-{{b64url:74}}T3BlbkFJ{{alnum:74}}",
    "sk-admin-{{b64url:58}}T3BlbkFJ{{alnum:58}}",
  ],
  anthropic: ["sk-ant-api03-{{b64url:93}}AA", "sk-ant-api04-{{b64url:93}}AA"],
  groq: ["gsk_{{alnum:52}}"],
  huggingface: ["hf_{{upper:20}}{{lower:14}}"],
  linear: ["lin_api_{{alnum:40}}"],
  notion: ["ntn_{{digits:11}}{{alnum:35}}"],
  privatekey: ["{{pem:RSA}}", "{{pem:OPENSSH}}", "{{pem:EC}}"],
  sendgrid: ["SG.{{alnum:22}}.{{alnum:43}}"],
  shopify: ["shpat_{{hex:32}}", "shppa_{{hex:32}}", "shpca_{{hex:32}}", "shpss_{{hex:32}}"],
  github: [
    "ghp_{{alnum:36}}",
    "gho_{{alnum:36}}",
    "ghu_{{alnum:36}}",
    "ghs_{{alnum:36}}",
    "ghr_{{alnum:36}}",
    "github_pat_{{alnum:22}}_{{alnum:59}}",
  ],
  gitlab: ["glpat-{{b64url:19}}x"],
  grafana: ["glc_eyJ{{base64:97}}", "glsa_{{alnum:32}}_{{hex:8}}"],
  "1password": [],
  "database-connection-string": [
    "mongodb://root:{{alnum:20}}@db.example.org:27017/app",
    "mongodb+srv://root:{{alnum:20}}@cluster.example.org/app",
    "mysql://root:{{alnum:20}}@db.example.org/app",
    "jdbc:mysql://root:{{alnum:20}}@db.example.org/app",
    "postgres://root:{{alnum:20}}@db.example.org/app",
    "postgresql://root:{{alnum:20}}@db.example.org/app?sslmode=require",
  ],
  "hashicorp-vault": ["hvs.{{b64url:94}}x", "hvb.{{b64url:149}}x", "hvr.{{b64url:94}}x"],
  vercel: ["vcp_{{alnum:24}}", "vck_{{alnum:56}}"],
  databricks: ["dapi{{hex:32}}", "dapi{{hex:32}}-2"],
  docker: ["dckr_pat_{{alnum:27}}"],
  figma: ["figd_{{alnum:40}}"],
  "filter-comments": [],
};

describe("ours find what the preset finds", () => {
  const names = preset.rules.map(({ meta }) => meta.id.replace("@secretlint/secretlint-rule-", ""));

  it("for every rule that the preset has", () => {
    expect(names.filter((name) => SAMPLES[name] === undefined)).toEqual([]);
  });

  it.each(Object.entries(SAMPLES).flatMap(([name, samples]) => samples.map((sample) => [name, sample] as const)))(
    "%s: %s",
    async (name, sample) => {
      const text = `# notes\n${expand(sample)}\nend\n`;
      const theirs = await lintAll(text);
      const ours = scanText(text);
      expect(ours.uncovered, "a rule of ours covers it").toEqual([]);
      // Their spans are of another extent at times (a whole URL, a shifted start): overlapping is what counts.
      for (const { span } of theirs) {
        const isFound = ours.matches.some((match) => match.span.start < span.end && span.start < match.span.end);
        expect(isFound, `${name} at ${span.start}`).toBe(true);
      }
      if (theirs.length === 0) expect(ours.matches.length, "only ours finds it").toBeGreaterThan(0);
    },
  );

  it("1password: a service account token", async () => {
    const account = { email: "a@example.org", muk: { k: expand("{{b64url:43}}") }, secretKey: expand("A3-{{b32:30}}") };
    const text = `T=ops_${Buffer.from(JSON.stringify({ ...account, pad: expand("{{alnum:120}}") })).toString("base64")}\n`;
    expect(scanText(text).matches.map(({ rule }) => rule.id)).toEqual(["secret/1password-service-token"]);
  });
});
