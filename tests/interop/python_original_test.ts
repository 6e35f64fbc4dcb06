import { assert, assertEquals } from "@std/assert";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka";
import { randomTransactions } from "./_random_transactions.ts";
import { pythonOriginal } from "../support/python_original.ts";
import { testWith } from "../support/requirements.ts";

const SEED = 20261122, COUNT = 4000;

testWith({
  name: `${COUNT} messages written by the Python original are read and rewritten byte for byte`,
  needs: ["python-original"],
  async fn() {
    const theirs = await pythonOriginal.randomMessages(SEED, COUNT);
    assertEquals(theirs.length, COUNT);
    let transactions = 0;
    for (const [i, value] of theirs.entries()) {
      const { message, length } = KafkaMessage.parse(value);
      assertEquals(length, value.length, `message ${i}`);
      assertEquals(message.save(), value, `message ${i}`);
      if (message instanceof DHCPKafkaMessage) transactions++;
    }
    assert(transactions > COUNT / 2, `only ${transactions} of them were transactions`);
  },
});

testWith({
  name: `${COUNT} messages written here are read and rewritten byte for byte by the Python original`,
  needs: ["python-original"],
  async fn() {
    const ours = randomTransactions(SEED, COUNT).map((message) => message.save());
    const rewritten = await pythonOriginal.rewrite(ours);
    assertEquals(rewritten.length, COUNT);
    for (const [i, value] of ours.entries()) assertEquals(rewritten[i], value, `message ${i}`);
  },
});

testWith({
  name: "the Python original sees in a message what was put into it here",
  needs: ["python-original"],
  async fn() {
    const ours = randomTransactions(SEED + 1, 200);
    const theirView = await pythonOriginal.describe(ours.map((message) => message.save()));
    for (const [i, message] of ours.entries()) {
      const described = theirView[i];
      assert(!(described instanceof Error), `message ${i}: ${described}`);
      assertEquals(described.server_name, message.serverName);
      assertEquals(described.timestamp_in, message.timestampIn);
      assertEquals(described.timestamp_out, message.timestampOut);
    }
  },
});
