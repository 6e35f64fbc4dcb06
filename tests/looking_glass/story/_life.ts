import {
  ClientServerMessage,
  Duid,
  fromHex,
  IPv6Address,
  IPv6Prefix,
  type Message,
  MessageType,
  type OptionEntry,
  Options,
  RelayMessage,
  StatusCode,
} from "@dhcpkit/kafka/dhcpv6";
import {
  ClientId,
  ElapsedTime,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  InterfaceId,
  RapidCommit,
  ReconfigureMessage,
  RelayMsg,
  RemoteId,
  ServerId,
  Status,
} from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import { type Microseconds, type NewTransaction, readTransaction } from "@dhcpkit/kafka/store";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import { clientHeadline } from "../../../src/looking_glass/story/client_headline.ts";
import { clientStory } from "../../../src/looking_glass/story/client_story.ts";
import { type Sentence, sentenceText } from "../../../src/looking_glass/story/sentence.ts";
import type { ClientFacts, StoryView } from "../../../src/looking_glass/story/story_event.ts";
import { timesIn } from "../../../src/looking_glass/present/times.ts";
import { batch } from "../../store/_transactions.ts";

/** The servers of these lives. */
export type ServerName = "dhcp01" | "dhcp02" | "dhcp03";
/** Names of message types and of status codes. */
export type TypeName = keyof typeof MessageType;
export type StatusName = keyof typeof StatusCode;

/** Whose life it is, and where it is connected. */
export interface LifeInit {
  /** Default: 02:00:5e:00:00:01. */
  readonly macAddress?: string;
  /** Default: `Fa2/3`. */
  readonly interfaceId?: string;
  /** Of enterprise 9. Default: none. */
  readonly remoteId?: string;
}

const duidOf = (macAddress: string) => Duid.linkLayer(1, fromHex(macAddress.replaceAll(":", "")));
const MAC = "02:00:5e:00:00:01", CLIENT = duidOf(MAC), PORT = "Fa2/3", CISCO = 9;
const SERVERS: Record<ServerName, Duid> = {
  dhcp01: Duid.linkLayer(1, fromHex("02005e100001")),
  dhcp02: Duid.linkLayer(1, fromHex("02005e100002")),
  dhcp03: Duid.linkLayer(1, fromHex("02005e100003")),
};
const HOUR = 3600;

/** An answer: its type and options; `undefined` is silence. */
export type Answer = { readonly type: TypeName; readonly options: readonly OptionEntry[] } | undefined;

/** What a client sends. */
export interface Sent {
  readonly type: TypeName;
  readonly options?: readonly OptionEntry[];
  /** The server that it is for. */
  readonly to?: ServerName;
  /** Default: another one for each call. */
  readonly transactionId?: number;
  /** Seconds for which the client has been trying. */
  readonly elapsed?: number;
}

/** The life of a client, as servers record it: a day in UTC, 2026-11-30 unless told otherwise. */
export class Life {
  readonly transactions: NewTransaction[] = [];
  readonly #duid: Duid;
  readonly #init: LifeInit;
  #lastId = 0x100000;

  constructor(init: LifeInit = {}) {
    this.#init = init;
    this.#duid = duidOf(init.macAddress ?? MAC);
  }

