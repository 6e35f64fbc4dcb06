import { assertEquals } from "@std/assert";
import { outcomeText, reasonParts } from "../../../src/looking_glass/present/outcome.ts";
import { worstTone } from "../../../src/looking_glass/present/tone.ts";

const told = { requestType: 3, responseType: 7, reason: "" };

Deno.test("an outcome is told in words, with those of the server apart and made visible", () => {
  assertEquals(outcomeText({ ...told, outcome: "answered" }), {
    short: "Reply",
    phrase: "answered with Reply",
    serverSays: "",
    tone: "fine",
  });
  assertEquals(outcomeText({ ...told, outcome: "refused", reason: "NoBinding: gone\u202e: really" }), {
    short: "NoBinding",
    phrase: "refused with NoBinding: the server knows nothing of what the client says it has",
    serverSays: "gone\\u202e: really",
    tone: "failing",
  });
  assertEquals(outcomeText({ ...told, responseType: 0, outcome: "unanswered" }), {
    short: "no answer",
    phrase: "the server did not answer this Request",
    serverSays: "",
    tone: "degraded",
  });
});

Deno.test("a status that nobody knows is told by its number", () => {
  const { short, phrase } = outcomeText({ ...told, outcome: "refused", reason: "777" });
  assertEquals([short, phrase], ["777", "refused with 777: a status code that IANA has not assigned"]);
  assertEquals(outcomeText({ ...told, outcome: "refused", reason: "constructor" }).phrase, "refused with constructor");
});

Deno.test("a record without a request tells what it holds", () => {
  const phrase = (responseType: number) =>
    outcomeText({ ...told, requestType: 0, responseType, outcome: "no-request" }).phrase;
  assertEquals([phrase(0), phrase(7), phrase(10)], [
    ...["a record without packets", "Reply, and the request is not in the record", "Reconfigure, unasked"],
  ]);
});

Deno.test("a reason is a status and the server's words", () => {
  assertEquals(reasonParts("NoPrefixAvail: all: in use"), { status: "NoPrefixAvail", words: "all: in use" });
  assertEquals(reasonParts(""), { status: "", words: "" });
});

Deno.test("the worst tone of several is that of the whole", () => {
  assertEquals([worstTone([]), worstTone(["fine", "degraded"]), worstTone(["failing", "fine"])], [
    "fine",
    "degraded",
    "failing",
  ]);
});
