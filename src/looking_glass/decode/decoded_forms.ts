import { isoTime } from "../present/times.ts";
import { packetJson } from "../transaction/packet_json.ts";
import { transactionPcap } from "../transaction/pcap.ts";
import type { Content, MessageContent } from "./content.ts";
import type { Decoded, Shown } from "./decoded.ts";
import { toHex } from "../../wire/mod.ts";

/**
 * Types of messages that servers and relay agents send towards clients: Advertise, Reply, Reconfigure, Relay-reply and answers to queries.
 */
const ANSWERS = [2, 7, 10, 13, 15, 16, 17, 19, 21, 37];

/** What was decoded, for programs. `about` is what is known of where it comes from. */
export function decodedJson({ how, notes, list, shown }: Decoded, about = ""): Record<string, unknown> {
  return {
    how,
    notes,
    ...list === undefined ? {} : { messages: list.map(contentJson) },
    ...shown === undefined ? {} : { [shown.content.kind]: shownJson(shown) },
    ...about === "" ? {} : { about },
  };
}

/** A capture file of what is shown; `undefined` where nothing is, or a list. */
export function decodedPcap({ list, shown }: Decoded): Uint8Array<ArrayBuffer> | undefined {
  if (shown === undefined || (list !== undefined && list.length !== 1)) return undefined;
  if (!("packet" in shown)) return Uint8Array.from(transactionPcap(withTimes(shown)));
  const { bytes, datagram } = shown.content, receivedAt = datagram?.time ?? 0;
  const isAnswer = ANSWERS.includes(bytes[0]);
  const [request, response] = isAnswer ? [undefined, bytes] : [bytes, undefined];
  return Uint8Array.from(transactionPcap({ request, response, receivedAt, duration: 0 }));
}

/** Seconds in a file have 32 bits: times that do not fit are 0. */
function withTimes<T extends { readonly receivedAt: number; readonly duration: number }>(shown: T): T {
  const known = (time: number) => time >= 0 && time < 2 ** 32 * 1e6 ? time : 0;
  return { ...shown, receivedAt: known(shown.receivedAt), duration: known(shown.duration) };
}

function contentJson(content: Content): Record<string, unknown> {
  return { ...content.kind === "message" ? datagramJson(content) : {}, [content.kind]: toHex(content.bytes) };
}

function shownJson(shown: Shown): Record<string, unknown> {
  if ("packet" in shown) return { ...packetJson(shown.packet), ...datagramJson(shown.content) };
  const { content: { fields }, receivedAt, duration, packets: { request, response, differences } } = shown;
  return {
    "server-name": fields.serverName,
    "received-at": isoTime(receivedAt) ?? null,
    "answered-at": isoTime(receivedAt + duration) ?? null,
    request: packetJson(request),
    response: packetJson(response),
    differences,
  };
}

function datagramJson({ datagram }: MessageContent): Record<string, unknown> {
  if (datagram === undefined) return {};
  const { number, time, source, sourcePort, destination, destinationPort, vlans, missing } = datagram;
  return {
    "packet-number": number,
    "captured-at": isoTime(time) ?? null,
    "source": String(source),
    "source-port": sourcePort,
    "destination": String(destination),
    "destination-port": destinationPort,
    vlans,
    "missing-bytes": missing,
  };
}
