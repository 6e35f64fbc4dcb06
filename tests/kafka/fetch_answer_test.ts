import { Buffer } from "node:buffer";
import { requests } from "kafkajs/src/protocol/requests/index.js";
import Encoder from "kafkajs/src/protocol/encoder.js";
import { assertEquals, assertThrows } from "@std/assert";
import { readFetchAnswer } from "../../src/kafka/fetch_answer.ts";
import { recordBatch } from "../../src/kafka/record_batch.ts";

const VERSIONS = [4, 5, 6, 7, 8, 9, 10, 11];

/** An answer of two partitions, of which the second has given-up transactions and nothing else. */
async function answer(version: number): Promise<Buffer> {
  const batch = await recordBatch([{ key: null, value: new Uint8Array([7]) }], { now: 1 });
  const encoder = new Encoder().writeInt32(250);
  if (version >= 7) encoder.writeInt16(0).writeInt32(99);
  encoder.writeInt32(1).writeString("a.topic").writeInt32(2);
  for (const [partition, error, end, givenUp, records] of [[4, 0, 8, [], batch], [5, 6, -1, [1, 2], null]] as const) {
    encoder.writeInt32(partition).writeInt16(error).writeInt64(end).writeInt64(end);
    if (version >= 5) encoder.writeInt64(0);
    encoder.writeInt32(givenUp.length);
    for (const producer of givenUp) encoder.writeInt64(producer).writeInt64(0);
    if (version >= 11) encoder.writeInt32(-1);
    if (records === null) encoder.writeInt32(0);
    else encoder.writeInt32(records.length).writeBuffer(Buffer.from(records));
  }
  return encoder.buffer;
}

for (const version of VERSIONS) {
  Deno.test(`version ${version} of an answer says what kafkajs finds in it`, async () => {
    const bytes = await answer(version), { throttleMs, errorCode, partitions } = readFetchAnswer(bytes, version);
    const expected = await requests.Fetch.protocol({ version })({ topics: [] }).response.decode(bytes);
    assertEquals([throttleMs, errorCode], [expected.clientSideThrottleTime || expected.throttleTime, 0]);
    assertEquals(
      partitions.map(({ partition, errorCode, endOffset, batches }) => [
        partition,
        errorCode,
        `${endOffset}`,
        batches.length > 0,
      ]),
      expected.responses[0].partitions.map((
        part: { partition: number; errorCode: number; highWatermark: string; messages: unknown[] },
      ) => [part.partition, part.errorCode, part.highWatermark, part.messages.length > 0]),
    );
  });

  Deno.test(`version ${version} of an answer that ends in the middle is refused`, async () => {
    const bytes = await answer(version);
    for (let end = 0; end < bytes.length; end++) {
      assertThrows(() => readFetchAnswer(bytes.subarray(0, end), version), RangeError);
    }
  });
}
