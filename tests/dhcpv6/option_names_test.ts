import { assertEquals } from "@std/assert";
import { fromHex, Message, type OptionDef, Options, OptionSpace, rawOption, toText } from "../../src/dhcpv6/mod.ts";
import {
  CableLabsOptionRequest,
  EchoRequest,
  OptionRequest,
  S46Priority,
  standardOptions,
} from "../../src/dhcpv6/options/mod.ts";

/** The DHCPv6 options under names that stand nowhere but here. */
const renamed = new OptionSpace(
  "renamed",
  standardOptions.map((option): OptionDef<unknown> => ({ ...option, name: `renamed-${option.code}` })),
);

Deno.test("option names: text takes every name of an option, requested ones included, from the space alone", () => {
  const options = Options.of(
    OptionRequest.of({ codes: [23, 56, 65000] }),
    EchoRequest.of({ codes: [37] }),
    S46Priority.of({ codes: [94, 64] }),
    rawOption(25, fromHex("000000010000000000000000" + "00060002001f")),
  );
  const message = Message.parse(new Uint8Array([1, 0x11, 0x22, 0x33, ...options.bytes]));
  assertEquals(toText(message, { space: renamed }).split("\n").slice(1), [
    "  renamed-6: renamed-23, renamed-56, 65000",
    "  renamed-43: renamed-37",
    "  renamed-111: renamed-94, renamed-64",
    "  renamed-25: iaid 1, t1 0 s, t2 0 s",
    "    renamed-6: renamed-31",
  ]);
});

Deno.test("option names: a vendor's option request names the vendor's suboptions", () => {
  const options = Options.of(CableLabsOptionRequest.of({ codes: [23, 33] }));
  const message = Message.parse(
    new Uint8Array([1, 0, 0, 0, 0, 17, 0, 4 + options.bytes.length, 0, 0, 0x11, 0x8b, ...options.bytes]),
  );
  assertEquals(toText(message).split("\n").at(-1), "    oro: 23, config-file-name");
});

Deno.test("option names: codes of all sizes are found in a space", () => {
  const option = (code: number): OptionDef<unknown> => ({ ...standardOptions[0], code, name: `option-${code}` });
  const space = new OptionSpace("sparse", [0, 511, 512, 60000, 65535].map(option));
  assertEquals([0, 511, 512, 60000, 65535].map((code) => space.nameOf(code)), [
    "option-0",
    "option-511",
    "option-512",
    "option-60000",
    "option-65535",
  ]);
  assertEquals([1, 510, 513, 59999, 65534].map((code) => space.get(code)), Array(5).fill(undefined));
});
