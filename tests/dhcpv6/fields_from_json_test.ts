import { assertEquals, assertThrows } from "@std/assert";
import { fromHex, type Json, JsonError, macAddress, Reader } from "../../src/dhcpv6/mod.ts";
import { Radius } from "../../src/dhcpv6/options/mod.ts";
import { plain } from "../vectors/plain.ts";
import { vectors } from "../vectors/mod.ts";

Deno.test("JSON of fields: what is read from a field's JSON is its value again", () => {
  const checked = new Set<string>();
  for (const { option, body } of vectors) {
    const value = option.read(new Reader(body)) as Record<string, unknown>;
    for (const { key, field } of option.fields) {
      const json: Json = JSON.parse(JSON.stringify(field.json(value[key])));
      assertEquals(plain(field.fromJson(json)), plain(value[key]), `${option.name} ${key}`);
      checked.add(field.kind);
    }
  }
  assertEquals(checked.size >= 30, true, [...checked].join(", "));
});

Deno.test("JSON of fields: a MAC address that is no list of six bytes is refused", () => {
  assertEquals(macAddress.fromJson("00:00:5e:00:53:01"), fromHex("00005e005301"));
  for (const json of ["00005e", "x", 7, null]) assertThrows(() => macAddress.fromJson(json), JsonError);
});

Deno.test("JSON of fields: a RADIUS attribute whose value is told as data is read as its bytes", () => {
  const [{ field }] = Radius.fields, json = [{ type: 1, data: "626f62" }, { type: 168, data: "20cc" }];
  assertEquals(plain(field.fromJson(json)), [
    { type: 1, value: { bytes: "626f62" } },
    { type: 168, value: { bytes: "20cc" } },
  ]);
  for (const wrong of [[{ type: 1, value: {} }], [{ type: 256, data: "" }], [{ data: "" }], {}]) {
    assertThrows(() => field.fromJson(wrong), JsonError);
  }
});
