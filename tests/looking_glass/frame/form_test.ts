import { assertEquals } from "@std/assert";
import { type Form, splitForm, wantedForm } from "../../../src/looking_glass/frame/form.ts";

const ALL: readonly Form[] = ["html", "json", "csv", "ndjson"], BOTH: readonly Form[] = ["html", "json"];

Deno.test("a suffix tells the form, and belongs to the path where it is none", () => {
  assertEquals(splitForm("/clients.json"), { path: "/clients", form: "json" });
  assertEquals(splitForm("/transactions/7.pcap"), { path: "/transactions/7", form: "pcap" });
  assertEquals(splitForm("/servers/dhcp01.example.com"), { path: "/servers/dhcp01.example.com", form: undefined });
  assertEquals(splitForm("/.json"), { path: "/", form: "json" });
  assertEquals(splitForm("/"), { path: "/", form: undefined });
});

Deno.test("what is accepted decides, by quality, by the most specific range, and HTML where all is the same", () => {
  const cases: [string | null, readonly Form[], Form | undefined][] = [
    [null, ALL, "html"],
    ["", ALL, "html"],
    ["*/*", ALL, "html"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ALL, "html"],
    ["application/json", ALL, "json"],
    ["application/json, text/html;q=0.5", ALL, "json"],
    ["text/html;q=0, */*", ALL, "json"],
    ["text/*", BOTH, "html"],
    ["text/csv", ALL, "csv"],
    ["text/csv", BOTH, undefined],
    ["application/x-ndjson", ALL, "ndjson"],
    ["image/png", ALL, undefined],
    ["*/*;q=0", ALL, undefined],
    [";;;,,q=", ALL, undefined],
  ];
  for (const [accept, offered, form] of cases) assertEquals(wantedForm(accept, undefined, offered), form, `${accept}`);
});

Deno.test("a suffix counts more than what is accepted, and is not taken for what there is not", () => {
  assertEquals(wantedForm("text/html", "json", ALL), "json");
  assertEquals(wantedForm("text/html", "pcap", ALL), undefined);
});
