import { fromHex, Options, rawOption } from "../../src/dhcpv6/mod.ts";
import {
  CableLabsClientConfiguration,
  CableLabsClientConfigurationV6,
  CableLabsCmMacAddress,
  CableLabsCmtsCapabilities,
  CableLabsCorrelationId,
  CableLabsERouterContainer,
  CableLabsOptionRequest,
  cableLabsSuboptions,
  PacketCablePrimaryServer,
  PacketCableProvisioningTimer,
  PacketCableSecondaryServer,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const cableLabsVectors: readonly Vector[] = [
  vector(CableLabsOptionRequest, {
    hex: "000100080020002100220025",
    from: "by hand; TShark 4.0.17 reads it so",
    value: { codes: [32, 33, 34, 37] },
    json: { codes: [32, 33, 34, 37] },
    text: "oro: tftp-servers, config-file-name, syslog-servers, rfc868-servers",
    space: cableLabsSuboptions,
  }),
  vector(CableLabsCmtsCapabilities, {
    hex: "040100080102030102020100",
    from: "by hand; TShark 4.0.17 reads it so",
    value: { capabilities: [{ type: 1, value: fromHex("0301") }, { type: 2, value: fromHex("0100") }] },
    json: { capabilities: [{ type: 1, value: "0301" }, { type: 2, value: "0100" }] },
    text: "docs-cmts-cap: DOCSIS 3.1, DPoE 1.0",
    space: cableLabsSuboptions,
  }),
  vector(CableLabsCmtsCapabilities, {
    hex: "0401000609010a0101ff",
    from: "by hand",
    value: { capabilities: [{ type: 9, value: fromHex("0a") }, { type: 1, value: fromHex("ff") }] },
    json: { capabilities: [{ type: 9, value: "0a" }, { type: 1, value: "ff" }] },
    text: "docs-cmts-cap: 9 0a, 1 ff",
    space: cableLabsSuboptions,
  }),
  vector(CableLabsCmMacAddress, {
    hex: "0402000600005e005301",
    from: "by hand; TShark 4.0.17 reads it so",
    value: { address: fromHex("00005e005301") },
    json: { address: "00005e005301" },
    text: "cm-mac-addr: 00:00:5e:00:53:01",
    space: cableLabsSuboptions,
  }),
  vector(CableLabsERouterContainer, {
    hex: "040300140017001020010db8000000000000000000000011",
    from: "by hand; TShark 4.0.17 shows its bytes",
    value: { options: Options.of(rawOption(23, fromHex("20010db8000000000000000000000011"))) },
    json: { options: [{ code: 23, data: "20010db8000000000000000000000011" }] },
    text: `erouter-container\n  option 23: 20010db8000000000000000000000011`,
    space: cableLabsSuboptions,
  }),
  vector(CableLabsClientConfiguration, {
    hex: "087a001000010004c000020100020004c0000202",
    from: "by hand; TShark 4.0.17 reads it so",
    value: {
      options: Options.of(
        PacketCablePrimaryServer.of({ address: "192.0.2.1" }),
        PacketCableSecondaryServer.of({ address: "192.0.2.2" }),
      ),
    },
    json: {
      options: [
        { code: 1, option: "primary-dhcp-server", value: { address: "192.0.2.1" } },
        { code: 2, option: "secondary-dhcp-server", value: { address: "192.0.2.2" } },
      ],
    },
    text: `ccc\n  primary-dhcp-server: 192.0.2.1\n  secondary-dhcp-server: 192.0.2.2`,
    space: cableLabsSuboptions,
  }),
  vector(CableLabsClientConfigurationV6, {
    hex: "087b0005000800010a",
    from: "by hand; TShark 4.0.17 reads it so",
    value: { options: Options.of(PacketCableProvisioningTimer.of({ minutes: 10 })) },
    json: { options: [{ code: 8, option: "provisioning-timer", value: { minutes: 10 } }] },
    text: `cccv6\n  provisioning-timer: 10`,
    space: cableLabsSuboptions,
  }),
  vector(CableLabsCorrelationId, {
    hex: "087c000401020304",
    from: "by hand; TShark 4.0.17 reads it so",
    value: { id: 0x01020304 },
    json: { id: 16909060 },
    text: "correlation-id: 16909060",
    space: cableLabsSuboptions,
  }),
];
