import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { MessageType, unwrap, validate } from "@dhcpkit/kafka/dhcpv6";
import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
import { provider } from "../../src/simulation/provider.ts";
import { rehearse, type RehearsedRecord } from "./_rehearsal.ts";

/** How often each message was sent. */
function countsOf(records: readonly RehearsedRecord[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { message } of records) {
    const { type } = unwrap(message.messageIn!).message;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

Deno.test("a minute of a network has every message of a client's life", async () => {
  const { records } = await rehearse({ seed: 1, clients: 300 }, 60), counts = countsOf(records);
  for (const type of ["Solicit", "Request", "Renew", "Rebind", "Release", "InformationRequest"] as const) {
    assert((counts.get(MessageType[type]) ?? 0) > 10, `${type}: ${counts.get(MessageType[type])}`);
  }
  assert(records.filter(({ at }) => at < 3).length > 100, "it moves within seconds");
});

Deno.test("everybody has a lease soon after it appeared, and renews it at T1, where nothing is wrong", async () => {
  const { provider, records } = await rehearse({ seed: 1, clients: 200, faults: [] }, 26);
  const wanting = provider.subscribers.filter(({ device }) => device.wish !== "information");
  const firstOf = (duid: string, type: number) =>
    records.find(({ message }) => {
      const { message: asked } = unwrap(message.messageIn!);
      return asked.type === type && String(asked.options.get(ClientId)?.duid) === duid;
    })!.at;
  assert(wanting.length > 180);
  for (const { device, appearsAfter } of wanting) {
    const duid = String(device.duid), bound = firstOf(duid, MessageType.Request);
    assert(bound - appearsAfter < 0.1, `${duid} waited ${bound - appearsAfter} s`);
    const kept = firstOf(duid, MessageType.Renew) - bound;
    assert(kept > 11.9 && kept < 12.5, `${duid} renewed after ${kept} s`);
  }
});

Deno.test("in what ordinary clients and servers send, there is nothing to find fault with", async () => {
  const { records } = await rehearse({ seed: 4, clients: 120, faults: [] }, 120);
  const faults = records.flatMap(({ message: { messageIn, messageOut } }) =>
    [messageIn, messageOut].flatMap((message) => message === undefined ? [] : validate(message))
      .filter(({ severity }) => severity !== "info").map(({ rule, message }) => `${rule}: ${message}`)
  );
  assertEquals([...new Set(faults)], []);
});

Deno.test("the same seed gives the same records, byte for byte, and another one gives others", async () => {
  const live = async (seed: number) => (await rehearse({ seed, clients: 150 }, 40)).records.map(({ value }) => value);
  const one = await live(6);
  assertEquals(await live(6), one);
  assertNotEquals(await live(7), one);
});

Deno.test("what was sent was received or lost, and every server that got something published it", async () => {
  const { records, sent, lost } = await rehearse({ seed: 2, clients: 300 }, 50);
  assert(lost > 0);
  assertEquals(records.length, sent - lost);
});

for (const clients of [0, 1, 7, 40]) {
  Deno.test(`a network of ${clients} clients has as many, and no fault without all who show it`, () => {
    const { subscribers, faults } = provider({ seed: 1, clients });
    assertEquals(subscribers.length, clients);
    for (const { id, cast } of faults) {
      assertEquals(subscribers.filter(({ fault }) => fault === id).length, cast?.count ?? 0);
    }
  });
}

Deno.test("devices differ in all that they are told by, but for those that are cloned", () => {
  const { subscribers } = provider({ seed: 1, clients: 1000 });
  assertEquals(new Set(subscribers.map(({ device }) => String(device.duid))).size, 999);
  assertEquals(new Set(subscribers.map(({ device }) => String(device.linkLocal))).size, 999);
  const kinds = new Set(subscribers.map(({ device }) => device.duid.content.type));
  assertEquals(kinds, new Set(["link-layer", "link-layer-time", "enterprise", "uuid"]));
});
