import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  fromHex,
  Message,
  type ReceiverRole,
  validate,
  type ValidateOptions,
  validationRules,
} from "../../src/dhcpv6/mod.ts";
import type { FindingCase } from "../vectors/findings/case.ts";
import { exchangeCases } from "../vectors/findings/exchange.ts";
import { messageCases } from "../vectors/findings/messages.ts";
import { relayCases } from "../vectors/findings/relays.ts";
import { optionCases } from "../vectors/findings/options.ts";
import { leaseCases } from "../vectors/findings/leases.ts";
import { settingCases } from "../vectors/findings/settings.ts";
import { valueCases } from "../vectors/findings/values.ts";
import { softwireCases } from "../vectors/findings/softwires.ts";
import { queryCases } from "../vectors/findings/queries.ts";

const cases: readonly FindingCase[] = [
  ...messageCases,
  ...relayCases,
  ...exchangeCases,
  ...optionCases,
  ...leaseCases,
  ...settingCases,
  ...valueCases,
  ...softwireCases,
  ...queryCases,
];

function findings(packet: Uint8Array, rule: string, role?: ReceiverRole, options?: ValidateOptions) {
  return validate(Message.parse(packet), role, options).filter((finding) => finding.rule === rule);
}

for (const { rule, what, bad, path, says, good, role, options, goodRole = role, goodOptions = options } of cases) {
  Deno.test(`validate: ${rule} tells of ${what}`, () => {
    const found = findings(bad, rule, role, options);
    assertEquals(found.map((finding) => finding.path), [path]);
    assertMatch(found[0].message, says);
    assertEquals(findings(good, rule, goodRole, goodOptions), []);
  });
}

const WELL_PLACED: readonly [what: string, packet: string][] = [
  [
    "a status code in an identity association for SRv6 locators",
    "07c0ffee" + "00950012" + "00000001" + "00".repeat(8) + "000d00020017",
  ],
  [
    "the quadrants that a relay agent wants (RFC 8948 section 5.1)",
    "0c00" + "00".repeat(32) + "008c00020001" + "0009000401c0ffee",
  ],
];

for (const [what, packet] of WELL_PLACED) {
  Deno.test(`validate: nothing is misplaced about ${what}`, () => {
    assertEquals(findings(fromHex(packet), "misplaced-option"), []);
  });
}

Deno.test("validate: every rule has a case here, and every case a rule", () => {
  assertEquals(new Set(cases.map(({ rule }) => rule)), new Set(validationRules.map(({ id }) => id)));
});

Deno.test("validate: rules have an identifier each, in kebab case, and say what they are", () => {
  const ids = validationRules.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const { id, reference, meaning, remedy } of validationRules) {
    assertMatch(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assertMatch(reference, /^RFC \d{4} section \d+(\.\d+)*$/);
    for (const text of [meaning, remedy]) assertMatch(text, /^[A-Z].*\.$/, id);
  }
});

Deno.test("validate: the same finding is made for every case by whoever looks on, unless it needs to know more", () => {
  for (const { rule, bad, options, role } of cases) {
    if (role !== undefined || options !== undefined) continue;
    for (const receiver of ["server", "client", "relay"] as const) {
      assertEquals(findings(bad, rule, receiver).length, findings(bad, rule).length, `${rule} for a ${receiver}`);
    }
  }
});

Deno.test("validate: an offset is where the option's body starts in the buffer that was parsed", () => {
  for (const { bad, role, options } of cases) {
    for (const { offset, path, rule } of validate(Message.parse(bad), role, options)) {
      if (offset === undefined) assertEquals(path.length, 1, rule);
      else assert(offset >= 4 && offset <= bad.length, `${rule} at ${offset} of ${bad.length}`);
    }
  }
});
