import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  address,
  bytes,
  ClientServerMessage,
  countedBytes,
  defineOption,
  type Field,
  fromHex,
  IPv6Address,
  listOf,
  Message,
  type OptionDef,
  Options,
  options as nestedOptions,
  OptionSpace,
  toHex,
  toJson,
  toText,
  u16,
  u8,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { ClientId, standardOptions } from "../../src/dhcpv6/options/mod.ts";

interface HouseValue {
  floorCount: number;
  frontDoor: IPv6Address;
  rooms: Uint8Array[];
}

const House: OptionDef<HouseValue> = defineOption(40000, "house", "none", {
  floorCount: u8,
  frontDoor: address,
  rooms: countedBytes,
});

interface StreetValue {
  options: Options;
}

const Street: OptionDef<StreetValue> = defineOption(40001, "street", "none", { options: nestedOptions });
const town = new OptionSpace("town", [...standardOptions, House, Street]);

const house: HouseValue = {
  floorCount: 2,
  frontDoor: IPv6Address.parse("2001:db8::1"),
  rooms: [fromHex("6b"), fromHex("")],
};
const body = "02" + "20010db8000000000000000000000001" + "00016b" + "0000";

Deno.test("define option: fields stand on the wire in the order in which they are declared", () => {
  const options = Options.of(House.of(house));
  assertEquals(toHex(options.bytes), "9c400016" + body);
  assertEquals(options.get(House), house);
});

Deno.test("define option: a definition needs no registry to be read, and one to be named", () => {
  const message = Message.parse(
    new ClientServerMessage({ type: 1, transactionId: 1, options: Options.of(House.of(house)) }).save(),
  );
  assertEquals(message.options.get(House), house);
  assertEquals(toJson(message).options, [{ code: 40000, data: body }]);
  assertEquals(toJson(message, { space: town }).options, [{
    code: 40000,
    option: "house",
    value: { "floor-count": 2, "front-door": "2001:db8::1", rooms: ["6b", ""] },
  }]);
  assertEquals(
    toText(message, { space: town }).split("\n")[1],
    '  house: floor-count 2, front-door 2001:db8::1, rooms 6b "k", empty',
  );
});

Deno.test("define option: options within are of the space of the option that holds them", () => {
  const options = Options.of(Street.of({ options: Options.of(House.of({ ...house, rooms: [] })) }));
  const message = new ClientServerMessage({ type: 1, transactionId: 1, options });
  assertEquals(
    toText(message, { space: town }),
    "solicit, transaction 000001\n  street\n    house: floor-count 2, front-door 2001:db8::1, rooms none",
  );
});

Deno.test("define option: an error names the option when reading and when writing", () => {
  const short = Options.of({ code: 40000, write: (writer) => writer.bytes(fromHex("02aabb")) });
  assertThrows(() => short.get(House), WireError, "house: needed 16 bytes at offset 5, 2 available");
  assertThrows(
    () => Options.of(House.of({ ...house, floorCount: -1 })),
    WireError,
    "house: -1 is not an unsigned 8-bit",
  );
});

Deno.test("define option: an error that is no WireError comes through as it is", () => {
  const broken = new Error("of the field itself");
  const field: Field<number> = {
    ...u16,
    read: () => {
      throw broken;
    },
  };
  const Broken: OptionDef<{ n: number }> = defineOption(1, "broken", "none", { n: field });
  const message = Message.parse(fromHex("01000001" + "00010000"));
  assertStrictEquals(assertThrows(() => message.options.get(Broken)), broken);
  assertStrictEquals(assertThrows(() => toJson(message, { space: new OptionSpace("broken", [Broken]) })), broken);
});

Deno.test("define option: a list of something that takes no bytes ends", () => {
  const nothing: Field<number> = { ...u8, kind: "nothing", read: () => 0, write: () => {} };
  const Endless: OptionDef<{ list: number[] }> = defineOption(1, "endless", "none", { list: listOf(nothing) });
  assertThrows(() => Message.parse(fromHex("01000001" + "0001000100")).options.get(Endless), WireError, "endless");
});

Deno.test("define option: a field that takes the rest leaves nothing to the next", () => {
  const Greedy: OptionDef<{ all: Uint8Array; more: Uint8Array }> = defineOption(1, "greedy", "none", {
    all: bytes,
    more: bytes,
  });
  const value = Message.parse(fromHex("01000001" + "0001000201ff")).options.get(Greedy);
  assertEquals(value, { all: fromHex("01ff"), more: fromHex("") });
});

Deno.test("option space: finds definitions by code and name, and names codes", () => {
  assertEquals(town.get(40000), House);
  assertEquals(town.byName("house"), House);
  assertEquals([town.get(39999), town.byName("castle")], [undefined, undefined]);
  assertEquals([town.nameOf(1), town.nameOf(40000), town.nameOf(39999)], ["client-id", "house", "39999"]);
});

Deno.test("option space: two definitions of the same code are refused", () => {
  assertThrows(() => new OptionSpace("twice", [ClientId, ClientId]), TypeError, 'two options of "twice"');
});
