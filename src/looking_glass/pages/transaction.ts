import type { StoredClient, StoredTransaction } from "../../store/mod.ts";
import { ago, exactTime, facts, toned } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, PageProblem, rowNumber } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { messageMeaning, messageName } from "../present/meaning.ts";
import { outcomeText } from "../present/outcome.ts";
import { toHex } from "../../wire/mod.ts";
import { clientLink, serverLink } from "./_links.ts";
import { packetJson } from "../transaction/packet_json.ts";
import { transactionPcap } from "../transaction/pcap.ts";
import { type TransactionView, transactionView } from "../transaction/transaction_view.ts";
import { packetsView } from "./_packet_view.ts";
import { transactionRow } from "./_rows_json.ts";

interface TransactionData {
  readonly transaction: StoredTransaction;
  readonly client: StoredClient | undefined;
  readonly packets: TransactionView;
}

/** One transaction: request and answer beside each other, each option with its bytes. */
export const transactionPage: Page<TransactionData> = {
  path: "/transactions/:id{[0-9]+}",
  async lookUp({ reader, params }) {
    const id = rowNumber(params.id), clientId = (await reader.transaction(id))?.clientId;
    if (clientId === undefined) return lookUp("transaction", String(id));
    const client = await reader.client(clientId), duid = toHex(client?.duid ?? new Uint8Array());
    return lookUp("transaction", `${id} of client ${clientId} ${duid}`.trim());
  },
  async load({ reader, params }) {
    const id = rowNumber(params.id), transaction = await reader.transaction(id);
    if (transaction === undefined) {
      throw new PageProblem(
        404,
        `There is no transaction ${id}.`,
        "It may have been swept away: the collector keeps them for a time.",
      );
    }
    return { transaction, client: await reader.client(transaction.clientId), packets: transactionView(transaction) };
  },
  json: ({ transaction, packets: { request, response, differences } }) => ({
    ...transactionRow(transaction),
    "request-packet": packetJson(request),
    "response-packet": packetJson(response),
    differences,
  }),
  pcap: ({ transaction }) => Uint8Array.from(transactionPcap(transaction)),
  title: ({ transaction: { requestType, id } }) =>
    `${requestType === 0 ? "Transaction" : messageName(requestType)} ${id}`,
  view: (data, view) => {
    const { transaction, packets } = data;
    return h`<h1>${heading(transaction)}</h1>
<p class="lead">${sentence(transaction, view)}</p>
${transactionFacts(data, view)}
${packetsView(packets)}`;
  },
};

function heading({ requestType, responseType }: StoredTransaction): string {
  return [requestType, responseType].map((type) => type === 0 ? "nothing" : messageName(type)).join(" → ");
}

function sentence(transaction: StoredTransaction, { times }: View): Html {
  const { serverId, server, receivedAt, duration, requestType } = transaction,
    { phrase, serverSays, tone } = outcomeText(transaction);
  const asked = requestType === 0 ? "" : h`The client ${messageMeaning(requestType).phrase}. `;
  return h`${asked}At ${times.exact(receivedAt)} on ${serverLink(serverId, server)}: ${toned(tone, phrase)}${
    serverSays === "" ? "" : h`, in its words “${serverSays}”`
  }, after ${durationText(duration)}.`;
}

function transactionFacts({ transaction, client }: TransactionData, view: View): Html {
  const { receivedAt, recordedAt, transactionId, place, clientId } = transaction;
  return facts([
    ["Client", client === undefined ? `client ${clientId}, which is not kept any more` : clientLink(client, view)],
    ["Received", h`${exactTime(receivedAt, view)} <span class="dim">${ago(receivedAt, view)}</span>`],
    ["Transaction id", h`<span class="mono">${transactionId.toString(16).padStart(6, "0")}</span>`],
    [
      "Record",
      h`<span class="mono">${place.topic}[${place.partition}] at ${String(place.offset)}</span>${
        recordedAt === undefined ? "" : h` <span class="dim">${durationText(recordedAt - receivedAt)} later</span>`
      }`,
    ],
  ]);
}
