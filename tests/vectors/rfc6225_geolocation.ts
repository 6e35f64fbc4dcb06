import { Geolocation } from "../../src/dhcpv6/options/mod.ts";
import { type Vector, vector } from "./vector.ts";

const NORTH = 0x4dcc1fc8 / 2 ** 25, WEST = (0x365ecf031 - 2 ** 34) / 2 ** 25;
const shape = "shaped like FreeRADIUS's test vectors, which are read here as FreeRADIUS reads them";
const where = {
  latitude: { degrees: NORTH, uncertainty: 18 },
  longitude: { degrees: WEST, uncertainty: 18 },
  altitude: { type: 1, uncertainty: 20, altitude: 15 },
};
const whereText = "latitude 38.89867997° (uncertainty 18), longitude -77.03722998° (uncertainty 18), " +
  "altitude 15 m (uncertainty 20)";

export const geolocationVectors: readonly Vector[] = [
  vector(Geolocation, {
    hex: "003f0010484dcc1fc84b65ecf0311500000f0001",
    from: "TShark 4.0.17 reads it in option 123 of DHCPv4 as Latitude: 38.8986799717, Longitude: -77.0372299850, " +
      "Latitude resolution: 0.0009765625, Longitude resolution: 0.0009765625, Altitude: 15.0000000000, " +
      "Altitude resolution: 2.0000000000, Altitude type: Meters (1), Map Datum: WGS 84 (1)",
    value: { ...where, reference: { version: 0, reserved: 0, datum: 1 } },
    json: { ...where, reference: { version: 0, reserved: 0, datum: 1 } },
    text: `geolocation: ${whereText}, reference version 0, reserved 0, datum 1`,
  }),
  vector(Geolocation, {
    hex: "003f0010484dcc1fc84b65ecf0311500000f0041",
    from: shape,
    value: { ...where, reference: { version: 1, reserved: 0, datum: 1 } },
    json: { ...where, reference: { version: 1, reserved: 0, datum: 1 } },
    text: `geolocation: ${whereText}, reference version 1, reserved 0, datum 1`,
  }),
  vector(Geolocation, {
    hex: "003f0010fe00000000fdffffffff2fffffff80ff",
    from: shape,
    value: {
      latitude: { degrees: -256, uncertainty: 63 },
      longitude: { degrees: (2 ** 33 - 1) / 2 ** 25, uncertainty: 63 },
      altitude: { type: 2, uncertainty: 63, altitude: -0.5 },
      reference: { version: 3, reserved: 7, datum: 7 },
    },
    json: {
      latitude: { degrees: -256, uncertainty: 63 },
      longitude: { degrees: (2 ** 33 - 1) / 2 ** 25, uncertainty: 63 },
      altitude: { type: 2, uncertainty: 63, altitude: -0.5 },
      reference: { version: 3, reserved: 7, datum: 7 },
    },
    text: "geolocation: latitude -256° (uncertainty 63), longitude 255.99999997° (uncertainty 63), " +
      "altitude -0.5 floors (uncertainty 63), reference version 3, reserved 7, datum 7",
  }),
];
