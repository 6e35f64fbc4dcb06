import { assertEquals, assertRejects } from "@std/assert";
import { postgresReader } from "@dhcpkit/kafka/collector/postgres";
import { StoreBusyError } from "@dhcpkit/kafka/store";
import { eventually } from "../support/eventually.ts";
import { testWith } from "../support/requirements.ts";
import { createPostgresPlace } from "./_postgres_kind.ts";
import { TableHolder } from "./_table_holder.ts";

const needs = ["postgres"] as const;

testWith({
  name: "a reader that is given up stops what PostgreSQL does for it, and what waits for a connection leaves",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await (await place.open()).close();
    const settings = { ...place.settings, applicationName: `until-${crypto.randomUUID()}`, readConnections: 2 };
    await using reader = await postgresReader(settings);
    await using holder = await TableHolder.hold("servers", settings);
    const stop = new AbortController(), stopped = reader.until!(stop.signal);
    const asked = Promise.allSettled(Array.from({ length: 20 }, () => stopped.servers()));
    await eventually("both connections to be busy", async () => await holder.busy() === 2);
    stop.abort(new Error("nobody waits any more"));
    assertEquals((await asked).filter(({ status }) => status === "rejected").length, 20);
    assertEquals(await holder.busy(), 0);
    await assertRejects(() => stopped.coverage(), Error, "nobody waits any more");
    assertEquals(await reader.coverage(), []);
  },
});

testWith({
  name: "where a thousand queries wait already, another one is refused at once, and those go on",
  needs,
  async fn() {
    await using place = await createPostgresPlace();
    await (await place.open()).close();
    const settings = { ...place.settings, applicationName: `busy-${crypto.randomUUID()}`, readConnections: 1 };
    await using reader = await postgresReader(settings);
    const holder = await TableHolder.hold("servers", settings);
    const asked = Array.from({ length: 1001 }, () => reader.servers());
    await eventually("the connection to be busy", async () => await holder.busy() === 1);
    await assertRejects(() => reader.servers(), StoreBusyError, "too many queries wait");
    await holder[Symbol.asyncDispose]();
    assertEquals((await Promise.all(asked)).length, 1001);
  },
});
