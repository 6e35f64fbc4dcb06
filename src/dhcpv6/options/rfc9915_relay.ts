import { defineOption, type OptionDef } from "../option.ts";
import { bytes } from "../field.ts";
import { message } from "../nested_field.ts";
import { Message } from "../message.ts";

/** A message that a relay agent passes on. */
export interface RelayMsgValue {
  /** The message as it was, of a client, a server or another relay agent. */
  message: Message;
}

/** Relay Message option. */
export const RelayMsg: OptionDef<RelayMsgValue> = /* @__PURE__ */ defineOption(
  9,
  "relay-msg",
  "RFC 9915 section 21.10",
  { message },
  { within: ["relay-forward", "relay-reply"], requestable: false },
  {
    read: (bytes, at, end) => end - at < 34 ? undefined : { message: Message.at(bytes, at, end) },
    write: (writer, { message }) => message.write(writer),
  },
);

/** Where a relay agent got a message. */
export interface InterfaceIdValue {
  /** Opaque name of an interface or port; a server copies it into its answer. */
  id: Uint8Array;
}

/** Interface-Id option. */
export const InterfaceId: OptionDef<InterfaceIdValue> = /* @__PURE__ */ defineOption(
  18,
  "interface-id",
  "RFC 9915 section 21.18",
  { id: bytes },
  { within: ["relay-forward", "relay-reply"], requestable: false },
  {
    read: (bytes, at, end) => ({ id: bytes.subarray(at, end) }),
    write: (writer, { id }) => writer.bytes(id),
    wellFormedFrom: 0,
  },
);
