import { anyList, type Passed } from "./compare.ts";
import type { OurList, OurOption } from "./our_reading.ts";
import { type Found, inside, type Rule, rulesOn, size } from "./rule.ts";
import { writtenByRust } from "./rust_written.ts";

const passes = rulesOn("rust", "passed"), differs = rulesOn("rust", "differs"), ends = rulesOn("rust", "ended");
const writes = rulesOn("rust", "written"), replaced = rulesOn("rust", "replaced");

/** Options that it reads by their usual size, whatever length they say. */
const SIZES: Readonly<Record<number, number>> = { 7: 1, 8: 2, 12: 16, 14: 0, 19: 1, 20: 0 };
const FIXED = Object.keys(SIZES).map(Number);
/** Options whose body it decodes, and which can so be too short for it. */
const DECODED = [3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 19, 23, 25, 26, 56, 61];

/** Classes of disagreements with dhcproto. Its lists of options end, without a word, at the first that it cannot read. */
export const rustRules: readonly Rule[] = [
  passes({
    fault: "both fine",
    title: "keeps as bytes an option that it does not decode, so it does not see that the body is malformed",
    reference: "RFC 9915 section 21.1",
  }, ({ theirs }) => theirs.opaque === true),
  passes({
    fault: "theirs",
    title: "drops without a word what stands behind the last whole option",
    reference: "RFC 9915 section 21.1; quirks 4, 6, 7, 8",
  }, ({ option, list, theirList }) => !option && theirList !== undefined && theirList.length <= list.options.length),
  passes(
    {
      fault: "theirs",
      title: "reads an option of fixed size whose length says that it goes on past the end",
      reference: "RFC 9915 section 21.1; quirk 6",
    },
    ({ option, list, theirList }) =>
      !option && theirList !== undefined && theirList.length > list.options.length &&
      FIXED.includes(parseInt(list.stray.slice(0, 4), 16)),
  ),
  passes({
    fault: "theirs",
    title: "ends the list without a word at an option that it cannot read",
    reference: "RFC 9915 section 21.1; quirks 9, 10, 13, 33, 36, 41, 45, 68",
  }, (found) => DECODED.includes(found.option?.code ?? -1) && isBehindTheirEnd(found)),
  passes({
    fault: "theirs",
    title:
      "does not come to the place: an option before it ended the list or led it astray, or a relayed message around it did",
    reference: "RFC 9915 sections 21.1, 21.10; quirks 6, 15, 33, 34",
  }, isNotReached),
  passes({
    fault: "theirs",
    title:
      "takes the usual number of bytes for an option of fixed size, whatever its length says, and goes astray behind it",
    reference: "RFC 9915 sections 21.8, 21.9, 21.14, 21.19, 21.20; RFC 8415 section 21.12; quirk 33",
  }, ({ option, theirs }) => FIXED.includes(option?.code ?? -1) && theirs.code === option?.code),
  passes(
    {
      fault: "theirs",
      title: "leaves out the last byte of a list of codes that has an odd length",
      reference: "RFC 9915 section 21.7; RFC 5970 section 3.3; quirk 26",
    },
    ({ option, theirs }) =>
      option !== undefined && [6, 61].includes(option.code) && size(option) % 2 === 1 && theirs.code === option.code,
  ),
  passes({
    fault: "theirs",
    title: "drops items of a user or vendor class that do not end where the option does",
    reference: "RFC 9915 sections 21.15, 21.16; quirks 37, 39",
  }, ({ option, theirs }) => [15, 16].includes(option?.code ?? -1) && theirs.code === option?.code),
  passes({
    fault: "theirs",
    title: "drops domain names from the first that is malformed",
    reference: "RFC 9915 section 10; quirks 48, 49, 50, 53, 54",
  }, ({ option, theirs }) => option?.code === 24 && theirs.code === 24),
  passes({
    fault: "theirs",
    title: "takes a prefix length over 128",
    reference: "RFC 9915 section 21.22; quirk 62",
  }, ({ option, theirs }) => option?.code === 26 && /is over 128/.test(option.problem ?? "") && theirs.code === 26),
  differs(
    {
      fault: "theirs",
      title: "writes domain names with compression pointers",
      reference: "RFC 9915 section 10",
    },
    ({ option, theirs, what }) =>
      option.code === 24 && what.join() === "data" && /c0[0-9a-f]{2}/.test(theirs.data ?? "") &&
      theirs.data!.length < option.data.length,
  ),
  differs({
    fault: "theirs",
    title: "reads what a relay agent passes on as the message of a relay agent, whatever its type",
    reference: "RFC 9915 sections 8, 9, 21.10; quirk 15",
  }, ({ option, what }) => what.includes("header") && isClientMessage(option)),
  ends({
    fault: "theirs",
    title:
      "cannot read a client's or server's message of under 34 bytes in a Relay Message option; the list ends there",
    reference: "RFC 9915 sections 8, 21.10; quirk 15",
  }, ({ option }) => isClientMessage(option) && size(option) < 34),
  ends({
    fault: "theirs",
    title: "ends the list at a status message that is not UTF-8",
    reference: "RFC 9915 section 21.13; quirk 34",
  }, ({ option }) => option.code === 13 && /[89a-f]/.test(option.data)),
  passes({
    fault: "theirs",
    title: "reads on behind the last whole vendor option, led astray by one that it took for a DHCPv6 option",
    reference: "RFC 9915 section 21.17; quirks 33, 43",
  }, (found) => !found.option && inside(17, found) && found.list.options.some(({ code }) => FIXED.includes(code))),
  differs({
    fault: "theirs",
    title: "reads vendor options as options of DHCPv6",
    reference: "RFC 9915 section 21.17; quirk 43",
  }, (found) => found.within.at(-1)?.code === 17 && found.theirs.opaque !== true),
  replaced({
    fault: "theirs",
    title: "goes astray among vendor options at one that it takes for a DHCPv6 option of fixed size",
    reference: "RFC 9915 section 21.17; quirks 33, 43",
  }, ({ within }) => within.at(-1)?.code === 17 && hasMissized(within.at(-1)?.list)),
  ends({
    fault: "theirs",
    title: "ends a list of vendor options at one that cannot be read as the DHCPv6 option of its code",
    reference: "RFC 9915 section 21.17; quirk 43",
  }, (found) => inside(17, found) && before(found).some(({ code }) => DECODED.includes(code) || FIXED.includes(code))),
  ends({
    fault: "theirs",
    title: "ends the list at an NTP suboption of a code that it does not know",
    reference: "RFC 5908 section 4; quirk 65",
  }, ({ option }) => option.code === 56 && hasBadSuboption(option)),
  replaced(
    {
      fault: "theirs",
      title: "tells NTP suboptions apart by the kind of address instead of by their code",
      reference: "RFC 5908 sections 4.1, 4.2; quirk 66",
    },
    ({ within, option, theirs }) =>
      within.at(-1)?.code === 56 && option?.data === theirs.data &&
      theirs.code === (theirs.data?.startsWith("ff") ? 2 : 1),
  ),
  writes({
    fault: "both fine",
    title: "writes options sorted by their code",
    reference: "RFC 9915 section 21.1; quirk 22",
  }, ({ ours, bytes }) => bytes === writtenByRust(ours, "lengths")),
  writes({
    fault: "theirs",
    title: "writes the number of items of a user or vendor class in place of their length",
    reference: "RFC 9915 sections 21.1, 21.15, 21.16; quirk 44",
  }, ({ ours, bytes }) => bytes === writtenByRust(ours, "counts")),
  writes({
    fault: "both fine",
    title: "sorts more than 20 options so that those of one code may change places",
    reference: "RFC 9915 section 21.1; quirk 22",
  }, ({ ours, bytes }) =>
    anyList(ours, ({ options }) => options.length > 20) &&
    [sortedBytes(writtenByRust(ours, "lengths")), sortedBytes(writtenByRust(ours, "counts"))].includes(
      sortedBytes(bytes),
    )),
];

