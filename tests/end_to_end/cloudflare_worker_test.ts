import { assertEquals, assertMatch } from "@std/assert";
import { digestRecordId } from "@dhcpkit/kafka/messages";
import { knativeHeaders } from "../edge/_http.ts";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { address, ia, iaPd, packet, prefix } from "../store/_packets.ts";
import { withWorker } from "./_worker_example.ts";

const RECORD = Uint8Array.from(
  new DHCPKafkaMessage({
    ...{ serverName: "dhcp01", timestampIn: 1_796_043_900.25, messageIn: Message.parse(packet("Request", ia())) },
    timestampOut: 1_796_043_900.253,
    messageOut: Message.parse(
      packet("Reply", ia(address("2001:db8::42", 3600)), iaPd(prefix("2001:db8:1000::/56", 3600))),
    ),
  }).save(),
);

Deno.test("the worker keeps a record once, however often it comes, and tells who had its address and prefix", async () => {
  await withWorker(async ({ push, ask }) => {
    for (
      const headers of [knativeHeaders(0, 1), knativeHeaders(0, 1), { "content-type": "application/vnd.dhcpkit.kafka" }]
    ) {
      assertEquals((await push(RECORD, headers)).status, 204);
    }
    const id = await digestRecordId(RECORD), client = "0003000102005e000001";
    const row = { id, received_at: 1_796_043_900.25, server: "dhcp01", client, value: RECORD.toHex().toUpperCase() };
    for (const lease of ["2001:db8::42", "2001:db8:1000::/56"]) {
      assertEquals(await ask(`/?lease=${lease}`), [row], lease);
    }
    assertEquals(await ask("/?lease=2001:db8::43"), []);
  });
});

Deno.test("what the worker cannot read is set aside, what another brings is refused, and reading takes another secret", async () => {
  await withWorker(async ({ push, url, tokens, ask }) => {
    const broken = RECORD.slice(0, 40);
    for (const offset of [1, 2]) assertEquals((await push(broken, knativeHeaders(0, offset))).status, 204);
    const reason = "dhcp-kafka-message > message-in: needed 34 bytes at offset 18, 22 available";
    assertEquals(await ask("/unreadable"), [{
      id: await digestRecordId(broken),
      reason,
      value: broken.toHex().toUpperCase(),
    }]);
    assertEquals(await ask("/?lease=2001:db8::42"), []);
    const wrong = await fetch(url, {
      method: "POST",
      headers: { ...knativeHeaders(0, 2), authorization: `Bearer ${tokens.read}` },
      body: RECORD,
    });
    assertEquals([wrong.status, wrong.headers.get("www-authenticate")], [401, "Bearer"]);
    await wrong.body?.cancel();
    for (const authorization of ["", `Bearer ${tokens.push}`]) {
      const response = await fetch(`${url}?lease=2001:db8::42`, { headers: { authorization } });
      assertEquals(response.status, 401);
      assertMatch(await response.text(), /A token is missing/);
    }
  });
});
