import { DuidType } from "../duid.ts";
import { Dhcpv4Message } from "../message.ts";
import { RadiusDelegatedPrefix } from "../options/radius_attributes.ts";
import { ClientFqdn } from "../options/rfc4704_fqdn.ts";
import { RelayId } from "../options/rfc5460_relay_id.ts";
import { PdExclude } from "../options/rfc6603_pd_exclude.ts";
import { HomeNetworkPrefix } from "../options/rfc6610_home_agent.ts";
import { RdnssSelection } from "../options/rfc6731_rdnss_selection.ts";
import { Radius } from "../options/rfc7037_radius.ts";
import { AddressSelection } from "../options/rfc7078_address_selection.ts";
import { S46Rule } from "../options/rfc7598_softwire.ts";
import { FourRdMapRule } from "../options/rfc7600_4rd.ts";
import { Status } from "../options/rfc9915_exchange.ts";
import { ClientId, ServerId } from "../options/rfc9915_identity.ts";
import { IaPrefix } from "../options/rfc9915_identity_association.ts";
import { IPv6Prefix } from "../prefix.ts";
import { hasBitsBehind } from "../prefix_bits.ts";
import { StatusCode, statusCodeName } from "../status_code.ts";
import { type Rule, valuesOf } from "./rule.ts";

