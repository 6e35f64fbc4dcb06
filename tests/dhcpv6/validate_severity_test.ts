import { assert, assertEquals } from "@std/assert";
import { type Finding, Message, type ReceiverRole, validate, type ValidateOptions } from "../../src/dhcpv6/mod.ts";
import { problems } from "../../src/dhcpv6/mod.ts";
import { answer, duid, iaAddress, iaNa, message, raw, relayed, request, serverDuid } from "../vectors/findings/case.ts";

function severityOf(packet: Uint8Array, rule: string, role?: ReceiverRole, options?: ValidateOptions) {
  return validate(Message.parse(packet), role, options).find((finding) => finding.rule === rule)?.severity;
}

Deno.test("validate: what a server discards is an error to it and to who looks on, and a warning to a relay agent", () => {
  const nobody = message("solicit", []);
  assertEquals(
    [undefined, "observer", "server", "client", "relay"].map((role) =>
      severityOf(nobody, "missing-client-id", role as ReceiverRole)
    ),
    ["error", "error", "error", "error", "warning"],
  );
});

Deno.test("validate: what a client discards is a warning to a server", () => {
  const reply = answer("reply", iaNa([iaAddress(2, 1)]));
  const roles: readonly ReceiverRole[] = ["observer", "server", "client"];
  assertEquals(roles.map((role) => severityOf(reply, "preferred-exceeds-valid", role)), ["error", "warning", "error"]);
});

Deno.test("validate: a profile can make a rule worse, and switch it off", () => {
  const solicit = message("solicit", [raw(4, "00000001")]);
  const by = (rule: string) =>
    (["rfc9915", "rfc8415", "rfc3315", "dhcpkit"] as const)
      .map((profile) => severityOf(solicit, rule, "observer", { profile }));
  assertEquals(by("missing-elapsed-time"), ["warning", "warning", "warning", "error"]);
  assertEquals(by("obsolete-option"), ["warning", undefined, undefined, undefined]);
});

Deno.test("validate: where profiles differ about the place of an option", () => {
  const allowedBy = (packet: Uint8Array) =>
    (["rfc9915", "rfc8415", "rfc3315", "dhcpkit"] as const)
      .filter((profile) => severityOf(packet, "misplaced-option", "observer", { profile }) === undefined);
  const auth = raw(11, "0000000000000000000000"), vendor = raw(16, "00000009000100"), mapE = raw(94, "");
  assertEquals(allowedBy(request("solicit", auth)), ["rfc8415", "rfc3315"]);
  assertEquals(allowedBy(answer("reply", raw(7, "00"))), ["rfc8415", "rfc3315", "dhcpkit"]);
  assertEquals(allowedBy(relayed(request("solicit"), { options: [vendor] })), ["rfc3315"]);
  assertEquals(allowedBy(relayed(request("solicit"), { options: [raw(17, "00000009")] })), [
    "rfc9915",
    "rfc8415",
    "rfc3315",
  ]);
  assertEquals(allowedBy(request("decline", raw(25, "000000010000000000000000"))), ["rfc9915", "rfc8415"]);
  assertEquals(allowedBy(request("confirm", raw(25, "000000010000000000000000"))), ["dhcpkit"]);
  assertEquals(allowedBy(request("confirm", mapE)), ["dhcpkit"]);
  assertEquals(allowedBy(request("information-request", mapE)), ["rfc9915", "rfc8415", "rfc3315"]);
});

Deno.test("validate: where little is known about what may stand in a message, no option is misplaced", () => {
  for (const typeName of ["reserved", "200", "bndupd", "reconfigure-request", "dhcpv4-query", "starttls"]) {
    assertEquals(severityOf(message(typeName, [raw(23, ""), raw(19, "05")]), "misplaced-option"), undefined, typeName);
  }
});

Deno.test("validate: the worst come first, and those of the same severity in the order of the bytes", () => {
  const packet = relayed(message("solicit", [raw(23, ""), raw(0, ""), raw(14, "00"), raw(13, "0063")]), {
    hopCount: 3,
  });
  const found = validate(Message.parse(packet)).map(({ severity, rule, offset }) => [severity, rule, offset]);
  const order = (finding: typeof found[number]) =>
    ["error", "warning", "info"].indexOf(String(finding[0])) * 1e6 + Number(finding[2] ?? 0);
  assertEquals(found.map(order), found.map(order).toSorted((a, b) => a - b));
  assertEquals(found.filter(([severity]) => severity === "error").map(([, rule]) => rule), [
    "missing-client-id",
    "malformed",
  ]);
});

Deno.test("validate: no more findings than asked for are returned, and those are the worst", () => {
  const packet = message("solicit", [
    ...Array.from({ length: 300 }, () => raw(8, "0000")),
    ...Array.from({ length: 150 }, () => raw(8, "00")),
  ]);
  const rules = (found: readonly Finding[]) => found.map(({ rule }) => rule);
  assertEquals(validate(Message.parse(packet)).length, 100);
  assertEquals(rules(validate(Message.parse(packet), "observer", { most: 3 })), [
    "missing-client-id",
    "malformed",
    "malformed",
  ]);
  assertEquals(validate(Message.parse(packet), "observer", { most: 0 }), []);
  assertEquals(
    validate(Message.parse(packet), "observer", { most: Infinity, limits: { problems: 1000 } }).length,
    1 + 150 + 449 + 1,
  );
});

Deno.test("validate: what could not be read is told of once, as problems() tells of it, and nothing else about it", () => {
  const packet = message("reply", [raw(23, "00"), raw(3, "0000"), raw(13, "00")]), parsed = Message.parse(packet);
  const malformed = validate(parsed).filter(({ rule }) => rule === "malformed");
  assertEquals(
    malformed.map(({ message, path, offset }) => ({ message, path, offset })),
    problems(parsed).map(({ problem, path, offset }) => ({ message: problem, path, offset })),
  );
  assertEquals(malformed.length, 3);
});

Deno.test("validate: a message is not changed, and finds the same again", () => {
  const packet = relayed(message("solicit", [raw(23, "00")])), parsed = Message.parse(packet), copy = packet.slice();
  assertEquals(validate(parsed), validate(parsed));
  assertEquals(parsed.save(), copy);
});

Deno.test("validate: every finding can be read without the others", () => {
  for (const { severity, rule, message: text, path, reference } of validate(Message.parse(message("solicit", [])))) {
    assert(severity && rule && text && path.length > 0 && reference);
  }
});

Deno.test("validate: an exchange that is as it should be has no findings, for any receiver", () => {
  const oro = raw(6, "00520017"), dns = raw(23, "20010db8000000000000000000000053");
  const solicit = request("solicit", oro, iaNa([])), advertise = answer("advertise", iaNa([iaAddress(1, 2)]), dns);
  const wanted = request("request", oro, iaNa([iaAddress()])), reply = answer("reply", iaNa([iaAddress(1, 2)]), dns);
  for (const [asked, answered] of [[solicit, advertise], [wanted, reply]]) {
    const question = Message.parse(asked);
    assertEquals(validate(question), []);
    assertEquals(validate(question, "server", { ownDuid: serverDuid }), []);
    assertEquals(validate(question, "relay"), []);
    assertEquals(validate(Message.parse(answered), "client", { request: question, ownDuid: duid }), []);
    assertEquals(
      validate(Message.parse(relayed(answered, { typeName: "relay-reply" })), "relay", {
        request: Message.parse(relayed(asked)),
      }),
      [],
    );
  }
});
