import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { type OptionDef, Reader, standardSpace, toHex, WireError, Writer } from "../../src/dhcpv6/mod.ts";
import { standardOptions } from "../../src/dhcpv6/options/mod.ts";
import { spaces } from "../vectors/spaces.ts";
import { vectors } from "../vectors/mod.ts";
import { plain } from "../vectors/plain.ts";
import { SeededRandom } from "../vectors/random.ts";
import { jsonOf, textOf } from "../vectors/vector.ts";

function encode(option: OptionDef<unknown>, value: unknown): Uint8Array {
  const writer = new Writer();
  option.write(writer, value);
  return writer.toBytes();
}

/** Reads a body; whatever is accepted has to be written back byte for byte. Says whether it was accepted. */
function accepts(option: OptionDef<unknown>, body: Uint8Array): boolean {
  let value: unknown;
  try {
    value = option.read(new Reader(body));
  } catch (error) {
    assertInstanceOf(error, WireError, `${option.name} ${toHex(body)}: ${error}`);
    assertEquals(error.path[0], option.name);
    assert(error.offset >= 0 && error.offset <= body.length, `${option.name} ${toHex(body)}: offset ${error.offset}`);
    assertThrows(() => option.readAt(body, 0, body.length), WireError, error.message);
    return false;
  }
  const written = encode(option, value);
  assertEquals(toHex(written), toHex(body), `${option.name} is not written back as it was`);
  assertEquals(plain(readWithin(option, body)), plain(value), `${option.name} is read otherwise in one go`);
  assertEquals(plain(option.read(new Reader(written))), plain(value));
  return true;
}

/** Reads a body in one go, where it stands between other bytes. */
function readWithin(option: OptionDef<unknown>, body: Uint8Array): unknown {
  const around = new Uint8Array(body.length + 12).fill(0xa5);
  around.set(body, 7);
  return option.readAt(around, 7, 7 + body.length);
}

/** The shortest body that each option may have; an option that is not here has no end of its own. */
const EXACT_LENGTHS: Record<string, number> = {
  "preference": 1,
  "elapsed-time": 2,
  "unicast": 16,
  "rapid-commit": 0,
  "reconf-msg": 1,
  "reconf-accept": 0,
  "information-refresh-time": 4,
  "sol-max-rt": 4,
  "inf-max-rt": 4,
  "server-address": 16,
  "multicast-address": 16,
  "clt-time": 4,
  "f-dns-flags": 2,
  "f-expiration-time": 4,
  "f-max-unacked-bndupd": 4,
  "f-mclt": 4,
  "f-partner-lifetime": 4,
  "f-partner-lifetime-sent": 4,
  "f-partner-down-time": 4,
  "f-partner-raw-clt-time": 4,
  "f-protocol-version": 4,
  "f-keepalive-time": 4,
  "f-server-flags": 1,
  "f-server-state": 1,
  "f-start-time-of-state": 4,
  "f-state-expiration-time": 4,
  "nii": 3,
  "relay-port": 2,
  "addr-reg-enable": 0,
  "s46-br": 16,
  "s46-portparams": 4,
  "4rd-non-map-rule": 4,
  "lq-base-time": 4,
  "lq-start-time": 4,
  "lq-end-time": 4,
  "ani-att": 2,
  "ani-ap-bssid": 6,
  "ani-operator-id": 4,
  "f-binding-status": 1,
  "f-connect-flags": 2,
  "geolocation": 16,
  "mip6-haa": 16,
  "link-address": 16,
  "device-id": 6,
  "time-offset": 4,
  "ip-pref": 1,
  "cm-mac-addr": 6,
  "correlation-id": 4,
  "primary-dhcp-server": 4,
  "secondary-dhcp-server": 4,
  "as-req-as-rep-backoff": 12,
  "ap-req-ap-rep-backoff": 12,
  "tgs-utilization": 1,
  "provisioning-timer": 1,
  "security-ticket-control": 2,
  "pfx-len": 1,
  "reserved-na-len": 1,
  "4o6-source-address": 16,
  "4o6-source-port": 2,
  "framed-ipv6-address": 16,
  "dns-server-ipv6-address": 16,
};

