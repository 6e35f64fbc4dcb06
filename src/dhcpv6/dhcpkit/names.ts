import type { Json } from "../field.ts";
import type { OptionDef } from "../option.ts";
import * as known from "../options/mod.ts";
import {
  addressJson,
  bytesJson,
  duidJson,
  type JsonObject,
  nameJson,
  numberJson,
  prefix4Json,
  prefixJson,
  wholeNameJson,
} from "./values.ts";

/** Names of DHCPKit's message classes, by message type; other types are unknown to it. */
export const MESSAGE_CLASSES: readonly (string | undefined)[] = [
  undefined,
  "SolicitMessage",
  "AdvertiseMessage",
  "RequestMessage",
  "ConfirmMessage",
  "RenewMessage",
  "RebindMessage",
  "ReplyMessage",
  "ReleaseMessage",
  "DeclineMessage",
  "ReconfigureMessage",
  "InformationRequestMessage",
  "RelayForwardMessage",
  "RelayReplyMessage",
  "LeasequeryMessage",
  "LeasequeryReplyMessage",
  "LeasequeryDoneMessage",
  "LeasequeryDataMessage",
];

/** An option that DHCPKit knows. */
export interface OptionClass {
  /** The option. */
  readonly definition: OptionDef<unknown>;
  /** Name of its class. */
  readonly name: string;
  /** The attributes of a value; `inside` is what has been made of the options or the message that it holds. */
  attributes(value: unknown, inside: Json): JsonObject;
}

function optionClass<T>(
  definition: OptionDef<T>,
  name: string,
  attributes: (value: T, inside: Json) => JsonObject,
): OptionClass {
  return { definition, name, attributes };
}

type Association = { readonly iaid: number; readonly t1: number; readonly t2: number };

const association = ({ iaid, t1, t2 }: Association, options: Json): JsonObject => ({
  iaid: numberJson(iaid, 4),
  t1,
  t2,
  options,
});
const identity = ({ duid }: known.IdentityValue): JsonObject => ({ duid: duidJson(duid) });
const container = (_: unknown, options: Json): JsonObject => ({ options });
const requested = ({ codes }: known.OptionRequestValue): JsonObject => ({ requested_options: codes });
const flag = (): JsonObject => ({});

