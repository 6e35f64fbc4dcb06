/** Identity associations and what they hold. */

import { PdExclude } from "../../../src/dhcpv6/options/mod.ts";
import { answer, failed, type FindingCase, iaAddress, iaNa, iaPd, iaPrefix, raw, request } from "./case.ts";

export const leaseCases: readonly FindingCase[] = [
  {
    rule: "t1-after-t2",
    what: "T1 after T2",
    bad: answer("reply", iaNa([iaAddress(1, 2)], 1, 200, 100)),
    path: ["reply", "ia-na"],
    says: /T1 \(200 s\) is after T2 \(100 s\)/,
    good: answer("reply", iaNa([iaAddress(1, 2)], 1, 200, 0)),
  },
  {
    rule: "preferred-exceeds-valid",
    what: "an address that is preferred for longer than it is valid",
    bad: answer("reply", iaNa([iaAddress(200, 100)])),
    path: ["reply", "ia-na", "ia-address"],
    says: /preferred \(200 s\) is longer than valid \(100 s\)/,
    good: answer("reply", iaNa([iaAddress(100, 100)])),
  },
  {
    rule: "times-in-request",
    what: "timers that a client sends",
    bad: request("solicit", iaNa([], 1, 300, 0)),
    path: ["solicit", "ia-na"],
    says: /T1 is 300/,
    good: answer("advertise", iaNa([failed], 1, 300, 400)),
  },
  {
    rule: "times-in-request",
    what: "lifetimes that a client sends",
    bad: request("request", iaNa([iaAddress(0, 7200)])),
    path: ["request", "ia-na", "ia-address"],
    says: /valid lifetime is 7200/,
    good: request("request", iaNa([iaAddress(0, 0)])),
  },
  {
    rule: "times-in-request",
    what: "a lifetime of link-layer addresses that a client sends",
    bad: request(
      "request",
      raw(138, "000000010000000000000000 008b0012 0001 0006 020000000000 00000000 00000e10".replaceAll(" ", "")),
    ),
    path: ["request", "ia-ll", "lladdr"],
    says: /valid lifetime is 3600/,
    good: request(
      "request",
      raw(138, "000000010000000000000000 008b0012 0001 0006 020000000000 00000000 00000000".replaceAll(" ", "")),
    ),
  },
  {
    rule: "empty-ia",
    what: "an identity association with nothing in it",
    bad: answer("advertise", iaNa([])),
    path: ["advertise", "ia-na"],
    says: /neither a lease nor a status code/,
    good: answer("advertise", iaNa([failed])),
  },
  {
    rule: "pd-exclude-length",
    what: "an excluded prefix that is not longer than its prefix",
    bad: answer(
      "reply",
      iaPd([iaPrefix("2001:db8::/56", [PdExclude.of({ prefixLength: 56, subnetId: new Uint8Array(1) })])]),
    ),
    path: ["reply", "ia-pd", "ia-prefix", "pd-exclude"],
    says: /length 56 cannot be excluded/,
    good: answer(
      "reply",
      iaPd([iaPrefix("2001:db8::/56", [PdExclude.of({ prefixLength: 64, subnetId: new Uint8Array(1) })])]),
    ),
  },
  {
    rule: "pd-exclude-length",
    what: "an excluded prefix with too many bytes",
    bad: answer(
      "reply",
      iaPd([iaPrefix("2001:db8::/56", [PdExclude.of({ prefixLength: 60, subnetId: new Uint8Array(2) })])]),
    ),
    path: ["reply", "ia-pd", "ia-prefix", "pd-exclude"],
    says: /should have 1 bytes, and has 2/,
    good: answer(
      "reply",
      iaPd([iaPrefix("2001:db8::/48", [PdExclude.of({ prefixLength: 60, subnetId: new Uint8Array(2) })])]),
    ),
  },
];
