import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeKafkaEvent, EdgeEventError } from "@dhcpkit/kafka/edge";
import { EVENTS } from "./_events.ts";
import { httpEvent } from "./_http.ts";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { SeededNumbers } from "./_seeded_numbers.ts";
import { told, value } from "./_transactions.ts";

for (const [platform, event] of Object.entries(EVENTS)) {
  Deno.test(`an event of ${platform} is recognised by its shape, and its record is the same as any other's`, () => {
    const records = decodeKafkaEvent(event);
    assertEquals(told(records), ["dhcp01"]);
    assertEquals(records[0].value, value());
  });
}

Deno.test("what is of no platform is an error, and an empty list has no records", () => {
  for (const event of [null, undefined, 7, {}, [{}], [7], new Date()]) {
    assertThrows(() => decodeKafkaEvent(event), EdgeEventError, "event: of no platform that is known");
  }
  assertEquals(decodeKafkaEvent([]), []);
  const other = httpEvent({ "content-type": "text/html" }, "<p>");
  assertThrows(() => decodeKafkaEvent(other), EdgeEventError, 'headers["content-type"]: not one of application/cloud');
});

Deno.test("the framing of a schema registry is reported and taken off, by prefix and by header", () => {
  const framed = new Uint8Array([0, 0, 1, 0, 2, ...value()]);
  const [prefixed] = decodeKafkaEvent(framed);
  assertEquals([prefixed.schema, prefixed.value], [0x10002, value()]);
  assertEquals(told([prefixed]), ["dhcp01"]);
  const guid = [1, ...Array.from({ length: 16 }, (_, i) => i - 8)], number = [0, 0, 0, 0, 7];
  for (
    const [bytes, schema] of [[guid, "f8f9fafb-fcfd-feff-0001-020304050607"], [number, 7], [[2], undefined]] as const
  ) {
    const headers = [{ "__value_schema_id": [9] }, { "__value_schema_id": bytes }];
    const [record] = decodeKafkaEvent(lambdaEvent({ "t-0": [lambdaRecord(1, {}, { headers })] }));
    assertEquals([record.schema, record.value], [schema, value()]);
  }
  const [short] = decodeKafkaEvent(new Uint8Array([0, 1, 2]));
  assertEquals([short.schema, short.value], [undefined, new Uint8Array([0, 1, 2])]);
});

/** The value with something in it replaced or left out. */
function damaged(given: unknown, random: SeededNumbers): unknown {
  const odd = [null, undefined, 7, 7n, -1, "", "x", [], {}, NaN, true, "\ud800", 2 ** 53, [null], { value: {} }];
  if (random.chance(0.2)) return odd[random.upTo(odd.length - 1)];
  if (given instanceof Uint8Array) return given.map((byte) => random.chance(0.02) ? random.upTo(255) : byte);
  if (Array.isArray(given)) return given.map((item) => random.chance(0.5) ? damaged(item, random) : item);
  if (given instanceof Headers) return given;
  if (typeof given === "object" && given !== null) {
    return Object.fromEntries(
      Object.entries(given).map(([name, item]) => [name, random.chance(0.4) ? damaged(item, random) : item]),
    );
  }
  if (typeof given === "string" && given.length > 0) return given.slice(random.upTo(given.length - 1));
  return odd[random.upTo(odd.length - 1)];
}

Deno.test("whatever is damaged, there is an error with a place or a list of records that can be asked", () => {
  const random = new SeededNumbers(1);
  let read = 0, problems = 0, errors = 0;
  for (let round = 0; round < 400; round++) {
    for (const event of Object.values(EVENTS)) {
      try {
        for (const record of decodeKafkaEvent(damaged(event, random))) {
          if (record.problem) problems++;
          else if (record.summary) read++;
          assert((record.problem === undefined) !== (record.summary === undefined));
        }
      } catch (error) {
        if (!(error instanceof EdgeEventError)) throw error;
        errors++;
      }
    }
  }
  assert(read > 500 && problems > 500 && errors > 500, `${read} read, ${problems} problems, ${errors} errors`);
});
