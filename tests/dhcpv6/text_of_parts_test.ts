import { assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  fromHex,
  IPv6Prefix,
  MessageType,
  type OptionEntry,
  Options,
  toText,
} from "../../src/dhcpv6/mod.ts";
import {
  excludedPrefix,
  IaPd,
  IaPrefix,
  PdExclude,
  S46Binding,
  S46Lightweight,
  S46PortParams,
} from "../../src/dhcpv6/options/mod.ts";

/** The last line of the text of a Reply that holds this. */
function lastLine(option: OptionEntry): string {
  const reply = new ClientServerMessage({ type: MessageType.Reply, transactionId: 1, options: Options.of(option) });
  return toText(reply).split("\n").at(-1)!.trim();
}

const EXCLUDED: readonly [delegated: string, prefixLength: number, subnetId: string, excluded: string | undefined][] = [
  ["2001:db8::/56", 64, "01", "2001:db8:0:1::/64"],
  ["2001:db8::/60", 64, "f0", "2001:db8:0:f::/64"],
  ["2001:db8:0:1::/63", 64, "80", "2001:db8:0:1::/64"],
  ["2001:db8:5::ffff/33", 47, "fffc", "2001:db8:7ffe::/47"],
  ["2001:db8::/56", 56, "01", undefined],
  ["2001:db8::/56", 65, "01", undefined],
  ["2001:db8::/56", 129, "010203040506070809", undefined],
];

for (const [delegated, prefixLength, hex, excluded] of EXCLUDED) {
  Deno.test(`text: ${hex} of length ${prefixLength} within ${delegated} is the prefix ${excluded ?? "nobody knows"}`, () => {
    const prefix = IPv6Prefix.parse(delegated), value = { prefixLength, subnetId: fromHex(hex) };
    assertEquals(excludedPrefix(prefix, value)?.toString(), excluded);
    const options = Options.of(PdExclude.of(value));
    const held = IaPrefix.of({ prefix, preferredLifetime: 1, validLifetime: 2, options });
    const fields = `pd-exclude: prefix-length ${prefixLength}, subnet-id ${hex}`;
    assertEquals(
      lastLine(IaPd.of({ iaid: 1, t1: 0, t2: 0, options: Options.of(held) })),
      excluded === undefined ? fields : `${fields}, prefix ${excluded}`,
    );
  });
}

Deno.test("text: a port set identifier is the number in the leftmost bits (RFC 7598 section 4.5)", () => {
  const shown = (psidLength: number, psid: number) => {
    const ports = Options.of(S46PortParams.of({ offset: 0, psidLength, psid }));
    const binding = S46Binding.of({ address4: "192.0.2.1", prefix6: IPv6Prefix.parse("::/0"), options: ports });
    return lastLine(S46Lightweight.of({ options: Options.of(binding) })).replace(/.* psid /, "");
  };
  assertEquals([shown(8, 0x3400), shown(16, 0x3400), shown(0, 0)], ["52", "13312", "0"]);
  assertEquals([shown(8, 0x34ff), shown(0, 1), shown(255, 0x3400)], ["52 (of 34ff)", "0 (of 0001)", "13312"]);
});
