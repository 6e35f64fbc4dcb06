import { assertEquals } from "@std/assert";
import { validationRules } from "../../src/dhcpv6/mod.ts";
import { validationManual } from "../../tools/validation_manual.ts";
import { repositoryRoot } from "../support/paths.ts";

/** Everything but what the formatter decides: widths of columns and where lines break. */
function words(markdown: string): string[] {
  return markdown.replace(/-{2,}/g, "-").split(/\s+/);
}

Deno.test("docs/validation.md is what the rules say of themselves, and names each of them once", async () => {
  const manual = await Deno.readTextFile(`${repositoryRoot}docs/validation.md`);
  assertEquals(words(manual), words(validationManual(validationRules)));
  const ids = Array.from(manual.matchAll(/^\| `([a-z0-9-]+)`/gm), ([, id]) => id);
  assertEquals(ids, validationRules.map(({ id }) => id));
});
