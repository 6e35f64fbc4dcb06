import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  configManual,
  parseSendToKafka,
  parseServerConfig,
  sendToKafkaSection,
  sendToKafkaVariables,
  serverSections,
} from "../../src/config/mod.ts";

const MANUAL = configManual(serverSections);

Deno.test("manual: every example in it is a configuration, and holds the section that it is an example of", () => {
  const examples = [...MANUAL.matchAll(/^### (.*)$[^]*?^```\n([^]*?)\n```$/gm)];
  assertEquals(examples.length, serverSections.length);
  for (const [, title, example] of examples) {
    const settings = parseServerConfig(example, { fileName: "example.conf" });
    const parts = [...settings.handlers, ...settings.listeners, ...(settings.serverId ? [settings.serverId] : [])];
    if (title !== "Outside all sections") assertEquals(parts.length, 1, title);
    if (title !== "Outside all sections") assertStringIncludes(example.toLowerCase(), `<${title.toLowerCase()}`);
  }
});

Deno.test("manual: every section with all its keys at their defaults or examples is a configuration", () => {
  // Keys that come in groups are alternatives of each other; each alone is in send_to_kafka_test.ts.
  for (const section of serverSections.filter(({ type, headings }) => type !== "" && headings.length === 0)) {
    const keys = Object.entries(section.keys).map(([key, schema]) => `${key} ${schema.example ?? schema.defaults[0]}`);
    const name = section.name === undefined ? "" : ` ${section.name.example}`;
    parseServerConfig([`<${section.type}${name}>`, ...keys, `</${section.type}>`].join("\n"));
  }
});

Deno.test("manual: it names every key with its default, whether it is required and whether it may repeat", () => {
  for (const section of serverSections) {
    for (const [key, schema] of Object.entries(section.keys)) {
      assertStringIncludes(MANUAL, `- **${key}**`);
      for (const text of schema.defaults) assertStringIncludes(MANUAL, `Default: \`${text}\``);
    }
  }
  assertStringIncludes(MANUAL, "- **level** (required): ");
  assertStringIncludes(MANUAL, "- **broker** (multiple allowed): ");
  assertStringIncludes(MANUAL, "- **domain-name** (required, multiple allowed): ");
  assertStringIncludes(MANUAL, "Default: the name of the host, as the system has it");
});

Deno.test("manual: every example and default of a key is a value of its type, and each key says one or the other", () => {
  for (const section of serverSections) {
    for (const [key, { datatype, example, defaults }] of Object.entries(section.keys)) {
      const samples = [...(example === undefined ? [] : [example]), ...defaults];
      assertEquals(samples.length > 0, true, key);
      for (const sample of samples) datatype.parse(sample, "example.conf");
    }
  }
});

Deno.test("manual: keys of send-to-kafka stand under headings, each once, with the variable that overrides it", () => {
  const { headings, keys } = sendToKafkaSection;
  assertEquals(headings.flatMap((heading) => heading.keys), Object.keys(keys));
  for (const { title } of headings) assertStringIncludes(MANUAL, `#### ${title}\n`);
  for (const variable of sendToKafkaVariables) assertStringIncludes(MANUAL, `Variable: \`${variable}\``);
});

Deno.test("manual: every link leads to a heading", () => {
  const anchors = [...MANUAL.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replaceAll(" ", "-"));
  const links = [...MANUAL.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
  assertEquals(links.length > serverSections.length, true);
  assertEquals(links.filter((anchor) => !anchors.includes(anchor)), []);
  assertEquals(new Set(anchors).size, anchors.length);
});

Deno.test("manual: the send-to-kafka section is described as documented", () => {
  const manual = configManual([sendToKafkaSection]);
  assertStringIncludes(manual, "## Handlers\n");
  assertStringIncludes(manual, "### Send-to-kafka\n");
  assertStringIncludes(manual, "    broker host1:9092\n    broker host2:9092\n\n    topic dhcpkit.messages\n");
  for (
    const text of ["dhcpkit.messages", "localhost:9092", "500ms", "50", "1000", "16mb", "client", "all", "5s", "10s"]
  ) {
    assertStringIncludes(manual, `Default: \`${text}\``);
  }
  assertEquals(parseSendToKafka(sendToKafkaSection.example).brokers.length, 2);
});
