import { assertEquals } from "@std/assert";
import { MessageType, StatusCode } from "@dhcpkit/kafka/dhcpv6";
import { messageMeaning, messageName, statusMeaning } from "../../../src/looking_glass/present/meaning.ts";

Deno.test("every message type that there is means something, and no two the same", () => {
  const phrases = Object.values(MessageType).map((type) => messageMeaning(type).phrase);
  assertEquals(new Set(phrases).size, 37);
  assertEquals(phrases.filter((phrase) => /^[A-Z]|\.$|IANA/.test(phrase)), []);
});

Deno.test("every status code that there is means something, and no two the same", () => {
  const phrases = Object.values(StatusCode).map((code) => statusMeaning(code).phrase);
  assertEquals(new Set(phrases).size, Object.keys(StatusCode).length);
  assertEquals(phrases.filter((phrase) => /^[A-Z]|\.$|IANA/.test(phrase)), []);
});

Deno.test("what IANA has not assigned is told as such", () => {
  assertEquals(messageMeaning(200), { name: "message type 200", phrase: "a message type that IANA has not assigned" });
  assertEquals(statusMeaning(777), { name: "777", phrase: "a status code that IANA has not assigned" });
});

Deno.test("messages are called as the RFCs call them", () => {
  const types = [1, 11, 12, 20, 23, 24, 35, 36, 255];
  assertEquals(types.map(messageName), [
    ...["Solicit", "Information-request", "Relay-forward", "DHCPv4-query", "STARTTLS", "BNDUPD", "CONTACT"],
    ...["Addr-reg-inform", "message type 255"],
  ]);
});
