import { assertEquals } from "@std/assert";
import {
  csvLine,
  transactionColumns,
  transactionEvent,
  transactionEventHeaders,
  transactionRow,
  transactionToJson,
} from "@dhcpkit/kafka/formats";
import { digestRecordId } from "@dhcpkit/kafka/messages";
import { cloudEventHeaders } from "@dhcpkit/kafka/publisher/cloud-events";
import { parse } from "@std/csv";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { runCommand } from "../support/command.ts";
import { supportFolder } from "../support/paths.ts";
import { pythonEnvironment } from "../support/python_environment.ts";
import { testWith } from "../support/requirements.ts";
import { answered, refused } from "./_values.ts";

Deno.test("a row has the columns of every other row, and lists with spaces", () => {
  const row = transactionRow(transactionToJson(answered()));
  assertEquals(Object.keys(row), [...transactionColumns]);
  assertEquals([row.prefixes, row["interface-id"], row.reason], ["2001:db8:1000::/56", "Fa2/3", null]);
  const [back] = parse(csvLine(Object.values(row)));
  assertEquals(back, Object.values(row).map((value) => value === null ? "" : String(value)));
  assertEquals(
    csvLine(Object.values(transactionRow(transactionToJson(refused())))).split(",")[3],
    "NoPrefixAvail: all in use",
  );
});

Deno.test("texts of the network make no formula and no line of their own", () => {
  assertEquals(
    csvLine(["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx", "a\nb", -1]),
    [
      "'=cmd|' /C calc'!A0",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      `"'\rx"`,
      '"a\nb"',
      "-1",
    ].join(","),
  );
});

Deno.test("a CloudEvent in JSON has the attributes that the headers of the binary record have", async () => {
  const message = answered(), id = await digestRecordId(message.save());
  const { data, datacontenttype, ...attributes } = transactionEvent(message, { id });
  const binary = cloudEventHeaders()(message.save(), message), json = transactionEventHeaders(message, { id });
  assertEquals(Object.fromEntries(binary.slice(0, -1).map(({ name, value }) => [name.slice(3), value])), attributes);
  assertEquals(
    json.toSorted((a, b) => a.name < b.name ? -1 : 1).slice(0, -1),
    binary.slice(0, -1).toSorted((a, b) => a.name < b.name ? -1 : 1),
  );
  assertEquals([datacontenttype, json.at(-1)], ["application/json", {
    name: "content-type",
    value: "application/json",
  }]);
  assertEquals(data, transactionToJson(message));
  const own = transactionEvent(message, { id: "1", type: "com.example.dhcp", source: () => "urn:x" });
  assertEquals([own.type, own.source, own.id], ["com.example.dhcp", "urn:x", "1"]);
});

testWith({
  name: "the CloudEvents implementation of the CNCF reads both modes, with the transaction as data",
  needs: ["python"],
  async fn() {
    const python = await pythonEnvironment("python-cloudevents", ["cloudevents==2.2.0"]);
    const message = answered(),
      id = await digestRecordId(message.save()),
      hex = (text: string) => toHex(new TextEncoder().encode(text));
    const binary = transactionEventHeaders(message, { id }).map(({ name, value }) => [name, hex(value)]);
    const structured = [["content-type", hex("application/cloudevents+json")]];
    const lines = [[binary, transactionToJson(message)], [structured, transactionEvent(message, { id })]].map((
      [headers, json],
    ) => JSON.stringify({ headers: Object.fromEntries(headers as string[][]), value: hex(JSON.stringify(json)) }));
    const { stdout } = await runCommand([python, `${supportFolder}python/cloud_event.py`], { stdin: lines.join("\n") });
    for (const event of stdout.trim().split("\n").map((line) => JSON.parse(line))) {
      assertEquals(event, {
        id,
        source: "/dhcpv6/servers/dhcp01.example.com",
        type: "org.dhcpkit.dhcpv6.transaction.v1",
        specversion: "1.0",
        datacontenttype: "application/json",
        subject: "0003000102005e000001",
        time: 1767225600.123,
        data: JSON.parse(JSON.stringify(transactionToJson(message))),
      });
    }
  },
});
