import { assertEquals } from "@std/assert";
import { messageTypeByName, type OptionDef, standardSpace } from "../../src/dhcpv6/mod.ts";
import { isNested } from "../../src/dhcpv6/nested_field.ts";
import { ntpSuboptions, standardOptions } from "../../src/dhcpv6/options/mod.ts";

const definitions: readonly OptionDef<unknown>[] = [...standardOptions, ...ntpSuboptions.definitions];

/** Whether an option has room for others, of DHCPv6 or of a space of their own. */
function holdsOptions(option: OptionDef<unknown> | undefined): boolean {
  return option?.fields.some(({ field }) => isNested(field) && field.holds === "options") ?? false;
}

/** Whether an option has room for other DHCPv6 options. */
function holdsStandardOptions({ fields }: OptionDef<unknown>): boolean {
  return fields.some(({ field }) => isNested(field) && field.holds === "options" && !field.space);
}

Deno.test("option places: each is a message type or an option with room for options, and named once", () => {
  const wrong: string[] = [];
  for (const { name, traits } of definitions) {
    const places = traits.within ?? [];
    if (new Set(places).size !== places.length) wrong.push(`${name}: a place is named twice`);
    for (const place of places) {
      const exists = messageTypeByName(place) !== undefined || holdsOptions(standardSpace.byName(place));
      if (!exists) wrong.push(`${name}: ${place}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("option places: every option with room for DHCPv6 options is the place of some", () => {
  const places = new Set(definitions.flatMap(({ traits }) => traits.within ?? []));
  assertEquals(standardOptions.filter((option) => holdsStandardOptions(option) && !places.has(option.name)), []);
});
