import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absoluteCommand, groupOf, MOMENTS, readOwnHook } from "../../../install/claude.ts";
import { addGroups, removeGroups, undoSwitch } from "../../../install/settings-text.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";

const isOurs = (hook: Json) => readOwnHook(hook) !== null;
const groups = (version: string) =>
  MOMENTS.map((moment) => {
    const bundle = `/home/a/.local/share/defenter/hooks/${version}/${moment.file}`;
    return { event: moment.event, group: groupOf(moment, absoluteCommand("/usr/bin/node", bundle, "linux") ?? "") };
  });
const add = (text: string, version = "0.1.0") => addGroups(text, groups(version), isOurs, false);
const FOREIGN = { matcher: "Bash", hooks: [{ type: "command", command: "echo hi" }] };

const STYLES: Readonly<Record<string, string>> = {
  "two spaces": '{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n',
  "four spaces": '{\n    "model": "opus",\n    "permissions": {\n        "allow": []\n    }\n}\n',
  tabs: '{\n\t"model": "opus",\n\t"hooks": {\n\t\t"Stop": []\n\t}\n}\n',
  "one line": '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]}}',
  "one line with gaps": '{ "model": "opus", "hooks": { "Stop": [] } }\n',
  CRLF: '{\r\n  "model": "opus",\r\n  "hooks": {\r\n    "PreToolUse": [\r\n      { "hooks": [] }\r\n    ]\r\n  }\r\n}\r\n',
  "no last line end": '{\n  "model": "opus"\n}',
  "foreign hooks": `${JSON.stringify({ hooks: { PreToolUse: [FOREIGN], Notification: [FOREIGN] }, z: 1 }, null, 2)}\n`,
  "empty hooks": '{\n  "hooks": {}\n}\n',
  "odd layout": '{ "a": 1\n , "hooks" : { "PreToolUse" : [\n   {"hooks":[ ]} ] }\n , "b" : [ 1 ,2 ] }\n\n',
  unicode: '{\n  "note": "größe \\u00e9 🔒 \\ud83d",\n  "ключ": "значение"\n}\n',
};

