import { assertEquals, assertMatch } from "@std/assert";
import { standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { vectors } from "../vectors/mod.ts";

/** Options that no implementation at hand takes apart: their layout is what their RFC says, as it is understood here. */
const ONLY_BY_HAND: readonly string[] = [
  "krb-default-realm-name",
  "v6-pcp-server",
  "lq-base-time",
  "lq-start-time",
  "lq-end-time",
  "mpl-parameters",
  "v6-prefix64",
  "f-dns-removal-info",
  "s46-bind-ipv6-prefix",
  "slap-quad",
  "ia-srv6-locator",
  "ialocator",
];

Deno.test("vectors: every option has one that another implementation made or read, but for those listed", () => {
  const onlyByHand = standardOptions.filter((option) =>
    vectors.filter((vector) => vector.option === option).every(({ from }) => from.startsWith("made by hand"))
  );
  assertEquals(onlyByHand.map(({ name }) => name), ONLY_BY_HAND);
});

Deno.test("vectors: what was made by hand says out of what, and that nobody reads it", () => {
  for (const { option, from } of vectors.filter(({ from }) => from.startsWith("made by hand"))) {
    assertMatch(
      from,
      /^made by hand from (RFC \d+ section [\d.]+|draft-ietf-[\w-]+)\b.*; no implementation at hand reads its fields/,
      option.name,
    );
  }
});
