import { type IPv6Address, type IPv6Prefix, MessageType, type OptionEntry, Options } from "../dhcpv6/mod.ts";
import { IaAddress, IaNa, IaPd, IaPrefix } from "../dhcpv6/options/mod.ts";
import type { AssignmentSource } from "../server/assignment.ts";
import { Handler, type RequestedIa, type TransactionBundle } from "../server/mod.ts";
import type { Provider } from "./provider.ts";

/** How an identity association is answered, in seconds. */
interface Times {
  readonly t1: number;
  readonly t2: number;
  readonly preferred: number;
  readonly valid: number;
}

/** T1 after T2: clients must not take it (RFC 9915 section 21.4). */
const WRONG: Times = { t1: 20, t2: 10, preferred: 24, valid: 40 };
const ENDED: Times = { t1: 0, t2: 0, preferred: 0, valid: 0 };

/** Gives what no server should: ends leases that are renewed with lifetimes of 0, and gives a T1 after T2. */
export class OddAnswers extends Handler {
  readonly #provider: Provider;
  readonly #source: AssignmentSource;

  constructor(provider: Provider, source: AssignmentSource) {
    super();
    this.#provider = provider;
    this.#source = source;
  }

  override async handle(bundle: TransactionBundle): Promise<void> {
    const times = this.#timesFor(bundle), assignment = times && await this.#source.lookUp(bundle);
    if (times === undefined || assignment === undefined) return;
    for (const ia of bundle.requestedIas) {
      const lease = assignment[ia.kind];
      if (lease === undefined) continue;
      ia.answered = true;
      bundle.response?.add(associationOf(ia, lease, times));
    }
  }

  #timesFor({ clientId, request }: TransactionBundle): Times | undefined {
    const fault = this.#provider.subscriberOf(clientId)?.fault;
    if (fault === "wrong-times" && request.type === MessageType.Request) return WRONG;
    return fault === "zero-lifetime" && request.type === MessageType.Renew ? ENDED : undefined;
  }
}

function associationOf({ value }: RequestedIa, lease: IPv6Address | IPv6Prefix, times: Times): OptionEntry {
  const { t1, t2, preferred, valid } = times, { iaid } = value;
  const lifetimes = { preferredLifetime: preferred, validLifetime: valid, options: Options.none };
  return "length" in lease
    ? IaPd.of({ iaid, t1, t2, options: Options.of(IaPrefix.of({ prefix: lease, ...lifetimes })) })
    : IaNa.of({ iaid, t1, t2, options: Options.of(IaAddress.of({ address: lease, ...lifetimes })) });
}
