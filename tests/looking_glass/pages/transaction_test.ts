import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromHex } from "@dhcpkit/kafka/dhcpv6";
import { iaPd, packet, prefix } from "../../store/_packets.ts";
import { batch, transaction } from "../../store/_transactions.ts";
import { textOf, TRANSACTIONS, withGlass } from "../_fixture.ts";

Deno.test("a transaction shows both packets with the place of each part in its bytes", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/transactions/1"), text = textOf(html);
    assertStringIncludes(text, "Request → Reply");
    assertStringIncludes(text, "The client takes the offer of one server.");
    assertEquals(html.match(/<section data-packet>/g)?.length, 2);
    const [first] = html.split("<section data-packet>").slice(1), length = TRANSACTIONS[0].request!.length;
    assertEquals(first.match(/data-at="/g)?.length, length);
    assertStringIncludes(first, `data-start="0" data-end="${length}"`);
  });
});

Deno.test("the JSON of a transaction has the very bytes, and the pcap both packets", async () => {
  await withGlass(async (glass) => {
    const data = await glass.json("/transactions/1");
    assertEquals(fromHex(data["request-packet"].bytes), TRANSACTIONS[0].request);
    assertEquals(data["response-packet"].message.type, "reply");
    const response = await glass.send("/transactions/1.pcap"), pcap = new Uint8Array(await response.arrayBuffer());
    assertEquals(response.headers.get("content-disposition"), 'attachment; filename="transactions-1.pcap"');
    assertEquals(Array.from(pcap.subarray(0, 4)), [0xa1, 0xb2, 0xc3, 0xd4]);
    assert(pcap.length > TRANSACTIONS[0].request!.length + TRANSACTIONS[0].response!.length);
  });
});

Deno.test("what differs is marked in the tree and in the bytes, and listed with links to both", async () => {
  await withGlass(async (glass, store) => {
    const ask = packet("Request", iaPd(prefix("2001:db8:1000::/56", 3600)));
    const answer = packet("Reply", iaPd(prefix("2001:db8:2000::/56", 3600)));
    await store.write(batch([transaction(50, { request: ask, response: answer })]));
    const [{ id }] = (await glass.json("/transactions?limit=1")).transactions,
      html = await glass.html(`/transactions/${id}`);
    const text = "asked for 2001:db8:1000::/56, given 2001:db8:2000::/56";
    assertStringIncludes(textOf(html), `Differences ${text} request answer`);
    const anchors = Array.from(html.matchAll(/<a href="#([a-z]+-[0-9.]+)">/g), ([, anchor]) => anchor);
    assertEquals(anchors.length, 2);
    for (const [i, anchor] of anchors.entries()) {
      const [, before, after] = new RegExp(`^(.*)<li class="" id="${anchor}">(.*)$`, "s").exec(html)!;
      assertEquals(before.split("<section data-packet>").length, i + 2, "in its packet");
      assertStringIncludes(after.split("</li>")[0], `differs</span> · ${text}`);
    }
    // Header, lifetimes and prefix: the whole option, in each packet.
    assertEquals(html.match(/<span data-at="\d+" class="[a-z ]*differs">/g)?.length, 2 * (4 + 25));
  });
});

Deno.test("of very many differences a hundred are shown, and all are in the JSON", async () => {
  await withGlass(async (glass, store) => {
    const oro = new Uint8Array(4 + 60_000);
    new DataView(oro.buffer).setUint32(0, 6 << 16 | 60_000);
    for (let i = 0; i < 30_000; i++) new DataView(oro.buffer).setUint16(4 + 2 * i, 30_000 - i + 1000);
    const ask = Uint8Array.from([...packet("Request"), ...oro]);
    await store.write(batch([transaction(50, { request: ask, response: packet("Reply") })]));
    const [{ id }] = (await glass.json("/transactions?limit=1")).transactions,
      html = await glass.html(`/transactions/${id}`);
    assertEquals(textOf(html).match(/And 29 900 more, in the JSON\./g)?.length, 1);
    assertEquals(html.match(/≠/g)?.length, 100);
    const { differences } = await glass.json(`/transactions/${id}`);
    assertEquals([differences.length, differences[0].text], [30_000, "asked for option 31000, not given"]);
    assertEquals(differences[1].request.start - differences[0].request.start, 2);
  });
});

Deno.test("packets that cannot be read are shown as bytes, and one that is not there is said to be missing", async () => {
  await withGlass(async (glass) => {
    const unanswered = textOf(await glass.html("/transactions/3"));
    assertStringIncludes(unanswered, "Answer There was none.");
    assertEquals((await glass.json("/transactions/3"))["response-packet"], null);
    for (const path of ["/transactions/4", "/transactions/4.json", "/transactions/4.pcap"]) {
      const response = await glass.send(path);
      assertEquals(response.status, 200, path);
      await response.arrayBuffer();
    }
  });
});

Deno.test("a client's page leads from each sentence to its packets, and says the same in JSON", async () => {
  await withGlass(async (glass) => {
    const html = await glass.html("/clients/1"), data = await glass.json("/clients/1");
    assertStringIncludes(textOf(html), data.headline.sentence.replace(/\.$/, ""));
    assertEquals(data.events.flatMap(({ transactions }: { transactions: number[] }) => transactions), [1]);
    assertStringIncludes(html, 'href="/transactions/1"');
    assertStringIncludes(html, "<details><summary>1 transaction</summary>");
  });
});
