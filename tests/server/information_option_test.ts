import { assertEquals } from "@std/assert";
import { MessageType, messageTypeName, type OptionEntry } from "../../src/dhcpv6/mod.ts";
import { DnsServers, DomainList, OptionRequest } from "../../src/dhcpv6/options/mod.ts";
import { InformationOption } from "../../src/server/mod.ts";
import { answer, iaNa, ip, reply, request } from "./_transaction.ts";

const dns = new InformationOption(DnsServers, { addresses: [ip("2001:db8::53")] });
const always = new InformationOption(DnsServers, { addresses: [ip("2001:db8::54")] }, { alwaysSend: true });
const asksFor = (...codes: number[]): OptionEntry => OptionRequest.of({ codes });

/** DNS servers in the answer to a request of this type. */
async function servers(type: number, handlers: InformationOption<unknown>[], ...options: OptionEntry[]) {
  const message = reply(await answer(request(type, ...options), handlers));
  return message?.options.getAll(DnsServers).flatMap(({ addresses }) => addresses.map(String));
}

const INFORMED = [
  MessageType.Solicit,
  MessageType.Request,
  MessageType.Renew,
  MessageType.Rebind,
  MessageType.InformationRequest,
];
const NOT_INFORMED = [MessageType.Release, MessageType.Decline];

for (const type of INFORMED) {
  Deno.test(`information option: a ${messageTypeName(type)} that asks for it gets it`, async () => {
    assertEquals(await servers(type, [dns], asksFor(DomainList.code, DnsServers.code)), ["2001:db8::53"]);
  });

  Deno.test(`information option: a ${messageTypeName(type)} that asks for others does not get it`, async () => {
    assertEquals(await servers(type, [dns], asksFor(DomainList.code)), []);
  });

  Deno.test(`information option: a ${messageTypeName(type)} that does not ask gets what is always sent`, async () => {
    assertEquals(await servers(type, [always]), ["2001:db8::54"]);
  });
}

for (const type of NOT_INFORMED) {
  Deno.test(`information option: the answer to a ${messageTypeName(type)} has none, not even one always sent`, async () => {
    assertEquals(await servers(type, [dns, always], asksFor(DnsServers.code)), []);
  });
}

Deno.test("information option: without an option request it is not sent", async () => {
  assertEquals(await servers(MessageType.Solicit, [dns]), []);
});

Deno.test("information option: the first handler for an option gives it", async () => {
  assertEquals(await servers(MessageType.Solicit, [dns, always], asksFor(DnsServers.code)), ["2001:db8::53"]);
  assertEquals(await servers(MessageType.Solicit, [dns, always]), ["2001:db8::54"]);
});

Deno.test("information option: an option asked for twice is sent once", async () => {
  assertEquals(await servers(MessageType.Solicit, [dns], asksFor(23, 23)), ["2001:db8::53"]);
});

Deno.test("information option: it comes with the refusal of an address too", async () => {
  assertEquals(await servers(MessageType.Solicit, [dns], iaNa(1), asksFor(23)), ["2001:db8::53"]);
});

Deno.test("information option: logs call it by its option", () => {
  assertEquals(dns.name, "InformationOption(dns-servers)");
});

Deno.test("information option: of several values each is an option of its own, once for all handlers", async () => {
  const several = new InformationOption(DnsServers, [{ addresses: [ip("2001:db8::1")] }, {
    addresses: [ip("2001:db8::2")],
  }]);
  const message = reply(await answer(request(MessageType.Solicit, asksFor(23)), [several, dns]));
  assertEquals(message?.options.getAll(DnsServers).map(({ addresses }) => addresses.map(String)), [
    ["2001:db8::1"],
    ["2001:db8::2"],
  ]);
});
