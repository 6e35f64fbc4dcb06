import { assertEquals, assertThrows } from "@std/assert";
import { fromHex, Message, problems, toHex, toJson, toText, unwrap, WireError } from "../../src/dhcpv6/mod.ts";
import { testWith } from "../support/requirements.ts";
import { measuredPackets } from "../vectors/measured_packets.ts";

const needs = ["shared-spec"] as const;

/** What is wrong with each packet that has something wrong behind its header. The other ones are without fault. */
const PROBLEMS: Record<string, readonly string[]> = {
  trail1: ["solicit: needed 4 bytes for an option header at offset 28, 1 available"],
  trail2: ["solicit: needed 4 bytes for an option header at offset 28, 2 available"],
  trail3: ["solicit: needed 4 bytes for an option header at offset 28, 3 available"],
  trunc_opt: ["solicit: needed 20 bytes for option 18 at offset 26, 3 available"],
  trunc_then_known: ["solicit: needed 200 bytes for option 8 at offset 26, 2 available"],
  nested_overrun: [
    "solicit > ia-na: needed 24 bytes for option 5 at offset 42, 16 available",
    "solicit: needed 512 bytes for option 0 at offset 67, 5 available",
  ],
  nested_trunc_end: ["solicit > ia-na: needed 24 bytes for option 5 at offset 42, 16 available"],
  ia_trail2: ["solicit > ia-na: needed 4 bytes for an option header at offset 66, 2 available"],
  ia_len4: ["solicit > ia-na: needed 4 bytes at offset 30, 0 available"],
  ia_len0: ["solicit > ia-na: needed 4 bytes at offset 26, 0 available"],
  relay_emptymsg: ["relay-forward > relay-msg > message: needed 4 bytes at offset 38, 0 available"],
  relay_msg_inner_trunc: ["relay-forward > relay-msg > solicit: needed 9 bytes for option 8 at offset 64, 1 available"],
  oro_odd: ["solicit > oro: needed 2 bytes at offset 28, 1 available"],
  pref_len2: ["advertise > preference: 1 byte left over at offset 41"],
  pref_len0: ["advertise > preference: needed 1 byte at offset 40, 0 available"],
  elapsed_len4: ["solicit > elapsed-time: 2 bytes left over at offset 28"],
  elapsed_len1: ["solicit > elapsed-time: needed 2 bytes at offset 26, 1 available"],
  rapid_len1: ["solicit > rapid-commit: 1 byte left over at offset 26"],
  rapid_len4: ["solicit > rapid-commit: 4 bytes left over at offset 26"],
  reconfaccept_len2: ["solicit > reconf-accept: 2 bytes left over at offset 26"],
  unicast_len17: ["reply > unicast: 1 byte left over at offset 56"],
  reconfmsg_len2: ["reconfigure > reconf-msg: 1 byte left over at offset 41"],
  status_len0: ["reply > status-code: needed 2 bytes at offset 40, 0 available"],
  status_len1: ["reply > status-code: needed 2 bytes at offset 40, 1 available"],
  uc_overrun: ["solicit > user-class: needed 9 bytes at offset 28, 3 available"],
  uc_raw_iPXE: ["solicit > user-class: needed 26960 bytes at offset 28, 2 available"],
  uc_trail1: ["solicit > user-class: needed 2 bytes at offset 31, 1 available"],
  vc_len3: ["solicit > vendor-class: needed 4 bytes at offset 26, 3 available"],
  vc_len0: ["solicit > vendor-class: needed 4 bytes at offset 26, 0 available"],
  vc_overrun: ["solicit > vendor-class: needed 32 bytes at offset 32, 3 available"],
  vo_len3: ["solicit > vendor-opts: needed 4 bytes at offset 26, 3 available"],
  vo_overrun: ["solicit > vendor-opts: needed 50 bytes for option 33 at offset 34, 3 available"],
  vo_trail2: ["solicit > vendor-opts: needed 4 bytes for an option header at offset 37, 2 available"],
  // CableLabs' suboption 1 is a list of codes and 39 a single byte.
  vo_sub1_3: ["solicit > vendor-opts > oro: needed 2 bytes at offset 41, 1 available"],
  vo_sub_order: ["solicit > vendor-opts > ip-pref: 2 bytes left over at offset 35"],
  vo_text: ["solicit > vendor-opts: needed 27756 bytes for option 26725 at offset 34, 8 available"],
  dns_len15: ["reply > dns-servers: needed 16 bytes at offset 40, 15 available"],
  dom_ptr: ["reply > domain-list: label at offset 57 is a compression pointer, which DHCPv6 forbids (length byte 192)"],
  dom_ptrloop: [
    "reply > domain-list: label at offset 44 is a compression pointer, which DHCPv6 forbids (length byte 192)",
  ],
  dom_ptr_fwd: [
    "reply > domain-list: label at offset 44 is a compression pointer, which DHCPv6 forbids (length byte 192)",
  ],
  dom_noterm: ["reply > domain-list: domain name at offset 40 does not end with the root label"],
  dom_lab64: ["reply > domain-list: label at offset 40 is longer than 63 bytes (length byte 64)"],
  dom_overrun: ["reply > domain-list: needed 32 bytes at offset 41, 3 available"],
  pfx_len129: ["solicit > ia-pd > ia-prefix: prefix length 129 at offset 50 is over 128"],
  remid_len3: ["relay-forward > remote-id: needed 4 bytes at offset 38, 3 available"],
  remid_len0_last: ["relay-forward > remote-id: needed 4 bytes at offset 70, 0 available"],
  fqdn_len0: ["solicit > client-fqdn: needed 1 byte at offset 26, 0 available"],
  fqdn_ascii: ["solicit > client-fqdn: label at offset 27 is longer than 63 bytes (length byte 104)"],
  clttime_len5: ["leasequery-reply > client-data > clt-time: 1 byte left over at offset 48"],
  ntp_len15: ["reply > ntp-server > server-address: needed 16 bytes at offset 44, 15 available"],
  auth_len10: ["reply > auth: needed 8 bytes at offset 43, 7 available"],
  irt_len2: ["reply > information-refresh-time: needed 4 bytes at offset 40, 2 available"],
  iaaddr_len23: ["solicit > ia-na > ia-address: needed 4 bytes at offset 62, 3 available"],
  aftr_trail: ["reply > aftr-name: 1 byte left over at offset 58"],
  nii_len4: ["solicit > nii: 1 byte left over at offset 29"],
  solmaxrt_len8: ["reply > sol-max-rt: 4 bytes left over at offset 44"],
};

