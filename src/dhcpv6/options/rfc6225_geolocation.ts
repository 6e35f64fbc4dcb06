import { WireError, type Writer } from "../../wire/mod.ts";
import { defineOption, type OptionDef } from "../option.ts";
import type { Field } from "../field.ts";
import { fitting, integerFrom, integerSchema, numberFrom, type Parts, partsFrom, partsSchema } from "../json_value.ts";

/** A latitude or a longitude. */
export interface GeoCoordinate {
  /** Degrees in steps of 2^-25, north and east positive; -256 to just under 256. */
  degrees: number;
  /** 0 = unknown, otherwise n for an uncertainty of 2^(8-n) degrees; 0 to 63. */
  uncertainty: number;
}

/** An altitude. */
export interface GeoAltitude {
  /** 0 = none, 1 = meters, 2 = floors; 0 to 15. */
  type: number;
  /** 0 = unknown, otherwise n for an uncertainty of 2^(21-n); 0 to 63. */
  uncertainty: number;
  /** Meters or floors in steps of 1/256; -2097152 to just under 2097152. */
  altitude: number;
}

/** What the numbers refer to. */
export interface GeoReference {
  /** Version of the option, 1; 0 to 3. */
  version: number;
  /** Bits without a meaning yet; 0 to 7. */
  reserved: number;
  /** 1 = WGS 84, 2 = NAD 83 with NAVD 88, 3 = NAD 83 with MLLW; 0 to 7. */
  datum: number;
}

/** Where a client is. */
export interface GeolocationValue {
  /** North or south. */
  latitude: GeoCoordinate;
  /** East or west. */
  longitude: GeoCoordinate;
  /** Up or down. */
  altitude: GeoAltitude;
  /** Version and datum. */
  reference: GeoReference;
}

const COORDINATE: Parts<GeoCoordinate> = {
  degrees: /* @__PURE__ */ numberUnder(256),
  uncertainty: /* @__PURE__ */ bitsPart(6),
};
const ALTITUDE: Parts<GeoAltitude> = {
  type: /* @__PURE__ */ bitsPart(4),
  uncertainty: /* @__PURE__ */ bitsPart(6),
  altitude: /* @__PURE__ */ numberUnder(2_097_152),
};
const REFERENCE: Parts<GeoReference> = {
  version: /* @__PURE__ */ bitsPart(2),
  reserved: /* @__PURE__ */ bitsPart(3),
  datum: /* @__PURE__ */ bitsPart(3),
};

/** Uncertainty in 6 bits, degrees in 34: 9 before the point, 25 behind it, two's complement. */
const coordinate: Field<GeoCoordinate> = {
  kind: "coordinate",
  read(reader) {
    const high = reader.u8(), low = reader.u32();
    return { degrees: signed((high & 3) * 2 ** 32 + low, 34) / 2 ** 25, uncertainty: high >> 2 };
  },
  write(writer, { degrees, uncertainty }) {
    const units = unsigned(writer, "degrees", degrees * 2 ** 25, 34);
    writer.u8(bits(writer, "uncertainty", uncertainty, 6) << 2 | Math.floor(units / 2 ** 32));
    writer.u32(units % 2 ** 32);
  },
  json: ({ degrees, uncertainty }) => ({ degrees, uncertainty }),
  fromJson: (json) => fitting(coordinate, partsFrom(json, COORDINATE)),
  schema: () => partsSchema(COORDINATE),
  text: ({ degrees, uncertainty }) => `${Number(degrees.toFixed(8))}° (uncertainty ${uncertainty})`,
};

/** Type in 4 bits, uncertainty in 6, altitude in 30: 22 before the point, 8 behind it, two's complement. */
const altitude: Field<GeoAltitude> = {
  kind: "altitude",
  read(reader) {
    const high = reader.u8(), low = reader.u32();
    return {
      type: high >> 4,
      uncertainty: (high & 15) << 2 | low >>> 30,
      altitude: signed(low & 0x3fffffff, 30) / 256,
    };
  },
  write(writer, { type, uncertainty, altitude }) {
    const units = unsigned(writer, "altitude", altitude * 256, 30), six = bits(writer, "uncertainty", uncertainty, 6);
    writer.u8(bits(writer, "type", type, 4) << 4 | six >> 2);
    writer.u32((six & 3) * 2 ** 30 + units);
  },
  json: ({ type, uncertainty, altitude }) => ({ type, uncertainty, altitude }),
  fromJson: (json) => fitting(altitude, partsFrom(json, ALTITUDE)),
  schema: () => partsSchema(ALTITUDE),
  text: ({ type, uncertainty, altitude }) =>
    `${altitude} ${["without type", "m", "floors"][type] ?? `of type ${type}`} (uncertainty ${uncertainty})`,
};

/** Version in 2 bits, 3 reserved ones, datum in 3. */
const reference: Field<GeoReference> = {
  kind: "version and datum",
  read(reader) {
    const octet = reader.u8();
    return { version: octet >> 6, reserved: octet >> 3 & 7, datum: octet & 7 };
  },
  write(writer, { version, reserved, datum }) {
    writer.u8(
      bits(writer, "version", version, 2) << 6 | bits(writer, "reserved", reserved, 3) << 3 |
        bits(writer, "datum", datum, 3),
    );
  },
  json: ({ version, reserved, datum }) => ({ version, reserved, datum }),
  fromJson: (json) => partsFrom(json, REFERENCE),
  schema: () => partsSchema(REFERENCE),
  text: ({ version, reserved, datum }) => `version ${version}, reserved ${reserved}, datum ${datum}`,
};

/** Geolocation option. */
export const Geolocation: OptionDef<GeolocationValue> = /* @__PURE__ */ defineOption(
  63,
  "geolocation",
  "RFC 6225 section 2.1",
  { latitude: coordinate, longitude: coordinate, altitude, reference },
);

/** An unsigned number of so many bits. */
function bitsPart(size: number): Parts<{ value: number }>["value"] {
  const most = 2 ** size - 1;
  return { fromJson: (json) => integerFrom(json, most), schema: () => integerSchema(most) };
}

/** Any number from `-limit` up to, not including, `limit`. */
function numberUnder(limit: number): Parts<{ value: number }>["value"] {
  return {
    fromJson: (json) => numberFrom(json, limit),
    schema: () => ({ type: "number", minimum: -limit, exclusiveMaximum: limit }),
  };
}

function signed(units: number, size: number): number {
  return units < 2 ** (size - 1) ? units : units - 2 ** size;
}

function unsigned(writer: Writer, name: string, units: number, size: number): number {
  const whole = Math.round(units);
  if (whole >= -(2 ** (size - 1)) && whole < 2 ** (size - 1)) return whole < 0 ? whole + 2 ** size : whole;
  throw new WireError(`${name} does not fit ${size} bits`, writer.offset);
}

function bits(writer: Writer, name: string, value: number, size: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 2 ** size) return value;
  throw new WireError(`${name} ${value} does not fit ${size} bits`, writer.offset);
}
