import { IPv6Address, MessageType, Options } from "../dhcpv6/mod.ts";
import { IaAddress, IaNa } from "../dhcpv6/options/mod.ts";
import { type DhcpClient, serverId } from "./dhcp_client.ts";
import type { Life } from "./fault.ts";
import { isUnbound, type Lease, wishes } from "./lease.ts";
import { below } from "./random_numbers.ts";
import { rogueServerId } from "./servers.ts";

/** A device that starts, renews a few times, and is switched off for a while; mostly it gives back what it had. */
export const ordinaryLife: Life = async (client) => {
  const { random } = client;
  if (client.subscriber.device.wish === "information") return await askingLife(client);
  while (!client.isOver) {
    let lease = await client.bind();
    for (let left = 1 + below(15, random); lease !== undefined && left > 0 && !client.isOver; left--) {
      lease = await client.extend(lease);
    }
    if (lease === undefined || client.isOver) continue;
    if (random() < 0.7) await client.release(lease);
    await client.rest(2 + 8 * random());
  }
};

/** A device that is never switched off. */
export const steadyLife: Life = (client) => renewing(client, (lease) => client.extend(lease));

/** Its timer runs too slowly: it renews shortly before T2. */
export const lateLife: Life = (client) => renewing(client, (lease) => client.extend(lease, { at: lease.t1 * 1.5 }));

/** It renews whenever it likes. */
export const earlyLife: Life = (client) => renewing(client, (lease) => client.extend(lease, { at: lease.t1 / 4 }));

/** It renews with lifetimes of 0, and some seconds after it lost its lease for that it starts again. */
export const zeroLifetimeLife: Life = (client) =>
  renewing(client, async (lease) => {
    const extended = await client.extend(lease, { lifetime: 0 });
    await client.rest(4);
    return extended;
  });

/** It does not understand NoBinding: it sends its Renew again, and starts again when its lifetime is over. */
export const deafLife: Life = (client) =>
  renewing(client, async (lease) => {
    await client.restUntil(lease, lease.t1);
    await client.renew(lease, { isFine: (answer) => !isUnbound(answer) });
    await client.restUntil(lease, lease.valid);
    return undefined;
  });

/** It starts again every few seconds, each time with another server. */
export const changingLife: Life = async (client) => {
  const { servers } = client.subscriber.place.node;
  for (let turn = 0; !client.isOver; turn++) {
    await client.bind(servers[turn % servers.length]);
    await client.rest(4 + client.random());
  }
};

/** It solicits four times a second, whatever it is offered. */
export const stormyLife: Life = async (client) => {
  while (!client.isOver) {
    await client.tell(MessageType.Solicit, wishes(client.subscriber.device));
    await client.rest(0.2 + 0.1 * client.random());
  }
};

/** It asks once, and is not heard of for a long time. */
export const fleetingLife: Life = async (client) => {
  while (!client.isOver) {
    await client.tell(MessageType.Solicit, wishes(client.subscriber.device));
    await client.rest(600);
  }
};

/** It takes its address from a server that is none of the provider's, whose answers nobody here sees. */
export const misledLife: Life = async (client) => {
  const { number, iaid } = client.subscriber.device;
  const address = IPv6Address.parse(`fd00:bad::${number.toString(16)}`);
  const lease = IaAddress.of({ address, preferredLifetime: 24, validLifetime: 40, options: Options.none });
  const options = [serverId(rogueServerId), IaNa.of({ iaid, t1: 0, t2: 0, options: Options.of(lease) })];
  await client.solicit();
  for (let type: number = MessageType.Request; !client.isOver; type = MessageType.Renew) {
    await client.tell(type, options);
    await client.rest(12);
  }
};

async function askingLife(client: DhcpClient): Promise<void> {
  while (!client.isOver) {
    await client.inform();
    await client.rest(8 + 8 * client.random());
  }
}

/** Binds, and does the same with each lease until it has none; then it binds again. */
async function renewing(client: DhcpClient, next: (lease: Lease) => Promise<Lease | undefined>): Promise<void> {
  while (!client.isOver) {
    for (let lease = await client.bind(); lease !== undefined && !client.isOver;) lease = await next(lease);
  }
}
