// 1. Read a DHCPv6 packet.
//
//    deno run examples/01_decode.ts [HEX]
//
// HEX is a packet, or a Kafka message of type 1, in hexadecimal digits. Needs no permissions at all.
import { fromHex, Message, problems, toJson, toText, unwrap, WireError } from "@dhcpkit/kafka/dhcpv6";
import { ClientId, RemoteId } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";

/** A Solicit that came through a relay agent. */
const SAMPLE = "0c00 20010db8ffff00010000000000000001 fe8000000000000036 31c4fffe3cb2f1" +
  "0012 0005 4661322f33 0025 0008 00000009 02002300" +
  "0009 0024 01f350d6 0008 0002 0000 0001 000a 00030001 3431c43cb2f1 0006 0004 0017 0038 000e 0000";

/** The messages in a Kafka message, or the one message that the bytes are. */
function messagesIn(bytes: Uint8Array): Message[] {
  if (bytes[0] === 1 && bytes.length >= 22) {
    try {
      const { message, length } = KafkaMessage.parse(bytes);
      if (message instanceof DHCPKafkaMessage && length === bytes.length) {
        const messages = [message.messageIn, message.messageOut].filter((one) => one !== undefined);
        const server = message.serverName || "a server without name";
        console.log(`transaction of ${server}${messages.length === 0 ? ": no messages" : ""}`);
        return messages;
      }
    } catch (error) {
      // A Solicit starts with a 1 as well.
      if (!(error instanceof WireError)) throw error;
    }
  }
  return [Message.parse(bytes)];
}

try {
  for (const message of messagesIn(fromHex(Deno.args.join("") || SAMPLE))) {
    // For people:
    console.log(toText(message));
    // For programs:
    console.log(JSON.stringify(toJson(message)));
    // What could not be read is kept, and told:
    for (const problem of problems(message)) console.log("problem", problem.message);
    // One option, with its type, without a table of all options; one that is malformed throws:
    const { message: inner, relays } = unwrap(message);
    console.log("client", inner.options.get(ClientId)?.duid.describe() ?? "unknown");
    console.log("line", relays.map((relay) => relay.options.get(RemoteId)?.enterprise ?? "-").join(", ") || "-");
  }
} catch (error) {
  if (!(error instanceof WireError)) throw error;
  console.error(`cannot be read: ${error.message}`);
  Deno.exit(1);
}
