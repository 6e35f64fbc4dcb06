import { assertEquals, assertThrows } from "@std/assert";
import {
  boolean,
  ConfigError,
  type ConfigSection,
  defineSection,
  hostPort,
  identifier,
  integer,
  manySections,
  one,
  optional,
  parseZConfig,
  readSection,
  required,
  type Section,
  type SectionFor,
  type SectionOrigin,
} from "../../src/config/mod.ts";

const group = { title: "Tests", prose: "Sections for tests." };
const about = { group, prose: "A section.", example: "" };
const number = integer({ min: 0, max: 9 });

interface LeafSettings extends SectionOrigin<"leaf"> {
  colour: string;
  size?: number;
}

interface BranchSettings extends SectionOrigin<"twig"> {
  parts: PartSettings[];
}

type PartSettings = LeafSettings | BranchSettings;

const leaf: SectionFor<LeafSettings> = defineSection("leaf", {
  ...about,
  name: required(identifier, { prose: "The colour.", example: "green", property: "colour" }),
  keys: { size: optional(number, { prose: "The size.", example: "3" }) },
});

const branch: SectionFor<BranchSettings> = defineSection("branch", {
  ...about,
  tag: "twig",
  keys: {},
  sections: { parts: manySections<PartSettings>(() => [leaf, branch]) },
});

function sectionIn(text: string): ConfigSection {
  const [entry] = parseZConfig(text, { fileName: "f" }).entries;
  if (entry.kind === "key") throw new Error("the text begins with a key");
  return entry;
}

Deno.test("schema: settings of inner sections carry type, file and line and keep the order of the file", () => {
  const text = "<branch>\n<leaf green/>\n<branch>\n<leaf red>\nsize 3\n</leaf>\n</branch>\n<leaf blue/>\n</branch>";
  assertEquals(readSection(branch, sectionIn(text)), {
    parts: [
      { type: "leaf", colour: "green", fileName: "f", line: 2 },
      {
        type: "twig",
        fileName: "f",
        line: 3,
        parts: [{ type: "leaf", colour: "red", size: 3, fileName: "f", line: 4 }],
      },
      { type: "leaf", colour: "blue", fileName: "f", line: 8 },
    ],
  });
});

Deno.test("schema: settings whose type is declared otherwise do not compile", () => {
  const keys = { "is-on": one(boolean, { prose: "On.", default: "no" }) };
  const exact: Section<{ isOn: boolean }> = defineSection("s", { ...about, keys });
  // @ts-expect-error: the schema has no key for `watts`
  const missing: Section<{ isOn: boolean; watts: number }> = defineSection("s", { ...about, keys });
  // @ts-expect-error: the settings have no property for the key
  const extra: Section<Record<never, never>> = defineSection("s", { ...about, keys });
  // @ts-expect-error: a boolean is not a number
  const other: Section<{ isOn: number }> = defineSection("s", { ...about, keys });
  // @ts-expect-error: a key with a default is always there
  const absent: Section<{ isOn?: boolean }> = defineSection("s", { ...about, keys });
  for (const section of [exact, missing, extra, other, absent]) assertEquals(Object.keys(section.keys), ["is-on"]);
});

const lamp: Section<{ watts: number; isOn: boolean; plug?: { host: string; port: number } }> = defineSection("lamp", {
  ...about,
  keys: {
    watts: required(number, { prose: "The power.", example: "5" }),
    on: one(boolean, { prose: "On.", default: "yes", property: "isOn" }),
    plug: optional(hostPort(1), { prose: "The plug." }),
  },
  check({ watts, isOn }, report): void {
    if (isOn && watts === 0) report({ key: "watts", problem: "is nothing", remedy: "write more" });
    if (watts === 9) report({ problem: "shines too much" });
  },
});

const REFUSED: readonly [behaviour: string, text: string, message: string][] = [
  ["a missing key is reported at its section", "\n<lamp/>", 'f:2: watts in <lamp>: missing; add "watts 5"'],
  [
    "a check reports at the line of the key",
    "<lamp>\nwatts 0\n</lamp>",
    "f:2: watts in <lamp>: is nothing; write more",
  ],
  ["a check reports at the section", "<lamp>\nwatts 9\n</lamp>", "f:1: <lamp>: shines too much"],
  [
    "a check does not run on bad values",
    "<lamp>\nwatts 0\non maybe\n</lamp>",
    'f:3: on in <lamp>: "maybe" is neither ' +
    "yes nor no; write yes or no",
  ],
  [
    "an unknown section where none can be is named",
    "<lamp>\nwatts 1\n<bulb/>\n</lamp>",
    "f:3: <bulb>: unknown section; <lamp> holds no sections",
  ],
];

for (const [behaviour, text, message] of REFUSED) {
  Deno.test(`schema: ${behaviour}`, () => {
    assertEquals(assertThrows(() => readSection(lamp, sectionIn(text)), ConfigError).message, message);
  });
}

Deno.test("schema: a required name that is missing is shown as it is written", () => {
  const error = assertThrows(() => readSection(leaf, sectionIn("<leaf/>")), ConfigError);
  assertEquals(error.message, "f:1: <leaf>: has no name; write for example <leaf green>");
});

Deno.test("schema: an error that is no ValueError is not swallowed", () => {
  const broken = { name: "broken", prose: "broken", parse: (): string => JSON.parse("{") };
  const section = defineSection("s", { ...about, keys: { k: required(broken, { prose: "Broken." }) } });
  assertThrows(() => readSection(section, sectionIn("<s>\nk v\n</s>")), SyntaxError);
});
