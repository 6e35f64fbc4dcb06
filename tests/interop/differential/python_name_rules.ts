import type { PeerOption } from "../../support/peers.ts";
import { everyOption, type OurOption } from "./our_reading.ts";
import { refusalsBy, type Rule, rulesOn, size } from "./rule.ts";

const refuses = refusalsBy("python"), differs = rulesOn("python", "differs");

/** Classes of disagreements with dhcpkit about domain names, which it takes for internationalised host names. */
export const pythonNameRules: readonly Rule[] = [
  differs(
    {
      fault: "theirs",
      title: "writes a root label behind a partial name",
      reference: "RFC 4704 section 4.2; quirk 58",
    },
    ({ option, theirs }) =>
      option.code === 39 && lowerCase(theirs.data) === lowerCase(option.data) + "00" && isSameName(option, theirs),
  ),
  differs({
    fault: "both fine",
    title: "reads and writes domain names in lower case",
    reference: "RFC 9915 section 10; RFC 4343; quirk 56",
  }, ({ option, theirs }) => lowerCase(theirs.data) === lowerCase(option.data) && isSameName(option, theirs)),
  refuses(
    {
      fault: "theirs",
      title: "refuses the name of the root, an empty partial name, and an empty list of names",
      reference: "RFC 9915 section 10; RFC 4704 section 4.2; quirks 51, 52, 60",
    },
    /^IDNAError: Empty (Label|domain)|^ValueError: Option length does not match/,
    (option) =>
      namesOf(option).some((name) => /^\.?$/.test(name)) || [21, 24].includes(option.code) && size(option) === 0,
  ),
  refuses(
    {
      fault: "theirs",
      title: "refuses a label that is not of an internationalised host name: other characters, hyphens, case",
      reference: "RFC 9915 section 10; RFC 1035 section 3.1; quirk 55",
    },
    /^(IDNAError|InvalidCodepoint|InvalidCodepointContext|IDNABidiError|UnicodeDecodeError|UnicodeError)/,
    (option) =>
      namesOf(option).some((name) =>
        name.split(".").some((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label) || /^..--/.test(label))
      ),
  ),
];

/** The names in an option that dhcpkit decodes. */
function namesOf({ code, value, list }: OurOption): string[] {
  if (code === 56) {
    return [...everyOption(list)].map(({ value }) => value?.fqdn).filter((name) => typeof name === "string");
  }
  if (code === 39 || code === 64) return [String(value?.name)];
  return (code === 21 || code === 24) && Array.isArray(value?.names) ? value.names : [];
}

function isSameName({ value }: OurOption, theirs: PeerOption): boolean {
  const text = (of: OurOption["value"]) => JSON.stringify(of?.names ?? of?.name ?? "").toLowerCase();
  return text(value) === text(theirs.value) || theirs.value?.names === undefined && theirs.value?.name === undefined;
}

/** Hexadecimal digits of ASCII text in lower case. */
function lowerCase(hex = ""): string {
  return Uint8Array.fromHex(hex).map((byte) => byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte).toHex();
}
