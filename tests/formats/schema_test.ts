import { Ajv2020 } from "ajv/dist/2020.js";
import { assert, assertEquals } from "@std/assert";
import { messageJsonSchema } from "@dhcpkit/kafka/dhcpv6";
import {
  CurrentLeases,
  type LeaseChange,
  type LeaseEndedJson,
  leaseJsonSchema,
  leaseRecord,
  recordToJson,
  transactionJsonSchema,
  transactionToJson,
} from "@dhcpkit/kafka/formats";
import { randomTransactions } from "../interop/_random_transactions.ts";
import { leasing, NEVER_ENDS, T0 } from "../store/_transactions.ts";
import { repositoryRoot } from "../support/paths.ts";
import { nested, relays } from "../vectors/bombs.ts";
import { mutate } from "../vectors/mutate.ts";
import { SeededRandom } from "../vectors/random.ts";
import { answered, refused, valueOf } from "./_values.ts";

const ajv = new Ajv2020({ strictSchema: true, strictTypes: false, validateFormats: false });
ajv.addSchema(messageJsonSchema(), "message.schema.json");
const isTransaction = ajv.compile(transactionJsonSchema()), isLease = ajv.compile(leaseJsonSchema());
const isEnded = ajv.compile({ $ref: "#/$defs/ended", $defs: leaseJsonSchema().$defs });

function valid(value: Uint8Array): void {
  const text = JSON.stringify(recordToJson(value).json);
  assert(isTransaction(JSON.parse(text)), `${JSON.stringify(isTransaction.errors)}: ${text}`);
}

Deno.test("the schemas in docs/ are the ones that are made", async () => {
  const read = async (name: string) => JSON.parse(await Deno.readTextFile(`${repositoryRoot}docs/${name}.schema.json`));
  assertEquals(await read("transaction"), transactionJsonSchema());
  assertEquals(await read("lease"), leaseJsonSchema());
});

Deno.test("every record in JSON is valid, damaged ones included", () => {
  for (const message of [answered(), refused(), ...randomTransactions(50, 100)]) valid(message.save());
  const random = new SeededRandom(51), value = answered().save();
  for (let round = 0; round < 200; round++) valid(mutate(value, value, random));
  for (const time of [NaN, Infinity, -0, 1e300]) valid(valueOf(undefined, undefined, { timestampIn: time }));
  for (const bytes of [[], [1], [255, 1]]) valid(new Uint8Array(bytes));
  for (const packet of [nested(64, 3, 12, [], 1024), relays(64)]) valid(valueOf(packet, packet));
});

Deno.test("what is missing, added or of another type is not valid", () => {
  const json = JSON.parse(JSON.stringify(transactionToJson(answered())));
  for (const name of Object.keys(json)) {
    assertEquals(isTransaction({ ...json, [name]: undefined }), false, name);
    const { [name]: _, ...others } = json;
    assertEquals(isTransaction(others), false, name);
  }
  for (
    const change of [
      { more: 1 },
      { outcome: "lost" },
      { "duration-ms": "3" },
      { leases: [{ lease: "::1" }] },
      { request: { type: "x" } },
      { "client-mac": "34-31-c4-3c-b2-f1" },
    ]
  ) assertEquals(isTransaction({ ...json, ...change }), false, JSON.stringify(change));
});

Deno.test("every value of a lease topic is valid", () => {
  const leases = new CurrentLeases();
  leases.apply(leasing(1, "2001:db8::1", { client: "a" }));
  leases.apply(leasing(2, "2001:db8::1", { client: "b", event: { validUntil: NEVER_ENDS, renewAt: 0, rebindAt: 0 } }));
  leases.advance(T0);
  const [{ value }] = leases.take();
  assert(isLease(JSON.parse(JSON.stringify(value))), JSON.stringify(isLease.errors));
  assertEquals(value?.others.length, 1);
  assertEquals([isLease({ ...value, others: [{}] }), isLease({ ...value, record: {} }), isLease(null)], [
    false,
    false,
    false,
  ]);
});

Deno.test("what a tombstone of a lease topic says is valid, whatever has ended the lease", () => {
  for (const kind of ["released", "declined", "withdrawn", "unbound"] as const) {
    const leases = new CurrentLeases();
    leases.apply(leasing(1, "2001:db8::1"));
    leases.take();
    leases.apply(leasing(2, "2001:db8::1", { event: { kind } }));
    valid(leases.take()[0], kind);
  }
  const leases = new CurrentLeases();
  leases.apply(leasing(1, "2001:db8::1"));
  leases.take();
  leases.advance(NEVER_ENDS - 1);
  valid(leases.take()[0], "expired");

  function valid(change: LeaseChange, ending: string): void {
    const { value, headers = [] } = leaseRecord(change), [{ name, value: header }] = headers;
    assertEquals([value, name, headers.length], [null, "lease-ended", 1]);
    const ended: LeaseEndedJson = JSON.parse(String(header));
    assertEquals([isEnded(ended), ended.ending], [true, ending]);
    const others = [isEnded({ ...ended, ending: "granted" }), isEnded({ ...ended, "ended-at": 1 }), isLease(ended)];
    assertEquals(others, [false, false, false]);
  }
});
