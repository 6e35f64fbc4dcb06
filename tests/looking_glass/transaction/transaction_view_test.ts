import { assertEquals } from "@std/assert";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import { transactionView } from "../../../src/looking_glass/transaction/transaction_view.ts";

const SOLICIT = fromHex("01f350d6 0001000a 000300013431c43cb2f1 000800020000 00060002 0017");
const ADVERTISE = fromHex("02f350d6 0001000a 000300013431c43cb2f1 0002000a 0003000102005e100001");

Deno.test("a transaction is both packets, what is wrong in them, and how they differ", () => {
  const { request, response, differences } = transactionView({ request: SOLICIT, response: ADVERTISE });
  assertEquals([request?.tree?.name, response?.tree?.name], ["solicit", "advertise"]);
  assertEquals(request?.hex, "01f350d60001000a000300013431c43cb2f1000800020000000600020017");
  assertEquals([request?.json?.type, response?.json?.type], ["solicit", "advertise"]);
  assertEquals(differences.map(({ text }) => text), ["asked for dns-servers (23), not given"]);
});

Deno.test("an answer is looked at with its request in mind", () => {
  const other = ADVERTISE.slice();
  other[3] = 0;
  const rules = (response: Uint8Array) =>
    transactionView({ request: SOLICIT, response }).response!.findings.map(({ rule }) => rule);
  assertEquals(rules(other).filter((rule) => !rules(ADVERTISE).includes(rule)).length, 1, "another transaction id");
});

Deno.test("what is not there, or is no message, is shown as far as it goes", () => {
  assertEquals(transactionView({ request: undefined, response: undefined }), {
    request: undefined,
    response: undefined,
    differences: [],
  });
  const { request, response, differences } = transactionView({ request: fromHex("0101"), response: ADVERTISE });
  assertEquals([request?.tree, request?.json, request?.hex, differences], [undefined, undefined, "0101", []]);
  assertEquals(response?.tree?.name, "advertise");
});
