import { everyOption, type OurOption } from "./our_reading.ts";
import { type Found, refusalsBy, type Rule, rulesOn, size } from "./rule.ts";

const refuses = refusalsBy("python"), passes = rulesOn("python", "passed"), differs = rulesOn("python", "differs");

/** Classes of disagreements with dhcpkit about domain names, which it takes for internationalised host names. */
export const pythonNameRules: readonly Rule[] = [
  differs(
    {
      fault: "theirs",
      title: "writes a root label behind a partial name",
      reference: "RFC 4704 section 4.2; quirk 58",
    },
    (found) =>
      found.option.code === 39 && holdsNames(found) &&
      lowerCase(found.theirs.data) === lowerCase(found.option.data) + "00" &&
      isSameName(found),
  ),
  differs(
    {
      fault: "both fine",
      title: "reads and writes domain names in lower case",
      reference: "RFC 9915 section 10; RFC 4343; quirk 56",
    },
    (found) => holdsNames(found) && lowerCase(found.theirs.data) === lowerCase(found.option.data) && isSameName(found),
  ),
  differs(
    {
      fault: "both fine",
      title: "shows internationalised names in the letters of their language",
      reference: "RFC 5890 section 2.3.2.1",
    },
    (found) => holdsNames(found) && lowerCase(found.theirs.data) === lowerCase(found.option.data) && isSameHost(found),
  ),
  differs(
    {
      fault: "theirs",
      title: "makes two labels of one that holds a dot",
      reference: "RFC 9915 section 10; RFC 1035 section 3.1; quirk 57",
    },
    (found) => holdsNames(found) && hasDotInLabel(found.option) && isSameName(found),
  ),
  refuses(
    {
      fault: "theirs",
      title: "refuses the name of the root",
      reference: "RFC 9915 section 10; RFC 1035 section 3.1; quirk 52",
    },
    /^IDNAError: Empty Label/,
    (option) => namesOf(option).includes("."),
  ),
  refuses(
    {
      fault: "theirs",
      title: "refuses an AFTR name of under four bytes; one label and the root take three",
      reference: "RFC 6334 section 3; RFC 1035 section 3.1; quirk 76",
    },
    /^ValueError: AFTRNameOption is shorter than the minimum length of 4/,
    (option) => option.code === 64 && size(option) < 4,
  ),
  passes({
    fault: "theirs",
    title: "takes what stands behind the last whole option for the names of one that says that it holds none",
    reference: "RFC 9915 section 21.1; quirk 51",
  }, ({ option, list }) => !option && list.options.some((last) => [21, 24].includes(last.code) && size(last) === 0)),
  refuses(
    {
      fault: "theirs",
      title: "reads on to the end of the packet where an option says that it holds no names",
      reference: "RFC 9915 section 21.1; RFC 4704 section 4.2; quirks 51, 60",
    },
    /^(IDNAError|InvalidCodepoint\w*|UnicodeError|ValueError|UnicodeDecodeError): /,
    (option) => [21, 24].includes(option.code) && size(option) === 0 || option.code === 39 && size(option) === 1,
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

function hasDotInLabel({ value }: OurOption): boolean {
  return JSON.stringify(value).includes(ESCAPED_DOT);
}

/** Whether nothing but names differs, in an option or NTP suboption of names. */
function holdsNames({ option: { code }, within, what }: Found<"differs">): boolean {
  if (!what.every((key) => ["name", "names", "data"].includes(key))) return false;
  return [21, 24, 39, 64].includes(code) || code === 3 && within.at(-1)?.code === 56;
}

/** Whether names are the same but for case, and for dots within labels, which dhcpkit does not tell from others. */
function isSameName({ option, theirs }: Found<"differs">): boolean {
  const text = ({ names, name }: NonNullable<OurOption["value"]>) => JSON.stringify(names ?? name)?.toLowerCase();
  const told = text(theirs.value ?? {});
  return told === undefined || told === text(option.value ?? {})?.replaceAll(ESCAPED_DOT, ".");
}

/** Whether names are the same when those of the peer are written in ASCII (Punycode). */
function isSameHost({ option, theirs }: Found<"differs">): boolean {
  const names = (value: OurOption["value"]) => [value?.names ?? value?.name ?? []].flat().map(String);
  const hosts = names(theirs.value).map((name) => URL.parse(`http://${name}`)?.hostname);
  return JSON.stringify(hosts) === JSON.stringify(names(option.value).map((name) => name.toLowerCase()));
}

/** As JSON has it. */
const ESCAPED_DOT = "\\\\.";

/** Hexadecimal digits of ASCII text in lower case. */
function lowerCase(hex = ""): string {
  return Uint8Array.fromHex(hex).map((byte) => byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte).toHex();
}
