import type { StoredServer } from "../../store/mod.ts";
import { ago, exactTime, nothing, table } from "../frame/elements.ts";
import { h } from "../frame/html.ts";
import type { Page } from "../frame/page.ts";
import { countOf } from "../present/quantity.ts";
import { serverLink } from "./_links.ts";
import { serverJson } from "./_rows_json.ts";

/** All servers that published anything. */
export const serversPage: Page<readonly StoredServer[]> = {
  path: "/servers",
  load: ({ reader }) => reader.servers(),
  json: (servers) => ({ servers: servers.map(serverJson) }),
  title: () => "Servers",
  view: (servers, view) =>
    h`<h1>Servers</h1>
${
      servers.length === 0
        ? nothing(
          "No server has published anything that was read.",
          "Is a collector running, and does it read the right topic?",
        )
        : h`<p class="lead">${countOf(servers.length, "server")} published transactions.</p>
${
          table(
            "Servers",
            [{ head: "Server" }, { head: "Last transaction" }, { head: "First transaction", isWide: true }],
            servers.map((server) => [
              serverLink(server.id, server.name),
              ago(server.lastSeen, view),
              exactTime(server.firstSeen, view),
            ]),
          )
        }`
    }`,
  async *rows({ reader }) {
    for (const server of await reader.servers()) yield serverJson(server);
  },
};
