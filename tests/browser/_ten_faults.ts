import type { NewTransaction } from "@dhcpkit/kafka/store";
import { advertise, Life, moment, na, pd, reply, silence, status } from "../looking_glass/story/_life.ts";

/** What went wrong with a customer, and what the page of the client says of it. */
export interface Fault {
  /** What it is, for those who know. */
  readonly name: string;
  /** What the customer, or the label on the device, tells. */
  readonly given: string;
  readonly life: Life;
  readonly headline: string;
  /** What to look at, where that is clear. */
  readonly next?: string;
  /** The timeline, the latest first. */
  readonly events: readonly string[];
}

/** When the page is looked at, in microseconds; zone UTC. */
export const NOW: number = moment("14:45");

const mac = (number: number) => `02:00:5e:00:01:${String(number).padStart(2, "0")}`;
const prefix = (number: number) => `2001:db8:${number}00::/56`;

/** A customer of that number who gets its prefix of dhcp01 at a time of day: two hours valid, T1 an hour. */
function born(number: number, time: string, remoteId?: string): Life {
  const A = prefix(number);
  return new Life({ macAddress: mac(number), interfaceId: `Gi0/${number}`, ...(remoteId ? { remoteId } : {}) })
    .sends(time, { type: "Solicit", options: [pd()] }, { dhcp01: advertise(pd(A)) })
    .sends(`${time}:01`, { type: "Request", to: "dhcp01", options: [pd(A)] }, { dhcp01: reply(pd(A)) });
}

const birth = (number: number, time: string) =>
  `${time} Asked all servers, 1 offer (dhcp01); took it: ${prefix(number)}, valid 2 h`;
const noPrefix = advertise(pd(status("NoPrefixAvail", "all in use")));
const SILENT = "dhcp01 and dhcp02 hear it and stay silent: look there for rate limits, rules that ignore clients, " +
  "and a link that is not configured.";
const extended = (of: string) => reply(pd(of));

