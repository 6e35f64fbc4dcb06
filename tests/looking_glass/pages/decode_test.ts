import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromHex, Message, toHex } from "@dhcpkit/kafka/dhcpv6";
import { Status } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { MemoryAudit } from "@dhcpkit/kafka/looking-glass";
import { address, ia, packet, relayed } from "../../store/_packets.ts";
import { ethernet, fragments, ipv6, pcap, udp } from "../../tap/_captures.ts";
import { ATTRIBUTE, SCRIPT, type TestGlass, textOf, UNSEEN, withGlass } from "../_fixture.ts";

const SOLICIT = packet("Solicit", ia()), REPLY = packet("Reply", ia(address("2001:db8::42", 3600)));
const AT = Date.UTC(2026, 10, 30, 13, 5);
const RECORD = new DHCPKafkaMessage({
  ...{ serverName: "dhcp01.example.com", timestampIn: AT / 1000 + 0.25, messageIn: Message.parse(SOLICIT) },
  ...{ timestampOut: AT / 1000 + 0.253, messageOut: Message.parse(REPLY) },
}).save();
const CAPTURE = pcap([
  { bytes: ethernet(ipv6(udp(SOLICIT))), time: AT * 1000 },
  { bytes: ethernet(ipv6(udp(relayed("RelayForward", 2, SOLICIT)))), time: AT * 1000 + 1500 },
  ...fragments(udp(relayed("RelayForward", 6, SOLICIT)), 64).map((bytes) => ({
    bytes: ethernet(bytes),
    time: AT * 1000 + 2000,
  })),
]);

type Fields = Record<string, string | Uint8Array<ArrayBuffer> | undefined>;

/** Sends a form as browsers do. */
async function post(glass: TestGlass, fields: Fields, path = "/decode"): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") body.set(name, value);
    else if (value !== undefined) body.set(name, new File([value], "dropped.bin"));
  }
  return await glass.send(path, { method: "POST", body, headers: { accept: "text/html" } });
}

async function text(glass: TestGlass, fields: Fields): Promise<string> {
  const response = await post(glass, fields);
  assertEquals(response.status, 200);
  return textOf(await response.text());
}

// deno-lint-ignore no-explicit-any
async function json(glass: TestGlass, fields: Fields): Promise<any> {
  return await (await post(glass, fields, "/decode.json")).json();
}

Deno.test("every viewer finds the form from every page, and it says what becomes of what is pasted", async () => {
  const access = { tokens: [{ name: "wall", role: "viewer", secret: "fedcba9876543210" }] } as const;
  await withGlass(async (glass) => {
    const headers = { authorization: "Bearer fedcba9876543210" };
    assertStringIncludes(await glass.html("/servers", headers), '<a href="/decode">Decode a packet</a>');
    const html = await glass.html("/decode", headers);
    assertStringIncludes(textOf(html), "nothing of it is kept or logged");
    assertMatch(html, /<script type="module" src="\/assets\/decode\.[0-9a-f]{8}\.js">/);
    assert(!(await glass.html("/servers", headers)).includes("/assets/decode."), "other pages do without its script");
    const unknown = await post(glass, { text: toHex(SOLICIT) });
    assertEquals(unknown.status, 303);
    assertMatch(unknown.headers.get("location")!, /^\/login/);
  }, { access });
});

