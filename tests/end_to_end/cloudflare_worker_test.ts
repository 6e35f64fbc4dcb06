import { assertEquals, assertMatch } from "@std/assert";
import { digestRecordId } from "@dhcpkit/kafka/messages";
import worker from "../../examples/07_cloudflare_worker/main.ts";
import { knativeHeaders } from "../edge/_http.ts";
import { Message } from "@dhcpkit/kafka/dhcpv6";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { address, ia, iaPd, packet, prefix } from "../store/_packets.ts";
import { withWorker } from "./_worker_example.ts";

function record(timestampIn: number): Uint8Array<ArrayBuffer> {
  const messageIn = Message.parse(packet("Request", ia()));
  const messageOut = Message.parse(
    packet("Reply", ia(address("2001:db8::42", 3600)), iaPd(prefix("2001:db8:1000::/56", 3600))),
  );
  const times = { timestampIn, timestampOut: timestampIn + 0.003 };
  return Uint8Array.from(new DHCPKafkaMessage({ serverName: "dhcp01", ...times, messageIn, messageOut }).save());
}

const RECORD = record(1_796_043_900.25);

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

Deno.test("the worker asks its database no more often in a call than the free plan allows, whatever is sent", async () => {
  let asked = 0;
  const statement = { bind: () => statement, all: () => Promise.reject(new Error("nobody reads")) };
  const batch = (statements: readonly unknown[]) => {
    asked += statements.length;
    return Promise.resolve();
  };
  const env = { DB: { prepare: () => statement, batch }, PUSH_TOKEN: "push", READ_TOKEN: "read" };
  const push = async (list: unknown[]) => {
    const headers = { authorization: "Bearer push", "content-type": "application/vnd.kafka.binary.v2+json" };
    const request = new Request("https://worker.example/", { method: "POST", headers, body: JSON.stringify(list) });
    const { status } = await worker.fetch(request, env);
    return status;
  };
  const records = (count: number) =>
    Array.from({ length: count }, (_, offset) => {
      return { topic: "t", partition: 0, offset, value: record(offset).toBase64() };
    });
  assertEquals([await push(records(25)), asked], [200, 50]);
  assertEquals([await push(records(26)), asked], [413, 50]);
});

Deno.test("a batch with several addresses, prefixes and none is kept and found", async () => {
  await withWorker(async ({ push, ask }) => {
    const none = new DHCPKafkaMessage({ serverName: "none" }).save().toBase64();
    const list = [none, RECORD.toBase64()].map((value, offset) => ({ topic: "t", partition: 0, offset, value }));
    const body = new TextEncoder().encode(JSON.stringify(list));
    assertEquals((await push(body, { "content-type": "application/vnd.kafka.binary.v2+json" })).status, 200);
    for (const lease of ["2001:db8::42", "2001:db8:1000::/56"]) {
      assertEquals((await ask(`/?lease=${lease}`) as unknown[]).length, 1, lease);
    }
  });
});

Deno.test("what the worker cannot read is set aside, what another brings is refused, and reading takes another secret", async () => {
  await withWorker(async ({ push, url, tokens, ask }) => {
    const broken = RECORD.slice(0, 40);
    for (let time = 0; time < 2; time++) assertEquals((await push(broken, knativeHeaders(0, 1))).status, 204);
    const reason = "dhcp-kafka-message > message-in: needed 34 bytes at offset 18, 22 available";
    const [{ id: _, ...row }, ...others] = await ask("/unreadable") as { id: string }[];
    assertEquals([row, others], [{ reason, value: broken.toHex().toUpperCase() }, []]);
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
