/**
 * Times the codec on the fixtures that the peers are timed on, and prints a line of JSON for each case.
 *
 *     deno run --allow-read --allow-env bench/codec.ts
 *
 * `codec_peers.ts` runs this and the peers in turn.
 */
import { assertEquals } from "@std/assert";
import {
  decode,
  type DecodedMessage,
  type DecodedOption,
  fromHex,
  Message,
  Options,
  RelayMessage,
} from "@dhcpkit/kafka/dhcpv6";
import { encode } from "../src/wire/mod.ts";
import { type DHCPKafkaMessage, KafkaMessage, summarizeTransaction } from "@dhcpkit/kafka/messages";
import { type Case, time } from "./_timing.ts";

const folder = new URL("../../shared/bench/fixtures/", import.meta.url);
const fixture = (name: string) => fromHex(Deno.readTextFileSync(new URL(`${name}.hex`, folder)));
const NAMES = ["1", "2", "3", "4", "5"], RECORD = "5";

function parseRecord(bytes: Uint8Array): DHCPKafkaMessage {
  return KafkaMessage.parse(bytes).message as DHCPKafkaMessage;
}

/** What a collector stores of a transaction: the summary, and the byte strings and addresses in it that it binds. */
function stored(value: Uint8Array): unknown[] {
  const transaction = summarizeTransaction(value), { messageIn: request } = transaction;
  return [transaction, request?.clientId, request?.interfaceId, request?.remoteId, request?.peerAddress];
}

/** Asks for every value in a message and for the addresses of every relay agent. Returns what came last. */
function readAll({ message, options }: DecodedMessage): unknown {
  const header = message instanceof RelayMessage ? [message.linkAddress, message.peerAddress] : message.type;
  return readValues(options) ?? header;
}

function readValues(options: readonly DecodedOption[]): unknown {
  let last: unknown;
  for (const option of options) {
    const { inside } = option;
    last = option.value;
    if (inside !== undefined) last = "message" in inside ? readAll(inside) : readValues(inside);
  }
  return last;
}

/** The same message, made of its values again, all the way down. */
function rebuilt({ message, options }: DecodedMessage): Message {
  return message.withOptions(rebuiltOptions(options));
}

function rebuiltOptions(options: readonly DecodedOption[]): Options {
  return Options.deferred(...options.map(({ definition, value, inside }) => {
    if (definition === undefined) throw new Error("the fixtures hold options that are known");
    const { nested } = definition, whole = value as Record<string, unknown>;
    if (nested === undefined) return definition.of(value);
    const inner = "message" in inside! ? rebuilt(inside as DecodedMessage) : rebuiltOptions(inside as DecodedOption[]);
    return definition.of({ ...whole, [nested.key]: inner });
  }));
}

const cases: Case[] = [];
for (const name of NAMES) {
  const bytes = fixture(name);
  if (name === RECORD) {
    const record = parseRecord(bytes);
    assertEquals(record.save(), bytes);
    cases.push(
      {
        fix: name,
        op: "decode",
        run: () => {
          const { messageIn, messageOut } = parseRecord(bytes);
          return [decode(messageIn!), decode(messageOut!)];
        },
      },
      {
        fix: name,
        op: "decode_and_read",
        run: () => {
          const { messageIn, messageOut } = parseRecord(bytes);
          return [readAll(decode(messageIn!)), readAll(decode(messageOut!))];
        },
      },
      {
        fix: name,
        op: "decode_stored",
        run: () => stored(bytes),
      },
      { fix: name, op: "encode", run: () => record.save() },
    );
  } else {
    const values = rebuilt(decode(Message.parse(bytes)));
    assertEquals(encode((writer) => values.write(writer)), bytes);
    cases.push(
      { fix: name, op: "decode", run: () => decode(Message.parse(bytes)) },
      { fix: name, op: "decode_and_read", run: () => readAll(decode(Message.parse(bytes))) },
      { fix: name, op: "encode_values", run: () => encode((writer) => values.write(writer)) },
      { fix: name, op: "parse", run: () => Message.parse(bytes) },
    );
  }
}
time("deno-dhcpkit-kafka", cases);
