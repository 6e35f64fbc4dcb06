import { BootfileParam, BootfileUrl, ClientArchType, NetworkInterfaceId } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const networkBootVectors: readonly Vector[] = [
  vector(BootfileUrl, {
    hex: "003b001d687474703a2f2f5b323030313a6462383a3a375d2f626f6f742e656669",
    from: "scapy 2.8.0 made it: DHCP6OptBootFileUrl",
    value: { url: "http://[2001:db8::7]/boot.efi" },
    json: { url: "http://[2001:db8::7]/boot.efi" },
    text: 'bootfile-url: "http://[2001:db8::7]/boot.efi"',
  }),
  vector(BootfileUrl, {
    hex: "003b0024746674703a2f2f5b323030313a6462383a3a375d2f626f6f742f7078656c696e75782e30",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptBootFileURL",
    value: { url: "tftp://[2001:db8::7]/boot/pxelinux.0" },
    json: { url: "tftp://[2001:db8::7]/boot/pxelinux.0" },
    text: 'bootfile-url: "tftp://[2001:db8::7]/boot/pxelinux.0"',
  }),
  vector(BootfileParam, {
    hex: "003c0027000d726f6f743d2f6465762f6e66730014636f6e736f6c653d74747953302c3131353230300000",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptBootFileParam",
    value: { parameters: ["root=/dev/nfs", "console=ttyS0,115200", ""] },
    json: { parameters: ["root=/dev/nfs", "console=ttyS0,115200", ""] },
    text: 'bootfile-param: "root=/dev/nfs", "console=ttyS0,115200", ""',
  }),
  vector(ClientArchType, {
    hex: "003d00040007000b",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptClientArchType",
    value: { architectures: [7, 11] },
    json: { architectures: [7, 11] },
    text: "client-arch-type: 7, 11",
  }),
  vector(NetworkInterfaceId, {
    hex: "003e0003010201",
    from: "scapy 2.8.0 made it: DHCP6OptClientNetworkInterId",
    value: { type: 1, major: 2, minor: 1 },
    json: { type: 1, major: 2, minor: 1 },
    text: "nii: type 1, major 2, minor 1",
  }),
  vector(NetworkInterfaceId, {
    hex: "003e0003010310",
    from: "insomniacslk/dhcp of 2026-09-01 made it: OptNetworkInterfaceID",
    value: { type: 1, major: 3, minor: 16 },
    json: { type: 1, major: 3, minor: 16 },
    text: "nii: type 1, major 3, minor 16",
  }),
];
