import { assertEquals } from "@std/assert";
import {
  ClientServerMessage,
  Duid,
  IPv6Address,
  IPv6Prefix,
  Message,
  MessageType,
  type OptionEntry,
  Options,
  StatusCode,
} from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  DnsServers,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  OptionRequest,
  ServerId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import { differencesBetween } from "../../../src/looking_glass/transaction/differences.ts";

const CLIENT = ClientId.of({ duid: Duid.parse("0003000102005e000001") });
const server = (last: string) => ServerId.of({ duid: Duid.parse(`0003000102005e1000${last}`) });
const dns = DnsServers.of({ addresses: [IPv6Address.parse("2001:db8::53")] });

function message(type: keyof typeof MessageType, ...options: OptionEntry[]): Message {
  return Message.parse(
    new ClientServerMessage({ type: MessageType[type], transactionId: 1, options: Options.of(...options) }).save(),
  );
}

function pd(
  text: string | undefined,
  { valid = 0, preferred, t1 = 0, t2 = 0, iaid = 1 }: {
    valid?: number;
    preferred?: number;
    t1?: number;
    t2?: number;
    iaid?: number;
  } = {},
  ...others: OptionEntry[]
): OptionEntry {
  const prefix = text === undefined ? [] : [
    IaPrefix.of({
      preferredLifetime: preferred ?? valid,
      validLifetime: valid,
      prefix: IPv6Prefix.parse(text),
      options: Options.none,
    }),
  ];
  return IaPd.of({ iaid, t1, t2, options: Options.of(...prefix, ...others) });
}

function na(text: string, valid: number): OptionEntry {
  const address = IPv6Address.parse(text);
  const lease = IaAddress.of({ address, preferredLifetime: valid, validLifetime: valid, options: Options.none });
  return IaNa.of({ iaid: 7, t1: 0, t2: 0, options: Options.of(lease) });
}

function differences(request: OptionEntry[], response: OptionEntry[]): string[] {
  return differencesBetween(message("Request", ...request), message("Reply", ...response)).map(({ kind, text }) =>
    `${kind}: ${text}`
  );
}

const A = "2001:db8:100::/56", B = "2001:db8:200::/56";

Deno.test("an answer that is as it was asked for differs in nothing", () => {
  const oro = OptionRequest.of({ codes: [23] });
  assertEquals(
    differences([CLIENT, server("01"), oro, pd(A)], [
      CLIENT,
      server("01"),
      dns,
      pd(A, { valid: 7200, t1: 3600, t2: 5400 }),
    ]),
    [],
  );
});

Deno.test("settings that were asked for and not given, and the other way round, are told", () => {
  assertEquals(differences([OptionRequest.of({ codes: [24, 65_502] })], [dns]), [
    "not-given: asked for domain-list (24), not given",
    "not-given: asked for option 65502, not given",
    "not-asked: not asked for dns-servers (23), given",
  ]);
});

Deno.test("another lease than was asked for is told, and one that is taken away", () => {
  assertEquals(differences([pd(A)], [pd(B, { valid: 7200 })]), [`changed: asked for ${A}, given ${B}`]);
  assertEquals(differences([pd(A)], [pd(A, { valid: 0 })]), [`changed: ${A} is taken away (valid lifetime 0)`]);
  assertEquals(differences([pd("::/56")], [pd("2001:db8:300::/60", { valid: 7200 })]), [
    "changed: asked for a /56, given a /60",
  ]);
  assertEquals(differences([pd("::/56")], [pd(A, { valid: 7200 })]), []);
});

Deno.test("nothing for an identity association is told with the reason", () => {
  const none = Status.of({ code: StatusCode.NoPrefixAvail, message: "" });
  assertEquals(differences([pd(undefined)], [pd(undefined, {}, none)]), [
    "not-given: asked for a prefix in ia-pd 1, none given: NoPrefixAvail",
  ]);
  assertEquals(differences([pd(undefined)], []), ["not-given: asked for a prefix in ia-pd 1, none given"]);
  assertEquals(differences([pd(undefined)], [pd(undefined, { iaid: 2 }), na("2001:db8::5", 60)]), [
    "not-given: asked for a prefix in ia-pd 1, none given",
    "not-asked: not asked for ia-na 7, given 2001:db8::5",
  ]);
});

Deno.test("times that the client hints at and does not get are told", () => {
  const hints = pd(A, { valid: 7200, preferred: 3600, t1: 1800, t2: 2880 });
  assertEquals(differences([hints], [pd(A, { valid: 3600, preferred: 3600, t1: 900, t2: 2880 })]), [
    "changed: T1 of ia-pd 1: 30 min asked for, 15 min given",
    `changed: valid lifetime of ${A}: 2 h asked for, 1 h given`,
  ]);
});

Deno.test("another transaction, client or server is told first", () => {
  const request = message("Request", CLIENT, server("01"), pd(A));
  const other = new ClientServerMessage({
    type: MessageType.Reply,
    transactionId: 2,
    options: Options.of(CLIENT, server("02"), pd(A, { valid: 60 })),
  });
  assertEquals(differencesBetween(request, Message.parse(other.save())).map(({ text }) => text), [
    "transaction 000001 was asked, 000002 is answered",
    "server 0003000102005e100001 was asked for, 0003000102005e100002 is in the answer",
  ]);
});

Deno.test("a difference leads to the bytes that it is about", () => {
  const request = message("Request", CLIENT, pd(A)), response = message("Reply", CLIENT, pd(B, { valid: 7200 }));
  const [{ request: asked, response: given }] = differencesBetween(request, response);
  const bytesAt = (packet: Message, range: { start: number; end: number } | undefined) =>
    packet.save().subarray(range!.start, range!.end);
  assertEquals([bytesAt(request, asked)[1], bytesAt(response, given)[1]], [26, 26], "an IA Prefix option each");
  assertEquals(asked!.end - asked!.start, 29);
});
