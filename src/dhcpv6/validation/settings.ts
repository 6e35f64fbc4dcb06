import type { OptionDef } from "../option.ts";
import { standardSpace } from "../option_registry.ts";
import { ClientFqdn } from "../options/rfc4704_fqdn.ts";
import { NtpMulticastAddress, NtpServer, NtpServerAddress } from "../options/rfc5908_ntp.ts";
import {
  Authentication,
  ElapsedTime,
  InfMaxRt,
  InformationRefreshTime,
  OptionRequest,
  SolMaxRt,
} from "../options/rfc9915_exchange.ts";
import { isFromClient, messageTraits } from "./message_traits.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** What clients ask for and servers tell them, beside leases. */
export const settingRules: readonly Rule[] = [
  {
    id: "oro-forbidden-code",
    severity: "warning",
    profiles: { rfc8415: "off", rfc3315: "off", dhcpkit: "off" },
    reference: "RFC 9915 section 21.7",
    meaning: "A client asks for an option that is not asked for, since the message needs it anyway or never holds it.",
    remedy: "Nothing is broken: servers ignore the code.",
    values: [/* @__PURE__ */ valuesOf([OptionRequest], ({ codes }, { within: { message } }, report) => {
      if (!isFromClient(message.read.type)) return;
      const forbidden = [...new Set(codes)].filter((code) => standardSpace.get(code)?.traits.requestable === false);
      if (forbidden.length > 0) report(`asks for ${forbidden.join(", ")}, which is not for clients to ask for`);
    })],
  },
  {
    id: "oro-repeated-code",
    severity: "info",
    reference: "RFC 9915 section 21.7",
    meaning: "A client asks for the same option more than once.",
    remedy: "Nothing is broken.",
    values: [/* @__PURE__ */ valuesOf([OptionRequest], ({ codes }, _, report) => {
      const seen = new Set<number>(), repeated = new Set<number>();
      for (const code of codes) (seen.has(code) ? repeated : seen).add(code);
      if (repeated.size > 0) report(`asks more than once for ${[...repeated].slice(0, 10).join(", ")}`);
    })],
  },
  {
    id: "oro-lacks-code",
    severity: "info",
    profiles: { rfc3315: "off", dhcpkit: "off" },
    reference: "RFC 9915 section 21.7",
    meaning: "A client does not ask for an option that it has to ask for: SOL_MAX_RT in a Solicit, INF_MAX_RT and " +
      "Information Refresh Time in an Information-request. Clients from before RFC 7083 and RFC 8415 do not.",
    remedy: "Update the client; a server cannot slow it down when it gets too many messages.",
    message(at, report) {
      const asked = new Set(at.all(OptionRequest).flatMap((option) => option.valueOf(OptionRequest)?.codes ?? []));
      const lacking = REQUIRED_CODES.get(at.name)?.filter(({ code }) => !asked.has(code)).map(({ name }) => name) ?? [];
      if (lacking.length > 0) report(`does not ask for ${lacking.join(", ")}`, at.all(OptionRequest)[0]);
    },
  },
  {
    id: "elapsed-time-saturated",
    severity: "info",
    reference: "RFC 9915 section 21.9",
    meaning: "A client has been trying for more than ten minutes without an answer that it could use.",
    remedy:
      "Find out why: whether answers are sent, whether they arrive, and what the client does not like about them.",
    values: [/* @__PURE__ */ valuesOf([ElapsedTime], ({ elapsed }, _, report) => {
      if (elapsed === 0xffff) report("the client has been trying for 655 seconds or more");
    })],
  },
  {
    id: "fqdn-flags",
    severity: "warning",
    reference: "RFC 4704 section 4.1",
    meaning: "The flags of a Client FQDN option contradict each other, or a client set the one that is the server's.",
    remedy: "Correct the sender; it is not clear who updates the DNS.",
    values: [/* @__PURE__ */ valuesOf([ClientFqdn], ({ flags }, { within: { message } }, report) => {
      const s = (flags & 1) !== 0, o = (flags & 2) !== 0, n = (flags & 4) !== 0;
      if (n && s) report("N (no update by the server) and S (update by the server) are both set");
      if (o && isFromClient(message.read.type)) report("O (overridden by the server) is set by a client");
    })],
  },
  {
    id: "refresh-time-too-short",
    severity: "warning",
    reference: "RFC 9915 section 21.23",
    meaning: "An Information Refresh Time is under 600 seconds; clients wait for 600 all the same.",
    remedy: "Set 600 or more in the server's configuration.",
    values: [/* @__PURE__ */ valuesOf([InformationRefreshTime], ({ seconds }, _, report) => {
      if (seconds < 600) report(`${seconds} seconds count as 600`);
    })],
  },
  {
    id: "max-rt-out-of-range",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 21.24",
    meaning: "SOL_MAX_RT or INF_MAX_RT is not 60 to 86400 seconds, so that clients ignore it.",
    remedy: "Set a value of that range in the server's configuration.",
    values: [/* @__PURE__ */ valuesOf([SolMaxRt, InfMaxRt], ({ seconds }, _, report) => {
      if (seconds < 60 || seconds > 86400) report(`${seconds} is not 60 to 86400 seconds`);
    })],
  },
  {
    id: "reconfigure-key",
    severity: "error",
    discardedBy: ["client"],
    reference: "RFC 9915 section 20.4.1",
    meaning:
      "The Authentication option of the reconfigure key protocol does not hold a key (in a Reply) or a digest (in a " +
      "Reconfigure) of 16 bytes.",
    remedy: "Correct the server: clients cannot use the key, or discard the Reconfigure.",
    values: [/* @__PURE__ */ valuesOf([Authentication], ({ protocol, information }, { within }, report) => {
      const kind = within.name === "reconfigure" ? 2 : 1;
      if (protocol !== 3 || messageTraits(within.message.read.type)?.sender !== "server") return;
      if (information.length !== 17 || information[0] !== kind) {
        report(`needs type ${kind} and 16 bytes, and has ${information.length} bytes in all`);
      }
    })],
  },
  {
    id: "ntp-address-kind",
    severity: "warning",
    reference: "RFC 5908 section 4",
    meaning: "A multicast address stands where the address of a time server belongs, or the other way round.",
    remedy: "Correct the server's configuration: suboption 1 is for a server's address, 2 for a multicast address.",
    values: [
      /* @__PURE__ */ valuesOf([NtpServerAddress], ({ address }, _, report) => {
        if (address.isMulticast) report(`the server's address ${address} is a multicast address`);
      }),
      /* @__PURE__ */ valuesOf([NtpMulticastAddress], ({ address }, _, report) => {
        if (!address.isMulticast) report(`${address} is no multicast address`);
      }),
    ],
  },
  {
    id: "ntp-suboption-count",
    severity: "warning",
    reference: "RFC 5908 section 4",
    meaning: "An NTP Server option has to hold one time server, and holds none or several.",
    remedy: "Let the server send an option for each time server; some clients read the first suboption alone.",
    values: [/* @__PURE__ */ valuesOf([NtpServer], (_, { inner }, report) => {
      const count = inner?.options.length ?? 0;
      if (count !== 1) report(`holds ${count} suboptions`);
    })],
  },
];

/** What the Option Request option of a message has to list, by the name of the message type. */
const REQUIRED_CODES: ReadonlyMap<string, readonly OptionDef<unknown>[]> = /* @__PURE__ */ requiredCodes();

function requiredCodes(): Map<string, OptionDef<unknown>[]> {
  const required: Map<string, OptionDef<unknown>[]> = new Map();
  for (const definition of standardSpace.definitions) {
    const { requestable } = definition.traits;
    if (typeof requestable !== "object") continue;
    required.set(requestable.requiredIn, [...required.get(requestable.requiredIn) ?? [], definition]);
  }
  return required;
}