/** Which values make sense (RFC 9915 section 21, and the RFCs that define the others). */
export const valueRules: readonly Rule[] = [
  {
    id: "duid-length",
    severity: "error",
    reference: "RFC 9915 section 11.1",
    meaning: "A DUID has a type and 1 to 128 bytes behind it; this one is shorter or longer.",
    remedy: "Correct the device; some servers discard its messages.",
    values: [/* @__PURE__ */ valuesOf([ClientId, ServerId, RelayId], ({ duid: { bytes } }, _, report) => {
      if (bytes.length < 3 || bytes.length > 130) report(`a DUID has 3 to 130 bytes, and this one ${bytes.length}`);
    })],
  },
  {
    id: "duid-content",
    severity: "warning",
    reference: "RFC 9915 section 11",
    meaning:
      "A DUID is not what its type says: too short for it, a UUID that is not 16 bytes, or of the reserved type 0.",
    remedy:
      "Nothing, as long as it stays the same: DUIDs are compared as bytes. Make sure that no two devices share it.",
    values: [/* @__PURE__ */ valuesOf([ClientId, ServerId, RelayId], ({ duid: { bytes, content } }, _, report) => {
      if (bytes.length < 3) return;
      const type = bytes[0] << 8 | bytes[1];
      if (type === 0) report("DUID type 0 is reserved");
      else if (type <= DuidType.Uuid && content.type === "opaque") {
        report(`a DUID of type ${type} cannot have ${bytes.length} bytes`);
      }
    })],
  },
  {
    id: "status-code-unknown",
    severity: "warning",
    reference: "RFC 9915 section 21.13",
    meaning: "A status code that is not assigned. Clients take it for a failure of unknown reason.",
    remedy: "Look at the message beside it, and for a server that is newer than this list.",
    values: [/* @__PURE__ */ valuesOf([Status], ({ code }, _, report) => {
      if (statusCodeName(code) === String(code)) report(`status code ${code} is not assigned`);
    })],
  },
  {
    id: "obsolete-status-code",
    severity: "warning",
    profiles: { rfc8415: "off", rfc3315: "off", dhcpkit: "off" },
    reference: "RFC 9915 section 21.13",
    meaning: "A server answered UseMulticast, which RFC 9915 has made obsolete: it takes messages sent by unicast.",
    remedy: "Nothing is broken: clients try again by multicast.",
    values: [/* @__PURE__ */ valuesOf([Status], ({ code }, _, report) => {
      if (code === StatusCode.UseMulticast) report("UseMulticast is obsolete since RFC 9915");
    })],
  },
  {
    id: "nul-in-text",
    severity: "warning",
    reference: "RFC 9915 section 21.13",
    meaning:
      "A text, such as a status message or a URL, holds a NUL, mostly at its end, which DHCPv6 texts do not have.",
    remedy: "Correct the sender; some clients take the NUL for a part of the text.",
    eachOption({ value }, report) {
      for (const text of Object.values(value ?? {})) {
        if (typeof text === "string" && text.includes("\0")) report("there is a NUL in a text");
      }
    },
  },
  {
    id: "text-not-utf8",
    severity: "warning",
    reference: "RFC 9915 section 21.13",
    meaning: "A text, such as a status message or a URL, is not UTF-8.",
    remedy: "Correct the sender, or the encoding of its configuration.",
    eachOption({ definition, value }, report) {
      for (const { key, field } of definition?.fields ?? []) {
        const text = value?.[key];
        if (field.kind.startsWith("UTF-8") && typeof text === "string" && /\p{Surrogate}/u.test(text)) {
          report("a text is not UTF-8");
        }
      }
    },
  },
  {
    id: "prefix-bits",
    severity: "warning",
    reference: "RFC 9915 section 21.22",
    meaning: "Bits of a prefix behind its length are set.",
    remedy:
      "Correct the sender, mostly a prefix that was written as an address in a configuration. Receivers ignore the bits.",
    eachOption({ value }, report) {
      for (const prefix of Object.values(value ?? {})) {
        if (!(prefix instanceof IPv6Prefix)) continue;
        if (hasBitsBehind(prefix.address.bytes, prefix.length)) report(`${prefix} has bits behind its length`);
      }
    },
    values: [
      /* @__PURE__ */ valuesOf([PdExclude], ({ prefixLength, subnetId }, { within: { outer } }, report) => {
        const length = prefixLength - (outer?.valueOf(IaPrefix)?.prefix.length ?? Infinity);
        if (length > 0 && hasBitsBehind(subnetId, length)) report(`the subnet id has bits behind its first ${length}`);
      }),
      /* @__PURE__ */ valuesOf([HomeNetworkPrefix], ({ prefixLength, prefix }, _, report) => {
        if (hasBitsBehind(prefix, prefixLength)) report(`the prefix has bits behind its first ${prefixLength}`);
      }),
      /* @__PURE__ */ valuesOf<Prefix4>([S46Rule, FourRdMapRule], ({ prefix4, prefix4Length }, _, report) => {
        if (hasBitsBehind(Uint8Array.from(prefix4.split("."), Number), prefix4Length)) {
          report(`${prefix4}/${prefix4Length} has bits behind its length`);
        }
      }),
      /* @__PURE__ */ valuesOf([FourRdMapRule], ({ prefix6Length, prefix6 }, _, report) => {
        if (hasBitsBehind(prefix6, prefix6Length)) report(`the IPv6 prefix has bits behind its first ${prefix6Length}`);
      }),
      /* @__PURE__ */ valuesOf([Radius], ({ attributes }, _, report) => {
        for (const { type, value } of attributes) {
          if (type === RadiusDelegatedPrefix.code && hasBitsBehind(value.subarray(2), value[1])) {
            report(`${RadiusDelegatedPrefix.name} has bits behind its first ${value[1]}`);
          }
        }
      }),
    ],
  },
  {
    id: "reserved-bits",
    severity: "warning",
    reference: "RFC 9915 section 16",
    meaning: "Bits that are reserved are set. Receivers ignore them.",
    remedy: "Correct the sender, or look up whether a newer RFC has given the bits a meaning.",
    message({ read }, report) {
      if (read instanceof Dhcpv4Message && (read.flags & 0x7fffff) !== 0) report("reserved flags are set");
    },
    values: [
      /* @__PURE__ */ valuesOf([ClientFqdn], ({ flags }, _, report) => {
        if ((flags & 0xf8) !== 0) report("reserved flags are set");
      }),
      /* @__PURE__ */ valuesOf([AddressSelection], ({ flags }, _, report) => {
        if ((flags & 0xfc) !== 0) report("reserved flags are set");
      }),
      /* @__PURE__ */ valuesOf([RdnssSelection], ({ preference }, _, report) => {
        if ((preference & 0xfc) !== 0) report("reserved bits are set beside the preference");
      }),
      /* @__PURE__ */ valuesOf([S46Rule], ({ flags }, _, report) => {
        if ((flags & 0xfe) !== 0) report("reserved flags are set");
      }),
    ],
  },
];

/** An IPv4 prefix and its length in bits. */
interface Prefix4 {
  readonly prefix4: string;
  readonly prefix4Length: number;
}
