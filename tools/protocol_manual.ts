/**
 * Writes docs/protocol.md: every message type and every option code, what reads and writes it, and where the bytes of its test
 * vectors come from. Each tick is a vector that was decoded, encoded, shown and so on while the file was made. With `--check`
 * tells whether the file is up to date.
 *
 *     deno task manual
 */
import {
  ClientServerMessage,
  CONFIGURATION,
  Dhcpv4Message,
  FailoverMessage,
  IPv6Address,
  Message,
  MessageType,
  messageTypeName,
  type OptionDef,
  Options,
  rawOption,
  Reader,
  RelayMessage,
  standardSpace,
  toHex,
  validate,
  Writer,
} from "@dhcpkit/kafka/dhcpv6";
import { standardOptions } from "@dhcpkit/kafka/dhcpv6/options";
import { USUAL_LIMITS } from "../src/dhcpv6/decode_limits.ts";
import { rules } from "../src/dhcpv6/validation/rules.ts";
import { vectors } from "../tests/vectors/mod.ts";
import { plain } from "../tests/vectors/plain.ts";
import { jsonOf, textOf, type Vector } from "../tests/vectors/vector.ts";
import { writeOrCheck } from "./_generated_document.ts";

const INTRODUCTION = `# Protocol

Which parts of DHCPv6 \`@dhcpkit/kafka/dhcpv6\` reads and writes. This file is made of the declarations in
\`src/dhcpv6/options\` and of the vectors in \`tests/vectors\` (\`deno task manual\`): a tick says that every vector of the
option passed that check while the file was written, and \`deno task ok\` fails when one no longer does.
`;

/** Spaces of suboptions, by what holds them. */
const held = new Map(
  [...new Set(vectors.map(({ space }) => space))].filter((space) => space !== standardSpace).map((space) =>
    [space.name, space] as const
  ),
);

await writeOrCheck(
  "docs/protocol.md",
  [
    INTRODUCTION,
    messageTypes(),
    `## Options\n\n${standardOptions.length} codes are declared. ${legend()}\n\n${optionTable(standardOptions)}`,
    ...[...held].sort(([a], [b]) => a < b ? -1 : 1).map(([name, space]) =>
      `## Suboptions: ${name}\n\n${optionTable(space.definitions)}`
    ),
    limits(),
    unverified(),
  ].join("\n\n"),
  "manual",
);

function legend(): string {
  return `**Checks**: D decoded to its value, E encoded to the same bytes, J as JSON, T as text, V told of by \`validate\` in a message where it may not stand. **Rules**: those of
[validation.md](validation.md) that look at its value; every option is also held against where it may stand and how often
(\`misplaced-option\`, \`duplicate-option\`), and \`malformed\` tells of bodies that cannot be read. **Values** are fields in
wire order.`;
}

function messageTypes(): string {
  const rows = Object.values(MessageType).map((type) => {
    const message = Message.parse(new Uint8Array([type, ...new Uint8Array(type === 12 || type === 13 ? 33 : 3)]));
    const header = message instanceof RelayMessage
      ? "relay: hop count, link-address, peer-address"
      : message instanceof Dhcpv4Message
      ? "flags (24 bits)"
      : message instanceof FailoverMessage
      ? "transaction id; time of sending where the options then fill the rest exactly"
      : "transaction id";
    return `| ${type} | ${messageTypeName(type)} | ${header} |`;
  });
  return `## Message types

Types that are not listed are read with a transaction id and options, and saved as they came. Over TCP, messages come through
\`MessageDecoderStream\` and go through \`frameMessage\`.

| type | name | header |
| --: | --- | --- |
${rows.join("\n")}`;
}

function optionTable(options: readonly OptionDef<unknown>[]): string {
  const rows = [...options].sort((a, b) => a.code - b.code).map((option) => {
    const own = vectors.filter((vector) => vector.option === option);
    return `| ${option.code} | ${option.name} | ${option.reference} | ${fields(option)} | ${checks(own)} | ${
      valueRules(option)
    } | ${origins(own)} |`;
  });
  return `| code | name | defined in | value | checks | rules | vectors |
| --: | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}`;
}

