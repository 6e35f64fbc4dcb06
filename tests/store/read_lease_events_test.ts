import { assertEquals } from "@std/assert";
import { Options, StatusCode } from "@dhcpkit/kafka/dhcpv6";
import { IaTa } from "@dhcpkit/kafka/dhcpv6/options";
import { leaseText, NEVER, readLeaseEvents } from "@dhcpkit/kafka/store";
import { address, ia, iaPd, packet, prefix, relayed, status, type TypeName } from "./_packets.ts";
import { SECOND, T0 } from "./_transactions.ts";

/** What a request and its answer say: the kind, what it is about, and the seconds for which it was granted. */
function told(request: Uint8Array | undefined, response: Uint8Array | undefined): string[] {
  return readLeaseEvents(request, response, T0).map(({ kind, lease, association, at, validUntil }) =>
    `${kind} ${association} ${leaseText(lease)} ${validUntil === NEVER ? "for ever" : (validUntil - at) / SECOND}`
  );
}

const A = "2001:db8::a", B = "2001:db8::b", P = "2001:db8:5600::/56";
const renewed = [ia(address(A, 0)), iaPd(prefix(P, 0))];

Deno.test("a Reply to a Solicit, Request, Renew or Rebind grants what is in it", () => {
  const reply = packet("Reply", ia(address(A, 30), address(B, 40)), iaPd(prefix(P, 50)));
  for (const type of ["Solicit", "Request", "Renew", "Rebind"] as TypeName[]) {
    assertEquals(told(packet(type, ...renewed), reply), [
      `granted na ${A} 30`,
      `granted na ${B} 40`,
      `granted pd ${P} 50`,
    ], type);
  }
  assertEquals(told(undefined, reply).length, 3, "also when the request is missing");
});

Deno.test("T1, T2 and the identity association are told with a grant", () => {
  const [event] = readLeaseEvents(packet("Request"), packet("Reply", ia(address(A, 30))), T0);
  const { iaid, at, renewAt, rebindAt, validUntil } = event;
  assertEquals({ iaid, at, renewAt, rebindAt, validUntil }, {
    iaid: 1,
    at: T0,
    renewAt: T0 + 10 * SECOND,
    rebindAt: T0 + 20 * SECOND,
    validUntil: T0 + 30 * SECOND,
  });
});

Deno.test("an infinite lifetime has no end, and no multiplication makes one", () => {
  assertEquals(told(packet("Renew"), packet("Reply", ia(address(A, 0xffffffff)))), [`granted na ${A} for ever`]);
  assertEquals(told(packet("Renew"), packet("Reply", ia(address(A, 0xfffffffe)))), [`granted na ${A} 4294967294`]);
});

Deno.test("a lifetime of 0 takes an address away", () => {
  const reply = packet("Reply", ia(address(A, 0), address(B, 60)));
  assertEquals(told(packet("Renew", ...renewed), reply), [`withdrawn na ${A} 0`, `granted na ${B} 60`]);
});

Deno.test("an Advertise, a Reply to a Confirm or Information-request, and no answer at all grant nothing", () => {
  const options = [ia(address(A, 30)), iaPd(prefix(P, 30))];
  assertEquals(told(packet("Solicit"), packet("Advertise", ...options)), []);
  assertEquals(told(packet("Confirm", ...renewed), packet("Reply", ...options)), []);
  assertEquals(told(packet("InformationRequest"), packet("Reply", ...options)), []);
  assertEquals(told(packet("Request", ...options), undefined), []);
  assertEquals(told(packet("Request", ...options), packet("Request", ...options)), []);
});

Deno.test("what a client gives back is told by its request, and taken unless the server does not know it", () => {
  const request = [ia(address(A, 0), address(B, 0)), iaPd(prefix(P, 0))];
  const success = packet("Reply", status(StatusCode.Success));
  assertEquals(told(packet("Release", ...request), success), [
    `released na ${A} 0`,
    `released na ${B} 0`,
    `released pd ${P} 0`,
  ]);
  assertEquals(told(packet("Decline", ia(address(A, 0))), success), [`declined na ${A} 0`]);
  const unknown = packet("Reply", status(StatusCode.Success), ia(status(StatusCode.NoBinding)));
  assertEquals(
    told(packet("Release", ...request), unknown),
    [`released pd ${P} 0`],
    "the IA_PD has another IAID space",
  );
  assertEquals(told(packet("Release", ...request), undefined), [], "a Release that nobody answers is no proof");
});