Deno.test("a message is shown with its bytes and findings, as hexadecimal digits, base64, a packet or a file", async () => {
  await withGlass(async (glass) => {
    const bad = packet("Solicit", ia(), ia());
    for (
      const fields of [{ text: toHex(bad, ":") }, { text: bad.toBase64() }, { text: toHex(ethernet(ipv6(udp(bad)))) }, {
        file: Uint8Array.from(bad),
      }, { file: new TextEncoder().encode(toHex(bad)) }]
    ) {
      const response = await post(glass, fields), html = await response.text();
      assertEquals(html.match(/data-at="/g)?.length, bad.length);
      assertStringIncludes(html, `data-start="0" data-end="${bad.length}"`);
      assertStringIncludes(textOf(html), "Solicit: looks for servers that would give it an address or prefix.");
    }
    assertStringIncludes(await text(glass, { text: toHex(bad) }), "Read as hexadecimal digits.");
    assertStringIncludes(await text(glass, { text: toHex(packet("Request")) }), "error · ");
  });
});

Deno.test("a record shows request and answer, what differs, and who answered when", async () => {
  await withGlass(async (glass) => {
    for (
      const fields of [{ text: RECORD.toBase64() }, { text: toHex(RECORD) }, { file: Uint8Array.from(RECORD) }, {
        text: `00 0000002a ${toHex(RECORD)}`,
      }]
    ) {
      const shown = await text(glass, fields);
      assertStringIncludes(shown, "Solicit → Reply, a transaction of dhcp01.example.com.");
      assertStringIncludes(shown, "Received 2026-11-30 13:05:00.250 UTC");
      assertStringIncludes(shown, "Answered after 3 ms");
      assertStringIncludes(shown, "2001:db8::42");
    }
    assertStringIncludes(
      await text(glass, { text: `00 0000002a ${toHex(RECORD)}` }),
      "Schema 42, by the five bytes in front",
    );
    assertStringIncludes(await text(glass, { text: `${toHex(RECORD)} abcdef`, as: "record" }), "3 bytes behind it");
    const { record } = await json(glass, { text: toHex(RECORD) });
    assertEquals(record["server-name"], "dhcp01.example.com");
    assertEquals([record.request.bytes, record.response.message.type], [toHex(SOLICIT), "reply"]);
  });
});

Deno.test("a capture is a list of what is in it; each can be chosen, and is shown with where it comes from", async () => {
  await withGlass(async (glass) => {
    const response = await post(glass, { file: CAPTURE }), html = await response.text(), shown = textOf(html);
    assertStringIncludes(shown, "3 DHCPv6 messages. Read as a capture in pcap, ");
    assertStringIncludes(shown, "From 2026-11-30 13:05:00.000 UTC to 2026-11-30 13:05:00.002 UTC.");
    const rows = [...html.matchAll(/<form [^>]*data-decode="row">(.*?)<\/form>/gs)].map(([, row]) =>
      Object.fromEntries([...row.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    );
    assertEquals(
      rows.map(({ text }) => text),
      [SOLICIT, relayed("RelayForward", 2, SOLICIT), relayed("RelayForward", 6, SOLICIT)].map((bytes) => toHex(bytes)),
    );
    const chosen = await text(glass, rows[1]);
    assertStringIncludes(chosen, "relay-forward");
    assertStringIncludes(
      chosen,
      "Packet 2, 2026-11-30 13:05:00.001 UTC, from fe80::5eff:fe00:1 port 546 to ff02::1:2 port 547.",
    );
    assertStringIncludes(rows[2].about, "put together from fragments");
    const one = await text(glass, { file: CAPTURE.slice(0, 24 + 16 + 62 + SOLICIT.length) });
    assertStringIncludes(one, "1 DHCPv6 message.");
    assertStringIncludes(one, "ia-na");
  });
});

Deno.test("a capture that is cut off, of other ports, or with nothing in it, says so", async () => {
  await withGlass(async (glass) => {
    const cut = await text(glass, { file: CAPTURE.slice(0, -10) });
    assertStringIncludes(cut, "The file is damaged or cut off: it ends within a packet or block, at byte ");
    assertStringIncludes(cut, "1 packet in fragments is not whole.");
    const odd = pcap([{ bytes: ethernet(ipv6(udp(SOLICIT, { from: 10_546, to: 10_547 }))) }]);
    assertStringIncludes(await text(glass, { file: odd }), "There is no DHCPv6 message in it.");
    assertStringIncludes(await text(glass, { file: odd, ports: "10546, 10547" }), "1 DHCPv6 message.");
    assertStringIncludes(await text(glass, { file: pcap([]) }), "There is no DHCPv6 message in it.");
    const many = await text(glass, {
      file: pcap(Array.from({ length: 620 }, () => ({ bytes: ethernet(ipv6(udp(SOLICIT))) }))),
    });
    assertStringIncludes(many, "120 more messages are not listed: filter the capture to see them.");
  });
});

Deno.test("the same is there as JSON and as a capture, by form, by address, and for programs that send bytes", async () => {
  await withGlass(async (glass) => {
    const { message } = await json(glass, { text: toHex(SOLICIT) });
    assertEquals([message.bytes, message.message.type], [toHex(SOLICIT), "solicit"]);
    const file = await post(glass, { text: toHex(REPLY) }, "/decode.pcap");
    assertEquals([file.headers.get("content-type"), file.headers.get("content-disposition")], [
      "application/vnd.tcpdump.pcap",
      'attachment; filename="decode.pcap"',
    ]);
    const { messages } = await json(glass, { file: new Uint8Array(await file.arrayBuffer()) });
    assertEquals([messages.length, messages[0].message, messages[0]["source-port"]], [1, toHex(REPLY), 547]);
    assertEquals((await glass.json(`/decode.json?text=${toHex(SOLICIT)}`)).message.bytes, toHex(SOLICIT));
    assertStringIncludes(textOf(await glass.html(`/decode?text=${toHex(SOLICIT)}`)), "Solicit: looks for servers");
    for (
      const [type, body] of [["application/octet-stream", CAPTURE], ["text/plain", toHex(SOLICIT)], [
        "application/vnd.tcpdump.pcap",
        CAPTURE,
      ]] as const
    ) {
      const response = await glass.send("/decode.json", { method: "POST", body, headers: { "content-type": type } });
      const data = await response.json();
      assertEquals(data.messages?.length ?? data.message.bytes, type === "text/plain" ? toHex(SOLICIT) : 3);
    }
    assertEquals(await glass.json("/decode"), { how: null });
    assertEquals((await glass.send("/decode.pcap")).status, 400);
  });
});

Deno.test("what cannot be decoded is told with its place, and the form keeps what was typed", async () => {
  await withGlass(async (glass) => {
    const wrong: [Fields, string][] = [
      [{ text: "01 f3\n5g" }, '"g" is no hexadecimal digit, in line 2, character 2.'],
      [{ text: "" }, "There is nothing to decode, in line 1, character 1."],
      [{ text: "0bf350d6", as: "record" }, "This is no record with a transaction: dhcp-kafka-message > message-type: "],
      [{ text: toHex(SOLICIT), as: "packet" }, "There is no UDP datagram to or from these ports in this packet."],
      [{ text: toHex(SOLICIT), ports: "546 x" }, '"x" is no port.'],
      [{ text: toHex(SOLICIT), ports: "99999" }, '"99999" is no port.'],
      [{ text: toHex(SOLICIT), as: SCRIPT }, "Nothing is read as"],
      [{ text: "01".repeat(70_000) }, "A DHCPv6 message has at most 65535 bytes; these are 70000."],
      [{ text: "0".repeat(2 ** 20 + 2) }, "This text is more than a million characters long."],
      [
        { file: new TextEncoder().encode("0b".repeat(2 ** 19 + 1)) },
        "This text is more than a million characters long.",
      ],
      [
        { text: toHex(fragments(udp(relayed("RelayForward", 6, SOLICIT)), 64)[0]) },
        "This is a fragment of a packet, and the rest of it is not there.",
      ],
    ];
    for (const [fields, message] of wrong) {
      const response = await post(glass, fields), html = await response.text();
      assertEquals(response.status, 400, message);
      assertStringIncludes(textOf(html), message);
      assertStringIncludes(html, `<form class="decode"`);
      const told = await post(glass, fields, "/decode.json"), { error } = await told.json();
      assertEquals([told.status, error.status], [400, 400]);
      assertStringIncludes(error.message, message);
    }
    assertMatch(await (await post(glass, { text: "01 f3\n5g" })).text(), />\n01 f3\r?\n5g<\/textarea>/);
  });
});

Deno.test("bytes that are half of something are shown as far as they go", async () => {
  await withGlass(async (glass) => {
    assertStringIncludes(await text(glass, { text: "01f3" }), "Not even its header is complete.");
    assertStringIncludes(await text(glass, { text: "c8f350d6" }), "No DHCPv6 message has the type 200. Is it one?");
    for (let length = 1; length < RECORD.length; length++) {
      const response = await post(glass, { file: RECORD.slice(0, length) });
      assertEquals(response.status, 200, `${length} bytes`);
      await response.body?.cancel();
    }
  });
});

Deno.test("a form that is too large or broken is refused, and one of another site too", async () => {
  await withGlass(async (glass) => {
    const large = await post(glass, { file: new Uint8Array(9 * 2 ** 20) });
    assertEquals(large.status, 413);
    assertStringIncludes(textOf(await large.text()), "This is more than the 8 MB that are taken at a time.");
    const broken = await glass.send("/decode", {
      method: "POST",
      body: "no form",
      headers: { "content-type": "multipart/form-data; boundary=x" },
    });
    assertEquals(broken.status, 400);
    const body = new URLSearchParams({ text: toHex(SOLICIT) });
    assertEquals(
      (await glass.send("/decode", { method: "POST", body, headers: { origin: "https://evil.example" } })).status,
      403,
    );
    assertEquals((await glass.send("/servers", { method: "POST", body })).status, 405);
    assertEquals((await glass.send("/decode", { method: "POST", body })).status, 200);
  });
});

Deno.test("a form without an end is not read to one", async () => {
  await withGlass(async (glass) => {
    let sent = 0, isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(2 ** 20));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const response = await glass.send("/decode", { method: "POST", body, headers: { "content-type": "text/plain" } });
    assertEquals([response.status, sent < 16, isCancelled], [413, true, true]);
  });
});

Deno.test("nothing that is decoded is kept: no browser stores the answer, nothing is written down or told to the log", async () => {
  const audit = new MemoryAudit(), failures: unknown[] = [];
  await withGlass(async (glass) => {
    for (
      const [path, init] of [["/decode", { method: "POST", body: new URLSearchParams({ text: toHex(SOLICIT) }) }], [
        `/decode?text=${toHex(SOLICIT)}`,
        {},
      ], ["/decode.json?text=zz", {}]] as const
    ) {
      const response = await glass.send(path, init);
      assertEquals([response.headers.get("cache-control"), response.headers.get("etag")], ["no-store", null], path);
    }
    assertEquals(audit.latest(9), []);
    assertEquals(failures, []);
  }, { audit, failed: (error) => failures.push(error) });
});

Deno.test("names that are attacks are text, and what cannot be seen is written out", async () => {
  const message = packet("Reply", Status.of({ code: 2, message: `${SCRIPT}${ATTRIBUTE}${UNSEEN}` }));
  const record = new DHCPKafkaMessage({ serverName: `${SCRIPT}${UNSEEN}`, messageOut: Message.parse(message) }).save();
  await withGlass(async (glass) => {
    const file = pcap([{ bytes: ethernet(ipv6(udp(message))) }, { bytes: ethernet(ipv6(udp(message))) }]);
    const sent: Fields[] = [
      { text: toHex(message) },
      { text: record.toBase64() },
      { file },
      { text: toHex(message), about: `${SCRIPT}${ATTRIBUTE}${UNSEEN}` },
      { text: `${SCRIPT}${ATTRIBUTE}${UNSEEN}` },
      { text: `</textarea>${SCRIPT}`, as: ATTRIBUTE, ports: `${ATTRIBUTE}${UNSEEN}` },
      { text: toHex(message), ports: `"><script>${UNSEEN}` },
    ];
    for (const fields of sent) {
      const html = await (await post(glass, fields)).text();
      assert(!html.includes("<script>") && !html.includes("<img") && !html.includes("<b>x"), JSON.stringify(fields));
      assert(!/\p{Cf}/u.test(html), `${JSON.stringify(fields)} has characters that cannot be seen`);
    }
    assertStringIncludes(await text(glass, { text: toHex(message) }), "safe\\u202egnp.exe\\u0007\\u200b");
  });
});

Deno.test("a dump of several packets is a list as well", async () => {
  await withGlass(async (glass) => {
    const dump = (bytes: Uint8Array) =>
      toHex(bytes).match(/.{1,32}/g)!.map((row, i) =>
        `\t0x${(i * 16).toString(16).padStart(4, "0")}:  ${row.match(/.{1,4}/g)!.join(" ")}`
      ).join("\n");
    const both = `14:05:30.1 IP6 fe80::1.546 > ff02::1:2.547: dhcp6 solicit\n${
      dump(ipv6(udp(SOLICIT)))
    }\n14:05:30.2 IP6\n${dump(ipv6(udp(REPLY)))}`;
    const { how, messages } = await json(glass, { text: both });
    assertEquals([how, messages.map(({ message }: { message: string }) => message)], ["a dump with offsets", [
      toHex(SOLICIT),
      toHex(REPLY),
    ]]);
    const records = `{ ${[...RECORD].join(", ").replace(/^\d+/, "0x01")} }, { ${
      [...RECORD].join(", ").replace(/^\d+/, "0x01")
    } }`;
    assertEquals(
      (await json(glass, { text: records })).messages.map(({ record }: { record: string }) => fromHex(record)),
      [Uint8Array.from(RECORD), Uint8Array.from(RECORD)],
    );
    assertStringIncludes(await text(glass, { text: records }), "Record");
  });
});
