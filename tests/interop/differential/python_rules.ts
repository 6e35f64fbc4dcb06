import { anyOption } from "./compare.ts";
import type { OurOption } from "./our_reading.ts";
import { pythonNameRules } from "./python_name_rules.ts";
import { isShortDuid, refusalsBy, type Rule, rulesOn, size } from "./rule.ts";

const refuses = refusalsBy("python"), passes = rulesOn("python", "passed"), differs = rulesOn("python", "differs");
const opaque = rulesOn("python", "opaque"), writes = rulesOn("python", "written");

/** Classes of disagreements with dhcpkit. One malformed option makes it refuse the packet. */
export const pythonRules: readonly Rule[] = [
  passes({
    fault: "both fine",
    title: "keeps as bytes an option that it does not decode, so it does not see that the body is malformed",
    reference: "RFC 9915 section 21.1",
  }, ({ theirs }) => theirs.opaque === true),
  passes({
    fault: "both fine",
    title: "keeps as bytes a message of a type that it does not know, so it does not see that it is malformed",
    reference: "RFC 9915 sections 7.3, 16; quirk 20",
  }, ({ theirs }) => theirs.message?.opaque !== undefined),
  opaque({
    fault: "both fine",
    title: "keeps as bytes a message of a type that it does not know; here its options are read",
    reference: "RFC 9915 sections 7.3, 16; quirk 20",
  }, ({ message }) => message.type === 0 || message.type > 17),
  passes({
    fault: "theirs",
    title: "reads a Remote-ID of under four bytes over the option behind it",
    reference: "RFC 4649 section 3; quirk 64",
  }, ({ option, theirs }) => option?.code === 37 && size(option) < 4 && theirs.code === 37),
  differs({
    fault: "theirs",
    title: "reads a DUID that is too short for its type over what stands behind it",
    reference: "RFC 9915 sections 11.2, 11.3, 11.4, 21.1; quirk 29",
  }, ({ option, theirs }) => isShortDuid(option) && String(theirs.value?.duid).startsWith(option.data)),
  refuses(
    {
      fault: "both fine",
      title: "refuses a DUID that has no type; here a DUID is bytes, and those of any length are kept",
      reference: "RFC 9915 section 11.1; quirk 28",
    },
    /^ValueError: (ClientId|ServerId|RelayId)Option is shorter than the minimum length of 2/,
    (option) => [1, 2, 53].includes(option.code) && size(option) < 2,
  ),
  refuses(
    {
      fault: "theirs",
      title: "loses its way behind a DUID that is too short for its type, which it reads over what stands behind it",
      reference: "RFC 9915 sections 11.2, 11.3, 11.4, 21.1; quirk 29",
    },
    /./,
    isShortDuid,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a prefix with bits set behind its length; here they are kept",
      reference: "RFC 9915 section 21.22; quirk 61",
    },
    /has host bits set/,
    (option) => option.code === 26 && hasHostBits(option),
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a status message that is not UTF-8; here its bytes are kept",
      reference: "RFC 9915 section 21.13; quirk 34",
    },
    /^UnicodeDecodeError: 'utf-8' codec/,
    (option) => option.code === 13 && hasHighByte(option),
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a time zone that is not ASCII; here its bytes are kept",
      reference: "RFC 4833 section 3; quirk 69",
    },
    /^UnicodeDecodeError: 'ascii' codec/,
    (option) => [41, 42].includes(option.code) && hasHighByte(option),
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a softwire container that holds less than one option with a byte; here it may hold none",
      reference: "RFC 7598 section 5; quirk 74",
    },
    /^ValueError: S46\w+ContainerOption is shorter than the minimum length of 5/,
    (option) => [94, 95, 96].includes(option.code) && size(option) < 5,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses a PSID of over 16 bits; here the number is kept as it is",
      reference: "RFC 7598 section 4.5; quirk 73",
    },
    /^ValueError: negative shift count/,
    (option) => option.code === 93 && Number(option.value?.psidLength) > 16,
  ),
  refuses(
    {
      fault: "both fine",
      title: "refuses an IPv4 prefix length over 32; here the number is kept as it is",
      reference: "RFC 7598 section 4.1",
    },
    /^ValueError: IPv4 prefix length must be in range/,
    (option) => option.code === 89 && Number(option.value?.prefix4Length) > 32,
  ),
  differs(
    {
      fault: "both fine",
      title: "writes a PSID without the bits behind its length",
      reference: "RFC 7598 section 4.5; quirk 72",
    },
    ({ option, theirs, what }) =>
      option.code === 93 && what.join() === "data" &&
      theirs.data === masked(option, 2, Number(option.value?.psidLength)),
  ),
  differs(
    {
      fault: "both fine",
      title: "writes a default mapping rule without the bits behind its prefix length",
      reference: "RFC 7598 section 4.3; quirk 72",
    },
    ({ option, theirs, what }) =>
      option.code === 91 && what.join() === "data" &&
      theirs.data === masked(option, 1, Number(option.value?.prefixLength)),
  ),
  writes(
    {
      fault: "both fine",
      title: "writes a softwire prefix without the bits behind its length",
      reference: "RFC 7598 section 4; quirk 72",
    },
    ({ ours, bytes }) =>
      anyOption(ours, ({ code }) => [89, 91, 92].includes(code)) && bytes?.length === ours.packet.length,
  ),
  ...pythonNameRules,
];

function hasHighByte({ data }: OurOption): boolean {
  return Uint8Array.fromHex(data).some((byte) => byte > 0x7f);
}

function hasHostBits({ value }: OurOption): boolean {
  const bits = bitsOf(String(value?.prefix));
  return bits.slice(Number(value?.prefixLength)).includes("1");
}

function bitsOf(hex: string): string {
  return Array.from(Uint8Array.fromHex(hex), (byte) => byte.toString(2).padStart(8, "0")).join("");
}

/** The body with the bits cleared that come after so many behind the start of a prefix. */
function masked({ data }: OurOption, start: number, length: number): string {
  const bits = bitsOf(data), kept = bits.slice(0, start * 8 + length).padEnd(bits.length, "0");
  return (kept.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2).toString(16).padStart(2, "0")).join("");
}
