import { Buffer } from "node:buffer";
import { Access, type AccessInit, followStore, lookingGlass, serveLookingGlass } from "@dhcpkit/kafka/looking-glass";
import { sqliteStore } from "@dhcpkit/kafka/collector/sqlite";
import type { TransactionStore } from "@dhcpkit/kafka/store";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { TransactionMix } from "../../bench/_transactions.ts";
import { Chromium } from "../support/chromium.ts";
import { testWith } from "../support/requirements.ts";
import { packet, relayed } from "../store/_packets.ts";
import { fill } from "../looking_glass/_fixture.ts";
import { batch, T0 } from "../store/_transactions.ts";

/** A looking glass that can be reached, and a browser to reach it with. */
export interface Lab {
  readonly chromium: Chromium;
  /** The address of a path. */
  readonly at: (path: string) => string;
  readonly store: TransactionStore;
}

/** Every page, with rows on it. */
export const PATHS: readonly string[] = [
  ...[
    "/",
    "/?span=7d",
    "/problems",
    "/problems?state=all",
    "/problems/no-prefixes-1",
    "/problems/duids-on-port-1",
    "/port?interface-id=4769302f30&remote-id=000000096f6c742d30",
    "/relays",
    "/relays?link=2001:db8:0:1::1",
    "/relays?shares=ports",
    "/live",
    "/live?outcome=refused&client=nobody",
    "/clients",
    "/clients?q=port",
    "/clients?q=nobody",
    "/clients/1",
    "/clients/4",
    "/clients/5?q=cpe",
    "/clients/1/leases",
    "/clients?link=2001:db8:0:1::1",
  ],
  ...["/transactions", "/transactions/1", "/transactions/4", "/transactions/6", "/servers", "/servers/1"],
  ...["/held", "/held?lease=2001:db8::1", "/held?lease=2001:db9::/48", "/health", "/audit"],
  ...["/decode", `/decode?text=${toHex(relayed("RelayForward", 2, packet("Renew")))}`],
];

/** A test in a browser, on a store with the hostile client and a day of real packets. */
export function browserTest(name: string, fn: (lab: Lab) => Promise<void>, access?: AccessInit): void {
  testWith({
    name: `in a browser: ${name}`,
    needs: ["chromium"],
    fn: async () => {
      await using store = await sqliteStore(":memory:");
      await fill(store);
      const mix = new TransactionMix({ clients: 5 }), records = Array.from({ length: 60 }, () => mix.nextTransaction());
      await store.write(
        batch(records.map((one) => ({ ...one, place: { ...one.place, partition: one.place.partition + 10 } }))),
      );
      await using glass = lookingGlass({
        ...{ reader: store, timeZone: "Europe/Amsterdam", live: followStore(store, { everyMs: 50 }) },
        now: () => T0 / 1000 + 24 * 3600_000,
        ...(access === undefined ? {} : { access: new Access(access) }),
      });
      await using served = serveLookingGlass({ glass, port: 0 });
      await using chromium = await Chromium.start();
      await fn({ chromium, store, at: (path) => `${served.url.slice(0, -1)}${path}` });
    },
  });
}

/** A file as a browser's tab takes it. */
export function upload(name: string, bytes: Uint8Array): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
}
