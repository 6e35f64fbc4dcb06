import { LostServer } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const lostVectors: readonly Vector[] = [
  vector(LostServer, {
    hex: "00330012046c6f7374076578616d706c6503636f6d00",
    from: "Kea 2.2.0 made it out of v6-lost = lost.example.com; " +
      "dhcpcd 9.4.1 reads it as lost_server=lost.example.com",
    value: { name: "lost.example.com" },
    json: { name: "lost.example.com" },
    text: "v6-lost: lost.example.com",
  }),
];
