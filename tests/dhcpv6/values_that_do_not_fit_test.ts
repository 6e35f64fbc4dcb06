import { assert, assertThrows } from "@std/assert";
import { Options, WireError } from "../../src/dhcpv6/mod.ts";
import {
  Geolocation,
  type GeolocationValue,
  HomeNetworkPrefix,
  PdExclude,
  Radius,
} from "../../src/dhcpv6/options/mod.ts";

const PLACE: GeolocationValue = {
  latitude: { degrees: 52.370216, uncertainty: 20 },
  longitude: { degrees: -4.895168, uncertainty: 20 },
  altitude: { type: 1, uncertainty: 10, altitude: -2.1 },
  reference: { version: 1, reserved: 0, datum: 1 },
};

Deno.test("pd-exclude: a subnet of no bytes or of more than an address has is not written", () => {
  for (const size of [0, 17]) {
    const message = `pd-exclude: there are ${size} bytes`;
    assertThrows(
      () => Options.of(PdExclude.of({ prefixLength: 64, subnetId: new Uint8Array(size) })),
      WireError,
      message,
    );
  }
});

Deno.test("mip6-hnp: a prefix of more bytes than an address has is not written", () => {
  const value = { prefixLength: 64, prefix: new Uint8Array(17) };
  assertThrows(() => Options.of(HomeNetworkPrefix.of(value)), WireError, "there are 17 bytes");
});

Deno.test("radius: an attribute that its length cannot tell is not written", () => {
  Options.of(Radius.of({ attributes: [{ type: 1, value: new Uint8Array(253) }] }));
  const attributes = [{ type: 1, value: new Uint8Array(254) }];
  assertThrows(() => Options.of(Radius.of({ attributes })), WireError);
});

Deno.test("geolocation: numbers between two steps become the nearest step", () => {
  const { latitude, longitude, altitude } = Options.of(Geolocation.of(PLACE)).get(Geolocation)!;
  assert(Math.abs(latitude.degrees - PLACE.latitude.degrees) <= 2 ** -26);
  assert(Math.abs(longitude.degrees - PLACE.longitude.degrees) <= 2 ** -26);
  assert(Math.abs(altitude.altitude - PLACE.altitude.altitude) <= 2 ** -9);
});

Deno.test("geolocation: numbers beyond their bits are not written", () => {
  const wrong: Partial<GeolocationValue>[] = [
    { latitude: { degrees: 256, uncertainty: 0 } },
    { latitude: { degrees: NaN, uncertainty: 0 } },
    { longitude: { degrees: -256.1, uncertainty: 0 } },
    { longitude: { degrees: 0, uncertainty: 64 } },
    { altitude: { type: 16, uncertainty: 0, altitude: 0 } },
    { altitude: { type: 1, uncertainty: 0.5, altitude: 0 } },
    { altitude: { type: 1, uncertainty: 0, altitude: 2 ** 21 } },
    { reference: { version: 4, reserved: 0, datum: 0 } },
    { reference: { version: 1, reserved: -1, datum: 0 } },
    { reference: { version: 1, reserved: 0, datum: 8 } },
  ];
  for (const part of wrong) {
    assertThrows(() => Options.of(Geolocation.of({ ...PLACE, ...part })), WireError, "does not fit");
  }
});
