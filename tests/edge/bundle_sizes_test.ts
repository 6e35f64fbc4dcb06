import { assert, assertEquals } from "@std/assert";
import * as edge from "@dhcpkit/kafka/edge";
import { edgeImports } from "../../bench/_edge_imports.ts";
import { edgeBundle } from "../support/edge_bundle.ts";

for (const { what, source, most } of edgeImports) {
  Deno.test(`edge bundle: ${what} takes at most ${most} bytes, and names nothing of Deno or Node.js that it runs into`, async () => {
    const code = await edgeBundle(source);
    assert(code.length <= most, `it takes ${code.length} bytes`);
    assert(code.length > most * 0.75, `it takes ${code.length} bytes, so that it may be held to less`);
    // The spool of the publisher is Deno's, and nobody has one who does not ask for it.
    if (!source.includes("Publisher")) assertEquals(/\b(Deno|Buffer|process|require)\b/.exec(code), null);
  });
}

Deno.test("the table of what imports cost has every function of the edge's", () => {
  const functions = Object.entries(edge).filter(([, value]) =>
    typeof value === "function" && !/^class\b/.test(String(value))
  );
  const missing = functions.map(([name]) => name).filter((name) =>
    !edgeImports.some(({ what }) => what === `\`${name}\``)
  );
  assertEquals(missing, []);
});
