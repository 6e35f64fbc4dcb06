import { ClientServerMessage, MessageType, Options } from "../../src/dhcpv6/mod.ts";
import { ElapsedTime, InterfaceId, RelayMsg } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const relayVectors: readonly Vector[] = [
  vector(RelayMsg, {
    hex: "0009000a01112233000800020064",
    from: "scapy 2.8.0 made it: DHCP6OptRelayMsg around DHCP6_Solicit",
    value: {
      message: new ClientServerMessage({
        type: MessageType.Solicit,
        transactionId: 0x112233,
        options: Options.of(ElapsedTime.of({ elapsed: 100 })),
      }),
    },
    json: {
      message: {
        type: "solicit",
        "transaction-id": "112233",
        options: [{ code: 8, option: "elapsed-time", value: { elapsed: 100 } }],
      },
    },
    text: "relay-msg\n  solicit, transaction 112233\n    elapsed-time: 1 s",
  }),
  vector(InterfaceId, {
    hex: "001200054661322f33",
    from: "a Cisco relay agent sent it (shared fixture relayed-solicit)",
    value: { id: new TextEncoder().encode("Fa2/3") },
    json: { id: "4661322f33" },
    text: 'interface-id: 4661322f33 "Fa2/3"',
  }),
];
