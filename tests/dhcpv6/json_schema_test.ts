import { Ajv2020 } from "ajv/dist/2020.js";
import { assert, assertEquals } from "@std/assert";
import { fromJson, Message, messageJsonSchema, OptionSpace, standardSpace, toJson } from "../../src/dhcpv6/mod.ts";
import { optionsBy } from "../../src/dhcpv6/nested_field.ts";
import { BootfileUrl, standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { repositoryRoot } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { fixture } from "../vectors/fixtures.ts";
import { nested, relays } from "../vectors/bombs.ts";
import { mutate } from "../vectors/mutate.ts";
import { randomMessage } from "../vectors/random_message.ts";
import { changedJson } from "../vectors/changed_json.ts";
import { measuredPackets } from "../vectors/measured_packets.ts";
import { vectors } from "../vectors/mod.ts";
import { SeededRandom } from "../vectors/random.ts";

/** Unknown keywords are errors; all else is as it comes. */
function validator(space: OptionSpace): (json: unknown) => boolean {
  const ajv = new Ajv2020({ strictSchema: true, strictTypes: false, validateFormats: false });
  return ajv.compile(messageJsonSchema(space));
}

const isValid = validator(standardSpace);

/** Checks the JSON of a packet, when it is a message; says whether it is one. */
function jsonIsValid(packet: Uint8Array, what: string): boolean {
  let message: Message;
  try {
    message = Message.parse(packet);
  } catch {
    return false;
  }
  const text = JSON.stringify(toJson(message));
  if (!isValid(JSON.parse(text))) throw new Error(`${what}: ${text}`);
  return true;
}

Deno.test("JSON schema: the file in docs/ is the one that is made", async () => {
  const text = await Deno.readTextFile(`${repositoryRoot}docs/message.schema.json`);
  assertEquals(JSON.parse(text), messageJsonSchema());
});

Deno.test("JSON schema: the JSON of every vector is valid", () => {
  for (const { option, space, body } of vectors) {
    const header = [7, 0, 0, 0, option.code >> 8, option.code & 0xff, body.length >> 8, body.length & 0xff];
    const json = toJson(Message.parse(new Uint8Array([...header, ...body])), { space });
    assert(space === standardSpace ? isValid(json) : validator(space)(json), option.name);
  }
});

testWith({
  name: "JSON schema: the JSON of every packet of the corpus is valid",
  needs: ["shared-corpus"],
  fn: () => assertEquals(corpus().filter(({ bytes, id }) => jsonIsValid(bytes, id)).length, 664),
});

testWith({
  name: "JSON schema: the JSON of every measured packet is valid",
  needs: ["shared-spec"],
  fn: () => assertEquals(measuredPackets().filter(({ bytes, name }) => bytes && jsonIsValid(bytes, name)).length, 145),
});

testWith({
  name: "JSON schema: the JSON of 5,000 changed packets of the corpus is valid",
  needs: ["shared-corpus"],
  fn() {
    const packets = corpus().map(({ bytes }) => bytes).filter(({ length }) => length < 1000);
    const random = new SeededRandom(30);
    let messages = 0;
    while (messages < 5000) {
      if (jsonIsValid(mutate(random.pick(packets), random.pick(packets), random), `after ${messages}`)) messages++;
    }
  },
});

Deno.test("JSON schema: the deepest JSON that toJson makes is valid, and takes little of a validator's stack", () => {
  for (const code of [3, 4, 25, 45]) {
    assert(jsonIsValid(nested(64, code, code === 4 ? 4 : 12, [], 1200), `code ${code}`));
  }
  assert(jsonIsValid(relays(64), "relays"));
});

Deno.test("JSON schema: the JSON of 5,000 random messages is valid", () => {
  const random = new SeededRandom(31);
  for (let round = 0; round < 5000; round++) assert(jsonIsValid(randomMessage(random, 4), `round ${round}`));
});

const solicit = { type: "solicit", "transaction-id": "f350d6", options: [] };
const relay = { type: "relay-forward", "hop-count": 0, "link-address": "::", "peer-address": "::", options: [] };

/** What people write in place of what `toJson` makes. */
const WRITTEN: readonly unknown[] = [
  solicit,
  relay,
  { ...solicit, type: 1 },
  { ...solicit, type: "1" },
  { ...solicit, type: 255 },
  { ...relay, type: 13 },
  { ...relay, type: "13" },
  { type: 20, flags: 0, options: [] },
  { type: "connect", "transaction-id": "00000A", "sent-time": 0, options: [] },
  { ...solicit, options: [{ option: "oro", value: { codes: ["dns-servers", 24] } }] },
  { ...solicit, options: [{ option: "oro", data: "00:17 00:18" }] },
  { ...solicit, options: [{ code: 8, value: { elapsed: 0 }, data: "", malformed: "" }] },
  { ...solicit, options: [{ code: 65001, data: "" }, { data: "0" + "0" }] },
];

for (const json of WRITTEN) {
  Deno.test(`JSON schema: allowed, and read: ${JSON.stringify(json)}`, () => {
    assert(isValid(json));
    fromJson(json);
  });
}

/** An option that is wrong. */
const option = (wrong: unknown) => ({ ...solicit, options: [wrong] });

const WRONG: readonly unknown[] = [
  null,
  [],
  "solicit",
  {},
  { ...solicit, type: "solict" },
  { ...solicit, type: 256 },
  { ...solicit, type: "256" },
  { ...solicit, type: null },
  { ...solicit, "transaction-id": "f350d" },
  { ...solicit, "transaction-id": 1 },
  { ...solicit, "sent-time": 1 },
  { ...solicit, "hop-count": 1 },
  { ...solicit, options: {} },
  { ...solicit, extra: 1 },
  { type: "solicit", "transaction-id": "f350d6" },
  { type: "solicit", options: [] },
  { ...relay, type: "solicit" },
  { ...relay, "hop-count": 256 },
  { ...relay, "link-address": "fe80::1%eth0" },
  { ...relay, "peer-address": "192.0.2.1" },
  { ...relay, "transaction-id": "f350d6" },
  { ...relay, type: 14 },
  { ...solicit, type: 12 },
  { ...solicit, type: "dhcpv4-query" },
  { type: "dhcpv4-query", flags: 0x1000000, options: [] },
  { type: "connect", "transaction-id": "00000A", "sent-time": -1, options: [] },
  option(5),
  option({}),
  option({ value: {} }),
  option({ code: 8 }),
  option({ option: "elapsed-time" }),
  option({ option: "elapsed", data: "" }),
  option({ code: 65536, data: "" }),
  option({ code: "8", data: "" }),
  option({ code: 9, option: "elapsed-time", data: "" }),
  option({ code: 65001, value: {} }),
  option({ code: 8, data: "0" }),
  option({ code: 8, data: "0g" }),
  option({ code: 8, data: "", malformed: 1 }),
  option({ code: 8, data: "", length: 0 }),
  option({ code: 8, value: {} }),
  option({ code: 8, value: null }),
  option({ code: 8, value: { elapsed: 65536 } }),
  option({ code: 8, value: { elapsed: "1" } }),
  option({ code: 8, value: { elapsed: 1, extra: 1 } }),
  option({ option: "elapsed-time", value: { elapsed: 0.5 } }),
  option({ code: 14, value: { extra: 1 } }),
  option({ option: "dns-servers", value: { addresses: "::1" } }),
  option({ option: "dns-servers", value: { addresses: ["2001:db8::g"] } }),
  option({ option: "ia-na", value: { iaid: 1, t1: 0, t2: 0 } }),
  option({ option: "ia-na", value: { iaid: 1, t1: 0, t2: 0, options: [{ code: 5, value: {} }] } }),
  option({ option: "ia-na", value: { iaid: 1, t1: 0, t2: 0, options: "" } }),
  option({ option: "ia-prefix", value: { "preferred-lifetime": 0, "valid-lifetime": 0, prefix: "::", options: [] } }),
  option({
    option: "ia-prefix",
    value: { "preferred-lifetime": 0, "valid-lifetime": 0, prefix: "::/129", options: [] },
  }),
  option({ option: "relay-msg", value: { message: "01f350d6" } }),
  option({ option: "relay-msg", value: { message: { ...solicit, "transaction-id": "" } } }),
  option({ option: "auth", value: { protocol: 0, algorithm: 0, rdm: 0, replay: "x", information: "" } }),
  option({ option: "status-code", value: { code: "Sucess", message: "" } }),
  option({ option: "s46-v4v6bind", value: { address4: "192.0.2", prefix6: "::/0", options: [] } }),
  option({ option: "ntp-server", value: { options: [{ option: "server-id", data: "" }] } }),
  option({ option: "ntp-server", value: { options: [{ code: 1, value: { duid: "" } }] } }),
];

for (const json of WRONG) {
  Deno.test(`JSON schema: refused, and not read: ${JSON.stringify(json)}`, () => {
    let isRead = true;
    try {
      fromJson(json);
    } catch {
      isRead = false;
    }
    assertEquals([isValid(json), isRead], [false, false]);
  });
}

testWith({
  name: "JSON schema: whatever is read is valid, and most of what is refused is not",
  needs: ["shared-fixtures"],
  fn() {
    const random = new SeededRandom(32);
    const documents = [
      ...(["relayed-solicit", "relayed-advertise"] as const).map(fixture),
      ...vectors.filter(({ space }) => space === standardSpace).map(({ option: { code }, body }) =>
        new Uint8Array([7, 0, 0, 0, code >> 8, code & 0xff, body.length >> 8, body.length & 0xff, ...body])
      ),
    ].map((packet) => JSON.stringify(toJson(Message.parse(packet))));
    let read = 0, refused = 0, validAndRefused = 0;
    for (let round = 0; round < 20_000; round++) {
      const json = changedJson(JSON.parse(random.pick(documents)), random);
      const valid = isValid(json);
      try {
        fromJson(json);
      } catch {
        refused++;
        if (valid) validAndRefused++;
        continue;
      }
      read++;
      assert(valid, `read, but not valid: ${JSON.stringify(json)}`);
    }
    assert(read > 800 && refused > 10_000, `${read} read, ${refused} refused`);
    assert(validAndRefused < refused / 100, `${validAndRefused} of ${refused} refused are valid`);
  },
});

Deno.test("JSON schema: options of one's own are in it, and those of other spaces are not", () => {
  const boot = validator(new OptionSpace("Boot!", [BootfileUrl]));
  assert(boot(option({ option: "bootfile-url", value: { url: "u" } })));
  assert(!boot(option({ option: "elapsed-time", value: { elapsed: 1 } })));
  assert(boot(option({ code: 8, data: "" })));
  assert(!boot(option({ code: 8, value: { elapsed: 1 } })));
});

Deno.test("JSON schema: options whose space depends on the value may be any", () => {
  const [definition] = standardOptions.filter(({ name }) => name === "vendor-opts");
  const field = optionsBy("by enterprise", () => new OptionSpace("acme", [BootfileUrl]));
  const fields = [definition.fields[0], { key: "options", label: "options", field }];
  const vendor = { ...definition, fields, nested: { key: "options" as const, field } };
  const space = new OptionSpace("DHCPv6", [vendor]);
  const json = option({
    code: 17,
    value: { enterprise: 9, options: [{ option: "bootfile-url", value: { url: "u" } }] },
  });
  assert(validator(space)(json));
  assertEquals(fromJson(json, { space }).options.size, 1);
  assert(!validator(space)(option({ code: 17, value: { enterprise: 9, options: [{ value: { url: "u" } }] } })));
});

Deno.test("JSON schema: two spaces of one name are kept apart", () => {
  const inner = new OptionSpace("twice", [BootfileUrl]);
  const [definition] = standardOptions.filter(({ name }) => name === "ntp-server");
  const field = { ...definition.nested!.field, space: inner };
  const outer = new OptionSpace("twice", [{
    ...definition,
    fields: [{ key: "options", label: "options", field }],
    nested: { key: "options" as const, field },
  }]);
  const check = validator(outer);
  assert(check(option({ code: 56, value: { options: [{ code: 59, value: { url: "u" } }] } })));
  assert(!check(option({ code: 59, value: { url: "u" } })));
});
