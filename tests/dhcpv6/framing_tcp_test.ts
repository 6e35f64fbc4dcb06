import { concat } from "@std/bytes";
import { assertEquals, assertInstanceOf } from "@std/assert";
import {
  ClientServerMessage,
  frameMessage,
  fromHex,
  Message,
  MessageDecoderStream,
  MessageType,
  toHex,
  WireError,
} from "../../src/dhcpv6/mod.ts";
import { runCommand } from "../support/command.ts";
import { testWith } from "../support/requirements.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { corpus, type TsharkOption, type TsharkReading } from "../vectors/corpus.ts";
import { SeededRandom } from "../vectors/random.ts";
import { decodeAll, framedByHand, randomChunks } from "./_frames.ts";

const done = (transactionId: number) => new ClientServerMessage({ type: MessageType.LeasequeryDone, transactionId });

Deno.test("a server answers a thousand messages over one TCP connection, whose ends cut as they like", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = answerOne(listener);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const queries = Array.from({ length: 1000 }, (_, i) => fromHex(`0e ${i.toString(16).padStart(6, "0")} 00080002abcd`));
  const sending = ReadableStream.from(randomChunks(new SeededRandom(1), concat(queries.map(framedByHand)), 3000))
    .pipeTo(connection.writable, { preventClose: true });
  const answers: number[] = [];
  for await (const { message } of connection.readable.pipeThrough(new MessageDecoderStream())) {
    assertInstanceOf(message, ClientServerMessage);
    if (answers.push(message.transactionId) === queries.length) break;
  }
  assertEquals(answers, queries.map((_, i) => i));
  await sending;
  assertEquals(await serving, queries);
});

/** Answers each message on one connection, in chunks cut at random, until the other side closes. Returns what came in. */
async function answerOne(listener: Deno.TcpListener): Promise<Uint8Array[]> {
  using connection = await listener.accept();
  const writer = connection.writable.getWriter(), received: Uint8Array[] = [], random = new SeededRandom(2);
  for await (const { bytes, message } of connection.readable.pipeThrough(new MessageDecoderStream())) {
    assertInstanceOf(message, ClientServerMessage);
    received.push(bytes);
    const answer = frameMessage(done(message.transactionId));
    for (const chunk of randomChunks(random, answer, answer.length)) await writer.write(chunk);
  }
  return received;
}

Deno.test("a TCP connection that ends within a message gives the messages before, and an error", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const sender = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using receiver = await accepted;
  const writer = sender.writable.getWriter();
  await writer.write(concat([frameMessage(done(1)), frameMessage(done(2)), fromHex("0004 1000")]));
  await writer.close();
  const received: number[] = [], frames = receiver.readable.pipeThrough(new MessageDecoderStream());
  const end = await (async () => {
    for await (const { offset } of frames) received.push(offset);
  })().catch((error) => error);
  assertEquals(received, [0, 6]);
  assertInstanceOf(end, WireError);
  assertEquals(end.offset, 14);
});

testWith({
  name: "the leasequery streams of the corpus are framed and found again",
  needs: ["shared-corpus"],
  async fn() {
    const messages = streamMessages(), stream = concat(messages.map(({ bytes }) => framedByHand(bytes)));
    assertEquals(concat(messages.map(({ bytes }) => frameMessage(Message.parse(bytes)))), stream);
    const { frames, error } = await decodeAll(randomChunks(new SeededRandom(3), stream, 40));
    assertEquals(error, undefined);
    assertEquals(frames.map(({ bytes }) => bytes), messages.map(({ bytes }) => bytes));
    assertEquals(
      frames.map(({ message }) => [message!.type, [...message!.options.codes]]),
      messages.map(({ tshark }) => [tshark.msgtype, tshark.options]),
    );
  },
});

testWith({
  name: "TShark finds the framed messages in a TCP stream that is cut at random, as the decoder does",
  needs: ["shared-corpus", "tshark"],
  async fn() {
    // TShark takes a message without options for malformed, and leaves out what stands behind it in the same segment.
    const messages = streamMessages().filter(({ tshark }) => !tshark.malformed);
    const stream = concat(messages.map(({ bytes }) => frameMessage(Message.parse(bytes))));
    const chunks = randomChunks(new SeededRandom(4), stream, 60).filter(({ length }) => length > 0);
    const { frames, error } = await decodeAll(chunks);
    assertEquals(error, undefined);
    const seen = await tsharkReadsTcp(chunks);
    assertEquals(seen.sizes, frames.map(({ bytes }) => bytes.length));
    assertEquals(seen.types, frames.map(({ message }) => message!.type));
    assertEquals(seen.options, messages.flatMap(({ tshark }) => allCodes(tshark)));
  },
});

function streamMessages() {
  const messages = corpus().filter(({ transport }) => transport === "tcp");
  assertEquals(messages.length >= 8, true, `${messages.length} messages`);
  return messages;
}

/** Codes of all options, nested ones behind what they are in. */
function allCodes({ nested, options }: TsharkReading): number[] {
  const within = ({ code, sub = [] }: TsharkOption): number[] => [
    code,
    ...sub.flatMap((inner) => "code" in inner ? within(inner) : allCodes(inner)),
  ];
  return nested ? nested.flatMap(within) : [...options];
}

/** What TShark's dissector of bulk leasequery reads from segments that come from TCP port 547. */
async function tsharkReadsTcp(segments: readonly Uint8Array[]) {
  await using folder = await TempFolder.create("framing");
  // A line that starts at offset 0 begins the next packet.
  const lines = segments.map((bytes) => `000000 ${toHex(bytes, " ")}\n`);
  const dump = await folder.write("segments.txt", lines.join("")), capture = folder.file("segments.pcap");
  await runCommand(["text2pcap", "-q", "-6", "2001:db8::1,2001:db8::2", "-T", "547,40000", dump, capture]);
  const fields = ["bulk_leasequery.size", "bulk_leasequery.msgtype", "option.type"].map((name) => `dhcpv6.${name}`);
  const read = [
    "tshark",
    "-n",
    "-r",
    capture,
    "-Y",
    "dhcpv6.bulk_leasequery",
    "-T",
    "fields",
    ...fields.flatMap((it) => ["-e", it]),
  ];
  const rows = (await runCommand(read)).stdout.split("\n").filter(Boolean).map((row) => row.split("\t"));
  const [sizes, types, options] = fields.map((_, i) => rows.flatMap((row) => row[i].split(",").map(Number)));
  return { sizes, types, options };
}
