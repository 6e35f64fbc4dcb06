import { defineOption, type OptionDef } from "../option.ts";
import { type Field, listOf, u8 } from "../field.ts";
import { type Parts, partsFrom, partsSchema } from "../json_value.ts";

/** A part of the space of local MAC addresses (IEEE 802c), and how much it is wanted. */
export interface SlapQuadrant {
  /** 0 = AAI, administratively assigned; 1 = ELI, extended local; 2 = reserved; 3 = SAI, standard assigned. */
  quadrant: number;
  /** Bigger = preferred. */
  preference: number;
}

/** From which quadrants link-layer addresses are to be. */
export interface SlapQuadrantsValue {
  /** Each quadrant once. */
  quadrants: SlapQuadrant[];
}

const NAMES: readonly string[] = ["AAI", "ELI", "reserved", "SAI"];

const QUADRANT: Parts<SlapQuadrant> = { quadrant: u8, preference: u8 };

const quadrants: Field<SlapQuadrant[]> = /* @__PURE__ */ listOf({
  kind: "u8 quadrant, u8 preference",
  read: (reader) => ({ quadrant: reader.u8(), preference: reader.u8() }),
  write(writer, { quadrant, preference }) {
    writer.u8(quadrant);
    writer.u8(preference);
  },
  json: ({ quadrant, preference }) => ({ quadrant, preference }),
  fromJson: (json) => partsFrom(json, QUADRANT),
  schema: () => partsSchema(QUADRANT),
  text: ({ quadrant, preference }) => `${NAMES[quadrant] ?? quadrant} (preference ${preference})`,
});

/** Structured Local Address Plan Quadrant option: what a client wants, or what a relay agent wants for it. */
export const SlapQuadrants: OptionDef<SlapQuadrantsValue> = /* @__PURE__ */ defineOption(
  140,
  "slap-quad",
  "RFC 8948 section 5.1",
  { quadrants },
  { within: ["ia-ll", "relay-forward"], requestable: false },
);
