/**
 * What a field of an option tells of people and devices, and so what becomes of it. All tokens have the length of what they
 * replace, and what is inside something (names, texts, lists) keeps its structure.
 *
 * - `keep`: nothing; it stays.
 * - `duid`: type, hardware type and enterprise number stay, the rest is a token; link-layer addresses as below.
 * - `link-layer`: a token that is marked as locally administered; `counted-link-layer` stands behind its length.
 * - `address`, `addresses`: another address with the same leading bits, see `keptAddressBits`; `address4` for IPv4.
 * - `prefix`: the same for the bits of its length, which stands in front; `prefix-bytes` and `prefix4` have it in another field.
 * - `iaid`, `bytes`, `counted-bytes`, `short-tlvs`: a token, others for other bytes.
 * - `names`: domain names, a token for each label. Capitals are the same as small letters.
 * - `text`, `counted-texts`, `short-texts`: letters and digits are a token of the whole text, everything else in ASCII stays.
 * - `nowhere`: zeros.
 * - `authentication`, `radius`, `dhcpv4`: by what is inside, see docs/privacy.md.
 * - `options`, `message`: whatever is inside, one by one.
 */
export type Sensitivity =
  | "keep"
  | "duid"
  | "iaid"
  | "link-layer"
  | "counted-link-layer"
  | "address"
  | "addresses"
  | "address4"
  | "prefix"
  | "prefix-bytes"
  | "prefix4"
  | "names"
  | "text"
  | "counted-texts"
  | "short-texts"
  | "bytes"
  | "counted-bytes"
  | "short-tlvs"
  | "nowhere"
  | "authentication"
  | "radius"
  | "dhcpv4"
  | "options"
  | "message";

/**
 * What each field of an option tells, by the field's property; `"keep"` for an option that tells nothing at all. A field that is
 * not named is replaced whole, and so is an option that is not.
 */
export type OptionSensitivity = "keep" | { readonly [field: string]: Sensitivity };

/** Options of one space by name. */
export type SpaceSensitivity = { readonly [option: string]: OptionSensitivity };

const IA: OptionSensitivity = { iaid: "iaid", t1: "keep", t2: "keep", options: "options" };
const INSIDE: OptionSensitivity = { options: "options" };

