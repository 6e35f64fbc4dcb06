import { standardSpace } from "../dhcpv6/option_registry.ts";
import type { OptionSpace } from "../dhcpv6/option_space.ts";
import { ntpSuboptions } from "../dhcpv6/options/rfc5908_ntp.ts";
import { mosAddressSuboptions, mosNameSuboptions } from "../dhcpv6/options/rfc5678_mobility_services.ts";
import { radiusAttributes } from "../dhcpv6/options/radius_attributes.ts";
import { cableLabsSuboptions } from "../dhcpv6/options/vendor_cablelabs.ts";
import { freeRadiusSuboptions } from "../dhcpv6/options/vendor_freeradius.ts";
import { iscSuboptions } from "../dhcpv6/options/vendor_isc.ts";
import { mellanoxSuboptions } from "../dhcpv6/options/vendor_mellanox.ts";
import { microsoftSuboptions } from "../dhcpv6/options/vendor_microsoft.ts";
import { nokiaSuboptions } from "../dhcpv6/options/vendor_nokia.ts";
import { packetCableSuboptions, packetCableV6Suboptions } from "../dhcpv6/options/vendor_packetcable.ts";
import { type OptionSensitivity, type SpaceSensitivity, standardSensitivity } from "./sensitivity.ts";

const TEXT: OptionSensitivity = { text: "text" };
const INSIDE: OptionSensitivity = { options: "options" };

/** Servers for everybody. */
const ntp: SpaceSensitivity = { "server-address": "keep", "multicast-address": "keep", "server-fqdn": "keep" };

const mos: SpaceSensitivity = {
  "information-service": "keep",
  "command-service": "keep",
  "event-service": "keep",
};

const packetCable: SpaceSensitivity = { "primary-dhcp-server": "keep", "secondary-dhcp-server": "keep" };

const packetCableV6: SpaceSensitivity = {
  "primary-server-selector": "keep",
  "secondary-server-selector": "keep",
  "provisioning-server": "keep",
  "as-req-as-rep-backoff": "keep",
  "ap-req-ap-rep-backoff": "keep",
  "kerberos-realm": "keep",
  "tgs-utilization": "keep",
  "provisioning-timer": "keep",
  "security-ticket-control": "keep",
};

const nokia: SpaceSensitivity = {
  "wan-pool": "keep",
  "pfx-pool": "keep",
  "pfx-len": "keep",
  "reserved-na-len": "keep",
};

/** What a cable device says of itself in words may hold a serial number; what it is told is kept. */
const cableLabs: SpaceSensitivity = {
  "oro": "keep",
  "device-type": "keep",
  "embedded-component-list": "keep",
  "device-serial-number": TEXT,
  "hardware-version-number": TEXT,
  "software-version-number": TEXT,
  "boot-rom-version": TEXT,
  "vendor-oui": { oui: "bytes" },
  "model-number": TEXT,
  "vendor-name": TEXT,
  "tftp-servers": "keep",
  // Mostly a file for one device, named after its MAC address.
  "config-file-name": { name: "text" },
  "syslog-servers": "keep",
  "tlv5": { capabilities: "short-tlvs" },
  "device-id": { address: "link-layer" },
  "rfc868-servers": "keep",
  "time-offset": "keep",
  "ip-pref": "keep",
  "ccap-cores": "keep",
  "docs-cmts-cap": "keep",
  "cm-mac-addr": { address: "link-layer" },
  "erouter-container": INSIDE,
  "ccc": INSIDE,
  "cccv6": INSIDE,
  "correlation-id": "keep",
};

const isc: SpaceSensitivity = {
  "4o6-interface": "keep",
  "4o6-source-address": { address: "address" },
  "4o6-source-port": "keep",
};

const mellanox: SpaceSensitivity = {
  "model": TEXT,
  "part-number": TEXT,
  "serial-number": TEXT,
  // Text in some devices.
  "mac": { address: "link-layer" },
  "profile": TEXT,
  "release": TEXT,
};

const microsoft: SpaceSensitivity = {
  "rogue-detection-request": { data: "bytes" },
  "rogue-detection-reply": { data: "bytes" },
};

const radius: SpaceSensitivity = {
  "vendor-specific": { enterprise: "keep", data: "bytes" },
  "delegated-ipv6-prefix": { reserved: "keep", prefixLength: "keep", prefix: "prefix-bytes" },
  "ds-lite-tunnel-name": "keep",
  "framed-ipv6-address": { address: "address" },
  "dns-server-ipv6-address": "keep",
  "delegated-ipv6-prefix-pool": "keep",
  "stateful-ipv6-address-pool": "keep",
  "extended-attribute-5": { extendedType: "keep", data: "bytes" },
};

/** What each option of each space tells; in a space that is not here, everything is replaced. */
export const sensitivities: ReadonlyMap<OptionSpace, SpaceSensitivity> = new Map([
  [standardSpace, standardSensitivity],
  [ntpSuboptions, ntp],
  [mosAddressSuboptions, mos],
  [mosNameSuboptions, mos],
  [packetCableSuboptions, packetCable],
  [packetCableV6Suboptions, packetCableV6],
  [nokiaSuboptions, nokia],
  [cableLabsSuboptions, cableLabs],
  [iscSuboptions, isc],
  [mellanoxSuboptions, mellanox],
  [microsoftSuboptions, microsoft],
  [freeRadiusSuboptions, { "error-message": { message: "text" } }],
  [radiusAttributes, radius],
]);
