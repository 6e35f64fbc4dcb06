import { IPv6Address, Options } from "../dhcpv6/mod.ts";
import { DnsServers, NtpServer, NtpServerFqdn } from "../dhcpv6/options/mod.ts";
import type { Clock } from "../server/clock.ts";
import {
  CannotRespond,
  Handler,
  IgnoreRequest,
  InformationOption,
  type Logger,
  Pipeline,
  Scope,
  StaticAssignment,
} from "../server/mod.ts";
import type { ServerName } from "./access_node.ts";
import { assignmentsOf } from "./assignments.ts";
import { OddAnswers } from "./odd_answers.ts";
import type { Provider } from "./provider.ts";
import { type Random, randomNumbers } from "./random_numbers.ts";
import { hostNameOf, type ServerDeclaration, servers } from "./servers.ts";
import type { Timeline } from "./timeline.ts";

/** What a server works with. */
export interface ServerPipelineInit {
  readonly provider: Provider;
  readonly timeline: Timeline;
  /** Seconds since the network began. */
  readonly age: () => number;
  /** Looks at transactions, and publishes them. */
  readonly publishing: Handler;
  /** Ends what is slow. */
  readonly signal: AbortSignal;
  readonly logger?: Logger;
}

/** Seconds: a tenth of a usual day and less, so that a minute shows renewals. T1 becomes 12 and T2 19. */
const LIFETIMES = { preferred: 24, valid: 40 };
/** How long a database takes at least and at most, in seconds, and one that is slow. */
const USUAL = { least: 0.001, most: 0.008 }, SLOW = { least: 0.1, most: 1.7 };
/** When the database of a server becomes slow, in seconds from the beginning on. */
const SLOW_AFTER = 6;
/** When a server leaves a part of requests without an answer, in seconds from the beginning on, and which part. */
const OVERLOADED_AFTER = 8, LEFT_OUT = 0.3;
/** Seconds that a wrong clock is ahead. */
const AHEAD = 3;
/** When a server is cut off for the first time, for how long, and how often, in seconds. */
const CUT_OFF = { first: 28, lasts: 18, every: 180 };
/** Streams of random numbers of a server, apart from those of clients. */
const OVERLOAD = -1, DATABASES = -2;

/** How a server answers: as all do, but for what is wrong. */
export function serverPipeline(server: ServerDeclaration, init: ServerPipelineInit): Pipeline {
  const { provider, publishing, logger } = init, isBusy = server.name === "dhcp02", { seed } = provider;
  const random = randomNumbers(seed, DATABASES - servers.indexOf(server));
  const source = assignmentsOf(server.name, provider);
  return new Pipeline({
    serverId: server.duid,
    ...(logger === undefined ? {} : { logger }),
    handlers: [
      publishing,
      new Scope(({ clientId }) => provider.subscriberOf(clientId)?.fault === "ignored-port", [new IgnoreRequest()]),
      ...(isBusy && provider.has("overload") ? [new Overload(init, randomNumbers(seed, OVERLOAD))] : []),
      new Database(init, { slowAfter: isBusy && provider.has("slow-server") ? SLOW_AFTER : Infinity, random }),
      new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] }),
      new InformationOption(NtpServer, { options: Options.of(NtpServerFqdn.of({ fqdn: "ntp.example.com" })) }),
      new OddAnswers(provider, source),
      new StaticAssignment({
        source,
        addressLifetimes: LIFETIMES,
        prefixLifetimes: LIFETIMES,
      }),
    ],
  });
}

/** What a server takes for the time. */
export function serverClock({ name }: ServerDeclaration, provider: Provider, { now }: Timeline): Clock {
  return name === "dhcp03" && provider.has("wrong-clock") ? () => now() + AHEAD : now;
}

/** Whether nothing reaches a server when the network is so many seconds old. */
export function isCutOff(name: ServerName, provider: Provider, age: number): boolean {
  if (!provider.has("silent-server") || hostNameOf(name) !== hostNameOf("dhcp04")) return false;
  return age >= CUT_OFF.first && (age - CUT_OFF.first) % CUT_OFF.every < CUT_OFF.lasts;
}

/** Takes its time for each answer: mostly little, and where it is slow sometimes more than clients wait. */
class Database extends Handler {
  readonly #init: ServerPipelineInit;
  readonly #slowAfter: number;
  readonly #random: Random;

  constructor(init: ServerPipelineInit, { slowAfter, random }: { slowAfter: number; random: Random }) {
    super();
    this.#init = init;
    this.#slowAfter = slowAfter;
    this.#random = random;
  }

  override async handle(): Promise<void> {
    const { timeline, age, signal } = this.#init, { least, most } = age() < this.#slowAfter ? USUAL : SLOW;
    await timeline.rest(least + (most - least) * this.#random() ** 3, signal);
  }
}

/** Leaves out requests, as servers do that get more than they have time for. */
class Overload extends Handler {
  readonly #init: ServerPipelineInit;
  readonly #random: Random;

  constructor(init: ServerPipelineInit, random: Random) {
    super();
    this.#init = init;
    this.#random = random;
  }

  override pre(): void {
    if (this.#init.age() >= OVERLOADED_AFTER && this.#random() < LEFT_OUT) throw new CannotRespond("too much to do");
  }
}
