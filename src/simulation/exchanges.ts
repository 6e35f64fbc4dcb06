import { ClientServerMessage, Message, unwrap, WireError } from "../dhcpv6/mod.ts";
import type { ServerName } from "./access_node.ts";
import type { Timeline } from "./timeline.ts";

/** Brings a packet to a server. */
export type Send = (packet: Uint8Array, server: ServerName) => void | Promise<void>;

/** What a server answered. */
export interface Answer {
  readonly message: ClientServerMessage;
  readonly server: ServerName;
}

/** What is asked, and for how long. */
export interface Question {
  readonly transactionId: number;
  readonly packet: Uint8Array;
  readonly servers: readonly ServerName[];
  /** How long to wait. */
  readonly seconds: number;
  /** Whether no more answers than this one are waited for. */
  readonly isEnough: (answer: Answer) => boolean;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** What all clients together sent and got. */
export interface ExchangeStats {
  /** Packets that left for a server. */
  readonly sent: number;
  /** Questions that were answered in time by one server at least. */
  readonly answered: number;
}

/** Brings answers to those who asked, by transaction id. */
export class Exchanges {
  readonly #send: Send;
  readonly #timeline: Timeline;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #sent = 0;
  #answered = 0;

  constructor(send: Send, timeline: Timeline) {
    this.#send = send;
    this.#timeline = timeline;
  }

  get stats(): ExchangeStats {
    return { sent: this.#sent, answered: this.#answered };
  }

  /** Whether nobody waits for answers with this transaction id. */
  isFree(transactionId: number): boolean {
    return !this.#waiting.has(transactionId);
  }

  /** Sends a packet to each of the servers, and waits for no answer. */
  async tell(packet: Uint8Array, servers: readonly ServerName[]): Promise<void> {
    for (const server of servers) {
      this.#sent++;
      await this.#send(packet, server);
    }
  }

  /** Asks servers; resolves with what they answered, the first answer first, once one is enough or the time is over. */
  async ask({ transactionId, packet, servers, seconds, isEnough, signal }: Question): Promise<Answer[]> {
    const answers: Answer[] = [], over = new AbortController(), end = () => over.abort();
    this.#waiting.set(transactionId, (answer) => {
      answers.push(answer);
      if (isEnough(answer)) end();
    });
    signal.addEventListener("abort", end);
    try {
      await this.tell(packet, servers);
      await this.#timeline.rest(seconds, over.signal);
    } finally {
      signal.removeEventListener("abort", end);
      this.#waiting.delete(transactionId);
    }
    if (answers.length > 0) this.#answered++;
    return answers;
  }

  /** Takes a packet that a server sent. What cannot be read, and what nobody waits for, is for nobody. */
  take(packet: Uint8Array, server: ServerName): void {
    try {
      const { message } = unwrap(Message.parse(packet));
      if (message instanceof ClientServerMessage) this.#waiting.get(message.transactionId)?.({ message, server });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
}
