import { decodeUtf8, u16At, type Writer } from "../../wire/mod.ts";
import { defineOption, type FastCodec, type OptionDef } from "../option.ts";
import { authenticationInformation } from "../authentication.ts";
import { address, hundredths, messageType, optionCodes, seconds, statusCode, text, u64, u8 } from "../field.ts";
import type { IPv6Address } from "../address.ts";

/** Options that a client asks for. */
export interface OptionRequestValue {
  /** Option codes in the client's order, repeated ones kept. */
  codes: number[];
}

/** Option Request option (ORO). */
export const OptionRequest: OptionDef<OptionRequestValue> = /* @__PURE__ */ defineOption(
  6,
  "oro",
  "RFC 9915 section 21.7",
  { codes: optionCodes },
  {
    within: [
      "solicit",
      "request",
      "renew",
      "rebind",
      "information-request",
      "leasequery",
      "reconfigure-request",
      "lq-query",
    ],
    requestable: false,
  },
  { read: readCodes, write: writeCodes },
);

/** How much a server wants to be chosen. */
export interface PreferenceValue {
  /** 0 to 255; 255 ends the client's wait for other servers. */
  preference: number;
}

/** Preference option. */
export const Preference: OptionDef<PreferenceValue> = /* @__PURE__ */ defineOption(
  7,
  "preference",
  "RFC 9915 section 21.8",
  { preference: u8 },
  { within: ["advertise"], requestable: false },
);

/** How long a client has been trying. */
export interface ElapsedTimeValue {
  /** Hundredths of a second since the first message of the exchange; 0xffff = that or more. */
  elapsed: number;
}

/** Elapsed Time option. */
export const ElapsedTime: OptionDef<ElapsedTimeValue> = /* @__PURE__ */ defineOption(
  8,
  "elapsed-time",
  "RFC 9915 section 21.9",
  { elapsed: hundredths },
  {
    within: ["solicit", "request", "confirm", "renew", "rebind", "release", "decline", "information-request"],
    requestable: false,
  },
  {
    read: (bytes, at, end) => end - at === 2 ? { elapsed: u16At(bytes, at) } : undefined,
    write: (writer, { elapsed }) => writer.u16(elapsed),
  },
);

/** Proof of who sent a message. */
export interface AuthenticationValue {
  /** 3 = reconfigure key authentication protocol. */
  protocol: number;
  /** Meaning depends on the protocol. */
  algorithm: number;
  /** Replay detection method; 0 = a counter that only grows. */
  rdm: number;
  /** Replay detection value. */
  replay: bigint;
  /** Key, digest or token, as the protocol says; `authenticationContent` reads it. */
  information: Uint8Array;
}

/** Authentication option. */
export const Authentication: OptionDef<AuthenticationValue> = /* @__PURE__ */ defineOption(
  11,
  "auth",
  "RFC 9915 section 21.11",
  { protocol: u8, algorithm: u8, rdm: u8, replay: u64, information: authenticationInformation },
  { within: ["reply", "reconfigure"], requestable: false },
);

/** Where a client may send by unicast. */
export interface ServerUnicastValue {
  /** The server's address. */
  address: IPv6Address;
}

/** Server Unicast option, obsolete since RFC 9915. */
export const ServerUnicast: OptionDef<ServerUnicastValue> = /* @__PURE__ */ defineOption(
  12,
  "unicast",
  "RFC 8415 section 21.12",
  { address },
  { within: ["reply"], requestable: false },
);

/** How a request, or one part of it, went. */
export interface StatusCodeValue {
  /** See `StatusCode`. */
  code: number;
  /** For people. */
  message: string;
}

/** Status Code option. */
export const Status: OptionDef<StatusCodeValue> = /* @__PURE__ */ defineOption(
  13,
  "status-code",
  "RFC 9915 section 21.13",
  { code: statusCode, message: text },
  {
    within: [
      "advertise",
      "reply",
      "leasequery-reply",
      "leasequery-done",
      "leasequery-data",
      "reconfigure-reply",
      "bndreply",
      "poolresp",
      "connectreply",
      "disconnect",
      "ia-na",
      "ia-ta",
      "ia-address",
      "ia-pd",
      "ia-prefix",
      "ia-ll",
      "lladdr",
      "ia-srv6-locator",
    ],
    requestable: false,
  },
  {
    read: (bytes, at, end) =>
      end - at < 2 ? undefined : { code: u16At(bytes, at), message: decodeUtf8(bytes, at + 2, end) },
    write(writer, { code, message }) {
      writer.u16(code);
      writer.text(message);
    },
    wellFormedFrom: 2,
  },
);

/** An option that says all by being there. */
export type FlagValue = Record<never, never>;

/** The one value that there is. */
const SET: FlagValue = /* @__PURE__ */ Object.freeze({});

const FLAG: FastCodec<FlagValue> = { read: (_, at, end) => at === end ? SET : undefined, write: () => {} };

/** Rapid Commit option. */
export const RapidCommit: OptionDef<FlagValue> = /* @__PURE__ */ defineOption(
  14,
  "rapid-commit",
  "RFC 9915 section 21.14",
  {},
  { within: ["solicit", "reply"], requestable: false },
  FLAG,
);

/** What a server tells a client to do. */
export interface ReconfigureMessageValue {
  /** 5 = Renew, 6 = Rebind, 11 = Information-request. */
  messageType: number;
}

/** Reconfigure Message option. */
export const ReconfigureMessage: OptionDef<ReconfigureMessageValue> = /* @__PURE__ */ defineOption(
  19,
  "reconf-msg",
  "RFC 9915 section 21.19",
  { messageType },
  { within: ["reconfigure"], requestable: false },
);

/** Reconfigure Accept option. */
export const ReconfigureAccept: OptionDef<FlagValue> = /* @__PURE__ */ defineOption(
  20,
  "reconf-accept",
  "RFC 9915 section 21.20",
  {},
  { requestable: false },
  FLAG,
);

/** A time limit. */
export interface SecondsValue {
  /** Seconds. */
  seconds: number;
}

/** Information Refresh Time option. */
export const InformationRefreshTime: OptionDef<SecondsValue> = /* @__PURE__ */ defineOption(
  32,
  "information-refresh-time",
  "RFC 9915 section 21.23",
  { seconds },
  { within: ["reply"], requestable: { requiredIn: "information-request" } },
);

/** SOL_MAX_RT option: the longest pause between two Solicits; 60 to 86400 s, anything else is to be ignored. */
export const SolMaxRt: OptionDef<SecondsValue> = /* @__PURE__ */ defineOption(
  82,
  "sol-max-rt",
  "RFC 9915 section 21.24",
  { seconds },
  { within: ["advertise", "reply"], requestable: { requiredIn: "solicit" } },
);

/** INF_MAX_RT option: the longest pause between two Information-requests; 60 to 86400 s. */
export const InfMaxRt: OptionDef<SecondsValue> = /* @__PURE__ */ defineOption(
  83,
  "inf-max-rt",
  "RFC 9915 section 21.25",
  { seconds },
  { within: ["advertise", "reply"], requestable: { requiredIn: "information-request" } },
);

function readCodes(bytes: Uint8Array, at: number, end: number): OptionRequestValue | undefined {
  if ((end - at) % 2 !== 0) return undefined;
  const codes: number[] = [];
  for (let i = at, count = 0; i < end; i += 2) codes[count++] = u16At(bytes, i);
  return { codes };
}

function writeCodes(writer: Writer, { codes }: OptionRequestValue): void {
  for (let i = 0; i < codes.length; i++) writer.u16(codes[i]);
}
