import { assertEquals, assertThrows } from "@std/assert";
import { topic, topicName, topicNameWarning, ValueError } from "../../src/config/mod.ts";

const ALL_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

Deno.test("topic name: every allowed name comes back unchanged", () => {
  for (const name of ["dhcpkit.messages", "a", "...", "-", ALL_ALLOWED, "t".repeat(255)]) {
    assertEquals(topicName(name), name);
    assertEquals(topic.parse(name), name);
  }
});

const REFUSED: readonly [why: string, name: string, message: string][] = [
  ["empty", "", '"" is not a topic name; a topic name is not empty, "." or ".."'],
  ["one dot", ".", '"." is not a topic name; a topic name is not empty, "." or ".."'],
  ["two dots", "..", '".." is not a topic name; a topic name is not empty, "." or ".."'],
  [
    "too long",
    "t".repeat(256),
    `"${"t".repeat(60)}…" has 256 characters; a topic name has at most 255, and Kafka takes no more than 249`,
  ],
  ["with a space", "a b", '"a b" holds a space at position 2; a topic name has only A-Z a-z 0-9 . _ -'],
  ["with a slash", "a/b", '"a/b" holds "/" at position 2; a topic name has only A-Z a-z 0-9 . _ -'],
  [
    "with a letter of another script",
    "dhcpé",
    '"dhcpé" holds "é" at position 5; a topic name has only A-Z a-z 0-9 . _ -',
  ],
  ["with a line end", "a\n", '"a\\u{A}" holds U+000A at position 2; a topic name has only A-Z a-z 0-9 . _ -'],
  [
    "with a character of two code units",
    "😀",
    '"😀" holds "😀" at position 1; a topic name has only A-Z a-z 0-9 . _ -',
  ],
];

for (const [why, name, message] of REFUSED) {
  Deno.test(`topic name: a name that is ${why} is refused`, () => {
    const error = assertThrows(() => topicName(name), ValueError);
    assertEquals(error.message, message);
    assertEquals(`${error.problem}; ${error.remedy}`, message);
  });
}

Deno.test("topic name: a warning is given for exactly the accepted names that Kafka refuses", () => {
  assertEquals(topicNameWarning("t".repeat(249)), undefined);
  for (const length of [250, 255]) {
    const name = topicName("t".repeat(length));
    assertEquals(topicNameWarning(name), `the topic name has ${length} characters, and Kafka accepts at most 249`);
  }
});