describe("registering in a settings text", () => {
  it("writes a file as a person would where there was none", () => {
    const { text, created } = add("");
    expect(text).toBe(
      `${JSON.stringify({ hooks: Object.fromEntries(groups("0.1.0").map(({ event, group }) => [event, [group]])) }, null, 2)}\n`,
    );
    expect(created).toEqual({ hooks: true, events: [], switch: null });
  });

  it.each(Object.entries(STYLES))("adds lines and changes none: %s", (_, before) => {
    const { text } = add(before);
    expect(withoutOurs(text)).toEqual(withoutOurs(before));
    expect(ourEvents(text)).toEqual(MOMENTS.map(({ event }) => event).sort());
    expect(isSubsequence(before, text)).toBe(true);
  });

  it.each(Object.entries(STYLES))("is undone to the byte: %s", (_, before) => {
    const { text, created } = add(before);
    expect(removeGroups(text, isOurs, created)).toBe(before);
  });

  it("follows the line ends, the indent and the one line of what is there", () => {
    expect(add(STYLES["CRLF"] ?? "").text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(add(STYLES["tabs"] ?? "").text).not.toMatch(/^ /m);
    expect(add(STYLES["four spaces"] ?? "").text).toContain('\n    "hooks": {\n        "UserPromptSubmit": [\n');
    expect(add(STYLES["one line"] ?? "").text).not.toContain("\n");
  });

  it("changes nothing the second time", () => {
    for (const before of Object.values(STYLES)) {
      const { text } = add(before);
      expect(add(text).text).toBe(text);
    }
  });

  it("puts a newer version in the place of an older one", () => {
    for (const before of Object.values(STYLES)) {
      const { text, created } = add(before);
      const newer = add(text, "0.2.0").text;
      expect(newer).toBe(text.replaceAll("/0.1.0/", "/0.2.0/"));
      expect(removeGroups(newer, isOurs, created)).toBe(before);
    }
  });

  it("leaves one group of ours where several stood, and none of them in a group with others", () => {
    const ours = groups("0.0.9").find(({ event }) => event === "Stop")?.group["hooks"] as Json[];
    const foreign = { type: "command", command: "say done" };
    const before = JSON.stringify({ hooks: { Stop: [{ hooks: ours }, { hooks: [foreign, ...ours] }] } }, null, 2);
    const stop = JSON.parse(add(before).text).hooks.Stop;
    expect(stop).toEqual([{ hooks: [foreign] }, groups("0.1.0").find(({ event }) => event === "Stop")?.group]);
  });

  it("keeps what others added later, before, after and within", () => {
    const { text, created } = add('{\n  "a": 1\n}\n');
    const json = JSON.parse(text);
    json.hooks.PreToolUse = [FOREIGN, ...json.hooks.PreToolUse, FOREIGN];
    json.hooks.Notification = [FOREIGN];
    json.hooks.Stop[0].hooks.push({ type: "command", command: "say done" });
    const edited = JSON.stringify({ z: 0, ...json, b: 2 }, null, 2);
    for (const memory of [created, null]) {
      expect(JSON.parse(removeGroups(edited, isOurs, memory))).toEqual({
        z: 0,
        a: 1,
        hooks: {
          PreToolUse: [FOREIGN, FOREIGN],
          Stop: [{ hooks: [{ type: "command", command: "say done" }] }],
          Notification: [FOREIGN],
        },
        b: 2,
      });
    }
  });

  it("takes out what it made without any memory of it", () => {
    const before = STYLES["two spaces"] ?? "";
    expect(removeGroups(add(before).text, isOurs, null)).toBe(before);
  });

  it("leaves a key of others that stood empty before", () => {
    const before = STYLES["empty hooks"] ?? "";
    const { text, created } = add(before);
    expect(removeGroups(text, isOurs, created)).toBe(before);
  });

  it.each([
    ['{"hooks": []}', /"hooks" is no object/],
    ['{"hooks": null}', /"hooks" is no object/],
    ['{"hooks": {"Stop": {}}}', /"hooks.Stop" is no array/],
    ['{"hooks": {}, "hooks": {}}', /stands twice/],
    ['{"hooks": {"Stop": [], "Stop": []}}', /stands twice/],
    [`{"a": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`, /nested too deeply/],
  ])("refuses %#", (text, message) => {
    expect(() => add(text)).toThrow(message);
  });
});

describe("disableAllHooks in the local settings", () => {
  const addLocal = (text: string) => addGroups(text, groups("0.1.0"), isOurs, true);

  it.each([
    ["{\n}\n", "added"],
    ['{\n  "model": "x"\n}\n', "added"],
    ['{\n  "disableAllHooks": true,\n  "model": "x"\n}\n', "turned"],
    ['{\n  "disableAllHooks": false\n}\n', null],
  ])("is false after installing and as before after uninstalling: %#", (before, how) => {
    const { text, created } = addLocal(before);
    expect(JSON.parse(text).disableAllHooks).toBe(false);
    expect(created.switch).toBe(how);
    expect(JSON.parse(undoSwitch(removeGroups(text, isOurs, created), created))).toEqual(JSON.parse(before));
  });

  it("is taken for ours where nobody remembers", () => {
    const { text } = addLocal('{\n  "model": "x"\n}\n');
    expect(undoSwitch(removeGroups(text, isOurs, null), null)).toBe('{\n  "model": "x"\n}\n');
  });
});

describe("any settings text with foreign hooks", () => {
  const hook = fc.record({ type: fc.constant("command"), command: fc.string({ minLength: 1 }) });
  const group = fc.record(
    { matcher: fc.string(), hooks: fc.array(hook, { maxLength: 2 }) },
    { requiredKeys: ["hooks"] },
  );
  const event = fc.constantFrom("PreToolUse", "PostToolUse", "Stop", "Notification", "PreCompact");
  const hooks = fc.dictionary(event, fc.array(group, { minLength: 1, maxLength: 3 }), { minKeys: 1 });
  const others = fc.dictionary(
    fc.string().filter((key) => key !== "hooks"),
    fc.jsonValue(),
    { noNullPrototype: true },
  );
  const settings = fc
    .tuple(others, fc.option(hooks, { nil: undefined }), fc.boolean())
    .map(([rest, own, isFirst]): JsonObject => {
      const wrapped: JsonObject = own === undefined ? {} : { hooks: own };
      return (isFirst ? { ...wrapped, ...rest } : { ...rest, ...wrapped }) as JsonObject;
    });
  const text = fc
    .tuple(
      settings,
      fc.constantFrom("", " ", "  ", "    ", "\t"),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("", "\n", "\n\n"),
    )
    .map(([value, indent, lineEnd, end]) => (JSON.stringify(value, null, indent) + end).replaceAll("\n", lineEnd));

  it("is the same after installing and uninstalling, and installing twice is installing once", () => {
    fc.assert(
      fc.property(text, (before) => {
        const { text: after, created } = add(before);
        expect(withoutOurs(after)).toEqual(withoutOurs(before));
        expect(ourEvents(after)).toEqual(MOMENTS.map(({ event: name }) => name).sort());
        expect(add(after).text).toBe(after);
        expect(removeGroups(after, isOurs, created)).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

/** Settings without our hooks and what is then empty. */
function withoutOurs(text: string): Json {
  const json = JSON.parse(text);
  for (const [event, list] of Object.entries((json.hooks ?? {}) as Record<string, { hooks?: Json[] }[]>)) {
    json.hooks[event] = list.filter((group) => !group.hooks?.some(isOurs));
    if (json.hooks[event].length === 0) delete json.hooks[event];
  }
  if (json.hooks !== undefined && Object.keys(json.hooks).length === 0) delete json.hooks;
  return json;
}

function ourEvents(text: string): string[] {
  const hooks = (JSON.parse(text).hooks ?? {}) as Record<string, { hooks?: Json[] }[]>;
  return Object.keys(hooks)
    .filter((event) => hooks[event]?.filter((group) => group.hooks?.some(isOurs)).length === 1)
    .sort();
}

/** Every byte of `part` is in `whole`, in its order: nothing was taken away. */
function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (part.startsWith(char, at)) at += char.length;
  return at === part.length;
}