function fields({ fields, traits }: OptionDef<unknown>): string {
  const list = fields.map(({ label, field }) => `${label}: ${field.kind}`).join(", ") || "empty";
  return traits.unverified === undefined ? list : `${list} *(unverified)*`;
}

function checks(own: readonly Vector[]): string {
  const passed: Record<string, (vector: Vector) => boolean> = {
    D: ({ option, body, value }) => same(plain(option.read(new Reader(body))), plain(value)),
    E: ({ option, body, value }) => toHex(encoded(option, value)) === toHex(body),
    J: (vector) => same(jsonOf(vector), vector.json),
    T: (vector) => textOf(vector) === vector.text,
    V: isToldWhereItMayNotStand,
  };
  return Object.entries(passed).map(([letter, check]) =>
    own.length > 0 && own.every(check) ? `${letter}✓` : `${letter}✗`
  )
    .join(" ");
}

/** Whether `misplaced-option` or a rule of its own tells of the option in a message where it may not stand. */
function isToldWhereItMayNotStand({ option, space, body }: Vector): boolean {
  if (space !== standardSpace || option.traits.unverified !== undefined) return true;
  const { within = CONFIGURATION } = option.traits;
  const type = [MessageType.RelayForward, MessageType.Reconfigure, MessageType.Solicit, MessageType.Confirm]
    .find((type) => !within.includes(messageTypeName(type)));
  if (type === undefined) return false;
  const options = Options.of(rawOption(option.code, body)), nowhere = IPv6Address.unspecified;
  const message = type === MessageType.RelayForward
    ? new RelayMessage({ type, hopCount: 0, linkAddress: nowhere, peerAddress: nowhere, options })
    : new ClientServerMessage({ type, transactionId: 1, options });
  return validate(message).some(({ path, rule }) => rule === "misplaced-option" && path.at(-1) === option.name);
}

function encoded(option: OptionDef<unknown>, value: unknown): Uint8Array {
  const writer = new Writer();
  option.write(writer, value);
  return writer.toBytes();
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, bigText) === JSON.stringify(b, bigText);
}

function bigText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function valueRules(option: OptionDef<unknown>): string {
  const found = rules.filter(({ values }) => values?.some(({ options }) => options.includes(option)));
  return found.map(({ id }) => `\`${id}\``).join(", ") || "–";
}

function origins(own: readonly Vector[]): string {
  return [...new Set(own.map(({ from }) => from))].join("; ").replaceAll("|", "\\|");
}

function limits(): string {
  const { bytes, options, nesting, relays, problems } = USUAL_LIMITS;
  return `## Limits

What \`decode\` reads, and with it JSON, text, problems and validation, ends at these limits unless the caller says otherwise
(\`decode(message, { limits })\`). What lies beyond is kept as bytes with a problem that says so, and time and memory stay in
proportion to the bytes. \`Message.parse\`, \`options.get(…)\` and \`save\` have no limits, since they do not go down.

| limit | of | default |
| --- | --- | --: |
| \`bytes\` | bytes of a message | ${bytes} |
| \`options\` | options in all, nested ones included | ${options} |
| \`nesting\` | options within options | ${nesting} |
| \`relays\` | messages within messages | ${relays} |
| \`problems\` | malformed bodies and stray bytes | ${problems} |`;
}

function unverified(): string {
  const open = standardOptions.filter(({ traits }) => traits.unverified !== undefined);
  return `## What could not be checked

The texts of these documents were not at hand. The options are decoded as far as is known, and their bytes are always kept.

| code | name | what is open |
| --: | --- | --- |
${open.map(({ code, name, traits }) => `| ${code} | ${name} | ${traits.unverified} |`).join("\n")}`;
}
