import { Recurrence } from "../_recurrence.ts";
import type { RelayHop } from "../_packet_parts.ts";
import { counted, subjectText } from "../_words.ts";
import type { DetectorDeclaration } from "../detector.ts";
import { amount, recovery, seconds } from "../detector_setting.ts";
import { measureOf } from "../finding.ts";

/** Packets that go through relay agents in circles. */
export const relayLoop: DetectorDeclaration<"most" | "times" | "window" | "recover"> = {
  id: "relay-loop",
  title: "Relay agents in a circle",
  finds:
    "A request came through more relay agents than `most`, by their number or by a hop count, or twice through one that gives the " +
    "same link-address and was reached from the same peer-address.",
  defaults:
    "Two relay agents are usual, a switch and a router, and a DHCPKit server adds itself; five are more than anybody needs. Hop " +
    "counts end at 8 (RFC 9915 section 7.6), so a loop is cut off soon after. Three times are no accident.",
  settings: {
    most: amount(4, "Relay messages that are no finding."),
    times: amount(3, "How often it has to happen behind one relay agent."),
    window: seconds(600, "Within which time."),
    recover: recovery(1800),
  },
  what: (finding) =>
    `Requests behind ${subjectText(finding.subject)} come through ${
      counted(measureOf(finding, "relays"), "relay message")
    }` +
    `${measureOf(finding, "twice") > 0 ? ", through one relay agent twice" : ""}.`,
  why:
    "Each packet is sent as many times as the circle has rounds; a storm of them takes down relay agents and servers, and answers " +
    "take the same way back.",
  remedy:
    "Look at the relay messages of a request for the relay agent that is there twice, and at where its configuration sends " +
    "packets: to a server, not to another relay agent that sends them back.",
  create({ most, times, window }, context) {
    const recurrence = new Recurrence({ times, window, severity: "failing" }, context);
    return {
      observe(facts) {
        const { transaction, asked, at } = facts;
        if (transaction.request === undefined || asked.relayCount < 2 && asked.hopCount <= most) return;
        const isTwice = hasCircle(facts.relays), relays = Math.max(asked.relayCount, asked.hopCount + 1);
        if (relays <= most && !isTwice) return;
        const [closest] = facts.relays,
          linkAddress = String(closest.linkAddress),
          peerAddress = String(facts.relays[1]?.peerAddress ?? "::");
        recurrence.hit(`${linkAddress} ${peerAddress}`, {
          ...{ at, transaction, subject: { kind: "relay", linkAddress, peerAddress } },
          measures: [
            { name: "relays", value: relays, unit: "count", threshold: most },
            { name: "twice", value: isTwice ? 1 : 0, unit: "count" },
          ],
        });
      },
    };
  },
};

/** Whether two of them are of one relay agent: of those without an address of their link, nothing can be said. */
function hasCircle(relays: readonly RelayHop[]): boolean {
  return relays.some(({ linkAddress, peerAddress }, i) =>
    (linkAddress.word0 | linkAddress.word1 | linkAddress.word2 | linkAddress.word3) !== 0 &&
    relays.slice(i + 1).some((other) => other.linkAddress.equals(linkAddress) && other.peerAddress.equals(peerAddress))
  );
}
