import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { readDetectorSettings } from "../../src/cli/_detector_settings.ts";
import { attemptCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

const program = (...args: string[]) => [
  ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-net", "--allow-read", "--allow-write"],
  ...["--allow-env=NODE_ENV,KAFKAJS_*", `${repositoryRoot}src/cli/main.ts`, ...args],
];

/** What is said of a file. */
function mistakesIn(json: unknown): string[] {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  return assertThrows(() => readDetectorSettings(text, "d.json"), Error).message.split("\n");
}

Deno.test("settings of the manual are read as they are", async () => {
  const manual = await Deno.readTextFile(`${repositoryRoot}docs/detectors.md`);
  const [, example] = /```json\n([\s\S]*?)```/.exec(manual)!;
  assertEquals(readDetectorSettings(example, "example"), JSON.parse(example));
  assertEquals(readDetectorSettings("{}", "empty"), {});
});

Deno.test("every mistake is told with its place and what was probably meant", () => {
  assertEquals(
    mistakesIn({
      comon: {},
      common: { port: "interfaceid", knownServers: ["00zz"], clients: "many", reopenWith: 1 },
      off: ["slow-anser", 7],
      thresholds: { "slow-answer": { slwo: 2, share: 200 }, "no-answer": 3, nonsense: {} },
    }).map((line) => line.replace(/; there are .*/, "; there are …")),
    [
      'd.json: comon: there is no key "comon"; did you mean "common"?',
      'd.json: common > port: there is no choice "interfaceid"; did you mean "interface-id"?',
      'd.json: common > knownServers > 0: "zz" at position 2 is not a pair of hexadecimal digits',
      "d.json: common > clients: a number is expected, such as 400000",
      'd.json: common > reopenWith: there is no setting "reopenWith"; did you mean "reopenWithin"?',
      'd.json: off > 0: there is no detector "slow-anser"; did you mean "slow-answer"?',
      'd.json: off > 1: there is no detector "7"; there are …',
      'd.json: thresholds > slow-answer > slwo: there is no threshold "slwo"; did you mean "slow"?',
      "d.json: thresholds > slow-answer > share: a number from 0 to 100 % is expected; the default is 5",
      "d.json: thresholds > no-answer: an object is expected: { … }",
      'd.json: thresholds > nonsense: there is no detector "nonsense"; there are …',
    ],
  );
  assertEquals(mistakesIn([]), ["d.json: an object is expected: { … }"]);
  assertMatch(mistakesIn("{")[0], /^d\.json: no JSON: /);
  assertEquals(mistakesIn({ common: { clients: 0 } }), ["d.json: clients has to be at least 1"]);
  assertEquals(mistakesIn({ off: "all" }), ['d.json: off: a list of detectors is expected, such as ["late-renew"]']);
  const inherited = mistakesIn('{"thresholds": {"slow-answer": {"constructor": 1}}, "common": {"toString": 1}}');
  assertEquals(inherited.length, 2);
});

Deno.test("a command that cannot detect as it is told says so in a line", async () => {
  await using folder = await TempFolder.create("settings");
  const store = folder.file("store.sqlite"), wrong = await folder.write("wrong.json", '{"threshold": {}}');
  const cases: readonly (readonly [args: string[], code: number, says: RegExp])[] = [
    [["detect", "--store", store], 1, /^dhcpkit-kafka: cannot open the store/],
    [["detect", "--store", store, "--fail-on", "everything"], 2, /Allowed choices are warning, failing/],
    [["detect", "--store", store, "--known-server", "nobody"], 2, /nobody/],
    [["detect", "--store", store, "--detector-settings", folder.file("no.json")], 1, /--detector-settings: .*no\.json/],
    [
      ["detect", "--store", store, "--detector-settings", `${wrong}`],
      1,
      /threshold: .*; did you mean "thresholds"\?/,
    ],
    [
      ["collect", "--store", store, "--webhook", "ftp://example.com"],
      1,
      /--webhook: a webhook has an http or https URL/,
    ],
    [["collect", "--store", store, "--webhook-secret-file", wrong], 1, /--webhook-secret-file: there is no --webhook/],
    [["collect", "--store", store, "--warm-up", "long"], 2, /"long"/],
    [["collect", "--store", store, "--detector-settings", `${wrong}`], 1, /did you mean "thresholds"\?/],
  ];
  for (const [args, code, says] of cases) {
    const result = await attemptCommand(program(...args), { env: { NO_COLOR: "1" } });
    assertEquals([result.code, result.stdout], [code, ""], `${args.join(" ")}: ${result.stderr}`);
    assertMatch(result.stderr, says, args.join(" "));
  }
  await assertRejects(() => Deno.stat(store), Deno.errors.NotFound, undefined, "no store is made for a mistake");
});
