import { assertEquals } from "@std/assert";
import { configure, getLogger, type LogRecord, reset } from "@logtape/logtape";
import { logSink, Notifier } from "@dhcpkit/kafka/detectors/notify";
import { change } from "./_change.ts";

Deno.test("LogTape has failing findings as errors, warnings as such, and recoveries as infos, with everything as properties", async () => {
  const records: LogRecord[] = [];
  await configure({
    sinks: { memory: (record) => void records.push(record) },
    loggers: [
      { category: ["dhcpkit"], sinks: ["memory"], lowestLevel: "debug" },
      { category: ["logtape", "meta"], sinks: [], lowestLevel: "fatal" },
    ],
  });
  const notifier = new Notifier({ sinks: [logSink(getLogger(["dhcpkit", "findings"]))] });
  notifier.take([change("opened", 0), change("opened", 0, { id: "2", severity: "warning" }), change("recovered", 9)]);
  await reset();
  assertEquals(records.map(({ level }) => level), ["error", "warning", "info"]);
  assertEquals(
    records[0].message.join(""),
    "Silent server: Nothing was heard of dhcp01 for 5 min; before, it gave 1 answer within 1 h.",
  );
  assertEquals((records[0].properties.finding as Record<string, unknown>).id, "silent-server-1");
});
