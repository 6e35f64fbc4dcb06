import { assert, assertEquals } from "@std/assert";
import { ClientServerMessage, MessageType, Options, rawOption, toHex } from "../../src/dhcpv6/mod.ts";
import { VendorOptions } from "../../src/dhcpv6/options/mod.ts";
import { runCommand } from "../support/command.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { cableLabsVectors } from "../vectors/vendor_cablelabs.ts";
import { cableLabsDeviceVectors } from "../vectors/vendor_cablelabs_device.ts";
import { cableLabsSettingsVectors } from "../vectors/vendor_cablelabs_settings.ts";

/** What TShark 4.0 prints for the body of each suboption, in the order of the vectors. */
const READINGS: Record<string, readonly string[]> = {
  "oro": ["Option Request =  (1) 32 33 34 37"],
  "device-type": ['Device Type =  (2)"ECM"'],
  "embedded-component-list": ['Embedded Components =  (3)":ECM:EROUTER"'],
  "device-serial-number": ['Serial Number =  (4)"SN0123"'],
  "hardware-version-number": ['Hardware Version =  (5)"1.04"'],
  "software-version-number": ['Software Version =  (6)"v2.1"'],
  "boot-rom-version": ['Boot ROM Version =  (7)"b7"'],
  "vendor-oui": ['Organization Unique Identifier =  (8)"00005E"', "Organization Unique Identifier =  (8)00:00:5e"],
  "model-number": ['Model Number =  (9)"M-1"'],
  "vendor-name": ['Vendor Name =  (10)"Example"'],
  "tftp-servers": ["TFTP Server Addresses :  (32)", "1 IPv6 address: 2001:db8::11", "2 IPv6 address: 2001:db8::12"],
  "config-file-name": ['Configuration File Name =  (33)"cm.bin"'],
  "syslog-servers": ["Syslog Servers :  (34)", "1 IPv6 address: 2001:db8::11"],
  "tlv5": ["TLV5 =  (35)", "Concatenation Support (1)", "DOCSIS Version (2)", "Expanded Unicast SID Space (15)"],
  "device-id": ["Device Identifier =  (36)00005e005301"],
  "rfc868-servers": ["Time Protocol Servers :  (37)", "1 IPv6 address: 2001:db8::11"],
  "time-offset": ["Time Offset =  (38)-18000", "Time Offset =  (38)3600"],
  "ip-pref": ["(39)IPv6", "(39)Dual Stack", "(39)Invalid IP Preference value 7"],
  "ccap-cores": ["CCAP-CORES :  (61)", "1 IPv6 address: 2001:db8::11"],
  "docs-cmts-cap": ["DOCSIS Version Number: 3.01", "DPoE Server Version Number: 1.00"],
  "cm-mac-addr": ["CM MAC Address Option =  (1026)00:00:5e:00:53:01"],
  "erouter-container": ["(1027) 0017001020010db8000000000000000000000011 (len=20)"],
  "ccc": ["TSP's Primary DHCP Server (1)", "Primary DHCP: 192.0.2.1", "Secondary DHCP: 192.0.2.2"],
  "cccv6": ["TSP's Provisioning Timer Value (8)", "Provisioning timer: 10"],
  "correlation-id": ["CableLabs Correlation ID =  (2172)16909060"],
};

testWith({
  name: "CableLabs: TShark reads the same in each suboption that the vectors are made of",
  needs: ["tshark"],
  async fn() {
    const vectors = [...cableLabsDeviceVectors, ...cableLabsSettingsVectors, ...cableLabsVectors];
    const printed = await tshark(Options.of(...vectors.map(({ option, body }) => rawOption(option.code, body))));
    assertEquals(new Set(vectors.map(({ option }) => option.name)), new Set(Object.keys(READINGS)));
    for (const [name, readings] of Object.entries(READINGS)) {
      for (const reading of readings) assert(printed.includes(reading), `${name}: ${reading}\n${printed}`);
    }
  },
});

/** What TShark prints for a Solicit whose vendor options these are. */
async function tshark(suboptions: Options): Promise<string> {
  const options = Options.of(VendorOptions.of({ enterprise: 4491, options: suboptions }));
  const solicit = new ClientServerMessage({ type: MessageType.Solicit, transactionId: 0x112233, options }).save();
  await using folder = await TempFolder.create("tshark");
  const [dump, capture] = [`${folder.path}/solicit.txt`, `${folder.path}/solicit.pcap`];
  await Deno.writeTextFile(dump, `000000 ${toHex(solicit, " ")}\n`);
  await runCommand(["text2pcap", "-q", "-u", "546,547", "-6", "fe80::1,ff02::1:2", dump, capture]);
  return (await runCommand(["tshark", "-r", capture, "-O", "dhcpv6", "-V"])).stdout;
}
