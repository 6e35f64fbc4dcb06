import { assertEquals } from "@std/assert";
import { findingText } from "@dhcpkit/kafka/detectors";
import { detect } from "./_detect.ts";
import { SimulatedNetwork } from "./_network.ts";

Deno.test("a day on which everything works raises nothing", () => {
  const network = new SimulatedNetwork();
  network.usualDay(300);
  const { changes, detection, sequencer } = detect(network.partitions());
  assertEquals(changes.map(({ finding }) => findingText(finding).what), []);
  assertEquals(detection.stats.observed, sequencer.stats.received);
});
