import { assertEquals } from "@std/assert";
import { detectorDescriptions } from "@dhcpkit/kafka/detectors";
import { provider } from "../../src/simulation/provider.ts";
import { repositoryRoot } from "../support/paths.ts";

Deno.test("docs/demonstration.md lists everything that is wrong, with what finds it", async () => {
  const text = await Deno.readTextFile(`${repositoryRoot}docs/demonstration.md`);
  const rows = text.split("\n").filter((line) => line.startsWith("|")).slice(2).map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  const { faults, subscribers } = provider({ seed: 1, clients: 300 });
  const wanted = faults.map(({ id, what, labels }) => {
    const cast = subscribers.filter(({ fault }) => fault === id);
    const ids = [...new Set(labels(cast).map(({ detector }) => detector))];
    return [what, cast.length === 0 ? "" : String(cast.length), ids.map(linkTo).join(", ")];
  });
  assertEquals(rows, wanted);
});

/** A link to the chapter of a detector in its manual. */
function linkTo(detector: string): string {
  const { title } = detectorDescriptions.find(({ id }) => id === detector)!;
  return `[${title}](detectors.md#${title.toLowerCase().replaceAll(" ", "-")})`;
}