Deno.test("what a server refuses to take back stays with the client", () => {
  for (const type of ["Release", "Decline"] as TypeName[]) {
    const request = packet(type, ia(address(A, 0))), kind = type === "Release" ? "released" : "declined";
    for (const code of [StatusCode.UnspecFail, StatusCode.NoBinding, StatusCode.UseMulticast]) {
      assertEquals(told(request, packet("Reply", status(code))), [], `${type}, the message has status ${code}`);
      assertEquals(told(request, packet("Reply", status(StatusCode.Success), ia(status(code)))), []);
      assertEquals(told(request, packet("Reply", ia(status(code)))), [], `${type}, the association has status ${code}`);
      // A server may sum up in its message what it says of each association (ISC's Kea does).
      const taken = packet("Reply", status(code), ia(status(StatusCode.Success)), iaPd(status(code)));
      assertEquals(told(packet(type, ia(address(A, 0)), iaPd(prefix(P, 0))), taken), [`${kind} na ${A} 0`]);
    }
    assertEquals(told(request, packet("Reply")), [`${kind} na ${A} 0`], "no status is Success");
  }
});

Deno.test("NoBinding to a Renew or Rebind unbinds what the client asked for", () => {
  const reply = packet("Reply", ia(status(StatusCode.NoBinding)), iaPd(prefix(P, 50)));
  for (const type of ["Renew", "Rebind"] as TypeName[]) {
    assertEquals(told(packet(type, ...renewed), reply), [`granted pd ${P} 50`, `unbound na ${A} 0`]);
  }
  assertEquals(told(packet("Request", ...renewed), reply), [`granted pd ${P} 50`], "a Request has no binding yet");
});

Deno.test("an address or prefix that the server refuses is not granted", () => {
  const reply = packet(
    "Reply",
    ia(address(A, 30, status(StatusCode.NotOnLink)), address(B, 30, status(StatusCode.Success))),
    iaPd(status(StatusCode.NoPrefixAvail)),
  );
  assertEquals(told(packet("Request"), reply), [`granted na ${B} 30`]);
});

Deno.test("temporary addresses have no T1 and T2", () => {
  const reply = packet("Reply", IaTa.of({ iaid: 7, options: Options.of(address(A, 30)) }));
  const [{ association, iaid, renewAt, rebindAt }] = readLeaseEvents(packet("Request"), reply, T0);
  assertEquals({ association, iaid, renewAt, rebindAt }, { association: "ta", iaid: 7, renewAt: 0, rebindAt: 0 });
});

Deno.test("bits of a prefix behind its length do not count", () => {
  const reply = packet("Reply", iaPd(prefix("2001:db8:56ff:ffff::/36", 50)));
  assertEquals(told(packet("Request"), reply), ["granted pd 2001:db8:5000::/36 50"]);
});

Deno.test("relay messages are looked into, however many", () => {
  const reply = packet("Reply", ia(address(A, 30)));
  for (const times of [1, 2, 20]) {
    const answer = relayed("RelayReply", times, reply), request = relayed("RelayForward", times, packet("Request"));
    assertEquals(told(request, answer), [`granted na ${A} 30`]);
  }
  assertEquals(told(packet("Request"), new Uint8Array([13, ...new Uint8Array(33), 0, 9, 0, 0])), []);
});

Deno.test("a packet that is cut off anywhere tells part of it or nothing, and never throws", () => {
  const request = relayed("RelayForward", 2, packet("Renew", ...renewed));
  const reply = relayed("RelayReply", 2, packet("Reply", ia(address(A, 30)), iaPd(status(StatusCode.NoBinding))));
  const whole = told(request, reply);
  assertEquals(whole, [`granted na ${A} 30`, `unbound pd ${P} 0`]);
  for (let length = 0; length < reply.length; length++) {
    const part = told(request, reply.subarray(0, length));
    assertEquals(part.filter((event) => !whole.includes(event)), []);
  }
  for (let length = 0; length < request.length; length++) told(request.subarray(0, length), reply);
});