const LEAST_LENGTHS: Record<string, number> = {
  "ia-na": 12,
  "ia-ta": 4,
  "ia-address": 24,
  "relay-msg": 4,
  "auth": 11,
  "status-code": 2,
  "vendor-class": 4,
  "vendor-opts": 4,
  "ia-pd": 12,
  "ia-prefix": 25,
  "remote-id": 4,
  "client-fqdn": 1,
  "client-linklayer-addr": 2,
  "server-fqdn": 1,
  "aftr-name": 1,
  "nis-domain-name": 1,
  "nisp-domain-name": 1,
  "geoconf-civic": 3,
  "v6-lost": 1,
  "lq-query": 17,
  "lq-relay-data": 20,
  "mip6-hnidf": 1,
  "f-reconfigure-data": 4,
  "erp-local-domain-name": 1,
  "pd-exclude": 2,
  "vss": 1,
  "s46-bind-ipv6-prefix": 1,
  "ia-ll": 12,
  "lladdr": 12,
  "v6-dots-ri": 1,
  "v6-dnr": 5,
  "registered-domain": 1,
  "forward-dist-manager": 3,
  "reverse-dist-manager": 3,
  "ia-srv6-locator": 12,
  "s46-rule": 8,
  "s46-dmr": 1,
  "s46-v4v6bind": 5,
  "4rd-map-rule": 20,
  "mpl-parameters": 16,
  "v6-prefix64": 3,
  "f-dns-zone-name": 1,
  "v6-access-domain": 1,
  "mip6-hnp": 1,
  "mip6-haf": 1,
  "rdnss-selection": 17,
  "krb-kdc": 23,
  "addrsel": 1,
  "addrsel-table": 3,
  "provisioning-server": 2,
  "kerberos-realm": 1,
  "vendor-specific": 4,
  "delegated-ipv6-prefix": 2,
  "extended-attribute-5": 1,
};

Deno.test("options: every definition has a vector", () => {
  const without = spaces.flatMap((space) => space.definitions)
    .filter((option) => !vectors.some((vector) => vector.option === option)).map((option) => option.name);
  assertEquals(without, []);
});

Deno.test("options: in every space definitions stand in code order, and no name occurs twice", () => {
  for (const { name, definitions } of spaces) {
    const codes = definitions.map((option) => option.code), names = definitions.map((option) => option.name);
    assertEquals(codes, [...codes].sort((a, b) => a - b), name);
    assertEquals(new Set(names).size, names.length, name);
    for (const option of definitions) assert(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(option.name), option.name);
  }
});

Deno.test("options: every definition of DHCPv6 is found by code and name, and tells its RFC", () => {
  for (const option of standardOptions) {
    assertEquals(standardSpace.get(option.code), option);
    assertEquals(standardSpace.byName(option.name), option);
    assert(/^(RFC \d{4} section \d|draft-ietf-)/.test(option.reference), `${option.name}: ${option.reference}`);
  }
});

for (const vector of vectors) {
  const { option, value, body } = vector, title = `${option.name} ${toHex(body)}`;

  Deno.test(`${title}: is decoded to its value`, () => {
    assertEquals(plain(option.read(new Reader(body))), plain(value));
    assertEquals(jsonOf(vector), vector.json);
    assertEquals(textOf(vector), vector.text);
  });

  Deno.test(`${title}: the value is encoded to the same bytes`, () => {
    assertEquals(toHex(encode(option, value)), toHex(body), vector.from);
  });

  Deno.test(`${title}: is refused where it is cut below its shortest length`, () => {
    const least = EXACT_LENGTHS[option.name] ?? LEAST_LENGTHS[option.name] ?? 0;
    for (let length = 0; length < body.length; length++) {
      const accepted = accepts(option, body.slice(0, length));
      assert(!(accepted && length < least), `${length} bytes were accepted as ${option.name}`);
    }
  });

  Deno.test(`${title}: a trailing byte is refused or kept`, () => {
    for (const trailing of [0, 1, 0x40, 0xff]) {
      const accepted = accepts(option, new Uint8Array([...body, trailing]));
      assert(!(accepted && option.name in EXACT_LENGTHS), `a byte behind ${option.name} was accepted`);
    }
  });

  Deno.test(`${title}: random changes give a WireError or a value that is written back`, () => {
    const random = new SeededRandom(option.code + body.length);
    for (let round = 0; round < 400; round++) {
      const changed = random.oneIn(2) ? random.bytes(random.below(48)) : body.slice();
      for (let i = random.below(3); i > 0 && changed.length > 0; i--) {
        changed[random.below(changed.length)] = random.below(256);
      }
      accepts(option, changed);
    }
  });
}

Deno.test("options: a body is read where it stands, and errors count from the start of the buffer", () => {
  for (const { option, value, body } of vectors) {
    const buffer = new Uint8Array(7 + body.length + 5).fill(0xee);
    buffer.set(body, 7);
    assertEquals(plain(option.read(new Reader(buffer, 7, 7 + body.length))), plain(value));
    const least = EXACT_LENGTHS[option.name] ?? LEAST_LENGTHS[option.name] ?? 0;
    if (least > 0) {
      const error = assertThrows(() => option.read(new Reader(buffer, 7, 7 + least - 1)), WireError);
      assert(error.offset >= 7, `${option.name}: offset ${error.offset}`);
    }
  }
});
