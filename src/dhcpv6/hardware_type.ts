/** The name of a hardware type of the ARP registry that DUIDs are seen with, or its number as text. */
export function hardwareTypeName(type: number): string {
  return HARDWARE_TYPES[type] ?? `hardware type ${type}`;
}

const HARDWARE_TYPES: { readonly [type: number]: string } = {
  1: "ethernet",
  6: "ieee-802",
  7: "arcnet",
  15: "frame-relay",
  16: "atm",
  17: "hdlc",
  18: "fibre-channel",
  19: "atm",
  20: "serial-line",
  21: "atm",
  24: "ieee-1394",
  27: "eui-64",
  30: "arpsec",
  31: "ipsec-tunnel",
  32: "infiniband",
  35: "pure-ip",
  36: "experimental",
  37: "hfi",
  256: "experimental",
  257: "aethernet",
};
