import { assertEquals, assertThrows } from "@std/assert";
import { fromHex, IPv6Address, Options, Reader, toHex, WireError } from "../../src/dhcpv6/mod.ts";
import { EncryptedDns, type EncryptedDnsService } from "../../src/dhcpv6/options/mod.ts";
import { jsonOf, textOf, vector } from "../vectors/vector.ts";

const name = "0001" + "0005" + "03646e7300", address = "0010" + "20010db8000000000000000000000053";

function read(hex: string) {
  return EncryptedDns.read(new Reader(fromHex(hex)));
}

function build(service: EncryptedDnsService) {
  return toHex(Options.of(EncryptedDns.of({ priority: 1, name: "dns", service })).bytes);
}

const addresses = [IPv6Address.parse("2001:db8::53")];

Deno.test("encrypted DNS: a service without an address is refused, read and written", () => {
  assertThrows(() => read(name + "0000"), WireError, "v6-dnr: there is no address at offset 11");
  assertThrows(() => read(name + "0000" + "00010000"), WireError, "no address");
  assertThrows(() => build({ addresses: [], parameters: [] }), WireError, "at least one address");
});

Deno.test("encrypted DNS: addresses and the name end where their lengths say", () => {
  assertThrows(() => read(name + "000f" + address.slice(4)), WireError, "needed 16 bytes at offset 11, 15 available");
  assertThrows(() => read(name + "0020" + address.slice(4)), WireError, "needed 32 bytes");
  assertThrows(() => read("0001" + "0006" + "03646e730000"), WireError, "1 byte left over at offset 9");
  assertThrows(() => read("0001" + "0000"), WireError, "does not end with the root label");
  assertThrows(() => read("0001" + "0004" + "03646e7300"), WireError, "does not end with the root label");
});

Deno.test("encrypted DNS: keys that do not ascend are refused, read and written", () => {
  for (const keys of ["0003", "0001"]) {
    assertThrows(() => read(name + address + "00030000" + keys + "0000"), WireError, "stands behind 3");
  }
  const parameters = [{ key: 3, value: fromHex("20fb") }, { key: 1, value: fromHex("026833") }];
  assertThrows(() => build({ addresses, parameters }), WireError, "service parameter 1 stands behind 3");
});

Deno.test("encrypted DNS: parameters that are not what their key says are shown as bytes", () => {
  const parameters = [
    { key: 1, value: fromHex("0568") },
    { key: 3, value: fromHex("01") },
    { key: 65280, value: fromHex("ff") },
  ];
  const hex = build({ addresses, parameters }),
    value = { priority: 1, name: "dns", service: { addresses, parameters } };
  const odd = vector(EncryptedDns, { hex, value, from: "this test", json: null, text: "" });
  assertEquals(textOf(odd), "v6-dnr: priority 1, name dns, service 2001:db8::53, alpn 0568, port 01, key65280 ff");
  assertEquals(jsonOf(odd), {
    priority: 1,
    name: "dns",
    service: {
      addresses: ["2001:db8::53"],
      parameters: [{ key: 1, value: "0568" }, { key: 3, value: "01" }, { key: 65280, value: "ff" }],
    },
  });
});
