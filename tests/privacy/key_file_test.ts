import { assert, assertEquals, assertRejects } from "@std/assert";
import { Duid, type Message } from "@dhcpkit/kafka/dhcpv6";
import { ClientServerMessage, Options } from "@dhcpkit/kafka/dhcpv6";
import { ClientId } from "@dhcpkit/kafka/dhcpv6/options";
import { createPseudonyms, pseudonymsFromFile } from "@dhcpkit/kafka/privacy";
import { fromHex, toHex } from "@dhcpkit/kafka/dhcpv6";
import { runCommand } from "../support/command.ts";

const HEX = toHex(Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1));

async function withFile(
  name: string,
  text: string,
  mode: number,
  test: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), path = `${folder}/${name}`;
  try {
    await Deno.writeTextFile(path, text);
    await Deno.chmod(path, mode);
    await test(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function message(): Message {
  const options = Options.of(ClientId.of({ duid: Duid.parse("000300013431c43cb2f1") }));
  return new ClientServerMessage({ type: 1, transactionId: 1, options });
}

Deno.test("a key is read from a file of hexadecimal digits and named after the file, unless it is given a name", async () => {
  await withFile("pseudonyms-2026.01.key", `${HEX.toUpperCase()}\n`, 0o640, async (path) => {
    const pseudonyms = await pseudonymsFromFile(path);
    assertEquals(pseudonyms.keyId, "pseudonyms-2026.01");
    assertEquals((await pseudonymsFromFile(path, { keyId: "k2" })).keyId, "k2");
    const same = createPseudonyms({ key: fromHex(HEX), keyId: "x" });
    assertEquals(pseudonyms.replaceIn(message()).save(), same.replaceIn(message()).save());
  });
});

Deno.test("what openssl writes is a key", async () => {
  const { stdout } = await runCommand(["openssl", "rand", "-hex", "32"]);
  await withFile("new.key", stdout, 0o600, async (path) => {
    assertEquals((await pseudonymsFromFile(path)).keyId, "new");
  });
});

for (
  const [what, text, mode, expected] of [
    ["is short", HEX.slice(2), 0o600, "64 or more hexadecimal digits"],
    ["is empty", "", 0o600, "openssl rand -hex 32 > "],
    ["is text", "a very secret passphrase that people remember, of more than 64 letters in all", 0o600, "holds no key"],
    ["is not random", "00".repeat(32), 0o600, "not random"],
    ["may be read by everybody", HEX, 0o644, "chmod o= "],
  ] as const
) {
  Deno.test(`a key that ${what} is refused with the remedy, and nothing of it is told`, async () => {
    await withFile("some.key", text, mode, async (path) => {
      const error = await assertRejects(() => pseudonymsFromFile(path), Error, expected);
      assert(error.message.includes(path), error.message);
      assert(text === "" || !Deno.inspect(error).includes(text.slice(0, 12)), error.message);
    });
  });
}

Deno.test("a file that is not there, or is a folder, is told as such", async () => {
  await assertRejects(() => pseudonymsFromFile("/nowhere/some.key"), Error, "the key of the pseudonyms cannot be read");
  const folder = await Deno.makeTempDir();
  await assertRejects(() => pseudonymsFromFile(folder), Error);
  await Deno.remove(folder);
});
