import { assert, assertEquals } from "@std/assert";
import { DHCPKafkaMessage, KafkaMessage } from "@dhcpkit/kafka";
import { type Message, problems, toHex, validate } from "@dhcpkit/kafka/dhcpv6";
import { encode } from "../../src/wire/mod.ts";
import { createPseudonyms } from "@dhcpkit/kafka/privacy";
import { cloudEventHeaders } from "@dhcpkit/kafka/publisher/cloud-events";
import { RecordFormat } from "../../src/publisher/record_format.ts";
import { identifiersOf, keptFields, leaks, messageOf } from "../privacy/_identifiers_of.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { vectors } from "../vectors/mod.ts";
import { mutate, mutateOption } from "../vectors/mutate.ts";
import { SeededRandom } from "../vectors/random.ts";

const KEY = crypto.getRandomValues(new Uint8Array(32));
const pseudonyms = createPseudonyms({ key: KEY, keyId: "test" });
const kept = keptFields();

function packets(): Uint8Array[] {
  const around = ({ option, body }: (typeof vectors)[number]) =>
    new Uint8Array([7, 1, 2, 3, option.code >> 8, option.code & 255, body.length >> 8, body.length & 255, ...body]);
  return [...corpus().map(({ bytes }) => bytes), ...vectors.map(around)];
}

/** The rules that a message breaks, for each time that it does. */
function broken(message: Message): string[] {
  return validate(message).map(({ rule }) => rule);
}

testWith({
  name: "no identifier of a packet is left in key, value or headers of its record",
  needs: ["shared-corpus"],
  fn() {
    const format = new RecordFormat({ pseudonyms, headers: cloudEventHeaders() });
    let identifiers = 0, unchanged = 0;
    for (const packet of packets()) {
      const message = messageOf(packet);
      if (message === undefined) continue;
      const received = new DHCPKafkaMessage({ serverName: "dhcp01", messageIn: message, messageOut: message });
      const { key, value, headers = [] } = format.record(received);
      const published = KafkaMessage.parse(value).message as DHCPKafkaMessage;
      for (const part of [published.messageIn, published.messageOut]) {
        assertEquals(leaks(message, part!, kept), [], toHex(packet));
      }
      const beside = [key === null ? "" : toHex(key), ...headers.map((header) => `${header.value}`)].join(" ");
      for (const { what, bytes } of identifiersOf(message)) {
        assert(!beside.includes(toHex(bytes)), `${what} ${toHex(bytes)} is left in ${beside}`);
        identifiers++;
      }
      unchanged += leaks(message, message, kept).length;
      assert(!toHex(value).includes(toHex(KEY)) && !beside.includes(toHex(KEY)), "the key");
    }
    assert(identifiers > 2000, `${identifiers} identifiers were looked for`);
    assert(unchanged > 1000, `the search finds what is there: ${unchanged}`);
  },
});

testWith({
  name:
    "a packet with pseudonyms has the same length and options, is written back, and breaks no rule that it did not break",
  needs: ["shared-corpus"],
  fn() {
    for (const packet of packets()) {
      const message = messageOf(packet);
      if (message === undefined) continue;
      const published = pseudonyms.replaceIn(message);
      assertEquals(published.length, packet.length);
      assertEquals(published.type, message.type);
      assertEquals(published.options.codes, message.options.codes);
      const again = encode((writer) => published.withOptions(published.options).write(writer));
      assertEquals(toHex(again), toHex(published.save()));
      assertEquals(problems(published).length, problems(message).length, toHex(packet));
      const left = broken(message);
      for (const rule of broken(published)) {
        const at = left.indexOf(rule);
        assert(at >= 0, `${rule} is new in ${toHex(published.save())}, made of ${toHex(packet)}`);
        left.splice(at, 1);
      }
    }
  },
});

testWith({
  name: "no identifier of a damaged packet is left, and none makes the replacement fail",
  needs: ["shared-corpus"],
  fn() {
    const seed = Date.now() % 1_000_000, random = new SeededRandom(seed);
    const seeds = packets().filter(({ length }) => length <= 2000);
    let messages = 0;
    for (let i = 0; i < 10_000; i++) {
      let packet = random.pick(seeds);
      do packet = (random.oneIn(2) ? mutate : mutateOption)(packet, random.pick(seeds), random); while (
        random.oneIn(3)
      );
      const message = messageOf(packet);
      if (message === undefined) continue;
      messages++;
      const published = pseudonyms.replaceIn(message);
      assertEquals(published.length, message.length);
      assertEquals(leaks(message, published, kept), [], `seed ${seed}: ${toHex(packet)}`);
    }
    assert(messages > 5000, `${messages} messages`);
  },
});
