import { u32At } from "../../wire/mod.ts";
import { defineOption, type FastCodec, type OptionDef } from "../option.ts";
import { address, prefix, seconds, u32 } from "../field.ts";
import { options } from "../nested_field.ts";
import { IPv6Address } from "../address.ts";
import { IPv6Prefix } from "../prefix.ts";
import { Options } from "../options.ts";

/** An identity association with times for its renewal. */
export interface IaValue {
  /** Identity association identifier, unique among those of one client and type. */
  iaid: number;
  /** Seconds until the client asks the same server again; 0 = the client chooses. */
  t1: number;
  /** Seconds until the client asks any server; 0 = the client chooses. */
  t2: number;
  /** Addresses or prefixes, and a status code. */
  options: Options;
}

/** Where addresses are asked for, leased and given back. */
const IA_PLACES: readonly string[] = [
  "solicit",
  "advertise",
  "request",
  "confirm",
  "renew",
  "rebind",
  "reply",
  "release",
  "decline",
  "client-data",
];

const IA: FastCodec<IaValue> = {
  read: (bytes, at, end) =>
    end - at < 12 ? undefined : {
      iaid: u32At(bytes, at),
      t1: u32At(bytes, at + 4),
      t2: u32At(bytes, at + 8),
      options: optionsAt(bytes, at + 12, end),
    },
  write(writer, { iaid, t1, t2, options }) {
    writer.u32(iaid);
    writer.u32(t1);
    writer.u32(t2);
    options.write(writer);
  },
};

/** Identity Association for Non-temporary Addresses option: holds {@linkcode IaAddress} and a status code. */
export const IaNa: OptionDef<IaValue> = /* @__PURE__ */ defineOption(
  3,
  "ia-na",
  "RFC 9915 section 21.4",
  {
    iaid: u32,
    t1: seconds,
    t2: seconds,
    options,
  },
  { repeats: true, within: IA_PLACES, requestable: false },
  IA,
);

/** An identity association without times. */
export interface IaTaValue {
  /** Identity association identifier. */
  iaid: number;
  /** Addresses, and a status code. */
  options: Options;
}

/** Identity Association for Temporary Addresses option, obsolete since RFC 9915. */
export const IaTa: OptionDef<IaTaValue> = /* @__PURE__ */ defineOption(4, "ia-ta", "RFC 8415 section 21.5", {
  iaid: u32,
  options,
}, { repeats: true, within: IA_PLACES, requestable: false });

/** A leased address. */
export interface IaAddressValue {
  /** The address. */
  address: IPv6Address;
  /** Preferred lifetime in seconds; 0xffffffff = infinity. */
  preferredLifetime: number;
  /** Valid lifetime in seconds; 0xffffffff = infinity. */
  validLifetime: number;
  /** A status code, or none. */
  options: Options;
}

/** IA Address option. */
export const IaAddress: OptionDef<IaAddressValue> = /* @__PURE__ */ defineOption(
  5,
  "ia-address",
  "RFC 9915 section 21.6",
  { address, preferredLifetime: seconds, validLifetime: seconds, options },
  {
    repeats: true,
    within: ["ia-na", "ia-ta", "lq-query", "client-data", "addr-reg-inform", "addr-reg-reply"],
    requestable: false,
  },
  {
    read: (bytes, at, end) =>
      end - at < 24 ? undefined : {
        address: IPv6Address.at(bytes, at),
        preferredLifetime: u32At(bytes, at + 16),
        validLifetime: u32At(bytes, at + 20),
        options: optionsAt(bytes, at + 24, end),
      },
    write(writer, { address, preferredLifetime, validLifetime, options }) {
      address.write(writer);
      writer.u32(preferredLifetime);
      writer.u32(validLifetime);
      options.write(writer);
    },
  },
);

/** Identity Association for Prefix Delegation option: holds {@linkcode IaPrefix} and a status code. */
export const IaPd: OptionDef<IaValue> = /* @__PURE__ */ defineOption(25, "ia-pd", "RFC 9915 section 21.21", {
  iaid: u32,
  t1: seconds,
  t2: seconds,
  options,
}, {
  repeats: true,
  within: ["solicit", "advertise", "request", "renew", "rebind", "reply", "release", "decline", "client-data"],
  requestable: false,
}, IA);

/** A delegated prefix. */
export interface IaPrefixValue {
  /** Preferred lifetime in seconds; 0xffffffff = infinity. */
  preferredLifetime: number;
  /** Valid lifetime in seconds; 0xffffffff = infinity. */
  validLifetime: number;
  /** The prefix; in a request `::/56` asks for any prefix of that length. */
  prefix: IPv6Prefix;
  /** A status code, or none. */
  options: Options;
}

/** IA Prefix option. */
export const IaPrefix: OptionDef<IaPrefixValue> = /* @__PURE__ */ defineOption(
  26,
  "ia-prefix",
  "RFC 9915 section 21.22",
  { preferredLifetime: seconds, validLifetime: seconds, prefix, options },
  { repeats: true, within: ["ia-pd", "client-data"], requestable: false },
  {
    read: (bytes, at, end) =>
      end - at < 25 || bytes[at + 8] > 128 ? undefined : {
        preferredLifetime: u32At(bytes, at),
        validLifetime: u32At(bytes, at + 4),
        prefix: new IPv6Prefix(IPv6Address.at(bytes, at + 9), bytes[at + 8]),
        options: optionsAt(bytes, at + 25, end),
      },
    write(writer, { preferredLifetime, validLifetime, prefix, options }) {
      writer.u32(preferredLifetime);
      writer.u32(validLifetime);
      writer.u8(prefix.length);
      prefix.address.write(writer);
      options.write(writer);
    },
  },
);

/** Most addresses and prefixes hold no options, and many requests no addresses. */
function optionsAt(bytes: Uint8Array, at: number, end: number): Options {
  return at === end ? Options.none : Options.at(bytes, at, end);
}
