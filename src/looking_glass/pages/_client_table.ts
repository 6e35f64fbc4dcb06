import type { StoredClient } from "../../store/mod.ts";
import { ago, table } from "../frame/elements.ts";
import type { Html } from "../frame/html.ts";
import type { View } from "../frame/view.ts";
import { visible } from "../present/visible.ts";
import { clientLink, portLink, portText } from "./_links.ts";

/** Clients as rows, each leading to its page. */
export function clientTable(clients: readonly StoredClient[], view: View): Html {
  const columns = [{ head: "Client" }, { head: "Port" }, { head: "Host name", isWide: true }, {
    head: "Vendor class",
    isWide: true,
  }, { head: "Seen last" }];
  return table(
    "Clients, the one seen last first",
    columns,
    clients.map((client) => [
      clientLink(client, view),
      portText(client) === "" ? "" : portLink(client, portText(client)),
      visible(client.hostName),
      visible(client.vendorClass),
      ago(client.lastSeen, view),
    ]),
  );
}
