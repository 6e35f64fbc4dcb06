import { assertEquals } from "@std/assert";
import { Message, problems, Reader, standardSpace, toHex, Writer } from "../../src/dhcpv6/mod.ts";
import { testWith } from "../support/requirements.ts";
import {
  type FreeradiusVector,
  freeradiusVectors,
  isZero,
  parseAttributes,
  saysTheSame,
} from "../vectors/freeradius.ts";
import { readingsOf } from "../vectors/freeradius_readings.ts";
import { vectors } from "../vectors/mod.ts";

const needs = ["shared-corpus"] as const;

/** The options that FreeRADIUS' tests hold in a form that is right here as well. */
const CODES = "1,2,3,4,5,6,7,8,11,12,13,15,16,17,18,19,21,22,23,24,25,26,31,32,36,38,39,41,54,56,57," +
  "60,61,63,71,74,79,81,82,83,84,90,91,93,94,95,97," +
  "105,106,108,111,120";

/** What FreeRADIUS reads otherwise, by file and line, and why what is here is right. */
const DIFFERENT: Record<string, string> = {
  // Its tests encode these: a UUID that is too short is filled up with zeros, bits behind the length of a prefix are
  // cleared, and what is before the year 2000 becomes its first second. The bytes say what is read here.
  "FreeRADIUS:9": "Client-ID.UUID.Value; here Client-ID.DUID, Client-ID.UUID.Value",
  "FreeRADIUS:83": "Client-ID.UUID.Value; here Client-ID.UUID.Value",
  "FreeRADIUS:87": "Server-ID.UUID.Value; here Server-ID.UUID.Value",
  "FreeRADIUS:126": "MIP6-Home-Net-Prefix; here MIP6-Home-Net-Prefix",
  "FreeRADIUS:10": "Failover-Expiration-Time; here Failover-Expiration-Time",
  // A rule without the length of the embedded address, which RFC 7598 section 4.1 has behind the flags.
  "FreeRADIUS:28": "S46-Rule.Flags, S46-Rule.IPv4-Prefix, S46-Rule.IPv6-Prefix; here raw.89",
  // A rule without the traffic class: RFC 7600 section 4.9 has four bytes.
  "FreeRADIUS:96": "IP4RD-Non-Map-Rule.Traffic-Class-Provided, IP4RD-Non-Map-Rule.Hub-And-Spoke, " +
    "IP4RD-Non-Map-Rule.Domain-PMTU; here raw.99",
  // An option of its tests alone.
  "FreeRADIUS:41": "test-group.child1; here raw.6810",
  "FreeRADIUS:42": "test-group.child1; here raw.6810",
};

/** What FreeRADIUS refuses and that can be read here, and why that is right. */
const NOT_REFUSED: Record<string, string> = {
  // It has no attribute for Authentication (RFC 9915 section 21.11).
  "FreeRADIUS:103": "The 'Auth' option is not supported",
};

testWith({
  name: "FreeRADIUS: every option of its tests is decoded to what FreeRADIUS reads, but for a few that are explained",
  needs,
  fn() {
    const different: Record<string, string> = {};
    for (const vector of freeradiusVectors().filter(({ error }) => error === undefined)) {
      const difference = compare(vector);
      if (difference) different[id(vector)] = difference;
    }
    assertEquals(different, DIFFERENT);
  },
});

testWith({
  name: "FreeRADIUS: what it refuses is a problem here as well",
  needs,
  fn() {
    const readable: Record<string, string> = {};
    for (const vector of freeradiusVectors()) {
      const { bytes, error } = vector;
      if (error !== undefined && problems(Message.parse(bytes)).length === 0) readable[id(vector)] = error;
    }
    assertEquals(readable, NOT_REFUSED);
  },
});

testWith({
  name: "FreeRADIUS: every option of its tests that is decoded is encoded to the same bytes",
  needs,
  fn() {
    const codes = new Set<number>();
    for (const vector of freeradiusVectors()) {
      const message = Message.parse(vector.bytes);
      if (problems(message).length > 0) continue;
      for (const { code, reader } of message.options.readers()) {
        const option = standardSpace.get(code), body = reader.view(reader.remaining), writer = new Writer();
        if (!option) continue;
        option.write(writer, option.read(new Reader(body)));
        assertEquals(toHex(writer.toBytes()), toHex(body), id(vector));
        codes.add(code);
      }
    }
    assertEquals([...codes].sort((a, b) => a - b).join(), CODES);
    const others = vectors.filter(({ option, from }) =>
      from.startsWith("shaped like FreeRADIUS") && !codes.has(option.code)
    );
    // Their tests have these within 84 and 97.
    assertEquals(others.map(({ option }) => option.code), [85, 98]);
  },
});

Deno.test("FreeRADIUS: attributes are read out of its text", () => {
  assertEquals(parseAttributes('A = 1,  B.C := ::x, D = { E = "f, \\"g\\"", H = { I = 0x } }'), [
    ["A", "1"],
    ["B.C", "::x"],
    ["D.E", 'f, \\"g\\"'],
    ["D.H.I", "0x"],
  ]);
});

/** Such as `FreeRADIUS:9`. */
function id({ id }: FreeradiusVector): string {
  return id.replace(/^options\/(\w+)\+.*:/, "$1:");
}

/** Takes what FreeRADIUS says, in its order, out of what is read here; what is left has to be zero. */
function compare({ bytes, attributes }: FreeradiusVector): string | undefined {
  const ours = readingsOf(Message.parse(bytes).options);
  const missing: string[] = [];
  for (const [name, text] of attributes) {
    const at = ours.findIndex(([other, value]) => other === name && (saysTheSame(value, text) || !isZero(value)));
    if (at < 0 || !saysTheSame(ours[at][1], text)) missing.push(name);
    else ours.splice(at, 1);
  }
  const left = ours.filter(([, value]) => !isZero(value)).map(([name]) => name);
  return missing.length + left.length > 0 ? `${missing.join(", ")}; here ${left.join(", ")}` : undefined;
}
