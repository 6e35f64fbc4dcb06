import { assertEquals } from "@std/assert";
import {
  capitalized,
  durationPart,
  leasePart,
  listed,
  say,
  sentenceText,
  serverPart,
  wordsPart,
} from "../../../src/looking_glass/story/sentence.ts";
import { lease } from "../../store/_transactions.ts";

const server = serverPart("dhcp01", 7), key = lease("2001:db8::/56");

Deno.test("a sentence keeps what pages link, and joins the texts between", () => {
  const sentence = say`${server} ${say`gave ${leasePart(key)}`}, ${undefined}valid ${durationPart(7200e6)}`;
  assertEquals(sentence, [
    { kind: "server", text: "dhcp01", id: 7 },
    { kind: "text", text: " gave " },
    { kind: "lease", text: "2001:db8::/56", lease: key },
    { kind: "text", text: ", valid " },
    { kind: "duration", text: "2 h", duration: 7200e6 },
  ]);
  assertEquals(sentenceText(sentence), "dhcp01 gave 2001:db8::/56, valid 2 h");
});

Deno.test("things are listed as people list them", () => {
  assertEquals(["", "a", "a b", "a b c"].map((items) => sentenceText(listed(items.split(" ")))), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

Deno.test("a sentence begins with a capital letter, unless a name begins it", () => {
  assertEquals(sentenceText(capitalized(say`asked ${server}`)), "Asked dhcp01");
  assertEquals(sentenceText(capitalized(say`${server} gave`)), "dhcp01 gave");
  assertEquals(capitalized([]), []);
});

Deno.test("what comes from the network is made visible", () => {
  assertEquals(serverPart("dhcp\u202e01", 1).text, "dhcp\\u202e01");
  assertEquals(serverPart("", 1).text, "a server without a name");
  assertEquals(wordsPart("no\nmore")?.text, "“no\\u000amore”");
  assertEquals(wordsPart(""), undefined);
});
