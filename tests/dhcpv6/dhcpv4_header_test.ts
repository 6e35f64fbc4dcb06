import { assert, assertEquals } from "@std/assert";
import { dhcpv4Header, dhcpv4MessageTypeName, fromHex, Message, toHex } from "../../src/dhcpv6/mod.ts";
import { Dhcpv4Msg } from "../../src/dhcpv6/options/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { SeededRandom } from "../vectors/random.ts";

/** 240 bytes up to the magic cookie, with something else in each part. */
const HEADER = "02010603" + "39030000" + "0102" + "8000" + "c0000201" + "c0000202" + "c0000203" + "c0000204" +
  "00005e005301" + "00".repeat(10) + "686f737400" + "ee".repeat(59) + "626f6f74" + "00".repeat(124) + "63825363";

Deno.test("DHCPv4 header: every part is read", () => {
  assertEquals(dhcpv4Header(fromHex(HEADER + "0000" + "3301ff" + "350105" + "ff")), {
    op: 2,
    htype: 1,
    hlen: 6,
    hops: 3,
    xid: 0x39030000,
    secs: 0x0102,
    flags: 0x8000,
    ciaddr: "192.0.2.1",
    yiaddr: "192.0.2.2",
    siaddr: "192.0.2.3",
    giaddr: "192.0.2.4",
    chaddr: fromHex("00005e005301"),
    sname: "host",
    file: "boot",
    magicCookie: 0x63825363,
    messageType: 5,
  });
});

Deno.test("DHCPv4 header: a message that is cut off tells what there is, at every length", () => {
  const whole = fromHex(HEADER + "350101ff"), all = dhcpv4Header(whole);
  let parts = 0;
  for (let length = 0; length <= whole.length; length++) {
    const header = dhcpv4Header(whole.subarray(0, length)), names = Object.keys(header);
    assert(names.length >= parts, `${length} bytes tell less than ${length - 1}`);
    parts = names.length;
    for (const name of names as (keyof typeof header)[]) assertEquals(header[name], all[name]);
  }
  assertEquals(parts, Object.keys(all).length);
});

Deno.test("DHCPv4 header: the message type is looked for only where options are, and only where it is one byte", () => {
  const type = (tail: string, header = HEADER) => dhcpv4Header(fromHex(header + tail)).messageType;
  assertEquals(type("00000000350108"), 8);
  assertEquals(type("ff350108"), undefined);
  assertEquals(type("35020101"), undefined);
  assertEquals(type("3505"), undefined);
  assertEquals(type("3209350101"), undefined);
  assertEquals(type("350101", HEADER.slice(0, -8) + "01020304"), undefined);
  assertEquals([1, 9, 18, 0, 19].map(dhcpv4MessageTypeName), ["DHCPDISCOVER", "DHCPFORCERENEW", "DHCPTLS", "0", "19"]);
});

Deno.test("DHCPv4 header: random bytes never throw", () => {
  const random = new SeededRandom(87);
  for (let round = 0; round < 2000; round++) dhcpv4Header(random.bytes(random.below(320)));
});

testWith({
  name: "DHCPv4 header: that of DHCPv4-over-DHCPv6 packets made elsewhere is read",
  needs: ["shared-corpus"],
  fn() {
    const headers = corpus().filter(({ id }) => /^synthetic.jsonl:2[45]$/.test(id)).map(({ bytes }) => {
      const { message } = Message.parse(bytes).options.get(Dhcpv4Msg)!;
      const { op, xid, chaddr, messageType } = dhcpv4Header(message);
      return { op, xid, chaddr: toHex(chaddr!), messageType };
    });
    assertEquals(headers, [
      { op: 1, xid: 0x39030000, chaddr: "000000000000", messageType: 1 },
      { op: 2, xid: 0x39030000, chaddr: "000000000000", messageType: 2 },
    ]);
  },
});
