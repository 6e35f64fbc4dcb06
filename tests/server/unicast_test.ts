import { assertEquals } from "@std/assert";
import { MessageType, messageTypeName } from "../../src/dhcpv6/mod.ts";
import { ServerUnicast } from "../../src/dhcpv6/options/mod.ts";
import { AllowUnicast, StaticAssignment } from "../../src/server/mod.ts";
import { answer, bare, iaNa, ip, relayed, reply, request, silence, status } from "./_transaction.ts";

const everybody = new StaticAssignment({ source: { lookUp: () => ({ address: ip("2001:db8::7") }) } });
const allow = new AllowUnicast(ip("2001:db8::1"));
const unicast = { receivedOverMulticast: false };

const messageOf = (type: number) =>
  request(type, ...(type === MessageType.InformationRequest ? [] : [iaNa(1, "2001:db8::7")]));

/** Messages that clients only send to everybody (RFC 8415 section 18.4). */
const TO_EVERYBODY = [MessageType.Solicit, MessageType.Confirm, MessageType.Rebind];
/** Messages that clients may send by unicast to a server that allows it (RFC 8415 section 18.4). */
const TO_ONE = [
  MessageType.Request,
  MessageType.Renew,
  MessageType.InformationRequest,
  MessageType.Release,
  MessageType.Decline,
];

for (const type of TO_EVERYBODY) {
  for (const handlers of [[everybody], [allow, everybody]]) {
    const allowed = handlers.includes(allow as never) ? "allowed" : "not allowed";
    Deno.test(`unicast: a ${messageTypeName(type)} sent by unicast is not answered, where unicast is ${allowed}`, async () => {
      assertEquals(silence(await answer(messageOf(type), handlers, unicast)), "it came by unicast");
    });
  }
}

for (const type of TO_ONE) {
  Deno.test(`unicast: a ${messageTypeName(type)} sent by unicast is told to use multicast, and nothing else`, async () => {
    const message = reply(await answer(messageOf(type), [everybody], unicast));
    assertEquals(message?.typeName, "reply");
    assertEquals(status(message), "UseMulticast");
    assertEquals(message?.options.codes, [2, 1, 13]);
  });

  Deno.test(`unicast: a ${messageTypeName(type)} sent by unicast is answered where unicast is allowed`, async () => {
    const message = reply(await answer(messageOf(type), [everybody, allow], unicast));
    assertEquals(status(message) === "UseMulticast", false);
    assertEquals(message?.options.getAll(ServerUnicast).map(({ address }) => String(address)), ["2001:db8::1"]);
  });
}

Deno.test("unicast: a client without identifier that is told to use multicast gets the server's alone", async () => {
  const message = reply(await answer(bare(MessageType.InformationRequest), [], unicast));
  assertEquals(status(message), "UseMulticast");
  assertEquals(message?.options.codes, [2, 13]);
});

for (const type of [...TO_EVERYBODY, ...TO_ONE]) {
  Deno.test(`unicast: a ${messageTypeName(type)} that a relay sent by unicast is answered`, async () => {
    const message = reply(await answer(relayed(messageOf(type)), [everybody], unicast));
    assertEquals(message !== undefined && status(message) !== "UseMulticast", true);
  });

  Deno.test(`unicast: a ${messageTypeName(type)} over TCP is answered`, async () => {
    const message = reply(await answer(messageOf(type), [everybody], { ...unicast, receivedOverTcp: true }));
    assertEquals(message !== undefined && status(message) !== "UseMulticast", true);
  });
}

Deno.test("unicast: advertises do not tell where to send", async () => {
  const { options } = reply(await answer(request(MessageType.Solicit), [allow]))!;
  assertEquals(options.has(ServerUnicast), false);
});

Deno.test("unicast: the first of several addresses is the one that clients are told", async () => {
  const { options } = reply(await answer(request(MessageType.Request), [allow, new AllowUnicast(ip("2001:db8::2"))]))!;
  assertEquals(options.getAll(ServerUnicast).map(({ address }) => String(address)), ["2001:db8::1"]);
});
