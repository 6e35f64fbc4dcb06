import { assertEquals } from "@std/assert";
import { fromHex, Message, problems, toJson, toText } from "../../src/dhcpv6/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture } from "../vectors/fixtures.ts";

const read = (name: string) => Deno.readTextFileSync(new URL(`../vectors/${name}`, import.meta.url));

for (const name of ["relayed-solicit", "relayed-advertise"] as const) {
  testWith({
    name: `golden: the documented ${name} is shown to people line by line`,
    needs: ["shared-fixtures"],
    fn: () => assertEquals(toText(Message.parse(fixture(name))) + "\n", read(`${name}.txt`)),
  });

  testWith({
    name: `golden: the documented ${name} is JSON with every header and field`,
    needs: ["shared-fixtures"],
    fn() {
      const json = toJson(Message.parse(fixture(name)));
      assertEquals(JSON.parse(JSON.stringify(json)), JSON.parse(read(`${name}.json`)));
      assertEquals(Object.keys(json), ["type", "hop-count", "link-address", "peer-address", "options"]);
    },
  });

  testWith({
    name: `golden: the documented ${name} has no problems`,
    needs: ["shared-fixtures"],
    fn: () => assertEquals(problems(Message.parse(fixture(name))), []),
  });
}

/** A packet with most of what can be wrong: in options, nested options, a relayed message, and behind the options. */
const BROKEN = "0c00" + "20010db8000000000000000000000001" + "fe800000000000000000000000000001" + // link, peer
  "00090030" + "01112233" + // relayed Solicit
  "000800010a" + // Elapsed Time, a byte short
  "0003001a" + "000000010000000000000000" + "0005000401020304" + "000800020a0b" + // IA_NA around a cut IA Address
  "0007000105" + "00130005" + // Preference; an option whose body is missing
  "00250002aabb" + // Remote-ID without a whole enterprise number
  "ffde0001ee" + "00040000" + "ff"; // unknown option, empty IA_TA, a stray byte

const BROKEN_TEXT = `relay-forward, hop count 0, link 2001:db8::1, peer fe80::1
  relay-msg
    solicit, transaction 112233
      elapsed-time: malformed 0a (needed 2 bytes at offset 46, 1 available)
      ia-na: iaid 1, t1 0 s, t2 0 s
        ia-address: malformed 4 bytes (needed 16 bytes at offset 67, 4 available)
        elapsed-time: 25.71 s
      preference: 5
      stray bytes: 00130005 (needed 5 bytes for option 19 at offset 86, 0 available)
  remote-id: malformed aabb (needed 4 bytes at offset 90, 2 available)
  option 65502: ee
  ia-ta: malformed empty (needed 4 bytes at offset 101, 0 available)
  stray bytes: ff (needed 4 bytes for an option header at offset 101, 1 available)`;

Deno.test("golden: in text, what is malformed is shown as bytes with the reason, and the rest as ever", () => {
  assertEquals(toText(Message.parse(fromHex(BROKEN))), BROKEN_TEXT);
});

Deno.test("golden: in JSON, what is malformed keeps its bytes and the reason, and stray bytes stand last", () => {
  const { options } = toJson(Message.parse(fromHex(BROKEN)));
  assertEquals(options.slice(1), [
    { code: 37, option: "remote-id", data: "aabb", malformed: "needed 4 bytes at offset 90, 2 available" },
    { code: 65502, data: "ee" },
    { code: 4, option: "ia-ta", data: "", malformed: "needed 4 bytes at offset 101, 0 available" },
    { data: "ff", malformed: "needed 4 bytes for an option header at offset 101, 1 available" },
  ]);
  const solicit = options[0].value?.message as ReturnType<typeof toJson>;
  assertEquals([solicit.type, solicit["transaction-id"]], ["solicit", "112233"]);
  assertEquals(solicit.options.map(({ option, malformed }) => [option, malformed]), [
    ["elapsed-time", "needed 2 bytes at offset 46, 1 available"],
    ["ia-na", undefined],
    ["preference", undefined],
    [undefined, "needed 5 bytes for option 19 at offset 86, 0 available"],
  ]);
});

Deno.test("golden: every problem is named with the structures around it", () => {
  assertEquals(problems(Message.parse(fromHex(BROKEN))).map((problem) => problem.message), [
    "relay-forward > relay-msg > solicit > elapsed-time: needed 2 bytes at offset 46, 1 available",
    "relay-forward > relay-msg > solicit > ia-na > ia-address: needed 16 bytes at offset 67, 4 available",
    "relay-forward > relay-msg > solicit: needed 5 bytes for option 19 at offset 86, 0 available",
    "relay-forward > remote-id: needed 4 bytes at offset 90, 2 available",
    "relay-forward > ia-ta: needed 4 bytes at offset 101, 0 available",
    "relay-forward: needed 4 bytes for an option header at offset 101, 1 available",
  ]);
});

Deno.test("golden: headers of each sort are shown in text and JSON", () => {
  const headers: readonly [hex: string, text: string, json: unknown][] = [
    ["07c0ffee", "reply, transaction c0ffee", { type: "reply", "transaction-id": "c0ffee", options: [] }],
    ["0700000a", "reply, transaction 00000a", { type: "reply", "transaction-id": "00000a", options: [] }],
    ["14800000", "dhcpv4-query, flags 800000", { type: "dhcpv4-query", flags: 0x800000, options: [] }],
    ["c8112233", "200, transaction 112233", { type: "200", "transaction-id": "112233", options: [] }],
    [
      "0d05" + "00".repeat(32),
      "relay-reply, hop count 5, link ::, peer ::",
      { type: "relay-reply", "hop-count": 5, "link-address": "::", "peer-address": "::", options: [] },
    ],
  ];
  for (const [hex, text, json] of headers) {
    const message = Message.parse(fromHex(hex));
    assertEquals(toText(message), text);
    assertEquals(toJson(message), json);
  }
});
