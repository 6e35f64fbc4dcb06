import { assert, assertEquals } from "@std/assert";
import { testWith } from "../support/requirements.ts";
import type { PeerReading } from "../support/peers.ts";
import { SeededRandom } from "../vectors/random.ts";
import { disagreements } from "./differential/compare.ts";
import { compareWithPeers, peers, ruleFor, type Unexplained } from "./differential/mod.ts";
import { ourReading } from "./differential/our_reading.ts";
import { somePackets } from "./differential/packets.ts";
import { tampered } from "./differential/tampered.ts";

/** Another seed, and more packets than these, by the environment; `tools/differential_report.ts` is for many more. */
const SEED = Number(Deno.env.get("DHCPKIT_DIFFERENTIAL_SEED") ?? 1);
const COUNT = Number(Deno.env.get("DHCPKIT_DIFFERENTIAL_PACKETS") ?? 20_000);

testWith({
  name:
    `${COUNT} changed packets are read as dhcproto, insomniacslk/dhcp and dhcpkit read them, or it is known why not`,
  needs: ["shared-corpus", "shared-spec", "cargo", "go", "python-original"],
  async fn() {
    const { packets, accepted, verdicts, unexplained } = await compareWithPeers(SEED, COUNT);
    assertEquals(unexplained.slice(0, 20).map(told), [], `${unexplained.length} disagreements that no rule explains`);
    assertEquals(packets, COUNT);
    assert(accepted > COUNT / 4, `only ${accepted} packets are without fault`);
    for (const { name } of peers) {
      assert(verdicts[name].same > COUNT / 10, `${name} reads only ${verdicts[name].same} packets as this module does`);
    }
  },
});

testWith({
  name: "no rule explains a reading that was tampered with",
  needs: ["shared-corpus", "shared-spec", "cargo", "go", "python-original"],
  async fn() {
    const random = new SeededRandom(SEED), packets = [...somePackets(SEED, 5000)], ours = packets.map(ourReading);
    for (const { name, read } of peers) {
      let tried = 0;
      for (const [i, answer] of (await read(packets)).entries()) {
        if (!answer.ok || !ours[i].accepts || disagreements(name, ours[i], answer).length > 0) continue;
        const other = tampered(answer, random);
        if (!other || isFree(other)) continue;
        const found = disagreements(name, ours[i], other);
        const isExplained = found.every((one) => ruleFor(name, one) !== undefined);
        assertEquals(isExplained, false, `${name}: ${JSON.stringify(other)}\n${JSON.stringify(found)}`);
        tried++;
      }
      assert(tried > 200, `only ${tried} readings of ${name} were tampered with`);
    }
  },
});

/** Whether there is a DHCPv4 message within, which insomniacslk/dhcp writes as it likes. */
function isFree({ message }: PeerReading): boolean {
  return JSON.stringify(message).includes('"code":87,');
}

/** All that somebody needs to look into it. */
function told({ peer, disagreement, answer }: Unexplained): string {
  const { ours, within, ...what } = disagreement;
  return [
    `${peer} ${what.kind}: ${JSON.stringify(what)}`,
    `  within ${within.map(({ code }) => `option ${code}`).join(" > ") || "the message"}`,
    `  packet ${ours.packet}`,
    `  ours   ${JSON.stringify(ours.message)}`,
    `  theirs ${JSON.stringify(answer)}`,
  ].join("\n");
}