/** Ten faults of ten customers, whose transactions are in one log. */
export const TEN_FAULTS: readonly Fault[] = [
  {
    name: "no server answers",
    given: "0200.5e00.0101",
    life: new Life({ macAddress: mac(1), interfaceId: "Gi0/1" }).repeats(
      ["14:43:00", "14:43:01", "14:43:03", "14:43:07", "14:43:31"],
      { type: "Solicit", options: [pd()] },
      { dhcp01: silence, dhcp02: silence },
    ),
    headline: "Asks since 14:43, and no server answers.",
    next: SILENT,
    events: ["14:43 Asked all servers 5 times in 31 s, nobody answered"],
  },
  {
    name: "there is no prefix left",
    given: "9:customer-2",
    life: born(2, "12:00", "customer-2").repeats(["14:10", "14:20", "14:40"], { type: "Solicit", options: [pd()] }, {
      dhcp01: noPrefix,
      dhcp02: noPrefix,
      dhcp03: noPrefix,
    }),
    headline: "Has had no prefix since 14:00; 3 of 3 servers answer NoPrefixAvail.",
    next: "See whether dhcp01, dhcp02 and dhcp03 have any prefix left for this link, or none configured.",
    events: [
      "14:10 Asked all servers 3 times in 30 min, 3 of 3 servers refused with NoPrefixAvail (“all in use”)",
      `14:00 ${prefix(2)} ran out, and the client had not asked to extend it`,
      birth(2, "12:00"),
    ],
  },
  {
    name: "the client renews late, and its server has forgotten it",
    given: "2001:db8:3f3::1",
    life: born(3, "12:50")
      .sends("14:30", { type: "Renew", to: "dhcp01", options: [pd(prefix(3))] }, {
        dhcp01: reply(pd(status("NoBinding"))),
      })
      .sends("14:30:01", { type: "Solicit", options: [pd()] }, { dhcp02: advertise(pd("2001:db8:3f3::/56")) })
      .sends("14:30:02", { type: "Request", to: "dhcp02", options: [pd("2001:db8:3f3::/56")] }, {
        dhcp02: extended("2001:db8:3f3::/56"),
      }),
    headline: "Has 2001:db8:3f3::/56 from dhcp02 until 16:30; renewed 40 minutes late last time, " +
      "and dhcp01 knew nothing of what it had.",
    next: "dhcp01 has lost the lease or never had it: look at the lease database, and at what servers share.",
    events: [
      "14:30 Renewed 40 minutes late; dhcp01 answered NoBinding; got a different /56, 2001:db8:3f3::/56, valid 2 h, " +
      "from dhcp02",
      birth(3, "12:50"),
    ],
  },
  {
    name: "the server that gave the prefix is down, and another one helps",
    given: "00:03:00:01:02:00:5e:00:01:04",
    life: born(4, "12:55")
      .repeats(["13:55", "13:55:10", "14:05", "14:25"], { type: "Renew", to: "dhcp01", options: [pd(prefix(4))] }, {
        dhcp02: silence,
      })
      .sends("14:31", { type: "Rebind", options: [pd(prefix(4))] }, { dhcp02: extended(prefix(4)) }),
    headline: `Has ${prefix(4)} from dhcp02 until 16:31; its server did not answer the last Renew.`,
    events: [
      "13:55 Tried to renew on time; dhcp01 did not answer, asked 4 times in 30 min; asked any server (Rebind); " +
      `dhcp02 extended ${prefix(4)}, valid 2 h`,
      birth(4, "12:55"),
    ],
  },
  {
    name: "no server extends the prefix, and it runs out",
    given: prefix(5),
    life: born(5, "12:40")
      .repeats(["13:40", "13:40:10", "14:00"], { type: "Renew", to: "dhcp01", options: [pd(prefix(5))] }, {
        dhcp01: silence,
      })
      .repeats(["14:16", "14:30"], { type: "Rebind", options: [pd(prefix(5))] }, { dhcp01: silence, dhcp02: silence })
      .repeats(["14:40:30", "14:41"], { type: "Solicit", options: [pd()] }, { dhcp01: silence, dhcp02: silence }),
    headline: "Has had no prefix since 14:40; asks since 14:40, and no server answers.",
    next: SILENT,
    events: [
      "14:40 Asked all servers 2 times in 30 s, nobody answered",
      `14:40 ${prefix(5)} ran out, and no server had extended it`,
      "13:40 Tried to renew on time; dhcp01 did not answer, asked 3 times in 20 min; asked any server (Rebind); " +
      "nobody answered, asked 2 times in 14 min",
      birth(5, "12:40"),
    ],
  },
  {
    name: "the client does not take what it is offered",
    given: "Gi0/6",
    life: new Life({ macAddress: mac(6), interfaceId: "Gi0/6" }).repeats(
      ["14:44:00", "14:44:01", "14:44:03", "14:44:07"],
      { type: "Solicit", options: [pd()] },
      { dhcp01: advertise(pd(prefix(6))), dhcp02: advertise(pd("2001:db8:6f6::/56")) },
    ),
    headline: `Asks since 14:44, and 2 servers offer ${prefix(6)} and 2001:db8:6f6::/56, and it takes none.`,
    next: "The offers may not reach the client: look at the way back through its relay agent, and at filters for UDP " +
      "port 546.",
    events: ["14:44 Asked all servers 4 times in 7 s, 2 offers (dhcp01, dhcp02), and took none"],
  },
  {
    name: "a server takes the prefix away and gives nothing instead",
    given: "02-00-5E-00-01-07",
    life: born(7, "13:10").sends("14:10", { type: "Renew", to: "dhcp01", options: [pd(prefix(7))] }, {
      dhcp01: reply(pd(prefix(7), { valid: 0 })),
    }),
    headline: `Has had no prefix since 14:10; dhcp01 took ${prefix(7)} away.`,
    next: "The server wants the client off this lease: see whether its pool was changed there, and why it gives no " +
      "other.",
    events: [`14:10 Renewed on time; dhcp01 took ${prefix(7)} away (lifetime 0)`, birth(7, "13:10")],
  },
  {
    name: "an address, and no prefix",
    given: "2001:db8:0:1::8",
    life: new Life({ macAddress: mac(8), interfaceId: "Gi0/8" })
      .sends("14:00", { type: "Solicit", options: [na(), pd()] }, {
        dhcp01: advertise(na("2001:db8:0:1::8"), pd(status("NoPrefixAvail"))),
      })
      .sends("14:00:01", { type: "Request", to: "dhcp01", options: [na("2001:db8:0:1::8"), pd()] }, {
        dhcp01: reply(na("2001:db8:0:1::8"), pd(status("NoPrefixAvail"))),
      }),
    headline: "Has 2001:db8:0:1::8 from dhcp01 until 16:00, but no prefix: dhcp01 answers NoPrefixAvail.",
    next: "See whether dhcp01 has any prefix left for this link, or none configured.",
    events: [
      "14:00 Asked all servers, 1 offer (dhcp01); took it: 2001:db8:0:1::8, valid 2 h; no prefix: NoPrefixAvail",
    ],
  },
  {
    name: "another device uses the address already",
    given: "2001:db8:0:1::9",
    life: new Life({ macAddress: mac(9), interfaceId: "Gi0/9" })
      .sends("14:40", { type: "Solicit", options: [na()] }, { dhcp01: advertise(na("2001:db8:0:1::9")) })
      .sends("14:40:01", { type: "Request", to: "dhcp01", options: [na("2001:db8:0:1::9")] }, {
        dhcp01: reply(na("2001:db8:0:1::9")),
      })
      .sends("14:40:03", { type: "Decline", to: "dhcp01", options: [na("2001:db8:0:1::9")] }, {
        dhcp01: reply(status("Success")),
      }),
    headline: "Has had no address since 14:40; another device uses 2001:db8:0:1::9 already.",
    next:
      "Find the other device by the neighbour tables of the link's routers, and see whether two servers give from " +
      "one pool.",
    events: [
      "14:40 Refused 2001:db8:0:1::9, since another device uses it already (Decline); dhcp01 noted it",
      "14:40 Asked all servers, 1 offer (dhcp01); took it: 2001:db8:0:1::9, valid 2 h",
    ],
  },
  {
    name: "the client is switched off",
    given: "customer-10",
    life: born(10, "10:00", "customer-10"),
    headline: `Has had no prefix since 12:00: ${prefix(10)} ran out, and nothing was heard of the client since 10:00.`,
    next: "See whether the client is up: it has to ask, and no server has heard it.",
    events: [`12:00 ${prefix(10)} ran out, and the client had not asked to extend it`, birth(10, "10:00")],
  },
];

/** The transactions of all ten, as one log has them. */
export function tenFaults(): NewTransaction[] {
  return TEN_FAULTS.flatMap(({ life }) => life.transactions).toSorted((a, b) => a.receivedAt - b.receivedAt)
    .map((one, i) => ({ ...one, place: { ...one.place, offset: BigInt(i) } }));
}
