import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { IPv6Address, RelayMessage, toHex } from "@dhcpkit/kafka/dhcpv6";
import { createPseudonyms } from "@dhcpkit/kafka/privacy";
import { SeededRandom } from "../vectors/random.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

/** What an address is replaced by, seen at the place of a relay message's peer-address. */
function replacer(keptAddressBits?: number): (address: IPv6Address) => IPv6Address {
  const pseudonyms = createPseudonyms({
    key: KEY,
    keyId: "one",
    ...(keptAddressBits === undefined ? {} : { keptAddressBits }),
  });
  return (peerAddress) => {
    const message = new RelayMessage({ type: 12, hopCount: 0, linkAddress: IPv6Address.unspecified, peerAddress });
    return (pseudonyms.replaceIn(message) as RelayMessage).peerAddress;
  };
}

/** How many leading bits two addresses have in common. */
function common(a: IPv6Address, b: IPv6Address): number {
  let length = 128;
  while (!a.sharesPrefix(b, length)) length--;
  return length;
}

function holdsMac({ bytes }: IPv6Address): boolean {
  return bytes[11] === 0xff && bytes[12] === 0xfe;
}

/** Addresses that share any number of leading bits, with everything that has a meaning of its own among them. */
function randomPair(random: SeededRandom): [IPv6Address, IPv6Address] {
  const starts = ["2001:db8::", "2002::", "fe80::", "ff02::", "ff02::1:0:0", "::", "::ffff:0:0", "64:ff9b::", "fd00::"];
  const first = IPv6Address.parse(random.pick(starts)).bytes;
  for (let at = random.below(17); at < 16; at++) first[at] = random.below(256);
  const second = first.slice(), bit = random.below(128);
  second[bit >> 3] ^= 0x80 >> (bit & 7);
  for (let at = (bit >> 3) + 1; at < 16; at++) if (random.oneIn(2)) second[at] = random.below(256);
  return [IPv6Address.from(first), IPv6Address.from(second)];
}

Deno.test("two addresses share exactly as many leading bits as before", () => {
  const replace = replacer(), random = new SeededRandom(1);
  for (let i = 0; i < 3000; i++) {
    const [a, b] = randomPair(random);
    if (holdsMac(a) || holdsMac(b)) continue;
    assertEquals(common(replace(a), replace(b)), common(a, b), `${a} and ${b} became ${replace(a)} and ${replace(b)}`);
  }
});

Deno.test("two interface identifiers made of MAC addresses leave the bits of the network in front of them as common as before", () => {
  const replace = replacer(), random = new SeededRandom(2);
  for (let i = 0; i < 300; i++) {
    const [a, b] = randomPair(random).map(({ bytes }) => {
      bytes.set([0x20, 1]);
      bytes.set([0xff, 0xfe], 11);
      return IPv6Address.from(bytes);
    });
    const before = common(a, b), after = common(replace(a), replace(b));
    assert(before < 64 ? after === before : after >= 64, `${a} and ${b} became ${replace(a)} and ${replace(b)}`);
  }
});

Deno.test("as many leading bits stay as were asked for, and the next ones do not, whatever the key", () => {
  const address = IPv6Address.parse("2001:db8:1234:5678:9abc:def0:1234:5678");
  for (const kept of [10, 32, 48, 64]) {
    const other = replacer(kept)(address);
    assert(address.sharesPrefix(other, kept), `${other}`);
    assertNotEquals(other, address);
  }
  assert(!address.sharesPrefix(replacer(32)(address), 64));
});

Deno.test("addresses with a meaning of their own stay or stay within it", () => {
  const replace = (text: string) => replacer()(IPv6Address.parse(text));
  for (const text of ["::", "::1", "ff02::1", "ff02::1:2", "ff05::1:3"]) assertEquals(`${replace(text)}`, text);
  for (
    const [text, prefix, length] of [
      ["fe80::abcd", "fe80::", 64],
      ["fe80:0:0:1::abcd", "fe80::", 63],
      ["ff02::1:ff3c:b2f1", "ff02::", 16],
      ["2002:c000:0204::1", "2002::", 16],
      ["fd12:3456:789a::1", "fd00::", 10],
      ["::ffff:192.0.2.33", "::ffff:192.0.0.0", 104],
      ["64:ff9b::c000:0221", "64:ff9b::", 96],
    ] as const
  ) {
    assert(IPv6Address.parse(prefix).sharesPrefix(replace(text), length), `${text} became ${replace(text)}`);
    assertNotEquals(`${replace(text)}`, text);
  }
});

Deno.test("no two addresses become the same", () => {
  const replace = replacer(), random = new SeededRandom(3), before = new Set<string>(), after = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    for (const address of randomPair(random)) {
      before.add(`${address}`);
      after.add(`${replace(address)}`);
    }
  }
  for (let i = 0; i < 2000; i++) {
    const bytes = IPv6Address.parse("2001:db8:0:1::").bytes;
    bytes.set([i >> 8, i & 0xff], 14);
    before.add(toHex(bytes));
    after.add(`${replace(IPv6Address.from(bytes))}`);
  }
  assertEquals(after.size, before.size);
});
