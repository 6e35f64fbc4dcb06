/** Softwires. */
import { Options } from "../../../src/dhcpv6/mod.ts";
import { S46BorderRelay, S46Lightweight, S46MapE } from "../../../src/dhcpv6/options/mod.ts";
import { address, answer, type FindingCase, mapE } from "./case.ts";

const relay = S46BorderRelay.of({ address: address("2001:db8::9") });

const portParams = ["reply", "s46-cont-mape", "s46-rule", "s46-portparams"];

export const softwireCases: readonly FindingCase[] = [
  {
    rule: "s46-container-incomplete",
    what: "a softwire without a rule",
    bad: answer("reply", S46MapE.of({ options: Options.of(relay) })),
    path: ["reply", "s46-cont-mape"],
    says: /needs s46-rule$/,
    good: answer("reply", mapE(), S46Lightweight.of({ options: Options.of(relay) })),
  },
  ...[{ offset: 16, psidLength: 0 }, { offset: 0, psidLength: 17 }, { offset: 9, psidLength: 8 }].map((
    params,
  ): FindingCase => ({
    rule: "s46-port-params",
    what: `an offset of ${params.offset} and a length of ${params.psidLength}`,
    bad: answer("reply", mapE(params)),
    path: portParams,
    says: /do not fit into 16 bits/,
    good: answer("reply", mapE({ offset: 0, psidLength: 16 })),
  })),
  {
    rule: "s46-psid-bits",
    what: "a port set identifier that starts on the right",
    bad: answer("reply", mapE({ psid: 0x0034 })),
    path: portParams,
    says: /behind the first 8/,
    good: answer("reply", mapE({ psid: 0x3400 })),
  },
  {
    rule: "s46-rule-length",
    what: "an IPv4 prefix of 33 bits",
    bad: answer("reply", mapE({ prefix4Length: 33 })),
    path: ["reply", "s46-cont-mape", "s46-rule"],
    says: /33 bits is over 32/,
    good: answer("reply", mapE({ prefix4Length: 32 })),
  },
  {
    rule: "s46-rule-length",
    what: "an embedded address of 49 bits",
    bad: answer("reply", mapE({ eaLength: 49 })),
    path: ["reply", "s46-cont-mape", "s46-rule"],
    says: /49 bits is over 48/,
    good: answer("reply", mapE({ eaLength: 48 })),
  },
];
