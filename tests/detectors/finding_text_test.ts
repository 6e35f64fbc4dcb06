import { assert, assertEquals } from "@std/assert";
import { detectorDescriptions, type Finding, findingJson, findingText } from "@dhcpkit/kafka/detectors";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { detect } from "./_detect.ts";
import { START } from "./_exchange.ts";
import { faultyDay, SETTINGS } from "./_faulty_day.ts";

const { findings } = detect(faultyDay(200).network.partitions(), SETTINGS);

const finding: Finding = {
  ...{
    id: "two-servers-1",
    detector: "two-servers",
    severity: "warning",
    since: START,
    lastSeen: START,
    until: undefined,
  },
  ...{ reopened: 0, count: 1, evidence: [], subject: { kind: "servers", servers: ["a", "b"] } },
  measures: [{ name: "times", value: 1, unit: "count", threshold: 1 }, { name: "window", value: 600, unit: "s" }],
};

Deno.test("every finding is told in whole sentences, without a number that is none", () => {
  assert(findings.length > 20);
  for (const each of findings) {
    const { title, what, who, why, remedy } = findingText(each);
    for (const text of [what, why, remedy]) {
      assert(/[.?)]$/.test(text) && !/NaN|undefined|Infinity|\[object/.test(text), text);
    }
    assert(title !== "" && who !== "");
    assert(!/\b1 (transactions|clients|DUIDs|messages|times|Solicits|requests|answers)\b/.test(what), what);
  }
});

Deno.test("one is singular", () => {
  assertEquals(findingText(finding).what, "a and b both answered 1 transaction within 10 min.");
});

Deno.test("the name of a server stays as it is, and cannot steer a terminal", () => {
  const named = { ...finding, subject: { kind: "servers", servers: ["dhcp\u001b[2J", "\u202eevil"] } } as const;
  assertEquals(findingText(named).what.split(" both ")[0], "dhcp\\u{1b}[2J and \\u{202e}evil");
});

Deno.test("identifiers that are no text are told in hexadecimal digits, and a short Remote-ID as well", () => {
  const port = (remoteId: string) =>
    findingText({ ...finding, subject: { kind: "port", interfaceId: "00ff", remoteId, linkAddress: "" } }).who;
  assertEquals(port("0000000900"), "port 0x00ff with remote-id 9:0x00");
  assertEquals(port("0102"), "port 0x00ff with remote-id 0x0102");
  assertEquals(port(toHex(new TextEncoder().encode("\0\0\0\u0001<script>"))), "port 0x00ff with remote-id 1:<script>");
});

Deno.test("a finding of a detector that is not there any more is told as well", () => {
  assertEquals(findingText({ ...finding, detector: "gone" }).what, "gone was found for a and b.");
});

Deno.test("a finding is JSON, with times and offsets as text", () => {
  const json = JSON.parse(JSON.stringify(findings.map(findingJson)));
  for (const each of json) {
    assertEquals(new Date(each.since).toISOString(), each.since);
    assert(
      each.evidence.every(({ offset }: { offset: unknown }) => typeof offset === "string" && /^\d+$/.test(offset)),
    );
    assert(detectorDescriptions.some(({ id }) => id === each.detector));
  }
});
