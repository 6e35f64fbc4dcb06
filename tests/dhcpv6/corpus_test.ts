import { assertEquals } from "@std/assert";
import {
  type ClientServerMessage,
  type Dhcpv4Message,
  Message,
  Options,
  problems,
  RelayMessage,
  toHex,
  toJson,
  toText,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { type OptionSpace, standardSpace } from "../../src/dhcpv6/mod.ts";
import { isNested, spaceWithin } from "../../src/dhcpv6/nested_field.ts";
import { testWith } from "../support/requirements.ts";
import { corpus, type CorpusMessage, type TsharkOption, type TsharkReading } from "../vectors/corpus.ts";

const needs = ["shared-corpus"] as const;

/** Packets that end within their header, which is all that Message.parse refuses. */
const INCOMPLETE_HEADERS: Record<string, string> = {
  "FreeRADIUS+freeradius-server.jsonl:1": "solicit: needed 4 bytes at offset 0, 1 available",
  "FreeRADIUS+freeradius-server.jsonl:2": "solicit: needed 4 bytes at offset 0, 3 available",
  "FreeRADIUS+freeradius-server.jsonl:3": "relay-forward: needed 34 bytes at offset 0, 10 available",
  "FreeRADIUS+freeradius-server.jsonl:4": "relay-reply: needed 34 bytes at offset 0, 5 available",
  "mdlayher+dhcp6.jsonl:6": "reserved: needed 4 bytes at offset 0, 1 available",
  "mdlayher+dhcp6.jsonl:7": "reserved: needed 4 bytes at offset 0, 3 available",
};

/** Where TShark 4.0.17 sees other options, and why what is here is right. */
const DIFFERENT_OPTIONS: Record<string, string> = {
  // Two bytes are no message: RFC 9915 section 21.10 has a whole message there. TShark shows its type alone.
  "FreeRADIUS+freeradius-server.jsonl:12": "9: malformed here",
  // The first of 65 options holds an option that is longer than itself, and TShark ends all reading there. The length of
  // the outer option (RFC 9915 section 21.1) says where the next one starts.
  "openSUSE+systemd.jsonl:2": "61 options, TShark 1",
  // The IA Address has a byte after its lifetimes that is no option, and TShark ends reading the IA there. The length of
  // the IA Address (RFC 9915 section 21.6) says where the next option starts.
  "openSUSE+systemd.jsonl:7": "3: 2 options, TShark 1",
};

/** Codes that TShark looks into and that have no definition here, with how often. */
const NOT_LOOKED_INTO: Record<number, number> = {};

/** Packets that TShark calls malformed and that can be read here, and why that is right. */
const NOT_MALFORMED: Record<string, string> = {
  // To the protocol a DUID is opaque (RFC 9915 section 11): one that is too short is shown as it is.
  "mdlayher+dhcp6.jsonl:1": "DUID",
  "mdlayher+dhcp6.jsonl:2": "DUID",
  "openSUSE+systemd.jsonl:5": "DUID",
  "options/FreeRADIUS+freeradius-server.jsonl:81": "DUID",
  "options/FreeRADIUS+freeradius-server.jsonl:84": "DUID",
  "options/FreeRADIUS+freeradius-server.jsonl:85": "DUID",
  "options/FreeRADIUS+freeradius-server.jsonl:88": "DUID",
  "options/secdev+scapy.jsonl:1": "DUID",
  "options/secdev+scapy.jsonl:6": "DUID",
  // Opaque identifiers (RFC 9915 section 21.18, RFC 4580 section 2) that are empty.
  "options/secdev+scapy.jsonl:38": "INTERFACE_ID",
  "options/secdev+scapy.jsonl:82": "SUBSCRIBER_ID",
  // A Leasequery-Done without options is legal (RFC 5460 section 5.3).
  "synthetic.jsonl:13": "_ws.malformed",
};

/** Parses each packet with a whole header and hands it on. */
function forEachMessage(use: (message: Message, packet: CorpusMessage) => void): void {
  for (const packet of corpus()) {
    if (!(packet.id in INCOMPLETE_HEADERS)) use(Message.parse(packet.bytes), packet);
  }
}

testWith({
  name: "corpus: there are 670 packets, and only those without a whole header are refused",
  needs,
  fn() {
    const packets = corpus(), refused: Record<string, string> = {};
    for (const { id, bytes } of packets) {
      try {
        Message.parse(bytes);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        refused[id] = error.message;
      }
    }
    assertEquals(packets.length, 670);
    assertEquals(refused, INCOMPLETE_HEADERS);
  },
});

testWith({
  name: "corpus: every packet is saved as it was, also when all options are written anew",
  needs,
  fn() {
    forEachMessage((message, { id, bytes }) => {
      assertEquals(toHex(message.save()), toHex(bytes), id);
      assertEquals(toHex(message.withOptions(message.options.with()).save()), toHex(bytes), id);
    });
  },
});

testWith({
  name: "corpus: every option that can be read is written back byte for byte",
  needs,
  fn() {
    let read = 0;
    forEachMessage((message, { id }) => {
      for (const { code, data } of message.options) {
        const definition = standardSpace.get(code);
        if (!definition) continue;
        try {
          const value = Options.of({ code, write: (writer) => writer.bytes(data) }).get(definition);
          assertEquals(toHex(Options.of(definition.of(value)).data(code)!), toHex(data), `${id} ${definition.name}`);
          read++;
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
        }
      }
    });
    assertEquals(read > 1500, true, `${read} options read`);
  },
});

testWith({
  name: "corpus: header, options and nested options are those that TShark sees, but for a few that are explained",
  needs,
  fn() {
    const different: Record<string, string> = {}, notLookedInto: Record<number, number> = {};
    forEachMessage((message, { id, tshark }) => {
      compareMessage(message, tshark, {
        id,
        differs: (text) => different[id] ??= text,
        notLookedInto: (code) => notLookedInto[code] = (notLookedInto[code] ?? 0) + 1,
      });
    });
    assertEquals(different, DIFFERENT_OPTIONS);
    assertEquals(notLookedInto, NOT_LOOKED_INTO);
  },
});

testWith({
  name: "corpus: what TShark calls malformed has a problem here, but for a few that are explained",
  needs,
  fn() {
    const readable: Record<string, string> = {};
    forEachMessage((message, { id, tshark }) => {
      if (tshark.malformed && problems(message).length === 0) readable[id] = tshark.experts![0].split(":")[0];
    });
    assertEquals(readable, NOT_MALFORMED);
  },
});

testWith({
  name: "corpus: JSON and text of every packet can be made, and text stays on its lines",
  needs,
  fn() {
    forEachMessage((message, { id }) => {
      JSON.stringify(toJson(message));
      const text = toText(message);
      assertEquals(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u.exec(text), null, `${id}: ${text}`);
    });
  },
});

interface Findings {
  readonly id: string;
  differs(text: string): void;
  notLookedInto(code: number): void;
}

function compareMessage(message: Message, tshark: TsharkReading, findings: Findings): void {
  assertEquals(message.type, tshark.msgtype, findings.id);
  if (message instanceof RelayMessage) {
    assertEquals(
      [message.hopCount, String(message.linkAddress), String(message.peerAddress)],
      [tshark.hopcount, tshark.linkaddr, tshark.peeraddr],
      findings.id,
    );
  } else {
    const { transactionId, flags } = message as ClientServerMessage & Dhcpv4Message;
    assertEquals((transactionId ?? flags).toString(16).padStart(6, "0"), tshark.xid, findings.id);
  }
  compareCodes(message.options.codes, tshark.options, "", findings);
  if (tshark.nested) compareOptions(message.options, tshark.nested, "", standardSpace, findings);
}

function compareCodes(ours: readonly number[], theirs: readonly number[], where: string, findings: Findings): boolean {
  const same = ours.join() === theirs.join();
  if (!same) findings.differs(`${where}${ours.length} options, TShark ${theirs.length}`);
  return same;
}

function compareOptions(
  options: Options,
  tshark: readonly TsharkOption[],
  where: string,
  space: OptionSpace,
  findings: Findings,
): void {
  if (!compareCodes(options.codes, tshark.map(({ code }) => code), where, findings)) return;
  const readers = [...options.readers()];
  for (const [i, { code, sub }] of tshark.entries()) {
    if (!sub) continue;
    const definition = space.get(code), field = definition?.fields.find(({ field }) => isNested(field));
    if (!definition || !field || !isNested(field.field)) findings.notLookedInto(code);
    else {
      const value = valueOf(() => definition.read(readers[i].reader)), inner = value?.[field.key];
      if (inner instanceof Message) compareMessage(inner, sub[0] as TsharkReading, findings);
      else if (inner instanceof Options) {
        compareOptions(inner, sub as TsharkOption[], `${code}: `, spaceWithin(field.field, value) ?? space, findings);
      } else findings.differs(`${code}: malformed here`);
    }
  }
}

function valueOf(read: () => unknown): Record<string, unknown> | undefined {
  try {
    return read() as Record<string, unknown>;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
