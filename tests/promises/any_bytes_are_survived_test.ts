import { assert } from "@std/assert";
import { fuzz } from "../support/fuzzer.ts";
import { testWith } from "../support/requirements.ts";

/** CI takes a minute; `deno task fuzz` as long as it is told. */
const seconds = Number(Deno.env.get("DHCPKIT_FUZZ_SECONDS") ?? 5);

testWith({
  name: "any bytes are a message or a WireError, are written back as they were, and cost what bytes cost",
  needs: ["shared-corpus"],
  fn() {
    const { inputs, messages, clean } = fuzz({ seed: Date.now() % 1_000_000, seconds });
    assert(inputs > 1000 * seconds, `${inputs} inputs`);
    assert(messages > inputs / 2 && clean > inputs / 20 && clean < messages, `${clean} of ${messages} of ${inputs}`);
  },
});