  /** A request as it reaches these servers, and what they answer, at a time of day. */
  sends(time: string, sent: Sent, answers: Partial<Record<ServerName, Answer>>): this {
    const { type, options = [], to, transactionId = this.#lastId++, elapsed = 0 } = sent;
    const message = this.#message(type, transactionId, [
      ...to === undefined ? [] : [ServerId.of({ duid: SERVERS[to] })],
      ElapsedTime.of({ elapsed: elapsed * 100 }),
      ...options,
    ]);
    Object.entries(answers).forEach(([name, answer], i) => {
      const messageOut = answer && this.#answer(name as ServerName, transactionId, answer);
      this.#record(moment(time) + i * 400, name, message, messageOut);
    });
    return this;
  }

  /** The same request several times, at these times. */
  repeats(times: readonly string[], sent: Sent, answers: Partial<Record<ServerName, Answer>>): this {
    const transactionId = sent.transactionId ?? this.#lastId++;
    for (const time of times) this.sends(time, { ...sent, transactionId }, answers);
    return this;
  }

  /** A message of a server that nobody asked for. */
  reconfigures(time: string, server: ServerName, messageType: number): this {
    const answer = this.#answer(server, 0, { type: "Reconfigure", options: [ReconfigureMessage.of({ messageType })] });
    return this.#record(moment(time), server, undefined, answer);
  }

  #answer(server: ServerName, transactionId: number, { type, options }: NonNullable<Answer>): Message {
    return this.#message(type, transactionId, [ServerId.of({ duid: SERVERS[server] }), ...options]);
  }

  #message(type: TypeName, transactionId: number, options: readonly OptionEntry[]): Message {
    return new ClientServerMessage({
      type: MessageType[type],
      transactionId,
      options: Options.of(ClientId.of({ duid: this.#duid }), ...options),
    });
  }

  #record(at: Microseconds, serverName: string, request: Message | undefined, answer: Message | undefined): this {
    const value = new DHCPKafkaMessage({
      serverName,
      timestampIn: at / 1e6,
      messageIn: request && relayed("RelayForward", request, this.#init),
      timestampOut: (at + 1000) / 1e6,
      messageOut: answer && relayed("RelayReply", answer, this.#init),
    }).save();
    const place = { topic: "dhcpkit.messages", partition: 0, offset: BigInt(this.transactions.length) };
    this.transactions.push(readTransaction(value, place, at));
    return this;
  }
}

/** What a page shows of a life at a time of day: the story, the earliest first, and the headline. */
export async function told(
  life: Life,
  now: string,
  { from = "1 00:00", ...others }: Partial<ClientFacts> & { from?: string } = {},
): Promise<{ story: string[]; headline: string; next: string }> {
  await using store = await sqliteStore(":memory:");
  const sorted = life.transactions.toSorted((a, b) => a.receivedAt - b.receivedAt);
  await store.write(batch(sorted.map((one, i) => ({ ...one, place: { ...one.place, offset: BigInt(i) } }))));
  const [client] = await store.clients({ by: "duid", bytes: CLIENT.bytes }, { limit: 1 });
  const facts: ClientFacts = {
    transactions: await store.transactions({ clientId: client.id, from: moment(from) }, { limit: 1000 }),
    leases: await store.leasesOf(client.id, { limit: 1000 }),
    servers: await store.servers(),
    ...others,
  };
  const view: StoryView = { now: moment(now), times: timesIn("UTC") };
  const events = clientStory(facts, view).reverse(), { sentence, tone, next } = clientHeadline(facts, view);
  return {
    story: events.map((event) => line(view.times.short(event.at, view.now), event.sentence, event.tone)),
    headline: `${sentenceText(sentence)}${mark(tone)}`,
    next: next === undefined ? "" : sentenceText(next),
  };
}

function line(time: string, sentence: Sentence, tone: string): string {
  return `${time} ${sentenceText(sentence)}${mark(tone)}`;
}

function mark(tone: string): string {
  return tone === "fine" ? "" : ` [${tone}]`;
}

/** `14:05`, `14:05:30` or `29 14:05` as microseconds. */
export function moment(time: string): Microseconds {
  const [, day = "30", hours, minutes, seconds = "0"] = /^(?:(\d+) )?(\d+):(\d+)(?::([\d.]+))?$/.exec(time)!;
  return Date.UTC(2026, 10, Number(day), Number(hours), Number(minutes)) * 1000 + Math.round(Number(seconds) * 1e6);
}

function relayed(type: "RelayForward" | "RelayReply", message: Message, { interfaceId, remoteId }: LifeInit): Message {
  const text = (value: string) => new TextEncoder().encode(value);
  const remote = remoteId === undefined ? [] : [RemoteId.of({ enterprise: CISCO, id: text(remoteId) })];
  return new RelayMessage({
    type: MessageType[type],
    hopCount: 0,
    linkAddress: IPv6Address.parse("2001:db8:0:1::1"),
    peerAddress: IPv6Address.parse("fe80::5eff:fe00:1"),
    options: Options.of(InterfaceId.of({ id: text(interfaceId ?? PORT) }), ...remote, RelayMsg.of({ message })),
  });
}

/** How long a lease is granted, in seconds. */
export interface Terms {
  readonly valid?: number;
  readonly preferred?: number;
  readonly t1?: number;
  readonly t2?: number;
}

/** An IA_PD with prefixes: T1 an hour, T2 96 minutes, valid two hours, unless told otherwise. */
export function pd(...items: (string | Terms | OptionEntry)[]): OptionEntry {
  const { valid = 2 * HOUR, preferred = valid, t1 = 1 * HOUR, t2 = 1.6 * HOUR } = termsIn(items);
  return IaPd.of({
    iaid: 1,
    t1,
    t2,
    options: Options.of(
      ...textsIn(items).map((text) =>
        IaPrefix.of({
          preferredLifetime: preferred,
          validLifetime: valid,
          prefix: IPv6Prefix.parse(text),
          options: Options.none,
        })
      ),
      ...entriesIn(items),
    ),
  });
}

/** An IA_NA with addresses, on the same terms. */
export function na(...items: (string | Terms | OptionEntry)[]): OptionEntry {
  const { valid = 2 * HOUR, preferred = valid, t1 = 1 * HOUR, t2 = 1.6 * HOUR } = termsIn(items);
  return IaNa.of({
    iaid: 1,
    t1,
    t2,
    options: Options.of(
      ...textsIn(items).map((text) =>
        IaAddress.of({
          preferredLifetime: preferred,
          validLifetime: valid,
          address: IPv6Address.parse(text),
          options: Options.none,
        })
      ),
      ...entriesIn(items),
    ),
  });
}

function termsIn(items: readonly (string | Terms | OptionEntry)[]): Terms {
  return items.find((item): item is Terms => typeof item === "object" && !("code" in item)) ?? {};
}

function textsIn(items: readonly (string | Terms | OptionEntry)[]): string[] {
  return items.filter((item) => typeof item === "string");
}

function entriesIn(items: readonly (string | Terms | OptionEntry)[]): OptionEntry[] {
  return items.filter((item): item is OptionEntry => typeof item === "object" && "code" in item);
}

/** A status with the server's words. */
export function status(name: StatusName, message = ""): OptionEntry {
  return Status.of({ code: StatusCode[name], message });
}

export const rapidCommit: OptionEntry = RapidCommit.of({});
export const advertise = (...options: OptionEntry[]): Answer => ({ type: "Advertise", options });
export const reply = (...options: OptionEntry[]): Answer => ({ type: "Reply", options });
export const silence: Answer = undefined;
