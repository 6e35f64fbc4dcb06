import { assertEquals } from "@std/assert";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import { byteMarks, differenceMarks } from "../../../src/looking_glass/transaction/marks.ts";
import { transactionView } from "../../../src/looking_glass/transaction/transaction_view.ts";

/** A Renew for a prefix with T1 of 10 s, and a Reply to another transaction with another prefix and T1 of 20 s, which is more than T2. */
const CLIENT = "0001000a 000300013431c43cb2f1", SERVER = "0002000a 0003000102005e100001";
const RENEW = fromHex(`05f350d6 ${CLIENT} ${SERVER} 000800020000 00060004 0017 0018
  00190029 00000001 0000000a 0000000f 001a0019 00000000 00000e10 38 20010db8100000000000000000000000`);
const REPLY = fromHex(`07f350d7 ${CLIENT} ${SERVER}
  00190029 00000001 00000014 0000000f 001a0019 00000e10 00000e10 38 20010db8200000000000000000000000`);

Deno.test("differences are at the parts that they are about, down to the field", () => {
  const { request, response, differences } = transactionView({ request: RENEW, response: REPLY });
  const marks = (side: "request" | "response") => {
    const { tree, bytes } = side === "request" ? request! : response!;
    return differenceMarks(tree, differences, side).map(({ text, node, range: { start, end } }) => [
      node.name,
      Array.from(bytes.subarray(start, end), (byte) => byte.toString(16).padStart(2, "0")).join(""),
      text.slice(0, 22),
    ]);
  };
  const lease = "001a0019";
  assertEquals(marks("request"), [
    ["transaction-id", "f350d6", "transaction f350d6 was"],
    ["ia-prefix", `${lease}0000000000000e103820010db8100000000000000000000000`, "asked for 2001:db8:100"],
    ["t1", "0000000a", "T1 of ia-pd 1: 10 s as"],
    ["oro", "0017", "asked for dns-servers "],
    ["oro", "0018", "asked for domain-list "],
  ]);
  assertEquals(marks("response"), [
    ["transaction-id", "f350d7", "transaction f350d6 was"],
    ["ia-prefix", `${lease}00000e1000000e103820010db8200000000000000000000000`, "asked for 2001:db8:100"],
    ["t1", "00000014", "T1 of ia-pd 1: 10 s as"],
  ]);
});

Deno.test("bytes are marked by the worst that is found of them, and by what differs", () => {
  const { response, differences } = transactionView({ request: RENEW, response: REPLY });
  const marks = byteMarks(response!.tree, differenceMarks(response!.tree, differences, "response"));
  assertEquals(marks.get(0), { severity: "error", differs: false }, "of a message its type: it answers another one");
  assertEquals(marks.get(1), { severity: undefined, differs: true }, "the transaction id");
  assertEquals(marks.get(4), undefined, "the client is the same");
  const t1 = RENEW.length - REPLY.length, at = 32 + 8;
  assertEquals([t1 > 0, marks.get(at)], [true, { severity: "error", differs: true }], "T1 is greater than T2");
  assertEquals(
    marks.get(at - 1),
    { severity: "error", differs: false },
    "as the whole association, but it is the same",
  );
});

Deno.test("what is not there, and what nothing is said of, has no marks", () => {
  assertEquals(differenceMarks(undefined, [], "request"), []);
  assertEquals(byteMarks(undefined, []), new Map());
  const { request } = transactionView({ request: fromHex("01f350d6"), response: undefined });
  assertEquals(byteMarks(request!.tree, []).size, 1, "the type of a message that lacks something");
});