/** DHCPKit's option classes, with the names of their attributes, in code order. */
export const optionClasses = (): readonly OptionClass[] => [
  optionClass(known.ClientId, "ClientIdOption", identity),
  optionClass(known.ServerId, "ServerIdOption", identity),
  optionClass(known.IaNa, "IANAOption", association),
  optionClass(known.IaTa, "IATAOption", ({ iaid }, options) => ({ iaid: numberJson(iaid, 4), options })),
  optionClass(known.IaAddress, "IAAddressOption", (value, options) => ({
    address: addressJson(value.address),
    preferred_lifetime: value.preferredLifetime,
    valid_lifetime: value.validLifetime,
    options,
  })),
  optionClass(known.OptionRequest, "OptionRequestOption", requested),
  optionClass(known.Preference, "PreferenceOption", ({ preference }) => ({ preference })),
  optionClass(known.ElapsedTime, "ElapsedTimeOption", ({ elapsed }) => ({ elapsed_time: elapsed })),
  optionClass(known.RelayMsg, "RelayMessageOption", (_, message) => ({ relayed_message: message })),
  optionClass(known.Authentication, "AuthenticationOption", (value) => ({
    protocol: value.protocol,
    algorithm: value.algorithm,
    rdm: value.rdm,
    replay_detection: numberJson(value.replay, 8),
    auth_info: bytesJson(value.information),
  })),
  optionClass(known.ServerUnicast, "ServerUnicastOption", ({ address }) => ({ server_address: addressJson(address) })),
  optionClass(
    known.Status,
    "StatusCodeOption",
    ({ code, message }) => ({ status_code: code, status_message: message }),
  ),
  optionClass(known.RapidCommit, "RapidCommitOption", flag),
  optionClass(known.UserClass, "UserClassOption", ({ classes }) => ({ user_classes: classes.map(bytesJson) })),
  optionClass(known.VendorClass, "VendorClassOption", ({ enterprise, classes }) => ({
    enterprise_number: enterprise,
    vendor_classes: classes.map(bytesJson),
  })),
  optionClass(known.VendorOptions, "VendorSpecificInformationOption", ({ enterprise, options }) => ({
    enterprise_number: enterprise,
    vendor_options: Array.from(options, ({ code, data }) => [code, bytesJson(data)]),
  })),
  optionClass(known.InterfaceId, "InterfaceIdOption", ({ id }) => ({ interface_id: bytesJson(id) })),
  optionClass(known.ReconfigureMessage, "ReconfigureMessageOption", ({ messageType }) => ({
    message_type: messageType,
  })),
  optionClass(known.ReconfigureAccept, "ReconfigureAcceptOption", flag),
  optionClass(known.SipServerNames, "SIPServersDomainNameListOption", ({ names }) => ({
    domain_names: names.map(wholeNameJson),
  })),
  optionClass(known.SipServerAddresses, "SIPServersAddressListOption", ({ addresses }) => ({
    sip_servers: addresses.map(addressJson),
  })),
  optionClass(known.DnsServers, "RecursiveNameServersOption", ({ addresses }) => ({
    dns_servers: addresses.map(addressJson),
  })),
  optionClass(known.DomainList, "DomainSearchListOption", ({ names }) => ({ search_list: names.map(wholeNameJson) })),
  optionClass(known.IaPd, "IAPDOption", association),
  optionClass(known.IaPrefix, "IAPrefixOption", (value, options) => ({
    prefix: prefixJson(value.prefix),
    preferred_lifetime: value.preferredLifetime,
    valid_lifetime: value.validLifetime,
    options,
  })),
  optionClass(
    known.SntpServers,
    "SNTPServersOption",
    ({ addresses }) => ({ sntp_servers: addresses.map(addressJson) }),
  ),
  optionClass(known.RemoteId, "RemoteIdOption", ({ enterprise, id }) => ({
    enterprise_number: enterprise,
    remote_id: bytesJson(id),
  })),
  optionClass(known.SubscriberId, "SubscriberIdOption", ({ id }) => ({ subscriber_id: bytesJson(id) })),
  optionClass(known.ClientFqdn, "ClientFQDNOption", ({ flags, name }) => ({ flags, domain_name: nameJson(name) })),
  optionClass(known.PosixTimezone, "PosixTimezoneOption", ({ timezone }) => ({ timezone })),
  optionClass(known.TzdbTimezone, "TZDBTimezoneOption", ({ timezone }) => ({ timezone })),
  optionClass(known.EchoRequest, "EchoRequestOption", requested),
  optionClass(known.LeasequeryQuery, "LQQueryOption", ({ queryType, linkAddress }, options) => ({
    query_type: queryType,
    link_address: addressJson(linkAddress),
    options,
  })),
  optionClass(known.ClientData, "ClientDataOption", container),
  optionClass(known.ClientLastTime, "CLTTimeOption", ({ seconds }) => ({ clt_time: seconds })),
  optionClass(known.LeasequeryRelayData, "LQRelayDataOption", ({ peerAddress }, message) => ({
    peer_address: addressJson(peerAddress),
    relay_message: message,
  })),
  optionClass(known.LeasequeryClientLink, "LQClientLink", ({ addresses }) => ({
    link_addresses: addresses.map(addressJson),
  })),
  optionClass(known.RelayId, "RelayIdOption", identity),
  optionClass(known.NtpServer, "NTPServersOption", container),
  optionClass(known.AftrName, "AFTRNameOption", ({ name }) => ({ fqdn: wholeNameJson(name) })),
  optionClass(known.PdExclude, "PDExcludeOption", ({ prefixLength, subnetId }) => ({
    prefix_length: prefixLength,
    subnet_id: bytesJson(subnetId),
  })),
  optionClass(known.ClientLinkLayerAddress, "LinkLayerIdOption", ({ hardwareType, address }) => ({
    link_layer_type: hardwareType,
    link_layer_address: bytesJson(address),
  })),
  optionClass(known.SolMaxRt, "SolMaxRTOption", ({ seconds }) => ({ sol_max_rt: seconds })),
  optionClass(known.InfMaxRt, "InfMaxRTOption", ({ seconds }) => ({ inf_max_rt: seconds })),
  optionClass(known.S46Rule, "S46RuleOption", (value, options) => ({
    flags: value.flags,
    ea_len: value.eaLength,
    ipv4_prefix: prefix4Json(value.prefix4, value.prefix4Length),
    ipv6_prefix: prefixJson(value.prefix6),
    options,
  })),
  optionClass(known.S46BorderRelay, "S46BROption", ({ address }) => ({ br_address: addressJson(address) })),
  optionClass(known.S46DefaultMappingRule, "S46DMROption", ({ prefix }) => ({ dmr_prefix: prefixJson(prefix) })),
  optionClass(known.S46Binding, "S46V4V6BindingOption", ({ address4, prefix6 }, options) => ({
    ipv4_address: address4,
    ipv6_prefix: prefixJson(prefix6),
    options,
  })),
  optionClass(known.S46PortParams, "S46PortParametersOption", ({ offset, psidLength, psid }) => ({
    offset,
    psid_len: psidLength,
    psid: known.portSetId({ psidLength, psid }),
  })),
  optionClass(known.S46MapE, "S46MapEContainerOption", container),
  optionClass(known.S46MapT, "S46MapTContainerOption", container),
  optionClass(known.S46Lightweight, "S46LWContainerOption", container),
];

/** Classes of the suboptions of NTP servers, which have codes of their own. */
export const ntpClasses = (): readonly OptionClass[] => [
  optionClass(known.NtpServerAddress, "NTPServerAddressSubOption", ({ address }) => ({
    address: addressJson(address),
  })),
  optionClass(known.NtpMulticastAddress, "NTPMulticastAddressSubOption", ({ address }) => ({
    address: addressJson(address),
  })),
  optionClass(known.NtpServerFqdn, "NTPServerFQDNSubOption", ({ fqdn }) => ({ fqdn: wholeNameJson(fqdn) })),
];