function isClientMessage({ code, data }: OurOption): boolean {
  return code === 9 && !["0c", "0d"].includes(data.slice(0, 2));
}

/** The options up to the one before which the list ended, with it. */
function before({ within, option }: Found<"ended">): OurOption[] {
  const options = within.at(-1)?.list?.options ?? [];
  return options.slice(0, options.indexOf(option) + 1);
}

function sortedBytes(hex = ""): string {
  return Uint8Array.fromHex(hex).sort().toHex();
}

/** Whether the list that it read is over before the malformed option. */
function isBehindTheirEnd({ option, list, theirList }: Passed): boolean {
  return option !== undefined && theirList !== undefined && theirList.length <= list.options.indexOf(option);
}

/** Whether, in the list of the place or in one around it, dhcproto lost its way before it. */
function isNotReached(found: Found<"passed">): boolean {
  const path = found.option ? [...found.within, found.option] : found.within;
  let list = found.ours.message?.list;
  return path.some((option) => {
    const before = list?.options.slice(0, list.options.indexOf(option)) ?? [];
    list = option.list ?? option.message?.list;
    return isClientMessage(option) || hasBadSuboption(option) || before.some(isLost);
  }) || !found.option && found.list.options.some(isLost);
}

/** Whether dhcproto stops at such an option, or goes on at a wrong place. */
function isLost(option: OurOption): boolean {
  const { code, problem, data } = option;
  return problem !== undefined && DECODED.includes(code) || problem !== undefined && FIXED.includes(code) ||
    isClientMessage(option) || code === 13 && /[89a-f]/.test(data) || hasBadSuboption(option);
}

/** Whether dhcproto takes another number of bytes for one of the options than there are. */
function hasMissized(list: OurList | undefined): boolean {
  return list?.options.some((option) => option.code in SIZES && size(option) !== SIZES[option.code]) ?? false;
}

function hasBadSuboption({ code, list }: OurOption): boolean {
  return code === 56 && list !== undefined &&
    (list.stray !== "" || list.options.some(({ code, problem }) => problem !== undefined || code < 1 || code > 3));
}
