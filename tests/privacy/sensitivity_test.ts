import { assert, assertEquals } from "@std/assert";
import type { NamedField, OptionSpace } from "@dhcpkit/kafka/dhcpv6";
import { standardOptions, VendorOptions, vendorSpaces } from "@dhcpkit/kafka/dhcpv6/options";
import { sensitivities, type Sensitivity } from "@dhcpkit/kafka/privacy";
import { createPseudonyms } from "@dhcpkit/kafka/privacy";
import { ClientServerMessage, Options, rawOption } from "@dhcpkit/kafka/dhcpv6";
import { vectors } from "../vectors/mod.ts";

/** Spaces of all options and suboptions, as far as any option says which space is inside it. */
const spaces = new Set<OptionSpace>([
  ...sensitivities.keys(),
  ...vendorSpaces.values(),
  ...vectors.map(({ space }) => space),
]);

/** What may be said of a field that is read as this. */
const FITTING: Readonly<Record<Exclude<Sensitivity, "keep">, RegExp>> = {
  "duid": /^DUID$/,
  "iaid": /^u32$/,
  "link-layer": /^(link-layer address|6 bytes|bytes)$/,
  "counted-link-layer": /^link-layer address behind a u16 length$/,
  "address": /^address$/,
  "addresses": /^list of address$/,
  "address4": /^IPv4 address$/,
  "prefix": /^prefix( of as many bytes as it needs)?$/,
  "prefix-bytes": /^(0 to 16 bytes|12 or 16 bytes of an address)$/,
  "prefix4": /^IPv4 address$/,
  "names": /^domain name(, partial or whole)?$/,
  "text": /^UTF-8 text$/,
  "counted-texts": /^list of UTF-8 text behind a u16 length$/,
  "short-texts": /^list of civic address element: u8 type, u8 length, UTF-8 text$/,
  "bytes": /bytes/,
  "counted-bytes": /^list of bytes behind a u16 length$/,
  "short-tlvs": /^list of u8 type, bytes behind a u8 length$/,
  "nowhere": /^(coordinate|altitude)$/,
  "authentication": /^authentication information$/,
  "radius": /^list of RADIUS attribute$/,
  "dhcpv4": /^DHCPv4 message$/,
  "options": /^options/,
  "message": /^DHCPv6 message$/,
};

Deno.test("every option and suboption is classified, field by field, and nothing else is", () => {
  let classified = 0;
  for (const space of spaces) {
    const known = sensitivities.get(space) ?? {};
    const names = space.definitions.map(({ name }) => name);
    assertEquals(names.filter((name) => !(name in known)), [], `unclassified in ${space.name}`);
    assertEquals(Object.keys(known).filter((name) => !names.includes(name)), [], `unknown in ${space.name}`);
    for (const { name, fields } of space.definitions) {
      classified++;
      const sensitivity = known[name];
      if (sensitivity !== "keep") assertEquals(Object.keys(sensitivity), fields.map(({ key }) => key), name);
    }
  }
  assert(standardOptions.length >= 148 && classified > standardOptions.length + 50, `${classified} options`);
});

Deno.test("what is said of a field fits how it is read, and what is inside an option is never kept unseen", () => {
  for (const [space, options] of sensitivities) {
    for (const { name, fields } of space.definitions) {
      for (const { key, field } of fields as readonly NamedField[]) {
        const sensitivity = options[name] === "keep" ? "keep" : options[name][key];
        if (sensitivity !== "keep") assert(FITTING[sensitivity].test(field.kind), `${name}.${key}: ${field.kind}`);
        else assert(!("holds" in field), `${name}.${key} holds options`);
      }
    }
  }
});

Deno.test("an option that nobody classified is replaced", () => {
  const body = new Uint8Array([1, 2, 3, 4, 5, 6]), key = crypto.getRandomValues(new Uint8Array(32));
  const space = [...vendorSpaces.keys()].find((enterprise) => enterprise === 311)!;
  const message = new ClientServerMessage({
    type: 1,
    transactionId: 1,
    options: Options.of(
      rawOption(35, body),
      VendorOptions.of({ enterprise: space, options: Options.of(rawOption(1, body)) }),
    ),
  });
  const { options } = createPseudonyms({ key, keyId: "one" }).replaceIn(message);
  assert(`${options.data(35)}` !== `${body}`);
  assert(`${options.get(VendorOptions)!.options.data(1)}` !== `${body}`);
});