const INCOMPLETE_HEADERS: Record<string, string> = {
  empty: "message: needed 4 bytes at offset 0, 0 available",
  one_byte: "solicit: needed 4 bytes at offset 0, 1 available",
  three_bytes: "solicit: needed 4 bytes at offset 0, 3 available",
  relay_hdr_trunc: "relay-forward: needed 34 bytes at offset 0, 20 available",
};

const SOLICIT = "011122330001000e00010001aabbccdd001122334455000800020000";

/** An Interface-Id of `z`, which stands behind the option in question and shows whether the list went on. */
const SENTINEL = "001200017a";

/** What the note above the table describes; all but `relay_big_solicit`, whose content it does not tell. */
function described(name: string): string | undefined {
  const nest = /^nest(\d+)$/.exec(name),
    clientId = /^cid_len(\d+)$/.exec(name),
    u16 = (n: number) => toHex(new Uint8Array([n >> 8, n]));
  if (clientId) {
    return `01112233` + `0001${u16(Number(clientId[1]))}0005${"61".repeat(Number(clientId[1]) - 2)}` + "000800020000";
  }
  if (name === "dhcpv4q") return "14000000" + "005700f4" + "00".repeat(244);
  if (!nest) return undefined;
  let packet = SOLICIT;
  for (let hop = 0; hop < Number(nest[1]); hop++) {
    packet = `0c${u16(hop).slice(2)}${"00".repeat(32)}` + `0009${u16(packet.length / 2)}` + packet;
  }
  return packet;
}

testWith({
  name: "measured packets: each has exactly the problems that it was made to have, and comes back as it was",
  needs,
  fn() {
    const packets = measuredPackets(),
      found: Record<string, readonly string[]> = {},
      refused: Record<string, string> = {};
    for (const { name, bytes } of packets) {
      if (!bytes) continue;
      if (name in INCOMPLETE_HEADERS) {
        refused[name] = assertThrows(() => Message.parse(bytes), WireError).message;
        continue;
      }
      const message = Message.parse(bytes), faults = problems(message).map((problem) => problem.message);
      if (faults.length > 0) found[name] = faults;
      assertEquals(toHex(message.withOptions(message.options.with()).save()), toHex(bytes), name);
      JSON.stringify(toJson(message));
      toText(message);
    }
    assertEquals(packets.length, 163);
    assertEquals(refused, INCOMPLETE_HEADERS);
    assertEquals(found, PROBLEMS);
  },
});

testWith({
  name: "measured packets: the option behind a malformed one is always found",
  needs,
  fn() {
    const packets = measuredPackets().filter(({ bytes }) => bytes && toHex(bytes).endsWith(SENTINEL));
    assertEquals(packets.length, 37);
    for (const { name, bytes } of packets) assertEquals(toHex(Message.parse(bytes!).options.data(18)!), "7a", name);
  },
});

testWith({
  name: "measured packets: those that are only described come back as they were",
  needs,
  fn() {
    const missing: string[] = [];
    for (const { name, length } of measuredPackets()) {
      if (length === undefined) continue;
      const hex = described(name);
      if (hex === undefined) {
        missing.push(name);
        continue;
      }
      const message = Message.parse(fromHex(hex)), levels = Number(/^nest(\d+)$/.exec(name)?.[1] ?? 0);
      assertEquals([hex.length / 2, toHex(message.withOptions(message.options).save())], [length, hex], name);
      assertEquals(unwrap(message).relays.length, levels, name);
      assertEquals(problems(message).length, levels > 100 ? 1 : 0, name);
    }
    assertEquals(missing, ["relay_big_solicit"]);
  },
});
