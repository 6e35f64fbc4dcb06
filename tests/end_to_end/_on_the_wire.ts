import { concat } from "@std/bytes";
import { IPv6Address } from "../../src/dhcpv6/mod.ts";
import type { CapturedDatagram } from "../support/capture.ts";
import type { KcatRecord } from "../support/kcat.ts";

/**
 * What tcpdump saw and what is in the topic, taken apart by the documented formats alone: nothing here uses the code under test to read
 * what that code wrote, but for the text of addresses.
 */

/** A packet to the server, and the answer to it if there was one. */
export interface Exchange {
  readonly request: CapturedDatagram;
  readonly answer: CapturedDatagram | undefined;
}

/**
 * Pairs what went to the server with its answers, in the order of the requests. A client repeats a request with the same transaction id, so
 * an answer is for the latest of those before it. Fails when an answer has no request.
 */
export function exchanges(datagrams: readonly CapturedDatagram[], serverAddresses: readonly string[]): Exchange[] {
  const fromServer = ({ source }: CapturedDatagram) => serverAddresses.includes(source);
  const requests = datagrams.filter((datagram) => !fromServer(datagram));
  const answers = new Map<CapturedDatagram, CapturedDatagram>();
  for (const answer of datagrams.filter(fromServer)) {
    const request = requests.findLast((request) =>
      !answers.has(request) && request.time <= answer.time && request.source === answer.destination &&
      transactionId(request.payload) === transactionId(answer.payload)
    );
    if (!request) throw new Error(`an answer to nothing: ${answer.payload.toHex()}`);
    answers.set(request, answer);
  }
  return requests.map((request) => ({ request, answer: answers.get(request) }));
}

/** A Kafka message of type 1, taken apart. */
export interface KafkaTransaction {
  readonly serverName: string;
  readonly timestampIn: number;
  readonly messageIn: Uint8Array;
  readonly timestampOut: number;
  /** Empty when there was no answer. */
  readonly messageOut: Uint8Array;
}

/** Reads the value of a record by the format that the documented system has on the wire. */
export function transactionIn({ value }: KcatRecord): KafkaTransaction {
  if (!value || value[0] !== 1) throw new Error(`not a DHCP message: ${value?.toHex()}`);
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  const nameEnd = 2 + value[1], inEnd = nameEnd + 10 + view.getUint16(nameEnd + 8);
  const outEnd = inEnd + 10 + view.getUint16(inEnd + 8);
  if (outEnd !== value.length) throw new Error(`${value.length - outEnd} bytes after the end of ${value.toHex()}`);
  return {
    serverName: new TextDecoder().decode(value.subarray(2, nameEnd)),
    timestampIn: view.getFloat64(nameEnd),
    messageIn: value.subarray(nameEnd + 10, inEnd),
    timestampOut: view.getFloat64(inEnd),
    messageOut: value.subarray(inEnd + 10, outEnd),
  };
}

/** Where a listener of the server received a packet. */
export interface ReceivedAt {
  readonly interfaceName: string;
  readonly linkAddress: string;
}

/** The Relay-forward of the listener's own that a packet has to be published in. */
export function inListenersRelayForward({ request }: Exchange, at: ReceivedAt): Uint8Array {
  return listenersRelay(RELAY_FORWARD, request, request.payload, at);
}

/** The Relay-reply of the listener's own that an answer has to be published in; no bytes for no answer. */
export function inListenersRelayReply({ request, answer }: Exchange, at: ReceivedAt): Uint8Array {
  return answer ? listenersRelay(RELAY_REPLY, request, answer.payload, at) : new Uint8Array();
}

/** The data of the client identifier option in what a client sent, through however many relays. */
export function duidIn(packet: Uint8Array): Uint8Array | undefined {
  return optionIn(clientMessage(packet).subarray(4), CLIENT_ID);
}

/** The option codes at the top level of what client or server sent, in order, through however many relays. */
export function optionCodes(packet: Uint8Array): number[] {
  return [...optionsIn(clientMessage(packet).subarray(4))].map(({ code }) => code);
}

/** What was said, as in `1→2` for a Solicit and an Advertise (`1→` without an answer): numbers of IANA. Repetitions are left out. */
export function conversation(exchanges: readonly Exchange[]): string[] {
  const type = (datagram: CapturedDatagram | undefined) => datagram ? clientMessage(datagram.payload)[0] : "";
  const said = exchanges.map(({ request, answer }) => `${type(request)}→${type(answer)}`);
  return said.filter((one, i) => one !== said[i - 1]);
}

const RELAY_FORWARD = 12, RELAY_REPLY = 13;
const CLIENT_ID = 1, RELAY_MSG = 9, INTERFACE_ID = 18;
const RELAY_HEADER = 34;

function listenersRelay(type: number, request: CapturedDatagram, packet: Uint8Array, at: ReceivedAt): Uint8Array {
  const relayed = request.payload[0] === RELAY_FORWARD;
  return concat([
    new Uint8Array([type, relayed ? request.payload[1] + 1 : 0]),
    IPv6Address.parse(at.linkAddress).bytes,
    IPv6Address.parse(request.source).bytes,
    option(INTERFACE_ID, new TextEncoder().encode(at.interfaceName)),
    option(RELAY_MSG, packet),
  ]);
}

function option(code: number, data: Uint8Array): Uint8Array {
  return concat([new Uint8Array([code >> 8, code, data.length >> 8, data.length]), data]);
}

function* optionsIn(options: Uint8Array): Generator<{ code: number; data: Uint8Array }> {
  const view = new DataView(options.buffer, options.byteOffset, options.length);
  for (let at = 0; at < options.length; at += 4 + view.getUint16(at + 2)) {
    yield { code: view.getUint16(at), data: options.subarray(at + 4, at + 4 + view.getUint16(at + 2)) };
  }
}

function optionIn(options: Uint8Array, wanted: number): Uint8Array | undefined {
  return optionsIn(options).find(({ code }) => code === wanted)?.data;
}

function clientMessage(packet: Uint8Array): Uint8Array {
  if (packet[0] !== RELAY_FORWARD && packet[0] !== RELAY_REPLY) return packet;
  const inner = optionIn(packet.subarray(RELAY_HEADER), RELAY_MSG);
  if (!inner) throw new Error(`a relay message without a message: ${packet.toHex()}`);
  return clientMessage(inner);
}

function transactionId(packet: Uint8Array): string {
  return clientMessage(packet).subarray(1, 4).toHex();
}
