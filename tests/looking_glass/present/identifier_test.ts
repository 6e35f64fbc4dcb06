import { assertEquals } from "@std/assert";
import { Duid, fromHex, IPv6Prefix } from "@dhcpkit/kafka/dhcpv6";
import {
  addressText,
  interfaceIdText,
  macText,
  prefixText,
  shownDuid,
  shownRemoteId,
} from "../../../src/looking_glass/present/identifier.ts";
import { vendorName } from "../../../src/looking_glass/present/vendor_name.ts";

const MAC = fromHex("34:31:c4:3c:b2:f1");
const vendorOf = (mac: string) => mac.startsWith("34:31:c4") ? "AVM GmbH" : undefined;
const says = (duid: Uint8Array) => shownDuid(duid, vendorOf).says;

Deno.test("a DUID says what it is made of, by its type", () => {
  assertEquals(shownDuid(Duid.linkLayer(1, MAC).bytes, vendorOf), {
    whole: "000300013431c43cb2f1",
    says: "LL · AVM · 34:31:c4:3c:b2:f1",
  });
  assertEquals(shownDuid(Duid.linkLayer(1, MAC).bytes).says, "LL · 34:31:c4:3c:b2:f1", "no look-up of vendors");
  assertEquals(
    says(Duid.linkLayerTime(1, new Date("2016-12-08T07:31:40Z"), MAC).bytes),
    "LLT · AVM · 34:31:c4:3c:b2:f1 · made 2016-12-08 07:31 UTC",
  );
  assertEquals(says(Duid.enterprise(9, fromHex("0200beef")).bytes), "EN · Cisco (9) · 0200beef");
  assertEquals(
    says(Duid.enterprise(65_000, new TextEncoder().encode("cpe-17")).bytes),
    "EN · enterprise 65000 · cpe-17",
  );
  assertEquals(
    says(Duid.uuid("0f3b2a10-5f2e-4d0c-9a53-1f1f4a3b7c21").bytes),
    "UUID · 0f3b2a10-5f2e-4d0c-9a53-1f1f4a3b7c21",
  );
  assertEquals(says(Duid.linkLayer(32, MAC).bytes), "LL · infiniband · 34:31:c4:3c:b2:f1");
  assertEquals(says(Duid.linkLayer(1, fromHex("02005e000001")).bytes), "LL · locally administered · 02:00:5e:00:00:01");
});

Deno.test("a DUID that is none is shown as what it is", () => {
  assertEquals(shownDuid(new Uint8Array()), { whole: "", says: "no DUID" });
  assertEquals(says(fromHex("0003")), "0003 · too short for a DUID");
  assertEquals(says(fromHex("000100")), "LLT · not as long as it has to be");
  assertEquals(says(fromHex("0004aabb")), "UUID · not as long as it has to be");
  assertEquals(says(fromHex("00ff0102")), "DUID of type 255 · 4 bytes");
  assertEquals(says(fromHex("00030001")), "LL · ethernet · no address");
  assertEquals(says(fromHex("000200000009")), "EN · Cisco (9) · no identifier");
});

Deno.test("a MAC address has its maker beside it, or that its owner chose it", () => {
  assertEquals(macText("34:31:c4:3c:b2:f1", vendorOf), "34:31:c4:3c:b2:f1 (AVM)");
  assertEquals(macText("00:00:5e:00:53:01", vendorOf), "00:00:5e:00:53:01");
  assertEquals(macText("da:a1:19:00:00:01", vendorOf), "da:a1:19:00:00:01 (locally administered)");
});

Deno.test("a vendor is called as people call it", () => {
  const holders = [
    "AVM GmbH",
    "Huawei Technologies Co.,Ltd",
    "Apple, Inc.",
    "Cisco Systems, Inc",
    "Sagemcom SAS",
    "Co",
    "ASUSTek",
  ];
  assertEquals(holders.map(vendorName), [
    ...["AVM", "Huawei Technologies", "Apple", "Cisco Systems", "Sagemcom", "Co", "ASUSTek"],
  ]);
});

Deno.test("ports are text where they are text, and digits where not", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  assertEquals([interfaceIdText(text("Fa2/3")), interfaceIdText(fromHex("0203")), interfaceIdText(text(""))], [
    "Fa2/3",
    "0x0203",
    "",
  ]);
  assertEquals(interfaceIdText(text("a\u202eb")), "0x61e280ae62", "not a character of it is acted on");
  assertEquals(shownRemoteId(text("\0\0\0\x09Gi0/1")), { whole: "9:Gi0/1", says: "Cisco · Gi0/1" });
  assertEquals(shownRemoteId(fromHex("0000ffff0200")), { whole: "65535:0x0200", says: "65535:0x0200" });
  assertEquals(shownRemoteId(fromHex("0009")), { whole: "0x0009", says: "0x0009" });
  assertEquals(shownRemoteId(text("")), { whole: "", says: "" });
});

Deno.test("addresses and prefixes are written in one way", () => {
  assertEquals(addressText(fromHex("20010db8000000000000000000000001")), "2001:db8::1");
  assertEquals([addressText(fromHex("2001")), addressText(undefined)], ["2001", ""]);
  assertEquals(prefixText(IPv6Prefix.parse("2001:db8:ffcc:fe12::1/56")), "2001:db8:ffcc:fe00::/56");
  assertEquals(prefixText(IPv6Prefix.parse("2001:db8::1/128")), "2001:db8::1/128");
  assertEquals(prefixText(IPv6Prefix.parse("2001:db8::/0")), "::/0");
  assertEquals(prefixText(IPv6Prefix.parse("2001:db8:ffff::/47")), "2001:db8:fffe::/47");
});
