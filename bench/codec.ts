/**
 * Times the codec on the fixtures that the peers are timed on, and prints a line of JSON for each case.
 *
 *     deno run --allow-read --allow-env bench/codec.ts
 *
 * `codec_peers.ts` runs this and the peers in turn.
 */
import { assertEquals } from "@std/assert";
import { fromHex, Message, Options, standardSpace, unwrap } from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  RemoteId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import { type DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka/messages";
import { type Case, time } from "./_timing.ts";

const folder = new URL("../../shared/bench/fixtures/", import.meta.url);
const fixture = (name: string) => fromHex(Deno.readTextFileSync(new URL(`${name}.hex`, folder)));
const NAMES = ["1", "2", "3", "4", "5"], RECORD = "5";

/** Everything in a message as objects, down to the last option. Returns how many options there were. */
function decodeEverything(options: Options): number {
  let count = 0;
  for (const { value } of options.decodeAll(standardSpace)) {
    count++;
    const { options: inner, message } = value as { options?: unknown; message?: unknown };
    if (inner instanceof Options) count += decodeEverything(inner);
    else if (message instanceof Message) count += decodeEverything(message.options);
  }
  return count;
}

function parseRecord(bytes: Uint8Array): DHCPKafkaMessage {
  return KafkaMessage.parse(bytes).message as DHCPKafkaMessage;
}

/** What a collector stores of a message. */
function stored(outer: Message): unknown[] {
  const { message, relays: [closest] } = unwrap(outer), { options } = message;
  const leases = [
    ...options.getAll(IaNa).map((ia) => [ia.options.getAll(IaAddress), ia.options.get(Status)]),
    ...options.getAll(IaPd).map((ia) => [ia.options.getAll(IaPrefix), ia.options.get(Status)]),
  ];
  const id = options.get(ClientId), port = closest?.options.get(InterfaceId), line = closest?.options.get(RemoteId);
  return [message.type, closest?.peerAddress, id, port, line, leases, options.get(Status)];
}

/** The same message, made of its values again. */
function rebuilt(message: Message): Message {
  return message.withOptions(
    Options.of(
      ...message.options.decodeAll(standardSpace).map(({ option, value }) => {
        const { message: inner } = value as { message?: unknown };
        return option.of(inner instanceof Message ? { message: rebuilt(inner) } : value);
      }),
    ),
  );
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
          return decodeEverything(messageIn!.options) + decodeEverything(messageOut!.options);
        },
      },
      {
        fix: name,
        op: "decode_stored",
        run: () => {
          const { messageIn, messageOut } = parseRecord(bytes);
          return [stored(messageIn!), stored(messageOut!)];
        },
      },
      { fix: name, op: "encode", run: () => record.save() },
    );
  } else {
    const values = rebuilt(Message.parse(bytes));
    assertEquals(values.save(), bytes);
    cases.push(
      { fix: name, op: "decode", run: () => decodeEverything(Message.parse(bytes).options) },
      { fix: name, op: "parse", run: () => Message.parse(bytes) },
    );
  }
}
time("deno-dhcpkit-kafka", cases);
