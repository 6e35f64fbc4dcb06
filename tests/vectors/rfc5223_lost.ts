import { LostServer } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

export const lostVectors: readonly Vector[] = [
  vector(LostServer, {
    hex: "00330012046c6f7374076578616d706c6503636f6d00",
    from: "made by hand from RFC 5223 section 5; no implementation at hand decodes it (TShark 4.0.17 knows its name)",
    value: { name: "lost.example.com" },
    json: { name: "lost.example.com" },
    text: "v6-lost: lost.example.com",
  }),
];
