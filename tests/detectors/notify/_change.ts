import type { Finding, FindingChange, FindingSeverity } from "@dhcpkit/kafka/detectors";
import { START } from "../_exchange.ts";

/** What became of a finding of server dhcp01, so many seconds after the start. */
export function change(
  kind: FindingChange["kind"],
  after: number,
  { severity = "failing", id = "silent-server-1" }: { severity?: FindingSeverity; id?: string } = {},
): FindingChange {
  const at = START + after * 1e6;
  const finding: Finding = {
    ...{ id, detector: "silent-server", severity, subject: { kind: "server", server: "dhcp01" } },
    ...{ since: START, lastSeen: at, until: kind === "recovered" ? at : undefined, reopened: 0, count: 1 },
    measures: [
      { name: "silence", value: 300, unit: "s", threshold: 300 },
      { name: "before", value: 1, unit: "count" },
      { name: "window", value: 3600, unit: "s" },
    ],
    evidence: [{
      place: { topic: "t", partition: 1, offset: 2n ** 60n },
      receivedAt: START,
      server: "dhcp01",
      client: { duid: "0003", interfaceId: "", remoteId: "" },
    }],
  };
  return { kind, at, finding };
}
