import { assert, assertEquals } from "@std/assert";
import { Message, Options, problems, rawOption, toJson, toText } from "../../src/dhcpv6/mod.ts";
import { ClientFqdn, Status } from "../../src/dhcpv6/options/mod.ts";
import { SeededRandom } from "../vectors/random.ts";
import { spaces } from "../vectors/spaces.ts";
import { vectors } from "../vectors/mod.ts";

/** Controls, format characters (text direction among them), lone surrogates, unassigned ones, line and paragraph separators. */
const UNSAFE = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

const HOSTILE: readonly [what: string, text: string][] = [
  ["a terminal escape sequence", "\x1b[2J\x1b]0;owned\x07"],
  ["an 8-bit control sequence", "\x9b31m"],
  ["line breaks", "a\nsolicit, transaction 000000\r\n"],
  ["a NUL and a delete", "\0\x7f"],
  ["overridden text direction", "\u202egnp.exe\u202c"],
  ["isolated text direction", "\u2066x\u2069"],
  ["direction marks", "\u200e\u200f\u061c"],
  ["line and paragraph separators", "\u2028\u2029"],
  ["invisible characters", "\u200b\u2060\ufeff\u{e0041}"],
  ["bytes that are not UTF-8", "\udcff\udc80"],
];

function reply(options: Options): Message {
  return Message.parse(new Uint8Array([7, 0xc0, 0xff, 0xee, ...options.bytes]));
}

for (const [what, text] of HOSTILE) {
  Deno.test(`hostile text: ${what} in a status message cannot steer a terminal`, () => {
    const message = reply(Options.of(Status.of({ code: 1, message: text })));
    assertEquals(toText(message).split("\n").length, 2);
    assertEquals(UNSAFE.exec(toText(message)), null);
    assertEquals(message.options.get(Status)?.message, text);
  });

  Deno.test(`hostile text: ${what} in JSON comes back, and no control character of ASCII stands in it`, () => {
    const json = JSON.stringify(toJson(reply(Options.of(Status.of({ code: 1, message: text })))));
    assertEquals(JSON.parse(json).options[0].value.message, text);
    assert(![...json].some((character) => character < " "));
    assert(json.isWellFormed());
  });

  Deno.test(`hostile text: ${what} in a host name cannot steer a terminal`, () => {
    const label = new TextEncoder().encode(text.toWellFormed()).slice(0, 63);
    const message = reply(Options.of(rawOption(ClientFqdn.code, new Uint8Array([0, label.length, ...label]))));
    assertEquals(toText(message).split("\n").length, 2);
    assertEquals(/[^\x20-\x7e\n]/.exec(toText(message)), null);
    assertEquals(/[^\x20-\x7e]/.exec(JSON.stringify(toJson(message))), null);
  });
}

Deno.test("hostile text: whatever stands in an option, text stays on lines of its own and JSON can be read", () => {
  const random = new SeededRandom(202);
  const awkward = new TextEncoder().encode(HOSTILE.map(([, text]) => text).join(""));
  const bodies = vectors.map(({ body }) => body);
  for (const option of spaces.flatMap((space) => space.definitions)) {
    for (let round = 0; round < 60; round++) {
      const start = random.below(awkward.length), body = random.oneIn(2) ? random.pick(bodies) : new Uint8Array();
      const message = reply(
        Options.of(
          rawOption(option.code, new Uint8Array([...body, ...awkward.slice(start, start + random.below(40))])),
        ),
      );
      for (const space of spaces) {
        const text = toText(message, { space });
        assertEquals(UNSAFE.exec(text), null, text);
        JSON.parse(JSON.stringify(toJson(message, { space })));
        for (const problem of problems(message, { space })) assertEquals(UNSAFE.exec(problem.message), null);
      }
    }
  }
});
