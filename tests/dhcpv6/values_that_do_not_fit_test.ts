import { assert, assertEquals, assertThrows } from "@std/assert";
import { IPv6Prefix, Options, WireError } from "../../src/dhcpv6/mod.ts";
import {
  Geolocation,
  type GeolocationValue,
  HomeNetworkPrefix,
  PdExclude,
  Radius,
  S46Binding,
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

Deno.test("s46-v4v6bind: an IPv4 address with a zero in front of a number, which some read as octal, is not written", () => {
  for (const address4 of ["010.000.000.001", "192.0.2.01", "192.0.2.256", "192.0.2", "192.0.2.1 ", ""]) {
    const value = { address4, prefix6: IPv6Prefix.parse("::/0"), options: Options.none };
    assertThrows(() => Options.of(S46Binding.of(value)), WireError, "is not an IPv4 address");
  }
  const value = { address4: "10.0.0.255", prefix6: IPv6Prefix.parse("::/0"), options: Options.none };
  assertEquals(Options.of(S46Binding.of(value)).get(S46Binding)?.address4, "10.0.0.255");
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
