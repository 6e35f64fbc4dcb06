import type { Microseconds, NewTransaction } from "../store/mod.ts";
import { type Association, PacketParts, type RelayHop } from "./_packet_parts.ts";
import type { Remembered } from "./_remembered.ts";
import type { DueRenewal, RenewalTimes } from "./_renewal_times.ts";
import type { ServerDuids } from "./_server_duids.ts";

/** What is known of where a transaction belongs, when detectors see it. */
export interface FactsInit {
  readonly transaction: NewTransaction;
  /** When it happened, in the order of detectors. */
  readonly at: Microseconds;
  /** Number of the tick that it is in. */
  readonly tick: number;
  readonly server: Remembered;
  /** `undefined` for a client without a DUID. */
  readonly client: Remembered | undefined;
  readonly isNewClient: boolean;
  /** `undefined` where no relay agent names a port. */
  readonly port: Remembered | undefined;
  readonly serverDuids: ServerDuids;
  readonly renewalTimes: RenewalTimes;
}

/** A transaction with what detectors need of its packets, each read once, when the first of them asks. */
export class TransactionFacts {
  readonly transaction: NewTransaction;
  readonly at: Microseconds;
  readonly tick: number;
  readonly server: Remembered;
  readonly client: Remembered | undefined;
  readonly isNewClient: boolean;
  readonly port: Remembered | undefined;
  readonly #serverDuids: ServerDuids;
  readonly #renewalTimes: RenewalTimes;
  #due: DueRenewal | undefined | null = null;
  #asked: PacketParts | undefined;
  #answer: PacketParts | undefined;
  #answerServerDuid: Uint8Array | undefined;
  #relays: readonly RelayHop[] | undefined;
  #askedAssociations: readonly Association[] | undefined;
  #answerAssociations: readonly Association[] | undefined;

  constructor(init: FactsInit) {
    this.transaction = init.transaction;
    this.at = init.at;
    this.tick = init.tick;
    this.server = init.server;
    this.client = init.client;
    this.isNewClient = init.isNewClient;
    this.port = init.port;
    this.#serverDuids = init.serverDuids;
    this.#renewalTimes = init.renewalTimes;
  }

  /** The request. */
  get asked(): PacketParts {
    return this.#asked ??= new PacketParts(this.transaction.request ?? NO_BYTES);
  }

  /** The answer. */
  get answer(): PacketParts {
    return this.#answer ??= new PacketParts(this.transaction.response ?? NO_BYTES);
  }

  /** The DUID of the server that the request names, where it names one. */
  get askedServerDuid(): Uint8Array | undefined {
    return this.transaction.request && this.asked.serverDuid;
  }

  /** The DUID of the server that answered. */
  get answerServerDuid(): Uint8Array | undefined {
    return this.#answerServerDuid ??= this.answer.serverDuid;
  }

  /** Whether the request names another server than the one that got it, as when several get what is sent to all. */
  get isForAnotherServer(): boolean {
    const named = this.askedServerDuid;
    return named !== undefined && !this.#serverDuids.isOf(this.server, named);
  }

  /** What a Renew or Rebind is about, where it was seen to be granted. */
  get due(): DueRenewal | undefined {
    return this.#due === null ? this.#due = this.#renewalTimes.due(this) : this.#due;
  }

  /** The relay messages around the request, that of the relay agent closest to the client first. */
  get relays(): readonly RelayHop[] {
    return this.#relays ??= this.asked.relays;
  }

  /** The identity associations of the request. */
  get askedAssociations(): readonly Association[] {
    return this.#askedAssociations ??= this.asked.associations;
  }

  /** The identity associations of the answer. */
  get answerAssociations(): readonly Association[] {
    return this.#answerAssociations ??= this.answer.associations;
  }
}

const NO_BYTES = new Uint8Array();
