import { assert, assertEquals } from "@std/assert";
import { Collector, memoryConsumer } from "@dhcpkit/kafka/collector";
import { sqliteReader, sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { MemoryTopic } from "@dhcpkit/kafka/publisher";
import { runCommand } from "../support/command.ts";
import { eventually } from "../support/eventually.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** The two ways of docs/operations.md. */
const WAYS = {
  "VACUUM INTO": (copy: string) => `VACUUM INTO '${copy}'`,
  ".backup": (copy: string) => `.backup '${copy}'`,
};

for (const [way, commandOf] of Object.entries(WAYS)) {
  testWith({
    name: `${way} copies a store that is being written, whole, and a collector goes on from the copy`,
    needs: ["sqlite3"],
    async fn() {
      await using folder = await TempFolder.create("backup");
      const topic = new MemoryTopic(), stop = new AbortController();
      let number = 0;
      const append = (count: number) => {
        for (const end = number + count; number < end; number++) {
          const timestampIn = 1_700_000_000 + number;
          const value = new DHCPKafkaMessage({ serverName: `dhcp${number % 9}`, timestampIn }).save();
          topic.append({ key: null, value });
        }
      };
      append(5000);
      await using store = await sqliteStore(folder.file("dhcp.sqlite"));
      const collector = new Collector({ source: memoryConsumer(topic), store, batchRecords: 100 });
      const running = collector.run({ signal: stop.signal });
      await eventually("the first batches", () => collector.stats.stored > 0);
      const writing = setInterval(() => append(50), 5);
      const before = collector.stats.stored;
      await runCommand([
        "sqlite3",
        "-cmd",
        ".timeout 10000",
        folder.file("dhcp.sqlite"),
        commandOf(folder.file("copy.sqlite")),
      ]);
      clearInterval(writing);
      await eventually("everything stored", () => collector.stats.stored === topic.records.length);
      stop.abort();
      await running;

      await using copy = await sqliteStore(folder.file("copy.sqlite"));
      const { transactions } = await copy.size();
      assert(transactions >= before, `${transactions} of ${before}`);
      const again = new AbortController(), rest = new Collector({ source: memoryConsumer(topic), store: copy });
      await rest.run({ signal: again.signal, onCaughtUp: () => again.abort() });
      assertEquals(rest.stats.duplicates, 0, "positions are of the same moment as rows");
      assertEquals((await copy.size()).transactions, topic.records.length);
      await using reader = await sqliteReader(folder.file("copy.sqlite"));
      assertEquals((await reader.servers()).length, 9);
    },
  });
}
