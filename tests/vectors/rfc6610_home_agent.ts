import { fromHex, IPv6Address, Options } from "../../src/dhcpv6/mod.ts";
import {
  HomeAgentAddress,
  HomeAgentName,
  HomeNetworkPrefix,
  IdentifiedHomeNetwork,
  UnrestrictedHomeNetwork,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const address = IPv6Address.parse("2001:db8:6::1"), name = "ha.example.com";

export const homeAgentVectors: readonly Vector[] = [
  vector(IdentifiedHomeNetwork, {
    hex: "00450028" + "0048001020010db8000600000000000000000001" + "00490010026861076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it as mip6_idinf_mip6_haa=2001:db8:6::1, mip6_idinf_mip6_haf=ha.example.com; " +
      "TShark 4.6.9 reads it as Home Agent Address (72), Address: 2001:db8:6::1, Home Agent FQDN (73), FQDN: ha.example.com",
    value: { options: Options.of(HomeAgentAddress.of({ address }), HomeAgentName.of({ name })) },
    json: {
      options: [
        { code: 72, option: "mip6-haa", value: { address: "2001:db8:6::1" } },
        { code: 73, option: "mip6-haf", value: { name } },
      ],
    },
    text: "mip6-idinf\n  mip6-haa: 2001:db8:6::1\n  mip6-haf: ha.example.com",
  }),
  vector(UnrestrictedHomeNetwork, {
    hex: "00460014" + "0048001020010db8000600000000000000000001",
    from: "dhcpcd 9.4.1 reads it as mip6_udinf_mip6_haa=2001:db8:6::1; " +
      "TShark 4.6.9 reads it as Home Agent Address (72), Address: 2001:db8:6::1",
    value: { options: Options.of(HomeAgentAddress.of({ address })) },
    json: { options: [{ code: 72, option: "mip6-haa", value: { address: "2001:db8:6::1" } }] },
    text: "mip6-udinf\n  mip6-haa: 2001:db8:6::1",
  }),
  vector(HomeNetworkPrefix, {
    hex: "004700114020010db8000600070000000000000000",
    from: "dhcpcd 9.4.1 reads it as mip6_hnp_prefix_len=64, mip6_hnp_prefix=2001:db8:6:7::; " +
      "TShark 4.6.9 reads it as Prefix Length: 64, Prefix Address: 2001:db8:6:7::",
    value: { prefixLength: 64, prefix: fromHex("20010db8000600070000000000000000") },
    json: { "prefix-length": 64, prefix: "20010db8000600070000000000000000" },
    text: "mip6-hnp: prefix-length 64, prefix 20010db8000600070000000000000000",
  }),
  vector(HomeNetworkPrefix, {
    hex: "004700094020010db800060007",
    from: "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them; " +
      "dhcpcd 9.4.1 and TShark 4.6.9 want all 16 bytes",
    value: { prefixLength: 64, prefix: fromHex("20010db800060007") },
    json: { "prefix-length": 64, prefix: "20010db800060007" },
    text: "mip6-hnp: prefix-length 64, prefix 20010db800060007",
  }),
  vector(HomeAgentAddress, {
    hex: "0048001020010db8000600000000000000000001",
    from: "dhcpcd 9.4.1 reads it as mip6_haa=2001:db8:6::1; " +
      "TShark 4.6.9 reads it as Address: 2001:db8:6::1",
    value: { address },
    json: { address: "2001:db8:6::1" },
    text: "mip6-haa: 2001:db8:6::1",
  }),
  vector(HomeAgentName, {
    hex: "00490010026861076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it as mip6_haf=ha.example.com; " +
      "TShark 4.6.9 reads it as FQDN: ha.example.com",
    value: { name },
    json: { name },
    text: "mip6-haf: ha.example.com",
  }),
];
