import { assert, assertEquals, assertInstanceOf, assertNotEquals } from "@std/assert";
import { sharedFolder } from "../support/paths.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";

testWith({
  name: "the Python original writes 400 random messages again byte for byte, and the same seed makes the same ones",
  needs: ["python-original"],
  async fn() {
    const messages = await pythonOriginal.randomMessages(7, 400);
    assertEquals(messages.length, 400);
    assertEquals(await pythonOriginal.rewrite(messages), messages);
    assertEquals(await pythonOriginal.randomMessages(7, 3), messages.slice(0, 3));
    assertNotEquals(await pythonOriginal.randomMessages(8, 3), messages.slice(0, 3));
  },
});

testWith({
  name:
    "random messages come with and without each side, relayed and not, in both kinds and every sort of name and time",
  needs: ["python-original"],
  async fn() {
    const messages = await pythonOriginal.randomMessages(1, 300);
    const described = (await pythonOriginal.describe(messages)).map((it) => {
      if (it instanceof Error) throw it;
      return it;
    });
    const known = described.filter((it) => it.class === "DHCPKafkaMessage");
    assertEquals(described.map((it) => it.length), messages.map((it) => it.length));
    assert(described.some((it) => it.class === "UnknownKafkaMessage"));
    assert(known.some((it) => it.message_in === null) && known.some((it) => it.message_out === null));
    assert(known.some((it) => it.message_in?.length === 1) && known.some((it) => it.message_in?.length === 3));
    assert(known.some((it) => it.server_name === ""));
    assert(known.some((it) => new TextEncoder().encode(it.server_name).length === 255));
    assert(known.some((it) => !Number.isInteger(it.timestamp_in)));
    const classes = new Set(known.flatMap((it) => [...it.message_in ?? [], ...it.message_out ?? []]));
    for (
      const name of [
        "Solicit",
        "Advertise",
        "Request",
        "Reply",
        "InformationRequest",
        "Release",
        "RelayForward",
        "RelayReply",
      ]
    ) {
      assert(classes.has(`${name}Message`), `no ${name}`);
    }
  },
});

testWith({
  name: "the Python original describes the documented message, and an unreadable one is an Error in its place",
  needs: ["python-original", "shared-fixtures"],
  async fn() {
    const both = Uint8Array.fromHex((await Deno.readTextFile(`${sharedFolder}fixtures/kafka-both.hex`)).trim());
    const [error, description] = await pythonOriginal.describe([Uint8Array.of(1, 255), both]);
    assertInstanceOf(error, Error);
    assertEquals(description, {
      class: "DHCPKafkaMessage",
      message_type: 1,
      length: both.length,
      server_name: "name.example.com",
      timestamp_in: 12345,
      timestamp_out: 23456,
      message_in: ["RelayForwardMessage", "RelayForwardMessage", "SolicitMessage"],
      message_out: ["RelayReplyMessage", "RelayReplyMessage", "AdvertiseMessage"],
    });
    const [rewriteError, rewritten] = await pythonOriginal.rewrite([Uint8Array.of(1, 255), both]);
    assertInstanceOf(rewriteError, Error);
    assertEquals(rewritten, both);
  },
});
