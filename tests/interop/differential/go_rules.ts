import type { OurOption } from "./our_reading.ts";
import { isShortDuid, refusalsBy, type Rule, rulesOn, size } from "./rule.ts";

const refuses = refusalsBy("go"), passes = rulesOn("go", "passed"), differs = rulesOn("go", "differs");

/** Classes of disagreements with insomniacslk/dhcp. One malformed option makes it refuse the packet. */
export const goRules: readonly Rule[] = [
  passes({
    fault: "both fine",
    title: "keeps as bytes an option that it does not decode, so it does not see that the body is malformed",
    reference: "RFC 9915 section 21.1",
  }, ({ theirs }) => theirs.opaque === true),
  refuses(
    {
      fault: "both fine",
      title: "refuses a DUID that has no type; here a DUID is bytes, and those of any length are kept",
      reference: "RFC 9915 section 11.1; quirk 28",
    },
    /buffer too short/,
    (option) => isDuid(option) && size(option) < 2,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a DUID that is too short for its type; here a DUID is bytes, whatever they say",
      reference: "RFC 9915 sections 11.1, 11.2, 11.3, 11.4; quirk 29",
    },
    /buffer too short/,
    (option) => isDuid(option) && isShortDuid(option),
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a DUID-UUID that is not a UUID long; here a DUID is bytes, whatever they say",
      reference: "RFC 9915 section 11.1; RFC 6355 section 4; quirk 31",
    },
    /DUID-UUID must be exactly 16 bytes/,
    (option) => isDuid(option) && option.data.startsWith("0004") && size(option) !== 18,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a vendor class without items; here it is a list of none",
      reference: "RFC 9915 section 21.16; quirk 40",
    },
    /vendor class data should not be empty/,
    (option) => option.code === 16 && size(option) === 4,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a user class without items; here it is a list of none",
      reference: "RFC 9915 section 21.15; quirk 38",
    },
    /user class option must not be empty/,
    (option) => option.code === 15 && size(option) === 0,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses an empty list of architectures; here it is a list of none",
      reference: "RFC 5970 section 3.3; quirk 75",
    },
    /must have at least one archtype/,
    (option) => option.code === 61 && size(option) === 0,
  ),
  differs(
    {
      fault: "theirs",
      title: "leaves out codes that an Option Request option lists again",
      reference: "RFC 9915 section 21.7; quirk 24",
    },
    ({ option, theirs }) =>
      option.code === 6 && theirs.data === distinctCodes(option) &&
      JSON.stringify(theirs.value?.codes) === JSON.stringify(numbers(theirs.data)),
  ),
  differs(
    {
      fault: "theirs",
      title: "writes DHCPv4 messages anew, padded to 300 bytes",
      reference: "RFC 7341 section 7.1; quirk 67",
    },
    ({ option, theirs, what }) =>
      option.code === 87 && what.join() === "data" && isSameHeader(option.data, theirs.data),
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a DHCPv4 message that it cannot read; here it is bytes",
      reference: "RFC 7341 section 7.1; quirk 67",
    },
    /buffer too short|magic cookie|unexpected EOF/,
    ({ code }) => code === 87,
  ),
  differs({
    fault: "theirs",
    title: "loses the address of a prefix of length 0",
    reference: "RFC 9915 section 21.22; quirk 63",
  }, ({ option, what }) => option.code === 26 && option.value?.prefixLength === 0 && what.join() === "prefix"),
  passes({
    fault: "theirs",
    title: "takes a prefix length over 128, and forgets it",
    reference: "RFC 9915 section 21.22; quirk 62",
  }, ({ option, theirs }) => theirs.code === 26 && isProblem(option, 26, /is over 128/)),
  refuses(
    {
      fault: "both fine",
      title: "refuses a 4rd mapping rule with a prefix of 12 bytes; here 12 and 16 are read",
      reference: "RFC 7600 section 4.9",
    },
    /buffer too short/,
    (option) => option.code === 98 && size(option) === 20,
  ),
  differs(
    {
      fault: "theirs",
      title: "forgets prefix lengths that are too long, and reserved flags, of a 4rd rule",
      reference: "RFC 7600 section 4.9",
    },
    ({ option, theirs }) =>
      option.code === 98 && theirs.data === mapRule(option) || option.code === 99 && theirs.data === nonMapRule(option),
  ),
  differs({
    fault: "both fine",
    title: "shows a backslash or dot within a label as it is; here it is escaped",
    reference: "RFC 4343 section 2.1; quirk 57",
  }, ({ option, theirs, what }) =>
    what.length === 1 && ["names", "labels"].includes(what[0]) &&
    JSON.stringify(unescaped(option.value?.[what[0]])) === JSON.stringify(theirs.value?.[what[0]])),
  ...([
    ["both fine", "keeps a name without a root label as a partial one", /does not end with the root label/, "quirk 50"],
    ["theirs", "takes labels of 64 to 191 bytes", /is longer than 63 bytes/, "quirk 53"],
    [
      "theirs",
      "follows compression pointers, or drops names behind one that leads nowhere",
      /compression pointer/,
      "quirks 47, 49",
    ],
    ["theirs", "takes a name of over 255 bytes", /is over 255 bytes/, "quirk 53"],
    ["theirs", "reads on after the one name of a Client FQDN option or NTP suboption", /left over/, "quirk 77"],
  ] as const).map(([fault, title, problem, quirk]) =>
    passes(
      {
        fault,
        title: `${title} (domain names)`,
        reference: `RFC 9915 section 10; RFC 4704 section 4.2; ${quirk}`,
      },
      (found) =>
        found.theirs.code === found.option?.code &&
        (isProblem(found.option, 24, problem) || isProblem(found.option, 39, problem) ||
          found.within.at(-1)?.code === 56 && isProblem(found.option, 3, problem)),
    )
  ),
];

function isDuid({ code }: OurOption): boolean {
  return code === 1 || code === 2;
}

function isProblem(option: OurOption | undefined, code: number, problem: RegExp): boolean {
  return option?.code === code && problem.test(option.problem ?? "");
}

/** The body of an Option Request option without the codes that are in it already. */
function distinctCodes({ data }: OurOption): string {
  return [...new Set(data.match(/..../g))].join("");
}

function numbers(codes: string): number[] {
  return Array.from(codes.match(/..../g) ?? [], (code) => parseInt(code, 16));
}

/** Whether DHCPv4 messages have the same header up to the addresses; no hardware address is longer than 16 bytes (RFC 2131). */
function isSameHeader(ours: string, theirs = ""): boolean {
  return ours.slice(0, 4) + ours.slice(6, 56) === theirs.slice(0, 4) + theirs.slice(6, 56);
}

/** A 4rd mapping rule with 0 for prefix lengths that are too long, and without the flags that mean nothing. */
function mapRule({ data }: OurOption): string {
  const bytes = Uint8Array.fromHex(data);
  if (bytes[0] > 32) bytes[0] = 0;
  if (bytes[1] > 128) bytes[1] = 0;
  bytes[3] &= 0x80;
  return bytes.toHex();
}

/** A 4rd rule for what no mapping rule is for, without the flags that mean nothing, and a traffic class that is not in use. */
function nonMapRule({ data }: OurOption): string {
  const bytes = Uint8Array.fromHex(data);
  bytes[0] &= 0x81;
  if ((bytes[0] & 1) === 0) bytes[1] = 0;
  return bytes.toHex();
}

function unescaped(names: unknown): unknown {
  return Array.isArray(names) ? names.map(unescaped) : String(names).replace(/\\([.\\])/g, "$1").replace(/^\.$/, "");
}
