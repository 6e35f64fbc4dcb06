import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { WireError } from "../../src/wire/mod.ts";

Deno.test("wire error: names the structures around the place, outermost first", () => {
  const inner = new WireError("needed 24 bytes at offset 61, 20 available", 61).within("ia-address");
  const outer = inner.within("ia-na").within("relay-msg").within("relay-forward");
  assertEquals(
    outer.message,
    "relay-forward > relay-msg > ia-na > ia-address: needed 24 bytes at offset 61, 20 available",
  );
  assertEquals(outer.path, ["relay-forward", "relay-msg", "ia-na", "ia-address"]);
  assertEquals(outer.offset, 61);
  assertEquals(outer.problem, "needed 24 bytes at offset 61, 20 available");
  assertEquals(inner.path, ["ia-address"]);
});

Deno.test("wire error: is a RangeError with a name of its own", () => {
  const error = new WireError("odd", 0);
  assertInstanceOf(error, RangeError);
  assertEquals([error.name, error.message, String(error)], ["WireError", "odd", "WireError: odd"]);
  assert(error.stack?.includes("wire_error_test"));
});
