import { EchoRequest } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const echoRequestVectors: readonly Vector[] = [
  vector(EchoRequest, {
    hex: "002b000400250026",
    from: "dhcpkit 1.0.7 made it: EchoRequestOption",
    value: { codes: [37, 38] },
    json: { codes: [37, 38] },
    text: "ero: remote-id, subscriber-id",
  }),
];
