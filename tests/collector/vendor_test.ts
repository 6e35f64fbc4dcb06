import { assert, assertEquals } from "@std/assert";
import { loadVendors } from "@dhcpkit/kafka/collector/vendor";
import { runCommand } from "../support/command.ts";
import { repositoryRoot } from "../support/paths.ts";
import { TempFolder } from "../support/temp_folder.ts";

const { vendorOf, prefixesOf } = await loadVendors();

Deno.test("the vendor is the holder of the block of 24 bits, however the address is written", () => {
  for (const mac of ["34:31:c4:3c:b2:f1", "34-31-C4-3C-B2-F1", "3431.c43c.b2f1", "3431c43cb2f1", "3431C43CB2F1"]) {
    assertEquals(vendorOf(mac), "AVM GmbH", mac);
  }
  assertEquals(vendorOf("00:00:0c:00:00:01"), "Cisco Systems, Inc");
  assertEquals(vendorOf("00:00:5e:00:53:01"), "ICANN, IANA Department");
});

Deno.test("smaller blocks within one of 24 bits have holders of their own", () => {
  assertEquals(vendorOf("00:55:da:00:00:01"), "Shinko Technos co.,ltd.", "28 bits");
  assertEquals(vendorOf("00:55:da:10:00:01"), "KoolPOS Inc.", "28 bits");
  assertEquals(vendorOf("70:b3:d5:00:10:01"), "SOREDI touch systems GmbH", "36 bits");
  assertEquals(prefixesOf("SOREDI touch"), ["70:b3:d5:00:1"]);
});

Deno.test("a part of a block that nobody holds has no vendor: the IEEE makes no interfaces", () => {
  assert(vendorOf("00:69:67:e0:00:01") !== undefined);
  assertEquals(vendorOf("00:69:67:f0:00:01"), undefined);
  assertEquals(vendorOf("70:b3:d5:00:00:01"), undefined);
  assertEquals(prefixesOf("IEEE Registration Authority"), []);
});

Deno.test("addresses that no vendor gave out have none", () => {
  const locally = ["02:60:8c:00:00:01", "52:54:00:12:34:56", "36:31:c4:3c:b2:f1", "de:ad:be:ef:00:01"];
  const groups = ["33:33:00:01:00:02", "01:00:5e:00:00:01", "35:31:c4:3c:b2:f1", "ff:ff:ff:ff:ff:ff"];
  for (const mac of [...locally, ...groups]) assertEquals(vendorOf(mac), undefined, mac);
});

Deno.test("what is no MAC address has no vendor", () => {
  const wrong = [
    "",
    "34:31:c4",
    "34:31:c4:3c:b2:f",
    "34:31:c4:3c:b2:f1:00",
    "34:31:c4:3c:b2:fg",
    "__proto__",
    "constructor",
  ];
  for (const mac of wrong) assertEquals(vendorOf(mac), undefined, mac);
});

Deno.test("a vendor is found by a part of its name, without regard to case, and its addresses begin as told", () => {
  const prefixes = prefixesOf("avm GMBH");
  assert(prefixes.includes("34:31:c4"), prefixes.join());
  assertEquals(prefixes, prefixes.toSorted());
  assertEquals(prefixesOf("  AVM gmbh "), prefixes);
  for (const prefix of prefixes) {
    const mac = prefix + "00:00:00:00:00:00".slice(prefix.length);
    assert(vendorOf(mac)?.toLowerCase().includes("avm gmbh"), mac);
  }
  assertEquals(prefixesOf("koolpos"), ["00:55:da:1"]);
});

Deno.test("nothing is found by nothing, by the address of an office, or by a name that nobody has", () => {
  for (const text of ["", "   ", "Alt-Moabit", "no such vendor", ".*"]) assertEquals(prefixesOf(text), [], text);
});

Deno.test("the names are loaded by those who ask for them, without any permission", async () => {
  await using folder = await TempFolder.create("vendors");
  const program = await folder.write(
    "program.ts",
    `import { loadVendors } from "@dhcpkit/kafka/collector/vendor";
     const { heapUsed } = Deno.memoryUsage();
     const [one, other] = await Promise.all([loadVendors(), loadVendors()]);
     const grown = Deno.memoryUsage().heapUsed - heapUsed;
     console.log(grown > 4e6, one.vendorOf("34:31:c4:3c:b2:f1"), other.vendorOf("34:31:c4:3c:b2:f1"));`,
  );
  const { stdout } = await runCommand(
    [Deno.execPath(), "run", "--quiet", "--no-prompt", `--config=${repositoryRoot}deno.json`, program],
    {},
  );
  assertEquals(stdout, "true AVM GmbH AVM GmbH\n");
});
