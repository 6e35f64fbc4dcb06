import { fromHex, IPv6Address, Options } from "../../src/dhcpv6/mod.ts";
import {
  HomeAgentAddress,
  HomeAgentName,
  HomeNetworkName,
  HomeNetworkPrefix,
  VisitedHomeNetwork,
} from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const homeNetworkVectors: readonly Vector[] = [
  vector(HomeNetworkName, {
    hex: "0031001204686f6d65076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it as mip6_hnidf=home.example.com; " +
      "TShark 4.6.9 reads it as Home Network ID FQDN: home.example.com",
    value: { name: "home.example.com" },
    json: { name: "home.example.com" },
    text: "mip6-hnidf: home.example.com",
  }),
  vector(VisitedHomeNetwork, {
    hex: "003200160031001204686f6d65076578616d706c6503636f6d00",
    from:
      "TShark 4.6.9 reads it as Visited Home Network Information (50), Home Network Identifier FQDN (49), Home Network ID FQDN: home.example.com",
    value: { options: Options.of(HomeNetworkName.of({ name: "home.example.com" })) },
    json: { options: [{ code: 49, option: "mip6-hnidf", value: { name: "home.example.com" } }] },
    text: "mip6-vdinf\n  mip6-hnidf: home.example.com",
  }),
  vector(VisitedHomeNetwork, {
    hex: "0032003d" + "004700114020010db8000600070000000000000000" + "0048001020010db8000600000000000000000001" +
      "00490010026861076578616d706c6503636f6d00",
    from: "dhcpcd 9.4.1 reads it as mip6_vdinf_mip6_hnp_prefix_len=64, mip6_vdinf_mip6_hnp_prefix=2001:db8:6:7::, " +
      "mip6_vdinf_mip6_haa=2001:db8:6::1, mip6_vdinf_mip6_haf=ha.example.com; " +
      "TShark 4.6.9 reads it as Home Network Prefix (71), Prefix Length: 64, Prefix Address: 2001:db8:6:7::, " +
      "Address: 2001:db8:6::1, FQDN: ha.example.com",
    value: {
      options: Options.of(
        HomeNetworkPrefix.of({ prefixLength: 64, prefix: fromHex("20010db8000600070000000000000000") }),
        HomeAgentAddress.of({ address: IPv6Address.parse("2001:db8:6::1") }),
        HomeAgentName.of({ name: "ha.example.com" }),
      ),
    },
    json: {
      options: [
        {
          code: 71,
          option: "mip6-hnp",
          value: { "prefix-length": 64, prefix: "20010db8000600070000000000000000" },
        },
        { code: 72, option: "mip6-haa", value: { address: "2001:db8:6::1" } },
        { code: 73, option: "mip6-haf", value: { name: "ha.example.com" } },
      ],
    },
    text: "mip6-vdinf\n  mip6-hnp: prefix-length 64, prefix 20010db8000600070000000000000000\n" +
      "  mip6-haa: 2001:db8:6::1\n  mip6-haf: ha.example.com",
  }),
];
