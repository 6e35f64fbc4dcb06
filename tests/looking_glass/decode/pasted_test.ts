import { assert, assertEquals, assertThrows } from "@std/assert";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { readPasted } from "../../../src/looking_glass/decode/pasted.ts";
import { PastedError } from "../../../src/looking_glass/decode/pasted_error.ts";
import { packet, relayed } from "../../store/_packets.ts";
import { runCommand } from "../../support/command.ts";
import { testWith } from "../../support/requirements.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { ethernet, ipv6, pcap, udp } from "../../tap/_captures.ts";

const PACKET = relayed("RelayForward", 1, packet("Solicit")), HEX = toHex(PACKET);
const BASE64 = PACKET.toBase64(), URL_SAFE = PACKET.toBase64({ alphabet: "base64url", omitPadding: true });

function read(text: string): string[] {
  return readPasted(text).packets.map((bytes) => toHex(bytes));
}

Deno.test("hexadecimal digits are read however they are divided and wrapped", () => {
  const pairs = HEX.match(/../g)!;
  const texts = [
    HEX,
    HEX.toUpperCase(),
    `0x${HEX}`,
    `\\x${HEX}`,
    `X'${HEX}'`,
    `"${HEX}"`,
    `  hex: ${HEX}\r\n`,
    toHex(PACKET, ":"),
    toHex(PACKET, "-"),
    toHex(PACKET, " "),
    toHex(PACKET, ", "),
    HEX.match(/.{1,8}/g)!.join(" "),
    HEX.match(/.{1,64}/g)!.join("\n"),
    pairs.map((pair) => `0x${pair}`).join(" "),
    pairs.map((pair) => pair.replace(/^0/, "")).join(":"),
  ];
  for (const text of texts) assertEquals([read(text), readPasted(text).how], [[HEX], "hexadecimal digits"], text);
});

Deno.test("base64 is read, that for URLs as well, in lines and wrapped", () => {
  for (
    const text of [
      BASE64,
      URL_SAFE,
      `"${BASE64}"`,
      BASE64.match(/.{1,76}/g)!.join("\r\n"),
      `base64:${BASE64}`,
      `data:application/octet-stream;base64,${BASE64}`,
    ]
  ) {
    assertEquals([read(text), readPasted(text).how], [[HEX], "base64"], text);
  }
  const zeros = new Uint8Array(60);
  zeros[0] = 1;
  assertEquals(readPasted(`base64:${zeros.toBase64()}`).packets, [zeros]);
});

