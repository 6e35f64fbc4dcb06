import { assertEquals } from "@std/assert";
import { type Requestable, standardSpace } from "../../src/dhcpv6/mod.ts";
import { sharedFolder } from "../support/paths.ts";
import { testWith } from "../support/requirements.ts";

/** How the tables of the reference write what IANA's column "Client ORO" says. */
const WRITTEN: Record<string, Requestable> = {
  yes: true,
  no: false,
  opt: "optional",
  SOL: { requiredIn: "solicit" },
  INF: { requiredIn: "information-request" },
};

/** The codes of the option tables with their column ORO. */
function oroColumn(): [code: number, requestable: Requestable][] {
  const text = Deno.readTextFileSync(`${sharedFolder}spec/dhcpv6-elements.md`);
  const rows = text.matchAll(/^\| (\d+) \|.*\| (yes|no|opt|SOL|INF) \| [yn] \|/gm);
  return Array.from(rows, ([, code, written]) => [Number(code), WRITTEN[written]]);
}

testWith({
  name: "requestable: every code may stand in an Option Request option as IANA's list says",
  needs: ["shared-spec"],
  fn() {
    const column = oroColumn();
    assertEquals(column.length, standardSpace.definitions.length);
    assertEquals(column.map(([code]) => [code, standardSpace.get(code)?.traits.requestable ?? true]), column);
  },
});