/** The DHCPv6 options, in code order. What the server configures alike for everybody is kept. */
export const standardSensitivity: SpaceSensitivity = {
  "client-id": { duid: "duid" },
  // A server is no person, and whoever reads the topic has to tell servers apart.
  "server-id": "keep",
  "ia-na": IA,
  "ia-ta": { iaid: "iaid", options: "options" },
  "ia-address": { address: "address", preferredLifetime: "keep", validLifetime: "keep", options: "options" },
  "oro": "keep",
  "preference": "keep",
  "elapsed-time": "keep",
  "relay-msg": { message: "message" },
  "auth": { protocol: "keep", algorithm: "keep", rdm: "keep", replay: "keep", information: "authentication" },
  "unicast": "keep",
  // Servers write addresses and names into their messages.
  "status-code": { code: "keep", message: "text" },
  "rapid-commit": "keep",
  "user-class": { classes: "counted-bytes" },
  // Mostly a kind of device, but some write a serial number here.
  "vendor-class": { enterprise: "keep", classes: "counted-bytes" },
  "vendor-opts": { enterprise: "keep", options: "options" },
  // A port of an access switch is a customer's line.
  "interface-id": { id: "bytes" },
  "reconf-msg": "keep",
  "reconf-accept": "keep",
  "sip-server-d": "keep",
  "sip-server-a": "keep",
  "dns-servers": "keep",
  "domain-list": "keep",
  "ia-pd": IA,
  "ia-prefix": { preferredLifetime: "keep", validLifetime: "keep", prefix: "prefix", options: "options" },
  "nis-servers": "keep",
  "nisp-servers": "keep",
  "nis-domain-name": "keep",
  "nisp-domain-name": "keep",
  "sntp-servers": "keep",
  "information-refresh-time": "keep",
  "bcmcs-server-d": "keep",
  "bcmcs-server-a": "keep",
  "geoconf-civic": { what: "keep", country: "keep", elements: "short-texts" },
  "remote-id": { enterprise: "keep", id: "bytes" },
  "subscriber-id": { id: "bytes" },
  "client-fqdn": { flags: "keep", name: "names" },
  "pana-agent": "keep",
  "new-posix-timezone": "keep",
  "new-tzdb-timezone": "keep",
  "ero": "keep",
  "lq-query": { queryType: "keep", linkAddress: "address", options: "options" },
  "client-data": INSIDE,
  "clt-time": "keep",
  "lq-relay-data": { peerAddress: "address", message: "message" },
  "lq-client-link": { addresses: "addresses" },
  "mip6-hnidf": { name: "names" },
  "mip6-vdinf": INSIDE,
  "v6-lost": "keep",
  "capwap-ac-v6": "keep",
  "relay-id": { duid: "duid" },
  "ipv6-address-mos": INSIDE,
  "ipv6-fqdn-mos": INSIDE,
  "ntp-server": INSIDE,
  "v6-access-domain": "keep",
  "sip-ua-cs-list": "keep",
  // Provisioning servers give each device a file of its own.
  "bootfile-url": { url: "text" },
  "bootfile-param": { parameters: "counted-texts" },
  "client-arch-type": "keep",
  "nii": "keep",
  "geolocation": { latitude: "nowhere", longitude: "nowhere", altitude: "nowhere", reference: "keep" },
  "aftr-name": "keep",
  "erp-local-domain-name": "keep",
  "rsoo": INSIDE,
  // Numbers a link within a prefix that is replaced.
  "pd-exclude": "keep",
  // The private network of a business.
  "vss": { type: "keep", info: "bytes" },
  "mip6-idinf": INSIDE,
  "mip6-udinf": INSIDE,
  "mip6-hnp": { prefixLength: "keep", prefix: "prefix-bytes" },
  "mip6-haa": { address: "address" },
  "mip6-haf": { name: "names" },
  "rdnss-selection": "keep",
  "krb-principal-name": { principal: "bytes" },
  "krb-realm-name": { realm: "bytes" },
  "krb-default-realm-name": "keep",
  "krb-kdc": "keep",
  "client-linklayer-addr": { hardwareType: "keep", address: "link-layer" },
  "link-address": { address: "address" },
  "radius": { attributes: "radius" },
  "sol-max-rt": "keep",
  "inf-max-rt": "keep",
  "addrsel": { flags: "keep", options: "options" },
  "addrsel-table": "keep",
  "v6-pcp-server": "keep",
  "dhcpv4-msg": { message: "dhcpv4" },
  "dhcp4-o-dhcp6-server": "keep",
  // A rule may be one customer's.
  "s46-rule": {
    flags: "keep",
    eaLength: "keep",
    prefix4Length: "keep",
    prefix4: "prefix4",
    prefix6: "prefix",
    options: "options",
  },
  "s46-br": "keep",
  "s46-dmr": "keep",
  "s46-v4v6bind": { address4: "address4", prefix6: "prefix", options: "options" },
  // Says nothing without the address that it belongs to.
  "s46-portparams": "keep",
  "s46-cont-mape": INSIDE,
  "s46-cont-mapt": INSIDE,
  "s46-cont-lw": INSIDE,
  "4rd": INSIDE,
  "4rd-map-rule": {
    prefix4Length: "keep",
    prefix6Length: "keep",
    eaLength: "keep",
    flags: "keep",
    prefix4: "prefix4",
    prefix6: "prefix-bytes",
  },
  "4rd-non-map-rule": "keep",
  "lq-base-time": "keep",
  "lq-start-time": "keep",
  "lq-end-time": "keep",
  "captive-portal": { uri: "text" },
  "mpl-parameters": "keep",
  "ani-att": "keep",
  // Which access point somebody uses is where somebody is.
  "ani-network-name": { name: "text" },
  "ani-ap-name": { name: "text" },
  "ani-ap-bssid": { bssid: "link-layer" },
  "ani-operator-id": "keep",
  "ani-operator-realm": { realm: "text" },
  "s46-priority": "keep",
  "mud-url-v6": { url: "text" },
  "v6-prefix64": "keep",
  "f-binding-status": "keep",
  "f-connect-flags": "keep",
  "f-dns-removal-info": INSIDE,
  "f-dns-host-name": { name: "names" },
  "f-dns-zone-name": { name: "names" },
  "f-dns-flags": "keep",
  "f-expiration-time": "keep",
  "f-max-unacked-bndupd": "keep",
  "f-mclt": "keep",
  "f-partner-lifetime": "keep",
  "f-partner-lifetime-sent": "keep",
  "f-partner-down-time": "keep",
  "f-partner-raw-clt-time": "keep",
  "f-protocol-version": "keep",
  "f-keepalive-time": "keep",
  "f-reconfigure-data": { time: "keep", key: "bytes" },
  "f-relationship-name": "keep",
  "f-server-flags": "keep",
  "f-server-state": "keep",
  "f-start-time-of-state": "keep",
  "f-state-expiration-time": "keep",
  "relay-port": "keep",
  "v6-sztp-redirect": { uris: "counted-texts" },
  "s46-bind-ipv6-prefix": { prefix: "prefix" },
  "ia-ll": IA,
  "lladdr": {
    hardwareType: "keep",
    address: "counted-link-layer",
    extraAddresses: "keep",
    validLifetime: "keep",
    options: "options",
  },
  "slap-quad": "keep",
  "v6-dots-ri": "keep",
  "v6-dots-address": "keep",
  "ipv6-address-andsf": "keep",
  "v6-dnr": "keep",
  "registered-domain": { name: "names" },
  "forward-dist-manager": "keep",
  "reverse-dist-manager": "keep",
  "addr-reg-enable": "keep",
  "ia-srv6-locator": IA,
  "ialocator": { data: "bytes" },
};