Deno.test("arrays and strings of programs are read", () => {
  const numbers = [...PACKET].map((byte) => `0x${byte.toString(16)}`).join(", "), escapes = HEX.replace(/../g, "\\x$&");
  const python = [...PACKET].map((byte) =>
    byte >= 0x20 && byte < 0x7f && !`"'\\`.includes(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\x${toHex(Uint8Array.of(byte))}`
  ).join("");
  const texts = [
    numbers,
    `[${numbers}]`,
    `static const unsigned char pkt1[${PACKET.length}] = {\n${numbers} /* P. 0x99, */\n};`,
    `{ // the packet, 0x12,\n  ${numbers},\n}`,
    `"${escapes}"`,
    `"${escapes.slice(0, 80)}" \\\n"${escapes.slice(80)}"`,
    escapes,
    `b"${python}"`,
    `data = b'${python}'`,
  ];
  for (const text of texts) assertEquals(read(text), [HEX], text);
  assertEquals(read(`char a[] = { 0x01, 0x02 };\nchar b[] = { 3, 0x4 };`), ["0102", "0304"]);
  assertEquals(read(`"\\x01\\n\\t\\0\\\\\\x02"`), ["010a09005c02"]);
});

testWith({
  name: "what programs print of a packet is read: tcpdump, tshark and od",
  needs: ["tcpdump", "tshark"],
  async fn() {
    await using folder = await TempFolder.create("pasted");
    for (
      const payload of [PACKET, packet("Renew"), relayed("RelayForward", 4, packet("Solicit")), PACKET.subarray(0, 50)]
    ) {
      const ip = ipv6(udp(payload)), frame = ethernet(ip);
      const file = await folder.write("one.pcap", pcap([{ bytes: frame }, { bytes: frame }])),
        raw = await folder.write("raw", payload);
      const tcpdump = async (flag: string) => (await runCommand(["tcpdump", "-n", flag, "-r", file])).stdout;
      assertEquals(await tcpdump("-x").then(read), [ip, ip].map((one) => toHex(one)));
      assertEquals(await tcpdump("-X").then(read), [ip, ip].map((one) => toHex(one)));
      assertEquals(await tcpdump("-xx").then(read), [frame, frame].map((one) => toHex(one)));
      assertEquals(await tcpdump("-XX").then(read), [frame, frame].map((one) => toHex(one)));
      assertEquals(
        read((await runCommand(["tshark", "-n", "-x", "-r", file])).stdout),
        [frame, frame].map((one) => toHex(one)),
      );
      for (
        const command of [["od", "-A", "x", "-t", "x1"], ["od", "-t", "x1"], ["od", "-A", "d", "-t", "x1z"], [
          "od",
          "-A",
          "x",
          "-t",
          "x1z",
          "-w8",
        ]]
      ) {
        assertEquals(read((await runCommand([...command, raw])).stdout), [toHex(payload)], command.join(" "));
      }
    }
  },
});

Deno.test("dumps are read with the text beside them, though that looks like digits, and with lines between", () => {
  const bytes = new TextEncoder().encode("abcdef0123456789abcdef01234567 ab cd ef 01 02"),
    rows = (width: number, line: (at: number, row: Uint8Array) => string) =>
      Array.from(
        { length: Math.ceil(bytes.length / width) },
        (_, i) => line(i * width, bytes.subarray(i * width, (i + 1) * width)),
      ).join("\n");
  const text = (row: Uint8Array) => new TextDecoder().decode(row),
    offset = (at: number, length = 4) => at.toString(16).padStart(length, "0");
  const wireshark = rows(16, (at, row) => `${offset(at)}  ${toHex(row, " ").padEnd(47)}   ${text(row)}`);
  const halves = (row: Uint8Array) => `${toHex(row.subarray(0, 8), " ")}  ${toHex(row.subarray(8), " ")}`.padEnd(48);
  const hexdump = rows(16, (at, row) => `${offset(at, 8)}  ${halves(row)}  |${text(row)}|`) +
    `\n${offset(bytes.length, 8)}`;
  const xxd = rows(
    16,
    (at, row) => `${offset(at, 8)}: ${(toHex(row).match(/.{1,4}/g) ?? []).join(" ").padEnd(39)}  ${text(row)}`,
  );
  const narrow = rows(8, (at, row) => `${offset(at)}: ${toHex(row, " ")}`);
  for (const dump of [wireshark, hexdump, xxd, narrow, wireshark.toUpperCase(), `Frame 1\n\n${wireshark}\n\nFrame 2`]) {
    assertEquals([read(dump), readPasted(dump).how], [[toHex(bytes)], "a dump with offsets"], dump);
  }
  assertEquals(read(`${wireshark}\n\n${wireshark}`), [toHex(bytes), toHex(bytes)]);
  assertEquals(read("0000  01 f3 50 d6   ..P."), ["01f350d6"]);
});

Deno.test("what cannot be read is told with line and character", () => {
  const wrong: [text: string, message: string][] = [
    ["", "There is nothing to decode, in line 1, character 1"],
    [" \n\t", "There is nothing to decode, in line 1, character 1"],
    ["01 f3 5g d6", '"g" is no hexadecimal digit, in line 1, character 8'],
    ["01 f3\n50 d", "A byte has two hexadecimal digits; here is one, in line 2, character 4"],
    ["01f350d60001000", "A byte has two hexadecimal digits; here is one, in line 1, character 15"],
    ["0bf350d6000z0002", '"z" is no hexadecimal digit, in line 1, character 12'],
    ["AfNQ1g=A", '"A" stands behind the end of base64, in line 1, character 8'],
    ["AfNQ\n1gQ!x", '"!" belongs to neither hexadecimal digits nor base64, in line 2, character 4'],
    ["AfNQ1gzzz", "This base64 is cut off: 9 characters make no whole bytes, in line 1, character 10"],
    ["{ 0x01, 0x02, 300 }", '"3" begins something that is no byte, in line 1, character 15'],
    ["{ 0x01, 0x02,\n zz }", '"z" begins something that is no byte, in line 2, character 2'],
    ['"\\x01\\x02\\q"', "This escape stands for no byte, in line 1, character 10"],
    [
      "0000  01 02 03 04 05 06 07\n0010  01 02",
      "This line has 7 bytes, and the next one says that it should have 16, in line 1, character 1",
    ],
    ["😀", '"😀" belongs to neither hexadecimal digits nor base64, in line 1, character 1'],
  ];
  for (const [text, message] of wrong) assertThrows(() => readPasted(text), PastedError, message, JSON.stringify(text));
});

Deno.test("no text takes for ever or throws something else", () => {
  const size = 200_000, many = (text: string) => text.repeat(size / text.length);
  for (
    const text of [
      many(" ") + "x",
      many("/*"),
      many("//"),
      many("{"),
      many("0x1, "),
      many("\\x01"),
      many("\\ "),
      many("0000  "),
      many("0000  00\n"),
      many("a "),
      many("\n"),
      many(":"),
      `"${many('"')}`,
      many("0x"),
      many("="),
    ]
  ) {
    try {
      readPasted(text);
    } catch (error) {
      assert(error instanceof PastedError, text.slice(0, 20));
    }
  }
});
