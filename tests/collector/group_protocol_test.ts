import { Buffer } from "node:buffer";
import { assertEquals, assertThrows } from "@std/assert";
import { AssignerProtocol } from "kafkajs";
import {
  assignedPartitions,
  assignment,
  shareByRange,
  subscribedTopics,
  subscription,
} from "../../src/collector/_group_protocol.ts";
import { WireError } from "../../src/wire/wire_error.ts";

Deno.test("what members say to each other is what kafkajs reads and writes", () => {
  const wanted = AssignerProtocol.MemberMetadata.decode(Buffer.from(subscription("dhcpkit.messages")))!;
  assertEquals([wanted.version, wanted.topics], [0, ["dhcpkit.messages"]]);
  const given = AssignerProtocol.MemberAssignment.decode(Buffer.from(assignment("topic", [0, 4, 5])))!;
  assertEquals([given.version, { ...given.assignment }], [0, { topic: [0, 4, 5] }]);

  const userData = Buffer.from([1, 2, 3]);
  const metadata = AssignerProtocol.MemberMetadata.encode({ version: 3, topics: ["a", "b"], userData });
  assertEquals(subscribedTopics(metadata), ["a", "b"]);
  const part = AssignerProtocol.MemberAssignment.encode({ version: 1, assignment: { a: [3, 1], b: [2] }, userData });
  assertEquals(assignedPartitions(part, "a"), [1, 3]);
  assertEquals(assignedPartitions(part, "c"), []);
});

Deno.test("a member that gets nothing at all has no partitions, and what is cut short is no assignment", () => {
  assertEquals(assignedPartitions(new Uint8Array(), "topic"), []);
  const whole = assignment("topic", [1, 2]);
  assertThrows(() => assignedPartitions(whole.subarray(0, whole.length - 8), "topic"), WireError);
});

Deno.test("partitions are shared in stretches, each to one member, the first ones getting one more", () => {
  assertEquals([...shareByRange(["b", "a"], [2, 0, 1])], [["a", [0, 1]], ["b", [2]]]);
  assertEquals([...shareByRange(["a", "b", "c"], [0, 1])], [["a", [0]], ["b", [1]], ["c", []]]);
  for (let members = 1; members < 8; members++) {
    for (let partitions = 0; partitions < 20; partitions++) {
      const all = Array.from({ length: partitions }, (_, i) => i);
      const shares = [...shareByRange(Array.from({ length: members }, (_, i) => `m${i}`), all).values()];
      assertEquals(shares.flat(), all);
      const sizes = shares.map(({ length }) => length);
      assertEquals(Math.max(...sizes) - Math.min(...sizes) <= 1, true);
    }
  }
});
