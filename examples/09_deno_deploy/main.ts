// 9. An app for Deno Deploy that takes records over HTTP and keeps them in Deno KV; README.md tells how to run it.
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { bearerToken, createPushHandler, type EdgeRecord, type RecordContext } from "@dhcpkit/kafka/edge";
import { digestRecordId } from "@dhcpkit/kafka/messages";

/** Where KV is: on Deno Deploy it is the app's own, elsewhere a file. */
const kv = await Deno.openKv(Deno.env.get("KV_FILE"));
/** Values of KV have at most 64 KiB; a record may have twice as much. What is written at once has at most 819,200 bytes. */
const MOST_BYTES = 60_000, MOST_KEPT = 600_000;
/** A DUID has at most 130 bytes (RFC 8415 section 11.1), and a key of KV 2048. */
const MOST_DIGITS = 2 * 130;
/** So many addresses and prefixes are listed; all are in the record. */
const MOST_LEASES = 1000;

const takeRecords = createPushHandler({
  authenticate: bearerToken(() => Deno.env.get("PUSH_TOKEN") ?? []),
  onTransaction: keep,
  onPoison: ({ reason, bytes }, _, { id }) => put(["unreadable", id], { reason }, bytes),
  onFailure: (error) => console.error(error),
});
const readers = bearerToken(() => Deno.env.get("READ_TOKEN") ?? []);

/** All of a client's transactions are under its DUID, in the order of time; one that comes again takes its own place. */
async function keep({ value, summary }: EdgeRecord, { id }: RecordContext): Promise<void> {
  const { serverName: server, timestampIn, messageIn, messageOut } = summary!;
  const client = await keyOf(toHex(messageIn?.clientId ?? messageOut?.clientId ?? new Uint8Array()));
  const leases = messageOut?.leases.map(({ address, prefixLength }) => `${address}/${prefixLength ?? 128}`) ?? [];
  // A time that is none has to be stored as well: a record that always fails would hold up all behind it.
  const at = Number.isFinite(timestampIn) ? timestampIn : 0;
  await put(["client", client, at, id], { at, server, leases: leases.slice(0, MOST_LEASES) }, value!);
}

/** What a client is under. Whatever longer one sends instead of a DUID is under its digest: a write that always fails would hold up all. */
async function keyOf(client: string): Promise<string> {
  return client.length <= MOST_DIGITS ? client : `long-${await digestRecordId(new TextEncoder().encode(client))}`;
}

/** What is said of a value, how long it is, and its bytes in parts behind it, all or nothing. What is too long for KV is cut. */
async function put(key: Deno.KvKey, told: Record<string, unknown>, value: Uint8Array): Promise<void> {
  const write = kv.atomic().set(key, { ...told, bytes: value.length }), kept = value.subarray(0, MOST_KEPT);
  for (let at = 0; at < kept.length; at += MOST_BYTES) {
    write.set(["value", ...key, at], kept.slice(at, at + MOST_BYTES));
  }
  await write.commit();
}

/** `GET /?client=000300013431c43cb2f1`: the last transactions of a client, the latest first. `GET /unreadable`: what could not be read. */
async function lookUp({ url, headers }: Request): Promise<Response> {
  if (!await readers.accepts({ headers, body: new Uint8Array() })) {
    return new Response("A token is missing.\n", { status: 401, headers: { "www-authenticate": "Bearer" } });
  }
  const { pathname, searchParams } = new URL(url);
  const prefix = pathname === "/unreadable"
    ? ["unreadable"]
    : ["client", await keyOf(searchParams.get("client") ?? "")];
  const rows = await Array.fromAsync(kv.list({ prefix }, { limit: 100, reverse: true }), async ({ key, value }) => {
    const parts = await Array.fromAsync(kv.list<Uint8Array>({ prefix: ["value", ...key] }));
    return { id: key.at(-1), ...value as object, value: parts.map((part) => toHex(part.value)).join("") };
  });
  return Response.json(rows, { headers: { "cache-control": "no-store" } });
}

Deno.serve((request) => request.method === "POST" ? takeRecords(request) : lookUp(request));
