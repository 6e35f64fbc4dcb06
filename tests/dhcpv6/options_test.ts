import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { fromHex, Message, Options, rawOption, Reader, toHex, WireError } from "../../src/dhcpv6/mod.ts";
import { ElapsedTime, InterfaceId, Preference, RapidCommit } from "../../src/dhcpv6/options/mod.ts";

const read = (hex: string): Options => Options.read(new Reader(fromHex(hex)));
const elapsed = (value: number) => ElapsedTime.of({ elapsed: value });

Deno.test("options: stand in wire order, duplicates and unknown ones included", () => {
  const options = read("00080002000a" + "c8010003aabbcc" + "000e0000" + "000800020014");
  assertEquals(options.codes, [8, 0xc801, 14, 8]);
  assertEquals(options.size, 4);
  assertEquals([...options].map(({ code, data }) => `${code}:${toHex(data)}`), [
    "8:000a",
    "51201:aabbcc",
    "14:",
    "8:0014",
  ]);
  assertEquals(options.getAll(ElapsedTime), [{ elapsed: 10 }, { elapsed: 20 }]);
  assertEquals(options.get(ElapsedTime), { elapsed: 10 });
  assertEquals([options.stray.length, options.problem], [0, undefined]);
});

Deno.test("options: what is not there is undefined, and no options are none", () => {
  assertEquals([Options.none.size, Options.none.codes, Options.none.bytes.length], [0, [], 0]);
  const options = read("000e0000");
  assertEquals([options.has(RapidCommit), options.has(14), options.has(Preference), options.has(7)], [
    true,
    true,
    false,
    false,
  ]);
  assertEquals(options.get(Preference), undefined);
  assertEquals(options.getAll(Preference), []);
  assertEquals([options.data(7), options.reader(7)], [undefined, undefined]);
});

Deno.test("options: bodies are views of the buffer, and readers count from its start", () => {
  const buffer = fromHex("eeee" + "001200036c616e" + "ee"), options = Options.read(new Reader(buffer, 2, 9));
  assertStrictEquals(options.data(18)?.buffer, buffer.buffer);
  assertStrictEquals(options.get(InterfaceId)?.id.buffer, buffer.buffer);
  assertEquals(options.reader(18)?.offset, 6);
  assertEquals(toHex(options.bytes), "001200036c616e");
});

Deno.test("options: a malformed body is only an error for who asks for it", () => {
  const options = read("000800010a" + "0007000105" + "00080002000a");
  assertEquals(options.get(Preference), { preference: 5 });
  assertEquals(toHex(options.data(8)!), "0a");
  assertThrows(() => options.get(ElapsedTime), WireError, "elapsed-time: needed 2 bytes at offset 4, 1 available");
  assertThrows(() => options.getAll(ElapsedTime), WireError, "offset 4");
});

const STRAY: readonly [behaviour: string, hex: string, codes: number[], stray: string, problem: string][] = [
  ["one byte", "000e0000" + "ff", [14], "ff", "needed 4 bytes for an option header at offset 4, 1 available"],
  [
    "three bytes",
    "000e0000" + "000000",
    [14],
    "000000",
    "needed 4 bytes for an option header at offset 4, 3 available",
  ],
  ["nothing but a byte", "00", [], "00", "needed 4 bytes for an option header at offset 0, 1 available"],
  [
    "an option that runs past the end",
    "000e0000" + "00080002" + "0a",
    [14],
    "000800020a",
    "needed 2 bytes for option 8 at offset 8, 1 available",
  ],
  [
    "an option that is all header",
    "00120014",
    [],
    "00120014",
    "needed 20 bytes for option 18 at offset 4, 0 available",
  ],
];

for (const [behaviour, hex, codes, stray, problem] of STRAY) {
  Deno.test(`options: ${behaviour} at the end is kept as stray and reported`, () => {
    const options = read(hex);
    assertEquals(options.codes, codes);
    assertEquals(toHex(options.stray), stray);
    assertEquals(options.problem?.message, problem);
    assertEquals(toHex(options.bytes), hex);
  });

  Deno.test(`options: ${behaviour} at the end stays there when options come and go`, () => {
    const options = read(hex);
    assertEquals(toHex(options.without(14).bytes), stray);
    const added = options.with(Preference.of({ preference: 9 }));
    assertEquals(added.codes, [...codes, 7]);
    assertEquals(toHex(added.stray), stray);
  });
}

Deno.test("options: padding with four zero bytes is option 0", () => {
  assertEquals(read("000e0000" + "00000000").codes, [14, 0]);
});

Deno.test("options: with puts entries at the end in place of all of their codes and leaves the original alone", () => {
  const hex = "00080002000a" + "000e0000" + "000800020014", options = read(hex);
  assertEquals(toHex(options.with(elapsed(30)).bytes), "000e0000" + "00080002001e");
  assertEquals(toHex(options.with(elapsed(30), elapsed(40)).bytes), "000e0000" + "00080002001e" + "000800020028");
  assertEquals(toHex(options.with(rawOption(65535, fromHex("01"))).bytes), hex + "ffff000101");
  assertEquals(toHex(options.with().bytes), hex);
  assertEquals(toHex(options.bytes), hex);
});

Deno.test("options: without takes codes and definitions away, all of each", () => {
  const options = read("00080002000a" + "000e0000" + "000800020014" + "0007000105");
  assertEquals(options.without(ElapsedTime).codes, [14, 7]);
  assertEquals(options.without(8, Preference).codes, [14]);
  assertEquals(options.without(99).codes, [8, 14, 8, 7]);
  assertEquals(options.size, 4);
});

Deno.test("options: what does not fit is refused with the option's name", () => {
  assertThrows(
    () => Options.of(Preference.of({ preference: 256 })),
    WireError,
    "preference: 256 is not an unsigned 8-bit",
  );
  assertThrows(
    () => Options.of(rawOption(99, new Uint8Array(0x10000))),
    WireError,
    "option 99: 65536 bytes do not fit behind a 16-bit length",
  );
  assertThrows(() => Options.of(rawOption(0x10000, new Uint8Array())), WireError, "65536 is not an unsigned 16-bit");
  assertEquals(Options.of(rawOption(99, new Uint8Array(0xffff))).bytes.length, 4 + 0xffff);
});

Deno.test("options: a change of the value after an option was built does not reach what was built", () => {
  const id = fromHex("6c616e"), options = Options.of(InterfaceId.of({ id }));
  id.fill(0);
  assertEquals(toHex(options.bytes), "001200036c616e");
});

Deno.test("options: a message with other options keeps its header and the message that it came from", () => {
  const message = Message.parse(fromHex("01f350d6" + "000e0000"));
  const other = message.withOptions(message.options.with(elapsed(1)));
  assertEquals(toHex(other.save()), "01f350d6" + "000e0000" + "000800020001");
  assertEquals(toHex(message.save()), "01f350d6" + "000e0000");
});
