import { assert, assertEquals } from "@std/assert";
import { testWith } from "../support/requirements.ts";
import { compareWithPeers, peers, type Unexplained } from "./differential/mod.ts";

/** Another seed, and more packets than these, by the environment; `tools/differential_report.ts` is for many more. */
const SEED = Number(Deno.env.get("DHCPKIT_DIFFERENTIAL_SEED") ?? 1);
const COUNT = Number(Deno.env.get("DHCPKIT_DIFFERENTIAL_PACKETS") ?? 20_000);

testWith({
  name:
    `${COUNT} changed packets are read as dhcproto, insomniacslk/dhcp and dhcpkit read them, or it is known why not`,
  needs: ["shared-corpus", "cargo", "go", "python-original"],
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
